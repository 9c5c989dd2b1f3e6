/** The organization: its accounts, its id, and the policies that bind its accounts. */
import { parseAccountId } from '../../estate/arn.ts';
import type { PlanFragment } from '../../estate/fragment.ts';
import { plansOf } from '../../organization/backup-plans.ts';
import { faultsOf } from '../../organization/faults.ts';
import { mergePolicies } from '../../organization/merge.ts';
import type { Named } from './backup.ts';
import type { Place } from './place.ts';

/** All active accounts, or those of units with all units in them; `undefined` where they cannot be listed. */
export async function accountsOf(place: Place, units: readonly string[]): Promise<readonly string[] | undefined> {
  if (units.length === 0) {
    const { isWhole, answer } = await place.list('organizations:ListAccounts', {}, 'the organization', true);
    return isWhole ? answer.Accounts.filter(isActive).map(({ Id }) => Id) : undefined;
  }
  const lists = await Promise.all(units.map((unit) => accountsBelow(place, unit)));
  const known = lists.filter((list) => list !== undefined);
  return known.length === lists.length ? [...new Set(known.flat())].sort() : undefined;
}

async function accountsBelow(place: Place, ParentId: string): Promise<readonly string[] | undefined> {
  const [accounts, units] = await Promise.all([
    place.list('organizations:ListAccountsForParent', { ParentId }, ParentId, true),
    place.list('organizations:ListOrganizationalUnitsForParent', { ParentId }, ParentId, true),
  ]);
  if (!accounts.isWhole || !units.isWhole) return undefined;
  const below = await Promise.all(units.answer.OrganizationalUnits.map(({ Id }) => accountsBelow(place, Id)));
  if (below.includes(undefined)) return undefined;
  return [...accounts.answer.Accounts.filter(isActive).map(({ Id }) => Id), ...below.flatMap((list) => list ?? [])];
}

function isActive({
  State,
  Status,
}: {
  readonly State?: string | undefined;
  readonly Status?: string | undefined;
}): boolean {
  return (State ?? Status) === 'ACTIVE';
}

/** What the organization's backup policies come to in the account; every account may ask for its own. */
export async function collectEffectivePolicy(place: Place, regions: readonly string[]): Promise<Named> {
  const answer = await place.ask('organizations:DescribeEffectivePolicy', { PolicyType: 'BACKUP_POLICY' });
  if (!answer) return none;
  place.keep('organizations:DescribeEffectivePolicy', answer, undefined, 'account');
  return namedIn(answer.EffectivePolicy.PolicyContent, place.account, regions);
}

const none: Named = { roles: [], vaults: [] };

/** What is wrong with it is told where the snapshot is read. */
function namedIn(content: string, account: string, regions: readonly string[]): Named {
  const document = parsed(content);
  if (faultsOf(document).faults.length > 0) return none;
  const { policy } = mergePolicies([[{ document, origin: { kind: 'live', arn: '' } }]]);
  const { fragments } = plansOf(policy, parseAccountId(account), regions);
  return {
    roles: fragments.flatMap((each) => (each.kind === 'selection' ? (each.selection.roleArn ?? []) : [])),
    vaults: fragments.flatMap((each) => (each.kind === 'plan' ? destinationsOf(each) : [])),
  };
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

function destinationsOf({ rules }: PlanFragment): readonly string[] {
  return rules.flatMap(({ copyActions }) =>
    copyActions.flatMap(({ destinationVaultArn }) => destinationVaultArn ?? []),
  );
}

const filters = ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'] as const;

/** The organization's id, where the accounts are in it, and what binds them; only its management account may know all. */
export async function collectOrganization(place: Place, accounts: readonly string[]): Promise<void> {
  const organization = await place.ask('organizations:DescribeOrganization', {});
  if (!organization) return;
  place.keep('organizations:DescribeOrganization', organization, undefined, 'account');
  if (await isHidden(place, organization.Organization.MasterAccountId, accounts)) return;
  const policies = new Set<string>();
  const targets = new Set<string>();
  for (const account of accounts) if (!(await collectParents(place, account, targets))) return;
  for (const target of [...targets].sort()) if (!(await collectAttached(place, target, policies))) return;
  await Promise.all([...policies].map((id) => collectPolicy(place, id)));
}

/** No permission lets another member account see where accounts are, and what is attached: that is told instead. */
async function isHidden(place: Place, management: string | undefined, accounts: readonly string[]): Promise<boolean> {
  const { account, region } = place;
  if (account === management) return false;
  if (!(await place.isRefused('organizations:ListParents', { ChildId: account }))) return false;
  place.inventory.notes.add({
    noun: 'the place in the organization, and the service and resource control policies,',
    of: accounts.map((id) => `account ${id}`).join(', '),
    place: `account ${account} in ${region}`,
    why: `only the management account${management === undefined ? '' : ` ${management}`} or a delegated administrator may see them`,
    required: false,
  });
  return true;
}

/** From an account or unit up to the root, each step once; false where that cannot be seen. */
async function collectParents(place: Place, child: string, known: Set<string>): Promise<boolean> {
  if (known.has(child)) return true;
  known.add(child);
  if (child.startsWith('r-')) return true;
  const answer = await place.ask('organizations:ListParents', { ChildId: child }, child);
  if (answer === undefined) return false;
  const parent = answer?.Parents[0]?.Id;
  if (answer === null || parent === undefined) return true;
  place.keep('organizations:ListParents', answer, child, 'account');
  return collectParents(place, parent, known);
}

async function collectAttached(place: Place, TargetId: string, policies: Set<string>): Promise<boolean> {
  for (const Filter of filters) {
    const { isWhole, answer } = await place.list('organizations:ListPoliciesForTarget', { TargetId, Filter }, TargetId);
    if (!isWhole) return false;
    for (const { Id } of answer.Policies) policies.add(Id);
    place.keep('organizations:ListPoliciesForTarget', answer, `${TargetId} ${Filter}`, 'account');
  }
  return true;
}

async function collectPolicy(place: Place, PolicyId: string): Promise<void> {
  const policy = await place.ask('organizations:DescribePolicy', { PolicyId }, PolicyId);
  if (policy) place.keep('organizations:DescribePolicy', policy, PolicyId, 'account');
}
