/** The book of key and vault uses: what is asked twice is written down once. */
import type { Deployment } from '../estate/deployment.ts';
import type { Key, Vault } from '../estate/model.ts';
import type { CallerFamily } from './callers.ts';
import { requestContext, saidViaService } from './context.ts';
import type { RequestFacts, TargetFacts } from './context.ts';
import { memoize } from '../estate/memoize.ts';
import type { Targets } from './targets.ts';
import type { BackupPrincipal, KeyUse, NamedContext, Requirement, VaultUse } from './types.ts';

interface KeyAsk {
  readonly principal: BackupPrincipal;
  readonly key: Key;
  readonly requirement: Requirement;
  readonly family: CallerFamily;
  readonly deployment: Deployment;
  readonly keyAccount: string;
  readonly purpose: string;
}

export interface UseBook {
  readonly keyUse: (ask: KeyAsk) => KeyUse;
  readonly vaultUse: (principal: BackupPrincipal, vault: Vault, deployment: Deployment) => VaultUse;
}

type Contexts = KeyUse['contexts'];
/** A use while legs are still being added: they may add purposes. */
type OpenKeyUse = { -readonly [Member in keyof KeyUse]: KeyUse[Member] };

export function createUseBook(targets: Targets): UseBook {
  const contextsOf = createContexts();
  const records = new Map<Key, KeyRecord>();
  const vaultUses = new Map<Vault, Map<BackupPrincipal, VaultUse>>();
  return {
    keyUse: (ask) => {
      const record = memoize(records, ask.key, (): KeyRecord => ({ uses: [] }));
      const target = targetFor(targets, record, ask);
      return usedOnce(record, ask, contextsOf(ask, target));
    },
    vaultUse: (principal, vault, deployment) => {
      const asked = memoize(vaultUses, vault, () => new Map<BackupPrincipal, VaultUse>());
      return memoize(asked, principal, () => ({
        principal,
        vault,
        deployment,
        context: vaultContext(principal, vault, deployment),
      }));
    },
  };
}

interface KeyRecord {
  readonly uses: OpenKeyUse[];
  /** What principals see of the key of whose policies nothing is known, as it was last asked. */
  seen?: { readonly deployment: Deployment; readonly target: TargetFacts };
}

function targetFor(
  targets: Targets,
  record: KeyRecord,
  { key, keyAccount, deployment, principal }: KeyAsk,
): TargetFacts {
  if (principal.role !== undefined) return targets.targetOf(key, keyAccount, deployment, principal);
  const { seen } = record;
  if (seen !== undefined && seen.deployment === deployment && seen.target.account === keyAccount) return seen.target;
  const target = targets.targetOf(key, keyAccount, deployment, principal);
  record.seen = { deployment, target };
  return target;
}

function usedOnce({ uses }: KeyRecord, ask: KeyAsk, contexts: Contexts): KeyUse {
  const { principal, key, requirement, deployment, keyAccount, purpose } = ask;
  for (const use of uses) {
    if (use.principal === principal && use.requirement === requirement && use.contexts === contexts) {
      use.purpose = withPurpose(use.purpose, purpose);
      return use;
    }
  }
  const use: OpenKeyUse = { principal, key, requirement, deployment, purpose, keyAccount, contexts };
  uses.push(use);
  return use;
}

function withPurpose(purposes: string, purpose: string): string {
  if (purposes === purpose) return purposes;
  const list = purposes.split(', ');
  return list.includes(purpose) ? purposes : [...list, purpose].sort().join(', ');
}

/** One function for all keys that look alike, one list per action: 10,000 keys of one account share them. */
function createContexts(): (ask: KeyAsk, target: TargetFacts) => Contexts {
  const known = new Map<Deployment, ByPrincipal>();
  return ({ deployment, principal, family }, target) => {
    const byPrincipal = memoize(known, deployment, (): ByPrincipal => new Map());
    const byTarget = memoize(byPrincipal, principal, (): ByTarget => new Map());
    const byFamily = memoize(byTarget, target, (): ByFamily => new Map());
    return memoize(byFamily, family, () => contextsFor(principal, deployment, target, family));
  };
}

type ByFamily = Map<CallerFamily, Contexts>;
type ByTarget = Map<TargetFacts, ByFamily>;
type ByPrincipal = Map<BackupPrincipal, ByTarget>;

function contextsFor(
  principal: BackupPrincipal,
  deployment: Deployment,
  target: TargetFacts,
  family: CallerFamily,
): Contexts {
  const made = new Map<string, readonly NamedContext[]>();
  return (action) =>
    memoize(made, action, () =>
      family.callersOf(action).map((caller) => {
        const facts: RequestFacts = { principal, organization: deployment.organization, target, action, caller };
        return { name: contextName(caller.service, target), context: requestContext(facts) };
      }),
    );
}

function contextName(service: string, target: TargetFacts): string {
  return service === '' ? '' : `kms:ViaService ${saidViaService(service, target)}`;
}

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html */
function vaultContext(principal: BackupPrincipal, vault: Vault, { organization }: Deployment): VaultUse['context'] {
  return requestContext({
    principal,
    organization,
    target: { account: vault.account ?? principal.account, regions: vault.region === undefined ? [] : [vault.region] },
    action: 'backup:CopyIntoBackupVault',
    caller: { service: '', via: undefined, contextKeys: undefined },
  });
}
