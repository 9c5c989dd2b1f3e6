/** What the answers say of an organization together: where accounts are in it, and which policies bind them. */
import { parseAccountId, type AccountId } from '../../estate/arn.ts';
import type { Fragment, GuardrailsFragment } from '../../estate/fragment.ts';
import type { PlacedPolicy } from '../../estate/model.ts';
import { unseenPolicy } from '../../estate/unseen-policy.ts';
import type { DocumentContext, JsonObject } from '../kinds/kind.ts';
import { isObject } from '../kinds/kind.ts';
import type { SnapshotEntry } from './schema.ts';

export function organizationFragments(
  answers: readonly SnapshotEntry[],
  policyOf: DocumentContext['policy'],
): readonly Fragment[] {
  const found = indexed(answers);
  const [described] = found.of('organizations:DescribeOrganization');
  const organization = described?.answer?.['Organization'];
  if (!isObject(organization)) return [];
  const id = String(organization['Id']);
  const accounts = [...found.parents.keys()].flatMap((child) => parseAccountId(child) ?? []);
  const ways = accounts.flatMap((account): [AccountId, readonly string[]][] => {
    const way = wayTo(account, found.parents);
    return way === undefined ? [] : [[account, way]];
  });
  const paths = ways.map(([account, way]) => [account, `${[id, ...way.slice(0, -1)].join('/')}/`]);
  return [
    { kind: 'organization', id, paths: Object.fromEntries(paths) as Readonly<Record<string, string>> },
    // Neither binds the management account.
    // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
    ...ways
      .filter(([account]) => account !== organization['MasterAccountId'])
      .map(([account, way]) => guardrails(account, way, found, policyOf)),
  ];
}

interface Found {
  readonly of: (call: SnapshotEntry['call']) => readonly SnapshotEntry[];
  readonly parents: ReadonlyMap<string, string>;
  /** By target and type. */
  readonly attached: ReadonlyMap<string, readonly string[]>;
  readonly policies: ReadonlyMap<string, { readonly entry: SnapshotEntry; readonly index: number }>;
}

function indexed(answers: readonly SnapshotEntry[]): Found {
  const of: Found['of'] = (wanted) => answers.filter(({ call }) => call === wanted);
  return {
    of,
    parents: new Map(
      of('organizations:ListParents').flatMap(({ subject = '', answer }): [string, string][] => {
        const [parent] = idsIn(answer, 'Parents');
        return parent === undefined ? [] : [[subject, parent]];
      }),
    ),
    attached: new Map(
      of('organizations:ListPoliciesForTarget').map(({ subject = '', answer }) => [subject, idsIn(answer, 'Policies')]),
    ),
    policies: new Map(
      answers.flatMap((entry, index): [string, { entry: SnapshotEntry; index: number }][] =>
        entry.call === 'organizations:DescribePolicy' ? [[entry.subject ?? '', { entry, index }]] : [],
      ),
    ),
  };
}

function idsIn(answer: JsonObject | null, list: string): string[] {
  const items: unknown = answer?.[list];
  return Array.isArray(items) ? items.filter(isObject).map(({ Id }) => String(Id)) : [];
}

/** From the root down to the account; `undefined` where a step is not known. */
function wayTo(account: string, parents: Found['parents']): readonly string[] | undefined {
  const way = [account];
  for (let [at = ''] = way; !at.startsWith('r-'); [at = ''] = way) {
    const parent = parents.get(at);
    if (parent === undefined || way.includes(parent)) return undefined;
    way.unshift(parent);
  }
  return way;
}

function guardrails(
  account: AccountId,
  way: readonly string[],
  found: Found,
  policyOf: DocumentContext['policy'],
): GuardrailsFragment {
  const levels = (type: string): readonly (readonly PlacedPolicy[])[] | undefined => {
    const lists = way.map((target) => found.attached.get(`${target} ${type}`));
    const known = lists.filter((list) => list !== undefined);
    return known.length < lists.length ? undefined : known.map((ids) => ids.map((id) => policy(id, found, policyOf)));
  };
  const scps = levels('SERVICE_CONTROL_POLICY');
  // Where resource control policies are in use, every level has RCPFullAWSAccess; none at all means that they are not.
  // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
  const rcps = levels('RESOURCE_CONTROL_POLICY');
  return {
    kind: 'guardrails',
    account,
    ...(scps?.some((level) => level.length > 0) ? { serviceControlPolicies: scps } : {}),
    ...(rcps?.some((level) => level.length > 0) ? { resourceControlPolicies: rcps } : {}),
  };
}

/** One that cannot be seen may say anything. */
function policy(id: string, { policies }: Found, policyOf: DocumentContext['policy']): PlacedPolicy {
  const found = policies.get(id);
  const document = found?.entry.answer?.['Policy'];
  if (found === undefined || !isObject(document)) return unseenPolicy(id, { kind: 'live', arn: id });
  const { source } = policyOf(document['Content'], 'answers', found.index, 'answer', 'Policy', 'Content');
  return { source, origin: { kind: 'live', arn: id }, name: id };
}
