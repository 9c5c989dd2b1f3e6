/** Rules about where copies go: what cannot be copied, into which vaults, and which settings stop it. */
import { describe, expect, test } from 'vitest';
import {
  awsManagedKeyArn,
  centralVaultArn,
  copyToCentral,
  globalSettingsFile,
  type Members,
  planFile,
  regionSettingsFile,
  selectionFile,
  vaultArn,
  vaultFile,
  vaultPolicyFile,
  workloadVaultArn,
} from '../../../rules/backup/support/examples.ts';
import { describeKeyFile, exampleConfig, exampleKeyArn, soundPolicyFile } from '../../../rules/examples.ts';
import { type Row, told } from './told.ts';

const copiesInto = (arn: string) => planFile({ CopyActions: [{ ...copyToCentral, DestinationBackupVaultArn: arn }] });
const copies = copiesInto(centralVaultArn);
const selects = (...resources: string[]) => selectionFile({ Resources: resources });
const volumes = 'arn:aws:ec2:*:*:volume/*';
const fileSystems = 'arn:aws:elasticfilesystem:*:*:file-system/*';

/** `aws backup list-protected-resources`. */
function protectedFile(...resources: readonly (readonly [arn: string, type: string])[]): string {
  return JSON.stringify({ Results: resources.map(([ResourceArn, ResourceType]) => ({ ResourceArn, ResourceType })) });
}

const awsManagedKeyFile = describeKeyFile({
  AWSAccountId: '444455556666',
  Arn: awsManagedKeyArn,
  KeyId: awsManagedKeyArn.split('/')[1],
  KeyManager: 'AWS',
});

