import { partitionOf } from './config/deployments.ts';
import { parseAccountId, type AccountId } from './estate/arn.ts';
import type { Deployment } from './estate/deployment.ts';
import type { Problem } from './load/types.ts';

/** A deployment as a program writes it: account ids are text that is checked, and the partition may follow from the role. */
export interface DeploymentInput extends Omit<Deployment, 'workloadAccounts' | 'centralAccount' | 'partition'> {
  readonly workloadAccounts?: readonly string[];
  readonly centralAccount?: string;
  readonly partition?: Deployment['partition'];
}

/** Yields nothing for what is right. */
export function deploymentProblems({ name, workloadAccounts = [], centralAccount }: DeploymentInput): Problem[] {
  const texts = [...workloadAccounts, ...(centralAccount === undefined ? [] : [centralAccount])];
  return texts
    .filter((text) => parseAccountId(text) === undefined)
    .map((text) => ({
      file: `deployment ${name}`,
      message: `${JSON.stringify(text)} is no account id`,
      help: 'An account id has twelve digits.',
    }));
}

export function deploymentOf(input: DeploymentInput): Deployment {
  const { workloadAccounts, centralAccount, partition, ...rest } = input;
  const [central] = accountIds(centralAccount ?? '');
  return {
    ...rest,
    partition: partition ?? partitionOf(input.backupRole) ?? 'aws',
    ...(workloadAccounts === undefined ? {} : { workloadAccounts: workloadAccounts.flatMap(accountIds) }),
    ...(central === undefined ? {} : { centralAccount: central }),
  };
}

function accountIds(text: string): AccountId[] {
  const id = parseAccountId(text);
  return id === undefined ? [] : [id];
}
