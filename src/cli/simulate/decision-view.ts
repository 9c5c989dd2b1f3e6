import type { EvaluateInput } from '../../iam/library.ts';
import type { Decision, ElementTrace, PolicyKind, StatementTrace } from '../../iam/types.ts';
import type { Paint } from '../../report/paint.ts';
import { printable } from '../../report/printable.ts';
import { wrap } from '../../report/wrap.ts';

/** File names, in the order in which the evaluator got their policies; control policies by level. */
export interface PolicyFiles {
  readonly resource: readonly string[];
  readonly identity: readonly string[];
  readonly boundary: readonly string[];
  readonly serviceControl: readonly (readonly string[])[];
  readonly resourceControl: readonly (readonly string[])[];
}

interface Answer {
  readonly input: EvaluateInput;
  readonly decision: Decision;
  readonly files: PolicyFiles;
}

const paints = { allowed: 'good', denied: 'error', unknown: 'warning' } as const;

/** The answer first, then each statement and what kept it from applying, then what would settle a doubt. */
export function decisionView({ input, decision, files }: Answer, paint: Paint, width: number): string {
  const { outcome, reason, blockedBy, unknownKeys, approximate } = decision;
  const blocked = blockedBy.length === 0 ? '' : `, blocked by ${blockedBy.join(', ')}`;
  const lines = [
    ...painted(`${outcome}: ${input.action} for ${input.principal}`, paint[paints[outcome]], width),
    ...wrap(`${reason}${blocked}`, width),
    ...(approximate === true ? wrap(tooManyCases, width) : []),
    '',
    ...byWeight(decision.statements).flatMap((statement) => statementLines(statement, files, paint, width)),
    ...advice(input, unknownKeys, reason).flatMap((line) => wrap(printable(line), width)),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

/** See `approximate` in src/iam/types.ts. */
const tooManyCases = 'The unknown keys have more cases than were tried, so the answer may be needlessly unknown.';

function painted(text: string, paint: (text: string) => string, width: number): string[] {
  return wrap(printable(text), width).map((line) => paint(line));
}

const weights = { true: 0, unknown: 1, false: 2 } as const;

/** What applies comes first, a Deny before an Allow; then what nearly applies. */
function byWeight(statements: readonly StatementTrace[]): StatementTrace[] {
  const weight = ({ applied, effect, elements }: StatementTrace): number =>
    weights[`${applied}`] * 100 + (effect === 'Deny' ? 0 : 50) + Math.min(elements.length, 49);
  return [...statements].sort((left, right) => weight(left) - weight(right));
}

const says = { true: 'applies', unknown: 'may apply', false: 'does not apply' } as const;

function statementLines(trace: StatementTrace, files: PolicyFiles, paint: Paint, width: number): string[] {
  const { sid, effect, applied, pointer, elements } = trace;
  const name = `${fileOf(trace, files)}${pointer}${sid === undefined ? '' : ` "${sid}"`}`;
  return [
    ...painted(`${effect} ${says[`${applied}`]}: ${name}`, applied === false ? paint.faint : paint.strong, width),
    ...elements.flatMap((element) => elementLines(element, width)),
    '',
  ];
}

function elementLines({ element, message }: ElementTrace, width: number): string[] {
  const label = `  ${element}: `;
  return wrap(printable(message), width, label);
}

function fileOf({ policy, policyIndex }: StatementTrace, files: PolicyFiles): string {
  const names: Readonly<Record<PolicyKind, readonly string[]>> = {
    'key-policy': files.resource,
    'vault-policy': files.resource,
    'trust-policy': [],
    'identity-policy': files.identity,
    'permissions-boundary': files.boundary,
    'session-policy': [],
    'service-control-policy': files.serviceControl.flat(),
    'resource-control-policy': files.resourceControl.flat(),
  };
  return names[policy][policyIndex] ?? policy;
}

function advice(input: EvaluateInput, unknownKeys: readonly string[], reason: Decision['reason']): string[] {
  return [
    ...(reason === 'unknown-identity-policy' && input.identityPolicies === undefined
      ? ["To settle it, give the principal's policies: --identity-policy FILE, or --identity-policy none."]
      : []),
    ...unknownKeys.map((key) => `To settle it, give a value: --context ${key}=VALUE.`),
  ];
}
