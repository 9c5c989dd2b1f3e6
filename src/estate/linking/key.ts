/** One key of all that was said of it. */
import { accountOf, keyIdOf, regionOf, splitArn } from '../arn.ts';
import type { KeyFragment } from '../fragment.ts';
import { groupBy } from '../group-by.ts';
import type { Grant, Key, KeyPolicy } from '../model.ts';
import { aliasesOf, isAwsManaged, type KeyGroup } from './key-names.ts';
import { byPrecedence, firstStated, isSameJson, placeInWords, subjectOf } from './merge.ts';
import type { Findings } from './outcome.ts';

export function toKey(group: KeyGroup, findings: Findings): Key {
  const fragments = byPrecedence(group.fragments);
  const names = [...group.names];
  const arn = onlyArn(group, findings);
  const anyArn = arn ?? names.find((name) => splitArn(name) !== undefined) ?? '';
  const described = fragments.filter(({ mentioned }) => mentioned === undefined);
  const first = described.find(({ policy }) => policy === undefined) ?? described[0] ?? group.fragments[0];
  const local = names.find((name) => name.startsWith('local:'));
  const account = accountOf(anyArn);
  const region = regionOf(anyArn);
  const grants = grantsOf(fragments);
  return {
    ...firstStated(fragments, [
      'account',
      'region',
      'manager',
      'state',
      'spec',
      'usage',
      'keyOrigin',
      'multiRegion',
      'multiRegionKeyType',
    ]),
    ...(isAwsManaged(group) && { manager: 'AWS' as const }),
    ...(account && { account }),
    ...(region && { region }),
    ...(arn !== undefined && { arn }),
    subject: subjectOf(arn, local?.slice(local.indexOf('#') + 1) ?? first.subject),
    aliases: aliasesOf(group),
    policy: policyOf(subjectOf(arn, first.subject), fragments, findings),
    ...(grants && { grants }),
    ...firstStated(fragments, ['resourceTypes']),
    bare: fragments.some(({ bare }) => bare === true),
    origin: first.origin,
  };
}

/** The config may give one policy to a key that another input gives to another. */
function onlyArn({ names, fragments }: KeyGroup, findings: Findings): string | undefined {
  const [arn, ...others] = [...names].filter((name) => keyIdOf(name) !== undefined);
  for (const other of others) {
    findings.problem(fragments[0].origin, `is said to be of two keys: ${arn} and ${other}`, 'Say of one key only.');
  }
  return arn;
}

function grantsOf(fragments: readonly KeyFragment[]): Grant[] | undefined {
  const lists = fragments.map(({ grants }) => grants).filter((list) => list !== undefined);
  if (lists.length === 0) return undefined;
  const byId = new Map(lists.flat().map((grant) => [grant.GrantId ?? grant, grant]));
  return [...byId.values()];
}

/** Files before the live account: what they plan replaces what is there, even where it is not known yet. */
function policyOf(subject: string, fragments: readonly KeyFragment[], findings: Findings): KeyPolicy {
  const [only] = fragments;
  if (fragments.length === 1 && only?.policy !== undefined) return only.policy;
  const { file = [], live = [] } = Object.fromEntries(groupBy(fragments, ({ origin }) => origin.kind));
  for (const source of [file, live]) {
    const policies = source.map(({ policy }) => policy).filter((policy) => policy !== undefined);
    const [given, ...others] = policies.filter((policy) => policy.kind === 'given');
    if (given !== undefined) return onlyPolicy(subject, given, others, findings);
    const other = policies.find(({ kind }) => kind === 'default') ?? policies[0];
    if (other !== undefined) return other;
  }
  return { kind: 'unknown', why: 'its key policy is not among the inputs' };
}

/** Of several different ones nobody can tell which holds. */
function onlyPolicy(
  subject: string,
  policy: GivenPolicy,
  others: readonly GivenPolicy[],
  findings: Findings,
): GivenPolicy {
  for (const other of others) {
    if (isSamePolicy(policy, other)) continue;
    const message = `holds another policy for ${subject} than ${placeInWords(policy.origin)}`;
    findings.problem(other.origin, message, 'Give one policy for each key.');
  }
  return policy;
}

type GivenPolicy = KeyPolicy & { readonly kind: 'given' };

export function isSamePolicy({ source: a }: GivenPolicy, { source: b }: GivenPolicy): boolean {
  return a === b || (a.unreadable === b.unreadable && isSameJson(a.document, b.document));
}
