/** A plan rule as a selection uses it in one account and Region: who backs up, into which vault, and where copies go. */
import type { CopyAction, Plan, PlanRule, Selection } from '../estate/model.ts';
import { roleAt } from './accounts.ts';
import { deploymentFor } from './deployments.ts';
import { destinationOf, isCrossAccount, unknownDestination } from './destination.ts';
import type { Destination } from './destination.ts';
import { orderOf } from './draft.ts';
import type { SourceVault } from './job.ts';
import { accountOfRole } from './principals.ts';
import type { Scope } from './scope.ts';
import type { Place } from './subjects.ts';

export interface Stage {
  readonly plan: Plan;
  readonly rule: PlanRule;
  /** `undefined`: the plan's selections are not in sight. */
  readonly selection: Selection | undefined;
  readonly place: Place;
  readonly source: SourceVault;
  /** One per copy action. */
  readonly copies: readonly Destination[];
  /** The air-gapped vault that the rule itself writes to. */
  readonly airGapped: Destination | undefined;
  /** Stages of equal demands ask the same of a resource. */
  readonly demands: string;
  /** Sorts by the rule's place, then by the selection's. */
  readonly order: string;
}

/** The account of a plan that does not say it: its selection's role lives there. */
export function accountOfPlan(scope: Scope, plan: Plan, selection: Selection | undefined): string | undefined {
  const [only, ...others] = scope.deployments.flatMap(({ workloadAccounts = [] }) => workloadAccounts);
  return plan.account ?? accountOfRole(selection?.roleArn) ?? (others.length === 0 ? only : undefined);
}

export function stageOf(
  scope: Scope,
  plan: Plan,
  selection: Selection | undefined,
  rule: PlanRule,
  at: Pick<Place, 'account' | 'region'>,
): Stage {
  const deployment = deploymentFor(scope.deployments, [at.account]);
  const role = roleAt(scope, selection?.roleArn, at.account, deployment, plan);
  const place: Place = { ...at, deployment, role };
  const source = sourceVault(scope, rule, place);
  const copies = rule.copyActions.map((action) => copyDestination(scope, plan, place, action));
  const airGapped = airGappedTarget(scope, rule, place);
  const demands = [
    role?.arn,
    deployment.name,
    at.account,
    at.region,
    source.vault?.subject ?? source.name,
    ...[...copies, airGapped].map((destination) => destination && `${destination.name}${destination.airGapped}`),
  ].join(' ');
  const order = orderOf([
    plan.origin,
    plan.name,
    rule.origin,
    rule.name,
    selection?.origin ?? '',
    selection?.name ?? '',
  ]);
  return { plan, rule, selection, place, source, copies, airGapped, demands, order };
}

function sourceVault(scope: Scope, { targetVaultName }: PlanRule, { account, region }: Place): SourceVault {
  if (targetVaultName === undefined) return { name: 'a backup vault that is not known', vault: undefined };
  const vault = scope.vaults.byName(targetVaultName, account, region);
  return { name: vault?.arn ?? `the backup vault ${targetVaultName}`, vault };
}

function copyDestination(scope: Scope, plan: Plan, place: Place, action: CopyAction): Destination {
  const arn = action.destinationVaultArn;
  const found = arn === undefined ? undefined : destinationOf(inPlace(arn, place), scope.vaults, action);
  if (found !== undefined) return found;
  const { centralAccount } = place.deployment;
  if (centralAccount === undefined) scope.miss('central-account', plan.subject);
  return unknownDestination(centralAccount, action);
}

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/lag-vault-primary-backup.html */
function airGappedTarget(scope: Scope, rule: PlanRule, place: Place): Destination | undefined {
  const arn = rule.targetAirGappedVaultArn;
  if (arn === undefined || arn === null) return undefined;
  const found = destinationOf(inPlace(arn, place), scope.vaults) ?? { ...unknownDestination(place.account), name: arn };
  return { ...found, airGapped: true };
}

/** Backup policies write `$account` and `$region` for where they apply. */
function inPlace(arn: string, { account, region }: Place): string {
  const withAccount = account === undefined ? arn : arn.replaceAll('$account', account);
  return region === undefined ? withAccount : withAccount.replaceAll('$region', region);
}

export function copiesAcrossAccounts({ copies, place }: Stage): boolean {
  return copies.some((destination) => isCrossAccount(place.account, destination));
}
