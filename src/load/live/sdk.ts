/** The AWS SDK: the clients of the services that are asked, and the command of each call. */
import {
  BackupClient,
  DescribeGlobalSettingsCommand,
  DescribeRecoveryPointCommand,
  DescribeRegionSettingsCommand,
  GetBackupPlanCommand,
  GetBackupSelectionCommand,
  GetBackupVaultAccessPolicyCommand,
  ListBackupPlansCommand,
  ListBackupSelectionsCommand,
  ListBackupVaultsCommand,
  ListProtectedResourcesCommand,
} from '@aws-sdk/client-backup';
import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  KMSClient,
  ListAliasesCommand,
  ListGrantsCommand,
  ListKeysCommand,
} from '@aws-sdk/client-kms';
import {
  DescribeEffectivePolicyCommand,
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  ListParentsCommand,
  ListPoliciesForTargetCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromEnv, fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { CallId } from './calls.ts';

export const commands = {
  'sts:GetCallerIdentity': GetCallerIdentityCommand,
  'sts:AssumeRole': AssumeRoleCommand,
  'ec2:DescribeRegions': DescribeRegionsCommand,
  'kms:ListKeys': ListKeysCommand,
  'kms:ListAliases': ListAliasesCommand,
  'kms:DescribeKey': DescribeKeyCommand,
  'kms:GetKeyPolicy': GetKeyPolicyCommand,
  'kms:ListGrants': ListGrantsCommand,
  'backup:ListBackupPlans': ListBackupPlansCommand,
  'backup:GetBackupPlan': GetBackupPlanCommand,
  'backup:ListBackupSelections': ListBackupSelectionsCommand,
  'backup:GetBackupSelection': GetBackupSelectionCommand,
  'backup:ListBackupVaults': ListBackupVaultsCommand,
  'backup:GetBackupVaultAccessPolicy': GetBackupVaultAccessPolicyCommand,
  'backup:DescribeRegionSettings': DescribeRegionSettingsCommand,
  'backup:DescribeGlobalSettings': DescribeGlobalSettingsCommand,
  'backup:ListProtectedResources': ListProtectedResourcesCommand,
  'backup:DescribeRecoveryPoint': DescribeRecoveryPointCommand,
  'tag:GetResources': GetResourcesCommand,
  'iam:GetRole': GetRoleCommand,
  'iam:ListRolePolicies': ListRolePoliciesCommand,
  'iam:GetRolePolicy': GetRolePolicyCommand,
  'iam:ListAttachedRolePolicies': ListAttachedRolePoliciesCommand,
  'iam:GetPolicy': GetPolicyCommand,
  'iam:GetPolicyVersion': GetPolicyVersionCommand,
  'organizations:DescribeEffectivePolicy': DescribeEffectivePolicyCommand,
  'organizations:DescribeOrganization': DescribeOrganizationCommand,
  'organizations:DescribePolicy': DescribePolicyCommand,
  'organizations:ListAccounts': ListAccountsCommand,
  'organizations:ListAccountsForParent': ListAccountsForParentCommand,
  'organizations:ListOrganizationalUnitsForParent': ListOrganizationalUnitsForParentCommand,
  'organizations:ListParents': ListParentsCommand,
  'organizations:ListPoliciesForTarget': ListPoliciesForTargetCommand,
} satisfies Readonly<Record<CallId, unknown>>;

const clients = {
  backup: BackupClient,
  ec2: EC2Client,
  iam: IAMClient,
  kms: KMSClient,
  organizations: OrganizationsClient,
  sts: STSClient,
  tag: ResourceGroupsTaggingAPIClient,
};

export type Service = keyof typeof clients;

type ClientConfig = NonNullable<ConstructorParameters<typeof KMSClient>[0]>;
export type ClientSettings = Pick<ClientConfig, 'credentials' | 'endpoint' | 'profile' | 'region'>;

/** What of a client is used: all of them take their own commands. */
export interface Client {
  readonly send: (command: unknown, options: { readonly abortSignal: AbortSignal }) => Promise<unknown>;
  readonly destroy: () => void;
  readonly region: () => Promise<string>;
}

/** The SDK would print warnings of its own. */
const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

export const keysInEnvironment = fromEnv;

/** Profiles with all they may say, then what a container or an instance gives. */
export function credentialChain(settings: NonNullable<Parameters<typeof fromNodeProviderChain>[0]>) {
  return fromNodeProviderChain({ ...settings, logger: silent });
}

/** https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html */
const retries = { retryMode: 'standard', maxAttempts: 8 } as const;

/**
 * A host that takes no connection, or says nothing more, is given up after this many ms; Node by itself would wait for
 * minutes, or for ever.
 */
const requestHandler = { connectionTimeout: 10_000, socketTimeout: 60_000 };

export function clientOf(service: Service, settings: ClientSettings): Client {
  const client = new clients[service]({ ...settings, ...retries, requestHandler, logger: silent });
  return {
    // Which command belongs to which client is `commands`' word; the SDK's types cannot tell it of a table.
    send: async (command, options) => (client as unknown as Pick<Client, 'send'>).send(command, options),
    destroy: () => client.destroy(),
    region: async () => client.config.region(),
  };
}
