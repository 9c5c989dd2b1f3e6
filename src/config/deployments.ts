import { parseAccountId, splitArn, type AccountId } from '../estate/arn.ts';
import type { Deployment, Partition } from '../estate/deployment.ts';
import type { ConfigFile } from './schema.ts';
import { UsageError } from './usage-error.ts';

/** What the command line says of the deployment. */
export interface DeploymentFlags {
  readonly workloadAccounts?: readonly AccountId[];
  readonly centralAccount?: AccountId;
  readonly backupRole?: string;
  readonly partition?: Partition;
  readonly organization?: string;
}

type ConfigDeployment = NonNullable<ConfigFile['deployments']>[number];

/** The config's deployments, the single one filled in or overridden by flags; without a config, what the flags say. */
export function deploymentsOf(flags: DeploymentFlags, config: ConfigFile | undefined): readonly Deployment[] {
  const configured = config?.deployments ?? [];
  if (configured.length > 1 && Object.keys(flags).length > 0) {
    throw new UsageError(`flags cannot tell which of the config's ${configured.length} deployments they mean`, [
      `it has ${configured.map(({ name }) => `"${name}"`).join(', ')}`,
      'leave out --workload-account, --central-account, --backup-role, --partition and --organization, or use a config with one deployment (-c)',
    ]);
  }
  const deployments = configured.length === 0 ? [{ name: 'default' }] : configured;
  return deployments.map((deployment) => merged(deployment, flags));
}

function merged(config: ConfigDeployment, flags: DeploymentFlags): Deployment {
  const workloadAccounts = flags.workloadAccounts ?? config.workloadAccounts?.flatMap(accountId);
  const centralAccount = flags.centralAccount ?? accountId(config.centralAccount)[0];
  const backupRole = flags.backupRole ?? config.backupRole;
  const organization = organizationOf(flags.organization, config.organization);
  return {
    name: config.name,
    partition: flags.partition ?? config.partition ?? partitionOf(backupRole) ?? 'aws',
    ...(workloadAccounts === undefined ? {} : { workloadAccounts }),
    ...(centralAccount === undefined ? {} : { centralAccount }),
    ...(backupRole === undefined ? {} : { backupRole }),
    ...(config.regions === undefined ? {} : { regions: config.regions }),
    ...(organization === undefined ? {} : { organization }),
  };
}

function accountId(text: string | undefined): AccountId[] {
  const account = parseAccountId(text ?? '');
  return account === undefined ? [] : [account];
}

/** Paths start with the id of their organization, so another id leaves none. */
function organizationOf(
  flag: string | undefined,
  config: ConfigDeployment['organization'],
): Deployment['organization'] | undefined {
  return flag === undefined || flag === config?.id ? config : { id: flag };
}

const partitions: readonly Partition[] = ['aws', 'aws-cn', 'aws-us-gov'];

export function partitionOf(role: string | undefined): Partition | undefined {
  const partition = splitArn(role ?? '')?.partition;
  return partitions.find((known) => known === partition);
}
