/**
 * The statements that a fix adds or changes, as they are written in Terraform.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */
import { hasHole, isHole, showHoles } from '../estate/hole.ts';
import { isSameDocument } from './same-document.ts';

type Members = Readonly<Record<string, unknown>>;

export function policyDocumentBlock(before: unknown, after: unknown): string {
  const known = statementsOf(before);
  const added = statementsOf(after).filter((statement) => !known.some((old) => isSameDocument(old, statement)));
  const blocks = added.map((statement) => statementBlock(statement).map(indent).join('\n'));
  return `data "aws_iam_policy_document" "aws_backup" {\n${blocks.join('\n\n')}\n}\n`;
}

function statementsOf(document: unknown): readonly Members[] {
  const statement = isMembers(document) ? document['Statement'] : undefined;
  return listOf(statement).filter(isMembers);
}

const lists = [
  ['Action', 'actions'],
  ['NotAction', 'not_actions'],
  ['Resource', 'resources'],
  ['NotResource', 'not_resources'],
] as const;

function statementBlock(statement: Members): string[] {
  const { Sid: sid, Effect: effect = 'Allow' } = statement;
  return [
    'statement {',
    ...[
      ...(sid === undefined ? [] : [`sid    = ${value(sid)}`]),
      `effect = ${value(effect)}`,
      ...lists.flatMap(([element, argument]) => listArgument(argument, statement[element])),
      ...principals('principals', statement['Principal']),
      ...principals('not_principals', statement['NotPrincipal']),
      ...conditions(statement['Condition']),
    ].map(indent),
    '}',
  ];
}

function listArgument(name: string, given: unknown): string[] {
  return given === undefined ? [] : ['', ...listLines(name, given)];
}

/** Several entries stand below each other. */
function listLines(name: string, given: unknown): string[] {
  const values = listOf(given).map(value);
  if (values.length < 2) return [`${name} = [${values.join('')}]`];
  return [`${name} = [`, ...values.map((each) => `  ${each},`), ']'];
}

/** Anyone is written as a type of its own. */
function principals(block: string, given: unknown): string[] {
  if (given === undefined) return [];
  const byType = isMembers(given) ? given : { '*': given };
  return Object.entries(byType).flatMap(([type, identifiers]) => {
    const name = isShort(identifiers) ? 'type       ' : 'type';
    return [
      '',
      `${block} {`,
      ...[`${name} = ${value(type)}`, ...listLines('identifiers', identifiers)].map(indent),
      '}',
    ];
  });
}

function conditions(given: unknown): string[] {
  if (!isMembers(given)) return [];
  return Object.entries(given).flatMap(([test, variables]) =>
    Object.entries(isMembers(variables) ? variables : {}).flatMap(([variable, values]) => {
      const list = listLines(isShort(values) ? 'values  ' : 'values', values);
      return [
        '',
        'condition {',
        ...[`test     = ${value(test)}`, `variable = ${value(variable)}`, ...list].map(indent),
        '}',
      ];
    }),
  );
}

/** Equals signs are aligned where each argument has one line, as `terraform fmt` does it. */
function isShort(values: unknown): boolean {
  return listOf(values).length < 2;
}

/** Policy variables are written `&{...}`; what is only known after apply is the reference that makes it. */
function value(given: unknown): string {
  if (isHole(given)) return showHoles(given).slice(1, -1);
  const text: string = typeof given === 'string' ? given : (JSON.stringify(given) ?? ''); // `true` is "true"
  const escaped = JSON.stringify(text.replaceAll('${', '&{')).replaceAll('%{', '%%{');
  return hasHole(escaped) ? showHoles(escaped).replace(/⟨([^⟩]*)⟩/g, '$${$1}') : escaped;
}

function listOf(given: unknown): readonly unknown[] {
  if (given === undefined) return [];
  return Array.isArray(given) ? (given as unknown[]) : [given];
}

function isMembers(given: unknown): given is Members {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}

function indent(line: string): string {
  return line === '' ? '' : `  ${line}`;
}
