/** Which deployment an account, key or plan belongs to. */
import { splitArn } from '../estate/arn.ts';
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
  const isAmong = (account: string | undefined): boolean => account !== undefined && accounts.includes(account);
  return (
    deployments.find(({ workloadAccounts }) => workloadAccounts?.some(isAmong)) ??
    deployments.find(({ centralAccount }) => isAmong(centralAccount)) ??
    deployments.find(({ workloadAccounts }) => workloadAccounts === undefined) ??
    deployments[0] ??
    undescribed
  );
}

const partitions: ReadonlySet<string> = new Set<Partition>(['aws', 'aws-cn', 'aws-us-gov']);

/** The partition that an ARN shows, else the deployment's. */
export function partitionOf(arn: string | undefined, deployment: Deployment): Partition {
  const shown = splitArn(arn ?? '')?.partition ?? '';
  return isPartition(shown) ? shown : deployment.partition;
}

function isPartition(text: string): text is Partition {
  return partitions.has(text);
}
