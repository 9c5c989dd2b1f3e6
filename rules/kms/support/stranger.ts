import type { CompiledPolicy, ContextValue, RequestContext } from '../../../src/iam/types.ts';

/** A principal whom nobody invited: of an account, an organization and a network that the policy does not name. */
export interface Stranger {
  readonly arn: string;
  readonly account: string;
  readonly context: RequestContext;
}

/** `partition`: the key's, since principals of other partitions cannot call it at all. */
export function strangerTo(policy: CompiledPolicy, owner: string, partition: string): Stranger {
  const account = unnamedAccount(policy, owner);
  const arn = `arn:${partition}:iam::${account}:role/stranger`;
  return { arn, account, context: contextOf(arn, account, owner) };
}

/** Some account id that occurs nowhere in the policy. */
function unnamedAccount({ statements }: CompiledPolicy, owner: string): string {
  const named = JSON.stringify(statements.map(({ raw }) => raw));
  const candidates = Array.from({ length: 1000 }, (_, index) => String(600_000_000_000 + index * 7_919_001));
  return candidates.find((account) => account !== owner && !named.includes(account)) ?? '600000000000';
}

const absent: ContextValue = { state: 'absent' };
const unknown: ContextValue = { state: 'unknown' };

/**
 * What says who calls and from where is fixed: the stranger cannot choose it. All else is free: it may set its own
 * tags, name any encryption context, and call through any service.
 */
function contextOf(arn: string, account: string, owner: string): RequestContext {
  const fixed = new Map<string, ContextValue>([
    ['aws:principalarn', known(arn)],
    ['aws:principalaccount', known(account)],
    ['kms:calleraccount', known(account)],
    // Of another organization, or of none.
    ['aws:principalorgid', knownOrAbsent('o-stranger0000')],
    ['aws:principalorgpaths', knownOrAbsent('o-stranger0000/r-0000/ou-0000-00000000/')],
    ['aws:principalisawsservice', known('false')],
    ['aws:principalservicename', absent],
    ['aws:principalservicenameslist', absent],
    // Only calls that a service makes as itself carry the source's account, and those are not an IAM principal's.
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
    ['aws:sourceaccount', absent],
    ['aws:sourcearn', absent],
    ['aws:sourceorgid', absent],
    ['aws:sourceorgpaths', absent],
    ['aws:sourceowner', absent],
    ['aws:userid', known('AROASTRANGER000000000:stranger')],
    ['aws:username', absent],
    // KMS takes calls over TLS only. https://docs.aws.amazon.com/kms/latest/developerguide/data-protection.html
    ['aws:securetransport', known('true')],
    ['aws:resourceaccount', known(owner)],
    ['aws:resourceorgid', known('o-owner00000000')],
    ['aws:resourceorgpaths', known('o-owner00000000/r-1111/ou-1111-11111111/')],
    // RFC 6598 shared address space: an address that no policy has reason to list.
    ['aws:sourceip', known('100.64.77.77')],
    ['aws:vpcsourceip', known('100.64.77.77')],
    ['aws:sourcevpc', known('vpc-00000000000000000')],
    ['aws:sourcevpcarn', known(`arn:aws:ec2:eu-west-2:${account}:vpc/vpc-00000000000000000`)],
    ['aws:sourcevpce', known('vpce-00000000000000000')],
    ['aws:vpceaccount', known(account)],
    ['aws:vpceorgid', known('o-stranger0000')],
    ['aws:vpceorgpaths', known('o-stranger0000/r-0000/ou-0000-00000000/')],
    ['aws:ec2instancesourcevpc', known('vpc-00000000000000000')],
    ['aws:ec2instancesourceprivateipv4', known('100.64.77.77')],
  ]);
  return (key) => fixed.get(key) ?? unknown;
}

function known(...values: readonly string[]): ContextValue {
  return { state: 'known', values };
}

function knownOrAbsent(value: string): ContextValue {
  return { state: 'one-of', cases: [[value], undefined] };
}