describe('backup/copy-unsupported', () => {
  const cluster = ['arn:aws:redshift:eu-west-2:111122223333:cluster:sales', 'Redshift'] as const;

  test.for<Row>([
    {
      name: 'a known resource: an error',
      files: {
        'plan.json': copies,
        'selection.json': selects(cluster[0]),
        'protected.json': protectedFile(cluster),
      },
      expected: [
        'error plan.json/BackupPlan/Rules/0/CopyActions/0 arn:aws:redshift:eu-west-2:111122223333:cluster:sales cannot be copied to arn:aws:backup:eu-west-2:444455556666:backup-vault:central: AWS Backup makes no cross-account copy of Redshift',
      ],
    },
    {
      name: 'two of a kind under one rule: told once',
      files: {
        'plan.json': copies,
        'selection.json': selects('arn:aws:redshift:*:*:cluster:*'),
        'protected.json': protectedFile(cluster, ['arn:aws:redshift:eu-west-2:111122223333:cluster:stock', 'Redshift']),
      },
      expected: [
        'error plan.json/BackupPlan/Rules/0/CopyActions/0 arn:aws:redshift:eu-west-2:111122223333:cluster:sales and arn:aws:redshift:eu-west-2:111122223333:cluster:stock cannot be copied to arn:aws:backup:eu-west-2:444455556666:backup-vault:central: AWS Backup makes no cross-account copy of Redshift',
      ],
    },
    {
      name: 'a type that a selection names: a warning',
      files: { 'plan.json': copies, 'selection.json': selects('arn:aws:fsx:*:*:volume/*', volumes) },
      expected: [
        'warning plan.json/BackupPlan/Rules/0/CopyActions/0 FSx cannot be copied to arn:aws:backup:eu-west-2:444455556666:backup-vault:central: AWS Backup makes no cross-account copy of FSx (Amazon FSx for NetApp ONTAP volume)',
      ],
    },
    {
      name: 'another account in China',
      files: {
        'plan.json': copies.replaceAll('arn:aws:', 'arn:aws-cn:').replaceAll('eu-west-2', 'cn-north-1'),
        'selection.json': selects(volumes).replaceAll('arn:aws:', 'arn:aws-cn:'),
      },
      expected: [
        'warning plan.json/BackupPlan/Rules/0/CopyActions/0 EBS cannot be copied to arn:aws-cn:backup:cn-north-1:444455556666:backup-vault:central: AWS Backup makes no cross-account copy of EBS in China',
      ],
    },
    {
      name: 'clusters, whose ARN four types share: the one that cannot be copied',
      files: { 'plan.json': copies, 'selection.json': selects('arn:aws:rds:*:*:cluster:*') },
      expected: [
        'info selection.json/BackupSelection Selection "everything-tagged" also takes what cannot be copied: Amazon RDS Multi-AZ DB cluster (MySQL/PostgreSQL, 3 nodes)',
      ],
    },
    {
      name: 'types that a broad selection merely covers: one remark',
      files: { 'plan.json': copies, 'selection.json': selectionFile({ ListOfTags: [tag] }) },
      expected: [
        'info selection.json/BackupSelection Selection "everything-tagged" also takes what cannot be copied: Amazon FSx for NetApp ONTAP volume, Amazon RDS Multi-AZ DB cluster (MySQL/PostgreSQL, 3 nodes), Amazon Redshift provisioned cluster and Amazon Redshift Serverless namespace',
      ],
    },
    {
      name: 'the same, all of them excluded',
      files: {
        'plan.json': copies,
        'selection.json': selectionFile({
          ListOfTags: [tag],
          NotResources: [
            'arn:aws:redshift:*',
            'arn:aws:redshift-serverless:*',
            'arn:aws:fsx:*:*:volume/*',
            'arn:aws:rds:*:*:cluster:*',
          ],
        }),
      },
      expected: [],
    },
    {
      name: 'a broad selection of a plan that does not copy',
      files: { 'plan.json': planFile({}), 'selection.json': selectionFile({ ListOfTags: [tag] }) },
      expected: [],
    },
    {
      name: "a stack, of which AWS's pages disagree: a warning",
      files: { 'plan.json': copies, 'selection.json': selects('arn:aws:cloudformation:*:*:stack/*') },
      expected: [
        "warning plan.json/BackupPlan/Rules/0/CopyActions/0 Copies of CloudFormation to arn:aws:backup:eu-west-2:444455556666:backup-vault:central may fail: whether AWS Backup makes a cross-account copy of this CloudFormation resource is not certain: AWS's own pages disagree",
      ],
    },
    {
      name: 'a database to another account and another Region at once: a remark',
      files: {
        'plan.json': copiesInto('arn:aws:backup:eu-west-1:444455556666:backup-vault:central'),
        'selection.json': selects('arn:aws:rds:*:*:db:*', volumes),
      },
      expected: [
        "info plan.json/BackupPlan/Rules/0/CopyActions/0 RDS would be copied to arn:aws:backup:eu-west-1:444455556666:backup-vault:central in another account and another Region at once: AWS's pages disagree on whether one copy action may go to another account and another Region at once",
      ],
    },
    {
      name: 'a table without advanced features, which has a rule of its own',
      files: {
        'plan.json': copies,
        'selection.json': selects('arn:aws:dynamodb:*:*:table/*'),
        'settings.json': regionSettingsFile({ DynamoDB: true }, { DynamoDB: false }),
      },
      expected: [],
    },
  ])('$name', async ({ files, expected }) => {
    expect(await told('backup/copy-unsupported', files)).toEqual(expected);
  });
});

const tag = { ConditionType: 'STRINGEQUALS', ConditionKey: 'backup', ConditionValue: 'yes' };

