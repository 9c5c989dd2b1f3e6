/** The book of key and vault uses: what is asked twice is written down once. */
import type { Deployment } from '../estate/deployment.ts';
import type { Key, Vault } from '../estate/model.ts';
import type { CallerFamily } from './callers.ts';
import { requestContext } from './context.ts';
import type { RequestFacts, TargetFacts } from './context.ts';
import { memoize } from './group-by.ts';
import type { Targets } from './targets.ts';
import type { BackupPrincipal, KeyUse, NamedContext, Requirement, VaultUse } from './types.ts';

export interface KeyAsk {
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
  const keyUses = new Map<Key, OpenKeyUse[]>();
  const vaultUses = new Map<Vault, Map<BackupPrincipal, VaultUse>>();
  return {
    keyUse: ({ principal, key, requirement, family, deployment, keyAccount, purpose }) => {
      const target = targets.targetOf(key, keyAccount, deployment, principal);
      const contexts = contextsOf({ principal, deployment, target, family });
      const asked = memoize(keyUses, key, () => []);
      const same = asked.find(
        (use) => use.principal === principal && use.requirement === requirement && use.contexts === contexts,
      );
      if (same !== undefined) {
        same.purpose = withPurpose(same.purpose, purpose);
        return same;
      }
      const use: OpenKeyUse = { principal, key, requirement, deployment, purpose, keyAccount, contexts };
      asked.push(use);
      return use;
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

function withPurpose(purposes: string, purpose: string): string {
  const list = purposes.split(', ');
  return list.includes(purpose) ? purposes : [...list, purpose].sort().join(', ');
}

interface ContextAsk {
  readonly principal: BackupPrincipal;
  readonly deployment: Deployment;
  readonly target: TargetFacts;
  readonly family: CallerFamily;
}

/** One function for all keys that look alike, one list per action: 10,000 keys of one account share them. */
function createContexts(): (ask: ContextAsk) => Contexts {
  const numberOf = createNumbers();
  const known = new Map<string, Contexts>();
  return (ask) => {
    const { principal, deployment, target, family } = ask;
    const signature = [principal, deployment, target, family].map(numberOf).join(' ');
    return memoize(known, signature, () => contextsFor(ask));
  };
}

function contextsFor({ principal, deployment, target, family }: ContextAsk): Contexts {
  const made = new Map<string, readonly NamedContext[]>();
  return (action) =>
    memoize(made, action, () =>
      family.callersOf(action).map((caller) => {
        const facts: RequestFacts = { principal, organization: deployment.organization, target, action, caller };
        return { name: contextName(caller.service, target), context: requestContext(facts) };
      }),
    );
}

function contextName(service: string, { regions: [region = '*', ...others] }: TargetFacts): string {
  return service === '' ? '' : `kms:ViaService ${service}.${others.length === 0 ? region : '*'}.amazonaws.com`;
}

/** Numbers objects in the order in which they are first seen. */
function createNumbers(): (object: object) => number {
  const numbers = new Map<object, number>();
  return (object) => memoize(numbers, object, () => numbers.size + 1);
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
