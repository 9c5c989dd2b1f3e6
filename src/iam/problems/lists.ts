/** Action and Resource: one of each, as a text or a list of texts. */
import { isWild } from '../glob.ts';
import { complaint, error, shown, warning } from './problem.ts';
import type { Complaint, Report } from './problem.ts';
import { hasTemplate } from '../template.ts';
import type { PolicyKind } from '../types.ts';

type RawStatement = Readonly<Record<string, unknown>>;
type Check = (text: string, kind: PolicyKind) => Complaint | undefined;

export function checkActions(statement: RawStatement, pointer: string, kind: PolicyKind, report: Report): void {
  checkPair(statement, ['Action', 'NotAction'], checkAction, pointer, kind, report);
}

/** The role is a trust policy's only resource. */
export function checkResources(statement: RawStatement, pointer: string, kind: PolicyKind, report: Report): void {
  if (kind === 'trust-policy') return;
  checkPair(statement, ['Resource', 'NotResource'], checkResource, pointer, kind, report);
}

function checkPair(
  statement: RawStatement,
  [name, negatedName]: readonly [string, string],
  check: Check,
  pointer: string,
  kind: PolicyKind,
  report: Report,
): void {
  const given = statement[name];
  const negated = statement[negatedName];
  if (given !== undefined && negated !== undefined) {
    const message = `The statement has both ${name} and ${negatedName}`;
    report(error('both-elements', `${pointer}/${negatedName}`, message, 'Keep one of the two.'));
  }
  if (given === undefined && negated === undefined) reportMissing(name, pointer, kind, report);
  if (given !== undefined) checkTexts(given, name, `${pointer}/${name}`, check, kind, report);
  if (negated !== undefined) checkTexts(negated, negatedName, `${pointer}/${negatedName}`, check, kind, report);
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html: KMS accepts and ignores such statements. */
function reportMissing(name: string, pointer: string, kind: PolicyKind, report: Report): void {
  const help = name === 'Resource' ? 'Add "Resource": "*".' : `Add ${name}.`;
  if (kind === 'key-policy') {
    report(warning('inert-statement', pointer, `The statement has no ${name}: KMS accepts and ignores it`, help));
  } else {
    report(error('missing-element', pointer, `The statement has no ${name}`, help));
  }
}

function checkTexts(
  value: unknown,
  name: string,
  pointer: string,
  check: Check,
  kind: PolicyKind,
  report: Report,
): void {
  if (!Array.isArray(value)) {
    const found = typeof value === 'string' ? check(value, kind) : notTexts(name, value);
    if (found !== undefined) report({ ...found, pointer });
    return;
  }
  if (value.length === 0) {
    report(error('bad-value', pointer, `${name} is an empty list`, 'Name at least one, or remove the statement.'));
  }
  for (let index = 0; index < value.length; index++) {
    const entry: unknown = value[index];
    const found =
      typeof entry === 'string'
        ? check(entry, kind)
        : complaint('wrong-type', `${name} holds ${shown(entry)}, not a text`, 'Write a text.');
    if (found !== undefined) report({ ...found, pointer: `${pointer}/${index}` });
  }
}

function notTexts(name: string, value: unknown): Complaint {
  return complaint('wrong-type', `${name} is ${shown(value)}, not a text or list of texts`, 'Write a list of texts.');
}

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html: no wildcards in vault policies. */
function checkAction(action: string, kind: PolicyKind): Complaint | undefined {
  if (kind !== 'vault-policy' || !isWild(action)) return undefined;
  const message = `The action ${shown(action)} has a wildcard, which a vault access policy does not allow`;
  return complaint('bad-value', message, 'List the actions by name.');
}

const arnShape = /^arn:[^:]*:[^:]*:[^:]*:[^:]*:.+$/;
const bareKeyId = /^(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/**
 * A key policy's resource is its own key. Inferred: another form names nothing there.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 */
function checkResource(resource: string, kind: PolicyKind): Complaint | undefined {
  if (resource === '*' || hasTemplate(resource)) return undefined;
  const why = kind === 'key-policy' ? unusableInKeyPolicy(resource) : unusableElsewhere(resource);
  if (why === undefined) return undefined;
  const help =
    kind === 'key-policy' ? 'Write "*": in a key policy it means this key.' : 'Write the key\'s ARN, or "*".';
  return complaint('unusable-resource', `The resource ${shown(resource)} ${why}`, help);
}

function unusableInKeyPolicy(resource: string): string | undefined {
  if (bareKeyId.test(resource)) return 'is a bare key id, which names no key';
  if (/^alias\/|:alias\//.test(resource)) return 'is an alias, which names no key in a key policy';
  if (!resource.startsWith('arn:')) return isWild(resource) ? undefined : 'is no ARN';
  return /^arn:[^:]*:(kms|\*|\?)/.test(resource) || isWild(resource)
    ? undefined
    : 'is the ARN of something else than a key';
}

function unusableElsewhere(resource: string): string | undefined {
  if (bareKeyId.test(resource)) return 'is a bare key id, which names no key';
  if (resource.startsWith('alias/')) return 'is an alias name, which names no key';
  return arnShape.test(resource) || isWild(resource) ? undefined : 'is no ARN';
}