describe('backup/dynamodb-advanced-features', () => {
  const tables = selects('arn:aws:dynamodb:*:*:table/*');
  const settings = (optIn: boolean, management: boolean) =>
    regionSettingsFile({ DynamoDB: optIn }, { DynamoDB: management });

  test.for<Row>([
    {
      name: 'off, and a rule copies: an error',
      files: { 'plan.json': copies, 'selection.json': tables, 'settings.json': settings(true, false) },
      expected: [
        'error settings.json Advanced features for DynamoDB are off (ResourceTypeManagementPreference), so backups of tables are not copied',
      ],
    },
    {
      name: 'not opted in: off as well',
      files: { 'plan.json': copies, 'selection.json': tables, 'settings.json': settings(false, true) },
      expected: [
        'error settings.json Advanced features for DynamoDB are off (ResourceTypeOptInPreference), so backups of tables are not copied',
      ],
    },
    {
      name: 'off, and no rule copies: a warning',
      files: { 'plan.json': planFile({}), 'selection.json': tables, 'settings.json': settings(false, false) },
      expected: [
        'warning settings.json Advanced features for DynamoDB are off (ResourceTypeOptInPreference and ResourceTypeManagementPreference), so backups of tables keep the key of the table and could not be copied',
      ],
    },
    {
      name: 'off, and two rules take tables: told once',
      files: {
        'plan.json': planFile({ CopyActions: [copyToCentral] }, { RuleName: 'weekly' }),
        'selection.json': tables,
        'settings.json': settings(true, false),
      },
      expected: [
        'error settings.json Advanced features for DynamoDB are off (ResourceTypeManagementPreference), so backups of tables are not copied',
      ],
    },
    {
      name: 'tables that a selection by tag takes too',
      files: {
        'plan.json': copies,
        'selection.json': selectionFile({ ListOfTags: [tag] }),
        'settings.json': settings(true, false),
      },
      expected: [
        'error settings.json Advanced features for DynamoDB are off (ResourceTypeManagementPreference), so backups of tables are not copied',
      ],
    },
    {
      name: 'a selection by tag, which leaves out what is not opted in',
      files: {
        'plan.json': copies,
        'selection.json': selectionFile({ ListOfTags: [tag] }),
        'settings.json': settings(false, false),
      },
      expected: [],
    },
    {
      name: 'off where no plan covers tables',
      files: { 'plan.json': copies, 'selection.json': selects(volumes), 'settings.json': settings(false, false) },
      expected: [],
    },
    { name: 'settings that are not in sight', files: { 'plan.json': copies, 'selection.json': tables }, expected: [] },
    {
      name: 'on here and off in another Region',
      files: {
        'plan.json': copies,
        'selection.json': tables,
        '111122223333/eu-west-2/settings.json': settings(true, true),
        '111122223333/us-east-1/settings.json': settings(false, false),
      },
      expected: [],
    },
  ])('$name', async ({ files, expected }) => {
    expect(await told('backup/dynamodb-advanced-features', files)).toEqual(expected);
  });
});

