import type { Rule } from '../../src/engine/rule.ts';
import type { Lifecycle, Vault } from '../../src/estate/model.ts';
import type { Origin } from '../../src/estate/origin.ts';
import type { Leg } from '../../src/paths/types.ts';
import { createVaults, type Vaults } from '../../src/paths/vaults.ts';
import { centralVaultArn, copyToCentral, planFile, vaultFile } from './support/examples.ts';
import { backupGuide } from './support/pages.ts';
import { partOf } from './support/part-of.ts';
import { idsOf, plannedRules, type PlannedRule } from './support/plan-rules.ts';
import { copyRetention, type Retention, retentionOf } from './support/retention.ts';
import { days, ruleName } from './support/wording.ts';

// https://docs.aws.amazon.com/aws-backup/latest/devguide/logicallyairgappedvault.html
const shortestAirGappedRetention = 7;

const lockedVault = vaultFile(centralVaultArn, { Locked: true, MinRetentionDays: 90, MaxRetentionDays: 365 });

export const vaultLockRetention: Rule = {
  id: 'backup/vault-lock-retention',
  severity: 'error',
  docs: {
    what: 'A retention that the vault lock of the vault, or a logically air-gapped vault, does not accept.',
    why: 'A locked vault takes only recovery points whose retention lies between its minimum and its maximum, both included. Backup and copy jobs with another retention fail ("The retention specified in the job is not within the range specified for the target Backup Vault"), and the lock of a vault in compliance mode cannot be changed once its grace time has ended.',
    remedy: 'Choose a retention within the range of the vault, for the copy action or for the rule itself.',
    notes:
      'A copy without a retention of its own has the one of its source. Recovery points that are never deleted exceed any maximum (inferred from the meaning of the range). A logically air-gapped vault always has a range, and never keeps less than 7 days.',
    firing: {
      title: 'Copies are kept for 35 days in a vault that asks for at least 90',
      files: {
        'plan.json': planFile({ CopyActions: [{ ...copyToCentral, Lifecycle: { DeleteAfterDays: 35 } }] }),
        'vault.json': lockedVault,
      },
    },
    silent: {
      title: 'Copies are kept for 90 days',
      files: { 'plan.json': planFile({ CopyActions: [copyToCentral] }), 'vault.json': lockedVault },
    },
    sources: [backupGuide('vault-lock'), backupGuide('logicallyairgappedvault'), backupGuide('backup-dashboards')],
  },

  *checkEstate(context) {
    const vaults = createVaults(context.estate.vaults);
    for (const planned of plannedRules(context)) {
      const { plan, rule, paths } = planned;
      for (const { what, vault, kept, at, legs } of storesOf(planned, vaults)) {
        const complaint = complaintOf(kept, rangeOf(vault));
        if (complaint === undefined) continue;
        yield {
          message: `${ruleName(plan, rule)} keeps ${what} ${shown(kept)} in ${vault.subject}, ${complaint}`,
          at,
          subject: plan.subject,
          paths: idsOf(paths),
          stops: { outcome: 'denied', legs },
          help: 'Choose a retention within the range of the vault',
          identity: `${rule.name} ${vault.subject}`,
        };
      }
    }
  },
};

/** Recovery points that a rule puts into a vault. */
interface Store {
  readonly what: 'backups' | 'copies';
  readonly vault: Vault;
  readonly kept: Retention;
  readonly at: Origin;
  /** The legs that put them there. */
  readonly legs: (leg: Leg) => boolean;
}

/** Into the rule's own vault, into the air-gapped one that it may write to at once, and by each copy action. */
function* storesOf({ plan, rule, paths: [path] }: PlannedRule, vaults: Vaults): Iterable<Store> {
  const { targetVaultName: name, targetAirGappedVaultArn: airGapped } = rule;
  const backups = {
    what: 'backups',
    kept: retentionOf(rule.lifecycle),
    at: placeOf(rule.lifecycle, rule.origin),
  } as const;
  const own = path?.vault ?? (name === undefined ? undefined : vaults.byName(name, plan.account, plan.region));
  if (own !== undefined) yield { ...backups, vault: own, legs: ({ kind }) => kind === 'backup' };
  const direct = vaults.byArn(airGapped ?? '')?.vault;
  if (direct !== undefined) yield { ...backups, vault: direct, legs: (leg) => isDirect(leg, direct) };
  for (const copy of rule.copyActions) {
    const vault = vaults.byArn(copy.destinationVaultArn ?? '')?.vault;
    if (vault === undefined) continue;
    yield {
      what: 'copies',
      kept: copyRetention(copy, rule),
      at: placeOf(copy.lifecycle, copy.origin),
      vault,
      legs: ({ copyAction }) => copyAction === copy,
    };
  }
}

/** Written by the rule itself, by no copy action. */
function isDirect({ copyAction, destination }: Leg, vault: Vault): boolean {
  return copyAction === undefined && destination === vault;
}

function placeOf(lifecycle: Lifecycle | null | undefined, otherwise: Origin): Origin {
  return lifecycle?.origin === undefined ? otherwise : partOf(lifecycle.origin, 'DeleteAfterDays');
}

interface Range {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

function rangeOf({ type, locked, minRetentionDays, maxRetentionDays }: Vault): Range {
  const max = maxRetentionDays ?? undefined;
  if (type === 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT') return { min: minRetentionDays ?? shortestAirGappedRetention, max };
  return locked === false ? {} : { min: minRetentionDays ?? undefined, max };
}

function complaintOf(kept: Retention, { min, max }: Range): string | undefined {
  if (kept === undefined) return undefined;
  if (kept !== 'forever' && min !== undefined && kept < min) return `whose lock asks for at least ${days(min)}`;
  if (max !== undefined && (kept === 'forever' || kept > max)) return `whose lock allows at most ${days(max)}`;
  return undefined;
}

function shown(kept: Retention): string {
  return typeof kept === 'number' ? `for ${days(kept)}` : 'for ever';
}
