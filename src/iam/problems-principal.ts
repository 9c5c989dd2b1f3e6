/** Principal and NotPrincipal: who can be named, and how. */
import { splitArn } from '../estate/arn.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import { isWild } from './glob.ts';
import { error, isObject, shown } from './problem.ts';
import type { Report } from './problem.ts';
import { hasPrincipals } from './statement.ts';
import type { PolicyKind } from './types.ts';

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
    const help = typeof value === 'string' ? `Write { "AWS": ${shown(value)} }.` : 'Write { "AWS": … }.';
    report(error('wrong-type', pointer, message, help));
    return;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) report(error('bad-principal', pointer, 'The principal names nobody', 'Name at least one.'));
  for (const [type, listed] of entries) checkType(type, listed, pointer, report);
}

function checkType(type: string, listed: unknown, pointer: string, report: Report): void {
  const place = `${pointer}/${type.replaceAll('~', '~0').replaceAll('/', '~1')}`;
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
  const values: readonly unknown[] = Array.isArray(listed) ? listed : [listed];
  if (values.length === 0) {
    report(error('bad-principal', place, `The list under ${type} is empty`, 'Name at least one.'));
  }
  for (const [index, entry] of values.entries()) {
    const at = Array.isArray(listed) ? `${place}/${index}` : place;
    if (typeof entry !== 'string') {
      report(error('wrong-type', at, `The principal is ${shown(entry)}, not a text`, 'Write ids and ARNs as texts.'));
    } else if (type === 'AWS') checkAwsPrincipal(entry, at, report);
    else if (type === 'Service') checkService(entry, at, report);
  }
}

/** Left to the rules that know more of them: deleted principals' unique ids, and placeholders. */
const toldElsewhere = /^A(RO|ID)A[A-Z0-9]{8,}$|\$\{|[<>]|\{\{/;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
function checkAwsPrincipal(entry: string, pointer: string, report: Report): void {
  if (entry === '*' || /^\d{12}$/.test(entry) || toldElsewhere.test(entry)) return;
  const why = unfit(entry);
  if (why === undefined) return;
  report(error('bad-principal', pointer, `The principal ${shown(entry)} ${why.message}`, why.help));
}

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
function checkService(entry: string, pointer: string, report: Report): void {
  if (/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(entry) || toldElsewhere.test(entry)) return;
  const message = `The service principal ${shown(entry)} is not of the form service.amazonaws.com`;
  report(error('bad-principal', pointer, message, 'Write for example "backup.amazonaws.com".'));
}