describe('backup/vault-key', () => {
  const onAwsKey = vaultFile(centralVaultArn, { EncryptionKeyArn: awsManagedKeyArn });
  const ownKeyFile = describeKeyFile({ KeyManager: 'AWS' });
  const onOwnAwsKey = (arn: string) => vaultFile(arn, { EncryptionKeyArn: exampleKeyArn });

  test.for<Row>([
    {
      name: 'volumes into a vault on aws/backup: an error',
      files: {
        'plan.json': copies,
        'selection.json': selects(volumes),
        'vault.json': onAwsKey,
        'key.json': awsManagedKeyFile,
      },
      expected: [
        'error vault.json Copies of EBS go into arn:aws:backup:eu-west-2:444455556666:backup-vault:central: it is encrypted with the AWS managed key aws/backup, and such copies from another account need a customer managed key there',
      ],
    },
    {
      name: 'file systems into it: a warning',
      files: {
        'plan.json': copies,
        'selection.json': selects(fileSystems),
        'vault.json': onAwsKey,
        'key.json': awsManagedKeyFile,
      },
      expected: [
        "warning vault.json Copies of EFS go into arn:aws:backup:eu-west-2:444455556666:backup-vault:central: it is encrypted with the AWS managed key aws/backup, and AWS's pages disagree whether copies from another account may go there",
      ],
    },
    {
      name: 'both: the graver, once',
      files: {
        'plan.json': copies,
        'selection.json': selects(volumes, fileSystems),
        'vault.json': onAwsKey,
        'key.json': awsManagedKeyFile,
      },
      expected: [
        'error vault.json Copies of EBS go into arn:aws:backup:eu-west-2:444455556666:backup-vault:central: it is encrypted with the AWS managed key aws/backup, and such copies from another account need a customer managed key there',
      ],
    },
    {
      name: 'volumes into another vault on aws/backup of the same account: a warning',
      files: {
        'plan.json': copiesInto(vaultArn('111122223333', 'second')),
        'selection.json': selects(volumes),
        'vault.json': onOwnAwsKey(vaultArn('111122223333', 'second')),
        'key.json': ownKeyFile,
      },
      expected: [
        "warning vault.json Copies of EBS go into arn:aws:backup:eu-west-2:111122223333:backup-vault:second: it is encrypted with the AWS managed key aws/backup, into which such copies fail, by AWS's encryption page",
      ],
    },
    {
      name: "the same on aws/ebs, which AWS's encryption page allows",
      files: {
        'plan.json': copiesInto(vaultArn('111122223333', 'second')),
        'selection.json': selects(volumes),
        'vault.json': onOwnAwsKey(vaultArn('111122223333', 'second')),
        'key.json': ownKeyFile,
        'aliases.json': JSON.stringify({
          Aliases: [{ AliasName: 'alias/aws/ebs', TargetKeyId: exampleKeyArn.split('/')[1] }],
        }),
      },
      expected: [],
    },
    {
      name: 'file systems into it: allowed',
      files: {
        'plan.json': copiesInto(vaultArn('111122223333', 'second')),
        'selection.json': selects(fileSystems),
        'vault.json': onOwnAwsKey(vaultArn('111122223333', 'second')),
        'key.json': ownKeyFile,
      },
      expected: [],
    },
    {
      name: 'the vault Default of another account: an error whatever the type',
      files: { 'plan.json': copiesInto(vaultArn('444455556666', 'Default')), 'selection.json': selects(fileSystems) },
      expected: [
        'error plan.json/BackupPlan/Rules/0/CopyActions/0 Copies of EFS go into arn:aws:backup:eu-west-2:444455556666:backup-vault:Default: the vault Default accepts no copies from other accounts',
      ],
    },
    {
      name: 'the vault Default of the same account',
      files: { 'plan.json': copiesInto(vaultArn('111122223333', 'Default')), 'selection.json': selects(fileSystems) },
      expected: [],
    },
    {
      name: 'a Storage Gateway volume into the vault Default of its own account: an error',
      files: {
        'plan.json': copiesInto(vaultArn('111122223333', 'Default')),
        'selection.json': selects('arn:aws:storagegateway:*:*:gateway/*/volume/*'),
      },
      expected: [
        'error plan.json/BackupPlan/Rules/0/CopyActions/0 Copies of Storage Gateway go into arn:aws:backup:eu-west-2:111122223333:backup-vault:Default: copies of Storage Gateway volumes need a vault and a key that were created for them',
      ],
    },
    {
      name: 'a Storage Gateway volume into another vault on aws/backup: an error',
      files: {
        'plan.json': copiesInto(vaultArn('111122223333', 'second')),
        'selection.json': selects('arn:aws:storagegateway:*:*:gateway/*/volume/*'),
        'vault.json': onOwnAwsKey(vaultArn('111122223333', 'second')),
        'key.json': ownKeyFile,
      },
      expected: [
        'error vault.json Copies of Storage Gateway go into arn:aws:backup:eu-west-2:111122223333:backup-vault:second: copies of Storage Gateway volumes need a vault and a key that were created for them',
      ],
    },
    {
      name: 'file systems out of a vault on aws/backup: a remark',
      files: {
        'plan.json': copies,
        'selection.json': selects(fileSystems),
        'vault.json': onOwnAwsKey(workloadVaultArn),
        'key.json': ownKeyFile,
      },
      expected: [
        'info vault.json Fully managed backups are copied to another account out of arn:aws:backup:eu-west-2:111122223333:backup-vault:website, which is encrypted with the AWS managed key aws/backup; AWS allows it and advises a customer managed key',
      ],
    },
  ])('$name', async ({ files, expected }) => {
    expect(await told('backup/vault-key', files)).toEqual(expected);
  });
});

