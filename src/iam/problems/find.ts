/** What is wrong with a policy document itself, by the grammar of its kind. */
import { hasHole } from '../../estate/hole.ts';
import { pointerSteps } from '../../estate/origin.ts';
import { didYouMean } from '../../text/did-you-mean.ts';
import { findBadCharacters } from './characters.ts';
import { checkCondition } from './condition.ts';
import { checkActions, checkResources } from './lists.ts';
import { checkPrincipals } from './principal.ts';
import { isObject, step } from '../json.ts';
import { error, shown, warning } from './problem.ts';
import type { Report } from './problem.ts';
import { hasTemplate } from '../template.ts';
import type { Statement } from '../statement.ts';
import type { PolicyKind, PolicyProblem } from '../types.ts';

/** `statements`: those of the document, which remember their own problems. */
export function findProblems(document: unknown, statements: readonly Statement[]): readonly PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const report: Report = (problem) => void problems.push(problem);
  if (isObject(document)) checkDocument(document, statements, report);
  else {
    const message = `The policy is ${shown(document)}, not an object`;
    report(error('not-an-object', '', message, 'A policy is a JSON object with Version and Statement.'));
  }
  if (!isObject(document) || statements.length === 0) findBadCharacters(document, '', report);
  else checkOtherElements(document, report);
  return problems.length === 0 ? problems : problems.filter(({ pointer }) => !isOpenAt(document, pointer));
}

/** Of statements, their own problems tell. */
function checkOtherElements(document: Readonly<Record<string, unknown>>, report: Report): void {
  for (const element of Object.keys(document)) {
    if (element !== 'Statement') findBadCharacters({ [element]: document[element] }, '', report);
  }
}

function problemsOf(statement: Statement, value: unknown): readonly PolicyProblem[] {
  if (statement.problems !== undefined) return statement.problems;
  const problems: PolicyProblem[] = [];
  const report: Report = (problem) => void problems.push(problem);
  checkStatement(value, statement.pointer, statement.kind, report);
  findBadCharacters(value, statement.pointer, report);
  statement.problems = problems;
  return problems;
}

/** Of what is not known nothing is known to be wrong. */
function isOpenAt(document: unknown, pointer: string): boolean {
  let value = document;
  for (const step of pointerSteps(pointer)) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined;
  }
  return typeof value === 'string' && hasHole(value);
}

const documentElements: ReadonlySet<string> = new Set(['Version', 'Id', 'Statement']);

