/** Which deployment an account, key or plan belongs to. */
import type { Deployment, Partition } from '../estate/deployment.ts';

/** What is assumed of inputs that no deployment covers: nothing but the partition. */
const undescribed: Deployment = { name: 'default', partition: 'aws' };

/**
 * The deployment that lists one of the accounts as a workload account, else the one whose central account is among
 * them, else one that takes any account, else the first.
 */
export function deploymentFor(
  deployments: readonly Deployment[],
  accounts: readonly (string | undefined)[],
): Deployment {
  const [only, ...others] = deployments;
  if (only !== undefined && others.length === 0) return only;
  const isAmong = (account: string | undefined): boolean => account !== undefined && accounts.includes(account);
  return (
    deployments.find(({ workloadAccounts }) => workloadAccounts?.some(isAmong)) ??
    deployments.find(({ centralAccount }) => isAmong(centralAccount)) ??
    deployments.find(({ workloadAccounts }) => workloadAccounts === undefined) ??
    only ??
    undescribed
  );
}

/** The partition that an ARN shows, else the one that is known otherwise. */
export function partitionOf(arn: string | undefined, known: { readonly partition: Partition }): Partition {
  return partitions.find((partition) => arn?.startsWith(`arn:${partition}:`)) ?? known.partition;
}

const partitions: readonly Partition[] = ['aws', 'aws-cn', 'aws-us-gov'];