describe('backup/air-gapped-support', () => {
  const arn = vaultArn('444455556666', 'air-gapped');
  const vault = vaultFile(arn, {
    VaultType: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT',
    MinRetentionDays: 7,
    MaxRetentionDays: 365,
  });
  const unencryptedCluster = JSON.stringify({
    RecoveryPoints: [
      {
        RecoveryPointArn: 'arn:aws:rds:eu-west-2:111122223333:cluster-snapshot:awsbackup:job-1',
        BackupVaultArn: workloadVaultArn,
        ResourceArn: 'arn:aws:rds:eu-west-2:111122223333:cluster:orders',
        ResourceType: 'Aurora',
        IsEncrypted: false,
        CreationDate: '2026-10-30T03:04:10.311000+00:00',
      },
    ],
  });
  const into = (...resources: string[]) => ({
    'plan.json': copiesInto(arn),
    'selection.json': selects(...resources),
    'vault.json': vault,
  });

  const inGovCloud = (files: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(files).map(([file, text]) => [
        file,
        text.replaceAll('arn:aws:', 'arn:aws-us-gov:').replaceAll('eu-west-2', 'us-gov-west-1'),
      ]),
    );

  test.for<Row>([
    { name: 'volumes and file systems', files: into(volumes, fileSystems), expected: [] },
    {
      name: 'databases and tables of SAP HANA',
      files: into('arn:aws:rds:*:*:db:*', 'arn:aws:ssm-sap:*:*:HANA/*'),
      expected: [
        'error plan.json/BackupPlan/Rules/0/CopyActions/0 RDS cannot be copied into arn:aws:backup:eu-west-2:444455556666:backup-vault:air-gapped: logically air-gapped vaults do not take RDS',
        'error plan.json/BackupPlan/Rules/0/CopyActions/0 SAP HANA on Amazon EC2 cannot be copied into arn:aws:backup:eu-west-2:444455556666:backup-vault:air-gapped: logically air-gapped vaults do not take SAP HANA on Amazon EC2',
      ],
    },
    {
      name: 'volumes in GovCloud, which has no such vaults',
      files: inGovCloud(into(volumes)),
      expected: [
        'error plan.json/BackupPlan/Rules/0/CopyActions/0 EBS cannot be copied into arn:aws-us-gov:backup:us-gov-west-1:444455556666:backup-vault:air-gapped: there are no logically air-gapped vaults in AWS GovCloud (US)',
      ],
    },
    {
      name: 'file systems of FSx, of which one kind is disputed',
      files: into('arn:aws:fsx:*:*:file-system/*'),
      expected: [
        'warning plan.json/BackupPlan/Rules/0/CopyActions/0 Copies of FSx into arn:aws:backup:eu-west-2:444455556666:backup-vault:air-gapped may fail: whether logically air-gapped vaults take this FSx resource is not certain: it may be any of Amazon FSx for Lustre, Amazon FSx for Windows File Server, Amazon FSx for OpenZFS',
      ],
    },
    {
      name: 'an Aurora cluster that is not encrypted',
      files: { ...into('arn:aws:rds:*:*:cluster:*'), 'points.json': unencryptedCluster },
      expected: [
        'error plan.json/BackupPlan/Rules/0/CopyActions/0 arn:aws:rds:eu-west-2:111122223333:cluster:orders cannot be copied into arn:aws:backup:eu-west-2:444455556666:backup-vault:air-gapped: copies of an unencrypted Aurora cluster stay unencrypted, and logically air-gapped vaults do not take them',
      ],
    },
    {
      name: 'databases whose rule writes to an air-gapped vault at once, and to a normal one',
      files: {
        'plan.json': planFile({ TargetLogicallyAirGappedBackupVaultArn: vaultArn('111122223333', 'air-gapped') }),
        'selection.json': selects(volumes),
        'vault.json': vaultFile(vaultArn('111122223333', 'air-gapped'), {
          VaultType: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT',
        }),
      },
      expected: [],
    },
  ])('$name', async ({ files, expected }) => {
    expect(await told('backup/air-gapped-support', files)).toEqual(expected);
  });
});

describe('backup/cross-account-disabled', () => {
  const off = globalSettingsFile({ isCrossAccountBackupEnabled: 'false' });

  test.for<Row>([
    {
      name: 'off, and a plan copies',
      files: { 'plan.json': copies, 'selection.json': selects(volumes), 'settings.json': off },
      expected: [
        'error settings.json/GlobalSettings Cross-account backup is switched off in the organization (isCrossAccountBackupEnabled is "false"), so no backup is copied to another account',
      ],
    },
    {
      name: "off, and the plan's selections are not in sight",
      files: { 'plan.json': copies, 'settings.json': off },
      expected: [
        'error settings.json/GlobalSettings Cross-account backup is switched off in the organization (isCrossAccountBackupEnabled is "false"), so no backup is copied to another account',
      ],
    },
    {
      name: 'off, and a plan copies within its account',
      files: {
        'plan.json': copiesInto(vaultArn('111122223333', 'second')),
        'selection.json': selects(volumes),
        'settings.json': off,
      },
      expected: [],
    },
    {
      name: 'on',
      files: {
        'plan.json': copies,
        'selection.json': selects(volumes),
        'settings.json': globalSettingsFile({ isCrossAccountBackupEnabled: 'true' }),
      },
      expected: [],
    },
    {
      name: 'off, and nothing but a key policy to judge',
      files: { 'policy.json': soundPolicyFile(), 'settings.json': off },
      expected: [
        'error settings.json/GlobalSettings Cross-account backup is switched off in the organization (isCrossAccountBackupEnabled is "false"), so no backup is copied to another account',
      ],
    },
  ])('$name', async ({ files, expected }) => {
    expect(await told('backup/cross-account-disabled', files)).toEqual(expected);
  });
});