function checkDocument(
  document: Readonly<Record<string, unknown>>,
  statements: readonly Statement[],
  report: Report,
): void {
  reportUnknownElements(document, documentElements, '', 'policy', report);
  const { Version, Id, Statement } = document;
  checkVersion(Version, report);
  if (Id !== undefined && typeof Id !== 'string') {
    report(error('wrong-type', '/Id', `Id is ${shown(Id)}, not a text`, 'Write it as a text, or leave it out.'));
  }
  if (Statement === undefined) {
    report(error('missing-element', '', 'The policy has no Statement', 'Add a Statement array.'));
  } else if (Array.isArray(Statement)) {
    checkStatements(Statement, statements, report);
  } else if (isObject(Statement)) {
    for (const statement of statements) problemsOf(statement, Statement).forEach(report);
  } else {
    const message = `Statement is ${shown(Statement)}, not an array of statements`;
    report(error('wrong-type', '/Statement', message, 'Write an array of statements.'));
  }
  if (Version !== '2012-10-17') checkVariables(Statement, Version, report);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html */
function checkVersion(version: unknown, report: Report): void {
  if (version === undefined || version === '2012-10-17' || version === '2008-10-17') return;
  const message = `Version is ${shown(version)}, which is no version of the policy language`;
  report(error('bad-value', '/Version', message, 'Write "2012-10-17".'));
}

/** Without the newer version, `${…}` is ordinary text: a comparison with it fails silently. */
function checkVariables(statement: unknown, version: unknown, report: Report): void {
  const statements: readonly unknown[] = Array.isArray(statement) ? statement : [statement];
  const place = statements.findIndex((entry) => isObject(entry) && usesVariable(entry['Condition']));
  if (place < 0) return;
  const pointer = Array.isArray(statement) ? `/Statement/${place}/Condition` : '/Statement/Condition';
  const found = version === undefined ? 'has no Version' : `has the Version ${shown(version)}`;
  const message = `The policy ${found}, so that the variables in this condition are plain text`;
  report(warning('bad-value', pointer, message, 'Add "Version": "2012-10-17".'));
}

function usesVariable(condition: unknown): boolean {
  if (!isObject(condition)) return false;
  const blocks = Object.values(condition).filter(isObject);
  const values = blocks.flatMap((block) => Object.values(block)).flat();
  return values.some((value) => typeof value === 'string' && hasTemplate(value) && /\$\{[a-z0-9.-]+:[^:]/i.test(value));
}

function checkStatements(values: readonly unknown[], statements: readonly Statement[], report: Report): void {
  if (values.length === 0) {
    report(error('bad-value', '/Statement', 'The policy has no statement', 'Add at least one statement.'));
  }
  for (const statement of statements) problemsOf(statement, values[statement.index]).forEach(report);
  checkSids(values, report);
}

/** Medium confidence: AWS advises against duplicates, and a key policy with two equal Sids is known to be deployed. */
function checkSids(statements: readonly unknown[], report: Report): void {
  const seen = new Set<string>();
  for (const [index, statement] of statements.entries()) {
    const sid = isObject(statement) ? statement['Sid'] : undefined;
    if (typeof sid !== 'string' || sid === '') continue;
    if (seen.has(sid)) {
      const message = `The Sid ${shown(sid)} is used by more than one statement`;
      report(warning('duplicate-sid', `/Statement/${index}/Sid`, message, 'Give every statement its own Sid.'));
    }
    seen.add(sid);
  }
}

const statementElements: ReadonlySet<string> = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

function checkStatement(statement: unknown, pointer: string, kind: PolicyKind, report: Report): void {
  if (!isObject(statement)) {
    const message = `A statement is ${shown(statement)}, not an object`;
    report(error('wrong-type', pointer, message, 'Write an object with Effect, Action and Resource.'));
    return;
  }
  reportUnknownElements(statement, statementElements, pointer, 'statement', report);
  checkSid(statement['Sid'], pointer, kind, report);
  checkEffect(statement['Effect'], pointer, report);
  checkPrincipals(statement, pointer, kind, report);
  checkActions(statement, pointer, kind, report);
  checkResources(statement, pointer, kind, report);
  checkCondition(statement, pointer, report);
}

function reportUnknownElements(
  value: Readonly<Record<string, unknown>>,
  elements: ReadonlySet<string>,
  pointer: string,
  whole: string,
  report: Report,
): void {
  for (const element of Object.keys(value)) {
    if (elements.has(element)) continue;
    const known = [...elements];
    const near = didYouMean(element, known);
    const help = near === undefined ? `A ${whole} has ${known.join(', ')}.` : `Did you mean ${near}?`;
    report(
      error(
        'unknown-element',
        pointer + step(element),
        `The element ${shown(element)} of the ${whole} is unknown`,
        help,
      ),
    );
  }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html; key policies allow spaces too. */
function checkSid(sid: unknown, pointer: string, kind: PolicyKind, report: Report): void {
  if (sid === undefined) return;
  const place = `${pointer}/Sid`;
  if (typeof sid !== 'string') {
    report(error('wrong-type', place, `Sid is ${shown(sid)}, not a text`, 'Write it as a text, or leave it out.'));
  } else if (kind === 'identity-policy' && !/^[A-Za-z0-9]*$/.test(sid)) {
    const message = `The Sid ${shown(sid)} has characters that an identity policy does not allow`;
    report(error('bad-value', place, message, 'Use letters and digits only.'));
  }
}

function checkEffect(effect: unknown, pointer: string, report: Report): void {
  if (effect === 'Allow' || effect === 'Deny') return;
  if (effect === undefined) {
    report(error('missing-element', pointer, 'The statement has no Effect', 'Add "Effect": "Allow" or "Deny".'));
    return;
  }
  const near = typeof effect === 'string' ? didYouMean(effect, ['Allow', 'Deny']) : undefined;
  const help = near === undefined ? 'Write "Allow" or "Deny", with a capital.' : `Write "${near}".`;
  const message = `Effect is ${shown(effect)}, neither "Allow" nor "Deny"`;
  report(error('bad-value', `${pointer}/Effect`, message, help));
}
