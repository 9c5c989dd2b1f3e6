import type { FindingDraft } from '../../src/engine/finding.ts';
import type { Rule } from '../../src/engine/rule.ts';
import { accountOf, regionOf, splitArn, vaultNameOf, type ArnParts } from '../../src/estate/arn.ts';
import { hasHole } from '../../src/estate/hole.ts';
import type { Origin } from '../../src/estate/origin.ts';
import type { Leg } from '../../src/paths/types.ts';
import { centralVaultArn, copyToCentral, planFile } from './support/examples.ts';
import { backupGuide } from './support/pages.ts';
import { partOf } from './support/part-of.ts';
import { type Place, placeOf } from './support/place.ts';
import { idsOf, plannedRules, type PlannedRule } from './support/plan-rules.ts';
import { ruleName } from './support/wording.ts';

export const copyDestination: Rule = {
  id: 'backup/copy-destination',
  severity: 'error',
  docs: {
    what: 'A copy action, or a rule that writes to a logically air-gapped vault itself, names a vault that AWS Backup cannot reach from there, or copies into the vault that the backups are in already.',
    why: "A copy goes to a vault that is named by its ARN, in an account of the same organization and so in the same partition. The air-gapped vault of a rule (`TargetLogicallyAirGappedBackupVaultArn`) has to be in the rule's own account and Region. With anything else the plan is refused, or its jobs fail.",
    remedy:
      'Write the ARN of the vault as `aws backup describe-backup-vault` prints it; reach an air-gapped vault of another account by a copy action.',
    notes:
      'Warning: a copy into the vault of the rule itself, which protects from nothing. That the vault exists is not checked here: AWS Backup itself does not when a plan is made. ARNs that a template leaves open are looked at as far as they are known.',
    firing: {
      title: 'The vault is written by its name',
      files: {
        'plan.json': planFile({ CopyActions: [{ ...copyToCentral, DestinationBackupVaultArn: 'central' }] }),
      },
    },
    silent: {
      title: 'The vault is written by its ARN',
      files: {
        'plan.json': planFile({ CopyActions: [{ ...copyToCentral, DestinationBackupVaultArn: centralVaultArn }] }),
      },
    },
    sources: [
      backupGuide('API_CopyAction'),
      backupGuide('API_BackupRuleInput'),
      backupGuide('lag-vault-primary-backup'),
      backupGuide('create-cross-account-backup'),
    ],
  },

  *checkEstate(context) {
    for (const planned of plannedRules(context)) {
      yield* copies(planned);
      yield* airGappedTarget(planned);
    }
  },
};

function* copies(planned: PlannedRule): Iterable<FindingDraft> {
  for (const copy of planned.rule.copyActions) {
    const { destinationVaultArn: arn, origin } = copy;
    if (arn === undefined) continue;
    const at = partOf(origin, 'DestinationBackupVaultArn');
    if (isOwnVault(arn, planned)) yield needlessCopy(planned, arn, at);
    const wrong = notVault(arn) ?? otherPartition(arn, planned);
    if (wrong === undefined) continue;
    const isLeg = ({ copyAction }: Leg): boolean => copyAction === copy;
    yield finding(planned, `copies to ${arn}, ${wrong}`, at, isLeg, arn);
  }
}

function isOwnVault(arn: string, planned: PlannedRule): boolean {
  const { account, region } = ownPlace(planned);
  if (account === undefined || region === undefined) return false;
  return vaultNameOf(arn) === planned.rule.targetVaultName && accountOf(arn) === account && regionOf(arn) === region;
}

function needlessCopy({ plan, rule, paths }: PlannedRule, arn: string, at: Origin): FindingDraft {
  return {
    message: `${ruleName(plan, rule)} copies to ${arn}, the vault that its backups are in already`,
    severity: 'warning',
    at,
    subject: plan.subject,
    paths: idsOf(paths),
    help: 'Copy into a vault of another account or Region, or leave the copy action out',
    identity: `${rule.name} own ${arn}`,
  };
}

function* airGappedTarget(planned: PlannedRule): Iterable<FindingDraft> {
  const { targetAirGappedVaultArn: arn, origin } = planned.rule;
  if (arn === undefined || arn === null) return;
  const wrong = notVault(arn) ?? elsewhere(arn, planned);
  if (wrong === undefined) return;
  const isLeg = ({ copyAction, kind }: Leg): boolean => copyAction === undefined && kind === 'air-gapped-copy';
  const at = partOf(origin, 'TargetLogicallyAirGappedBackupVaultArn');
  yield finding(planned, `writes to the air-gapped vault ${arn}, ${wrong}`, at, isLeg, `air-gapped ${arn}`);
}

function finding(
  { plan, rule, paths }: PlannedRule,
  what: string,
  at: Origin,
  legs: (leg: Leg) => boolean,
  identity: string,
): FindingDraft {
  return {
    message: `${ruleName(plan, rule)} ${what}`,
    at,
    subject: plan.subject,
    paths: idsOf(paths),
    stops: { outcome: 'denied', legs },
    help: 'Write the ARN of a vault that AWS Backup can reach from there: arn:aws:backup:REGION:ACCOUNT:backup-vault:NAME',
    identity: `${rule.name} ${identity}`,
  };
}

/** Backup policies write `$account` and `$region`, templates leave parts open: these are filled in later. */
function notVault(arn: string): string | undefined {
  const isOpen = hasHole(arn) || arn.includes('${');
  return isOpen || vaultNameOf(arn) !== undefined ? undefined : 'which is not the ARN of a backup vault';
}

function otherPartition(arn: string, planned: PlannedRule): string | undefined {
  const parts = splitArn(arn);
  const own = ownPartition(planned);
  if (parts === undefined || own === undefined || !/^aws(-[a-z]+)*$/.test(parts.partition)) return undefined;
  return parts.partition === own
    ? undefined
    : `which is in the partition ${parts.partition}; copies stay in their own, ${own}`;
}

function ownPartition({ plan, paths: [path] }: PlannedRule): string | undefined {
  return splitArn(plan.arn ?? '')?.partition ?? splitArn(path?.resource ?? '')?.partition;
}

// https://docs.aws.amazon.com/aws-backup/latest/devguide/lag-vault-primary-backup.html
function elsewhere(arn: string, planned: PlannedRule): string | undefined {
  const parts = splitArn(arn);
  if (parts === undefined) return undefined;
  const own = ownPlace(planned);
  const wrong = (['account', 'region'] as const).find((part) => differs(parts, own, part));
  return wrong === undefined
    ? undefined
    : `which is in ${wrong === 'account' ? 'account' : 'Region'} ${parts[wrong]}; it has to be in the rule's own, ${own[wrong]}`;
}

function ownPlace({ plan, paths: [path] }: PlannedRule): Place {
  return path === undefined ? { account: plan.account, region: plan.region } : placeOf(path);
}

function differs(parts: ArnParts, own: Place, part: 'account' | 'region'): boolean {
  return /^[a-z0-9-]+$/.test(parts[part]) && own[part] !== undefined && parts[part] !== own[part];
}