describe('backup/resource-type-opt-in', () => {
  const orders = ['arn:aws:rds:eu-west-2:111122223333:cluster:orders', 'Aurora'] as const;

  test.for<Row>([
    {
      name: 'a type by its ARN works without',
      files: {
        'plan.json': planFile({}),
        'selection.json': selects(volumes),
        'settings.json': regionSettingsFile({ EBS: false }, {}),
      },
      expected: [],
    },
    {
      name: 'a resource that a selection by tag may take needs it',
      files: {
        'plan.json': planFile({}),
        'selection.json': selectionFile({ ListOfTags: [tag] }),
        'protected.json': protectedFile(['arn:aws:ec2:eu-west-2:111122223333:volume/vol-1', 'EBS']),
        'settings.json': regionSettingsFile({ EBS: false }, {}),
      },
      expected: [
        'warning selection.json/BackupSelection Selection "everything-tagged" covers EBS, which is not opted in in account 111122223333, eu-west-2, so AWS Backup leaves such resources out',
      ],
    },
    {
      name: 'Aurora needs it even where it is named',
      files: {
        'plan.json': planFile({}),
        'selection.json': selects('arn:aws:rds:*:*:cluster:*'),
        'protected.json': protectedFile(orders),
        'settings.json': regionSettingsFile({ Aurora: false }, {}),
      },
      expected: [
        'warning selection.json/BackupSelection Selection "everything-tagged" covers Aurora, which is not opted in in account 111122223333, eu-west-2, so AWS Backup leaves such resources out',
      ],
    },
    {
      name: 'opted in',
      files: {
        'plan.json': planFile({}),
        'selection.json': selects('arn:aws:rds:*:*:cluster:*'),
        'protected.json': protectedFile(orders),
        'settings.json': regionSettingsFile({ Aurora: true }, {}),
      },
      expected: [],
    },
    {
      name: 'a plan of the organization, whose management account decides',
      files: {
        'plan.json': planFile({}).replaceAll('0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0', 'orgs/0f1e2d3c'),
        'selection.json': selects('arn:aws:fsx:*:*:file-system/*').replaceAll(
          '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0',
          'orgs/0f1e2d3c',
        ),
        'settings.json': regionSettingsFile({ FSx: false }, {}),
      },
      expected: [],
    },
  ])('$name', async ({ files, expected }) => {
    expect(await told('backup/resource-type-opt-in', files)).toEqual(expected);
  });
});

