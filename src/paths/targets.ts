/** What the inputs tell of a key, as far as a request's context shows it. */
import { keyIdOf } from '../estate/arn.ts';
import type { Deployment } from '../estate/deployment.ts';
import type { Key, SourcePolicy } from '../estate/model.ts';
import type { TargetFacts } from './context.ts';
import { partitionOf } from './deployments.ts';
import { memoize } from '../estate/memoize.ts';
import { policyHints } from './policy-hints.ts';
import type { PolicyHints } from './policy-hints.ts';
import { allRegions, regionsToTry } from './regions.ts';
import type { BackupPrincipal } from './types.ts';

export interface Targets {
  readonly hintsOf: (key: Key) => PolicyHints;
  /** Keys that look alike to a request share one object. */
  readonly targetOf: (key: Key, account: string, deployment: Deployment, principal: BackupPrincipal) => TargetFacts;
}

const noHints: PolicyHints = { rootAccounts: [], regionPatterns: [] };

export function createTargets(): Targets {
  const hints = new Map<SourcePolicy, PolicyHints>();
  const targets = new Map<string, TargetFacts>();
  const hintsOf = ({ policy }: Key): PolicyHints =>
    policy.kind === 'given' ? memoize(hints, policy.source, () => policyHints(policy.source.document)) : noHints;
  const regionsOf = createRegions();
  const targetOf: Targets['targetOf'] = (key, account, deployment, principal) => {
    const { regions, regionUnknown } = regionsOf(key, deployment, principal, hintsOf);
    const multiRegion = multiRegionOf(key);
    const { spec, usage, keyOrigin, multiRegionKeyType } = key;
    // Only identity policies read aliases, and hardly any does: leaving them out lets keys share their contexts.
    const aliases = readsAliases(principal) ? key.aliases : [];
    const facts = [account, spec, usage, keyOrigin, multiRegion, multiRegionKeyType];
    return memoize(targets, [...facts, regionUnknown, ...regions, '', ...aliases].join(' '), () => {
      return { account, regions, regionUnknown, aliases, spec, usage, keyOrigin, multiRegion, multiRegionKeyType };
    });
  };
  return { hintsOf, targetOf };
}

type RegionsOf = (
  key: Key,
  deployment: Deployment,
  principal: BackupPrincipal,
  hintsOf: Targets['hintsOf'],
) => { readonly regions: readonly string[]; readonly regionUnknown: boolean };

function createRegions(): RegionsOf {
  const tried = new Map<string, readonly string[]>();
  return (key, deployment, { role }, hintsOf) => {
    const known = key.region === undefined ? (deployment.regions ?? []) : [key.region];
    if (known.length > 0) return { regions: known, regionUnknown: false };
    const partition = partitionOf(key.arn, deployment);
    const { regionPatterns } = hintsOf(key);
    // The role's own policies may tell Regions apart as well.
    const everyRegion = role !== undefined && role.identityPolicies.length > 0;
    const regions = memoize(tried, [partition, everyRegion, ...regionPatterns].join(' '), () => {
      const told = regionsToTry(partition, regionPatterns);
      return everyRegion ? [...new Set([...allRegions(partition), ...told])] : told;
    });
    return { regions, regionUnknown: true };
  };
}

/** Ids of multi-Region keys start with `mrk-`. https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html */
function multiRegionOf({ multiRegion, arn }: Key): boolean | undefined {
  if (multiRegion !== undefined || arn === undefined) return multiRegion;
  return keyIdOf(arn)?.startsWith('mrk-');
}

const aliasReaders = new WeakMap<BackupPrincipal, boolean>();

function readsAliases(principal: BackupPrincipal): boolean {
  return memoize(aliasReaders, principal, () =>
    (principal.role?.identityPolicies ?? []).some(({ source }) =>
      /kms:ResourceAliases/i.test(JSON.stringify(source.document) ?? ''),
    ),
  );
}
