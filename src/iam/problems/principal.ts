/** Principal and NotPrincipal: who can be named, and how. */
import { splitArn } from '../../estate/arn.ts';
import { didYouMean } from '../../text/did-you-mean.ts';
import { isWild } from '../glob.ts';
import { isObject, step } from '../json.ts';
import { complaint, error, shown } from './problem.ts';
import type { Complaint, Report } from './problem.ts';
import { hasPrincipals } from '../statement.ts';
import type { PolicyKind } from '../types.ts';

type RawStatement = Readonly<Record<string, unknown>>;

export function checkPrincipals(statement: RawStatement, pointer: string, kind: PolicyKind, report: Report): void {
  const { Principal, NotPrincipal, Effect } = statement;
  if (!hasPrincipals(kind)) {
    rejectPrincipals(statement, pointer, kind, report);
    return;
  }
  if (Principal !== undefined && NotPrincipal !== undefined) {
    const message = 'The statement has both Principal and NotPrincipal';
    report(error('both-elements', `${pointer}/NotPrincipal`, message, 'Keep one of the two.'));
  }
  if (Principal === undefined && NotPrincipal === undefined) {
    const message = 'The statement has no Principal';
    report(error('missing-element', pointer, message, 'Name who the statement is about, or "*" for everyone.'));
  }
  if (Principal !== undefined) checkElement(Principal, `${pointer}/Principal`, report);
  if (NotPrincipal === undefined) return;
  checkElement(NotPrincipal, `${pointer}/NotPrincipal`, report);
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
  if (Effect === 'Allow') {
    const message = 'NotPrincipal stands in an Allow statement, and works with Deny only';
    report(error('bad-value', `${pointer}/NotPrincipal`, message, 'Name the principals to allow under Principal.'));
  }
}

function rejectPrincipals(statement: RawStatement, pointer: string, kind: PolicyKind, report: Report): void {
  for (const element of ['Principal', 'NotPrincipal']) {
    if (statement[element] === undefined) continue;
    const message = `The statement has ${element}, which a policy of this kind (${kind}) does not have`;
    report(error('unknown-element', `${pointer}/${element}`, message, `Remove ${element}.`));
  }
}

const types = ['AWS', 'Service', 'Federated', 'CanonicalUser'];

function checkElement(value: unknown, pointer: string, report: Report): void {
  if (value === '*') return;
  if (!isObject(value)) {
    const message = `The principal is ${shown(value)}, neither "*" nor an object`;
    const help = typeof value === 'string' ? `Write { "AWS": ${JSON.stringify(value)} }.` : 'Write { "AWS": … }.';
    report(error('wrong-type', pointer, message, help));
    return;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) report(error('bad-principal', pointer, 'The principal names nobody', 'Name at least one.'));
  for (const [type, listed] of entries) checkType(type, listed, pointer, report);
}

function checkType(type: string, listed: unknown, pointer: string, report: Report): void {
  const place = pointer + step(type);
  if (!types.includes(type)) {
    const near = didYouMean(type, types);
    const help = near === undefined ? `Use ${types.slice(0, 2).join(' or ')}.` : `Did you mean ${near}?`;
    report(error('bad-principal', place, `${shown(type)} is no type of principal`, help));
    return;
  }
  if (type === 'CanonicalUser') {
    // Inferred: canonical users are known to S3 alone.
    report(
      error('bad-principal', place, 'KMS knows no principals of type CanonicalUser', 'Use the account id under AWS.'),
    );
  }
  if (!Array.isArray(listed)) {
    const found = checkEntry(type, listed);
    if (found !== undefined) report({ ...found, pointer: place });
    return;
  }
  if (listed.length === 0) {
    report(error('bad-principal', place, `The list under ${type} is empty`, 'Name at least one.'));
  }
  for (let index = 0; index < listed.length; index++) {
    const found = checkEntry(type, listed[index]);
    if (found !== undefined) report({ ...found, pointer: `${place}/${index}` });
  }
}

function checkEntry(type: string, entry: unknown): Complaint | undefined {
  if (typeof entry !== 'string') {
    return complaint('wrong-type', `The principal is ${shown(entry)}, not a text`, 'Write ids and ARNs as texts.');
  }
  if (type === 'AWS') return checkAwsPrincipal(entry);
  return type === 'Service' ? checkService(entry) : undefined;
}

/** Left to the rules that know more of them: deleted principals' unique ids, and placeholders. */
const toldElsewhere = /^A(RO|ID)A[A-Z0-9]{8,}$|\$\{|[<>]|\{\{/;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
function checkAwsPrincipal(entry: string): Complaint | undefined {
  if (entry === '*' || usualPrincipal.test(entry) || toldElsewhere.test(entry)) return undefined;
  const why = unfit(entry);
  return why === undefined
    ? undefined
    : complaint('bad-principal', `The principal ${shown(entry)} ${why.message}`, why.help);
}

/** An account id, or the ARN of an account root, role or user. */
const usualPrincipal = /^(\d{12}|arn:[^:*?]+:iam::\d{12}:(root|(role|user)\/[^*?:$<{]+))$/;

interface Unfit {
  readonly message: string;
  readonly help: string;
}

const patternHelp =
  'Name the ARN in full, or use "*" with a condition ArnLike aws:PrincipalArn and one on the account or organization.';

function unfit(entry: string): Unfit | undefined {
  if (isWild(entry)) return { message: 'has a wildcard, which KMS refuses', help: patternHelp };
  const parts = splitArn(entry);
  if (parts === undefined) {
    const help = /^\d+$/.test(entry)
      ? 'An account id has twelve digits.'
      : 'Use an account id, or the ARN of an account root, role, user or session.';
    return { message: 'is neither an account id nor an ARN', help };
  }
  const { service, resource, account, region } = parts;
  if (!/^\d{12}$/.test(account)) {
    return { message: 'has no account id of twelve digits', help: 'Write the account id.' };
  }
  if (region !== '') return { message: 'has a Region', help: 'ARNs of IAM have none: leave that segment empty.' };
  if (service === 'iam' && resource.startsWith('group/')) {
    return { message: 'is a group, which cannot be a principal', help: 'Name roles or users.' };
  }
  const fits =
    service === 'iam' ? /^(root$|(role|user)\/[^/])/ : /^(assumed-role\/[^/]+\/[^/]+|federated-user\/[^/]+)$/;
  if ((service === 'iam' || service === 'sts') && fits.test(resource)) return undefined;
  return {
    message: 'is not the ARN of a principal',
    help: 'Use the ARN of an account root, role, user or session.',
  };
}

/** Which service principals KMS supports is not listed; their form is. */
function checkService(entry: string): Complaint | undefined {
  if (/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(entry) || toldElsewhere.test(entry)) return undefined;
  const message = `The service principal ${shown(entry)} is not of the form service.amazonaws.com`;
  return complaint('bad-principal', message, 'Write for example "backup.amazonaws.com".');
}