describe('backup/vault-copy-access', () => {
  const allow = (principal: unknown, condition?: Members): Members => ({
    Effect: 'Allow',
    Principal: principal,
    Action: 'backup:CopyIntoBackupVault',
    Resource: '*',
    ...(condition !== undefined && { Condition: condition }),
  });
  const role = 'arn:aws:iam::111122223333:role/backup-role';
  const inOrganization = `${exampleConfig}    organization:
      id: o-a1b2c3d4e5
      paths: { "111122223333": o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/ }
`;
  const paths = (...values: string[]) => ({ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': values } });

  test.for<Row & { readonly statements: readonly Members[] }>(
    [
      { name: "the account's root", statements: [allow({ AWS: 'arn:aws:iam::111122223333:root' })], expected: [] },
      { name: 'the role', statements: [allow({ AWS: role })], expected: [] },
      {
        name: 'another role',
        statements: [allow({ AWS: `${role}-2` })],
        expected: [
          'error policy.json/Policy/Statement/0 arn:aws:iam::111122223333:role/backup-role may not copy into arn:aws:backup:eu-west-2:444455556666:backup-vault:central: no statement of its access policy allows it',
        ],
      },
      {
        name: 'nobody',
        statements: [],
        expected: [
          'error policy.json/Policy/Statement arn:aws:iam::111122223333:role/backup-role may not copy into arn:aws:backup:eu-west-2:444455556666:backup-vault:central: no statement of its access policy allows it',
        ],
      },
      {
        name: 'another action',
        statements: [{ ...allow('*'), Action: 'backup:StartBackupJob' }],
        expected: [
          'error policy.json/Policy/Statement/0 arn:aws:iam::111122223333:role/backup-role may not copy into arn:aws:backup:eu-west-2:444455556666:backup-vault:central: no statement of its access policy allows it',
        ],
      },
      {
        name: 'an allow-list by Deny that forgets the role',
        statements: [
          allow('*'),
          {
            ...allow('*', { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/restore' } }),
            Sid: 'Allow-list',
            Effect: 'Deny',
          },
        ],
        expected: [
          'error policy.json/Policy/Statement/1 arn:aws:iam::111122223333:role/backup-role may not copy into arn:aws:backup:eu-west-2:444455556666:backup-vault:central: statement "Allow-list" of its access policy denies it',
        ],
      },
      {
        name: 'the organization, configured',
        statements: [allow('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } })],
        config: inOrganization,
        expected: [],
      },
      {
        name: 'the organization, not configured: a warning',
        statements: [allow('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } })],
        expected: [
          'warning policy.json/Policy/Statement/0 Whether the access policy of arn:aws:backup:eu-west-2:444455556666:backup-vault:central lets arn:aws:iam::111122223333:role/backup-role copy into it depends on aws:PrincipalOrgID',
        ],
      },
      {
        name: 'the OU of the account',
        statements: [allow('*', paths('o-a1b2c3d4e5/*/ou-ab12-11111111/*'))],
        config: inOrganization,
        expected: [],
      },
      {
        name: 'another OU',
        statements: [allow('*', paths('o-a1b2c3d4e5/r-ab12/ou-ab12-99999999/*'))],
        config: inOrganization,
        expected: [
          'error policy.json/Policy/Statement/0 arn:aws:iam::111122223333:role/backup-role may not copy into arn:aws:backup:eu-west-2:444455556666:backup-vault:central: no statement of its access policy allows it',
        ],
      },
      {
        name: 'an action pattern, which AWS Backup does not accept: a warning',
        statements: [{ ...allow('*'), Action: 'backup:Copy*' }],
        expected: [
          'warning policy.json/Policy/Statement/0/Action The access policy of arn:aws:backup:eu-west-2:444455556666:backup-vault:central has the action backup:Copy*, and AWS Backup accepts no wildcard there',
        ],
      },
    ].map((row) => ({ ...row, files: {} })),
  )('$name', async ({ statements, config, expected }) => {
    const files = {
      'plan.json': copies,
      'selection.json': selects(volumes),
      'vault.json': vaultFile(centralVaultArn),
      'policy.json': vaultPolicyFile(centralVaultArn, ...statements),
    };
    expect(await told('backup/vault-copy-access', files, config)).toEqual(expected);
  });

  test.for<Row>([
    {
      name: 'a vault of the same account needs no Allow',
      files: { 'policy.json': vaultPolicyFile(vaultArn('111122223333', 'second')) },
      expected: [],
    },
    {
      name: 'but its Deny counts',
      files: {
        'policy.json': vaultPolicyFile(vaultArn('111122223333', 'second'), { ...allow('*'), Effect: 'Deny' }),
      },
      expected: [
        'error policy.json/Policy/Statement/0 arn:aws:iam::111122223333:role/backup-role may not copy into arn:aws:backup:eu-west-2:111122223333:backup-vault:second: its access policy denies it',
      ],
    },
  ])('$name', async ({ files, expected }) => {
    const plan = copiesInto(vaultArn('111122223333', 'second'));
    const all = { 'plan.json': plan, 'selection.json': selects(volumes), ...files };
    expect(await told('backup/vault-copy-access', all)).toEqual(expected);
  });
});
