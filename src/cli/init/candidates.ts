/** What the inputs show of a deployment, for the questions of `init`. */
import { accountOf, partitionOf, type AccountId } from '../../estate/arn.ts';
import type { Estate, Plan } from '../../estate/model.ts';

/** Each list without doubles, the most frequent first. */
export interface Candidates {
  readonly workloadAccounts: readonly string[];
  readonly centralAccounts: readonly string[];
  /** ARNs. */
  readonly roles: readonly string[];
  readonly organizations: readonly string[];
  readonly partition: 'aws' | 'aws-cn' | 'aws-us-gov';
}

/**
 * Only what does the work counts: selections, plans and where they copy. Whom key policies name is what is to be judged,
 * so a guess from there would find itself right.
 */
export function candidatesIn(estate: Estate): Candidates {
  const destinations = estate.plans.flatMap(copiesOf);
  const centralAccounts = byFrequency(destinations.flatMap(({ vault, from }) => central(vault, from)));
  const roles = byFrequency(
    selectionsOf(estate).flatMap(({ roleArn = '' }) => (accountOf(roleArn) === undefined ? [] : [roleArn])),
  );
  const described = byFrequency([
    ...estate.resources.flatMap(({ arn = '', account }) => account ?? accountOf(arn) ?? []),
    ...roles.flatMap((arn) => accountOf(arn) ?? []),
    ...estate.plans.flatMap(({ account }) => account ?? []),
  ]);
  const others = byFrequency([
    ...estate.keys.flatMap(({ account }) => account ?? []),
    ...estate.vaults.flatMap(({ account }) => account ?? []),
  ]);
  const isCentral = new Set(centralAccounts);
  const workloads = described.length > 0 ? described : others;
  return {
    workloadAccounts: workloads.filter((account) => !isCentral.has(account)),
    centralAccounts,
    roles,
    organizations: estate.organization === undefined ? [] : [estate.organization.id],
    partition: partitionIn([...destinations.map(({ vault }) => vault), ...roles]),
  };
}

function selectionsOf({ plans, orphanSelections }: Estate): Plan['selections'] {
  return [...plans.flatMap(({ selections }) => selections), ...orphanSelections];
}

interface Copy {
  readonly vault: string;
  /** The plan's account. */
  readonly from: AccountId | undefined;
}

function copiesOf({ account, arn = '', rules, selections }: Plan): Copy[] {
  const from = account ?? accountOf(arn) ?? selections.map(({ roleArn = '' }) => accountOf(roleArn)).find(Boolean);
  return rules.flatMap(({ copyActions, targetAirGappedVaultArn }) =>
    [...copyActions.map(({ destinationVaultArn }) => destinationVaultArn), targetAirGappedVaultArn].flatMap((vault) =>
      typeof vault === 'string' ? [{ vault, from }] : [],
    ),
  );
}

function central(vault: string, from: AccountId | undefined): AccountId[] {
  const account = accountOf(vault);
  return account === undefined || account === from ? [] : [account];
}

function partitionIn(arns: readonly string[]): Candidates['partition'] {
  return arns.map(partitionOf).find((partition) => partition !== 'aws') ?? 'aws';
}

function byFrequency<Text extends string>(texts: readonly Text[]): Text[] {
  const counts = new Map<Text, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([text]) => text);
}
