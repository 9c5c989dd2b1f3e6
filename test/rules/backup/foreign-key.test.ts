/** A resource under a key of another account: the key policy and the role's own policies both have to allow. */
import { expect, test } from 'vitest';
import {
  attachedPoliciesFile,
  planFile,
  roleFile,
  rolePolicyFile,
  selectionFile,
  workloadVaultArn,
} from '../../../rules/backup/support/examples.ts';
import { exampleConfig, soundPolicyFile } from '../../../rules/examples.ts';
import { rules } from '../../../rules/index.ts';
import { deploymentsOf } from '../../../src/config/deployments.ts';
import { run } from '../../../src/engine/run.ts';
import { defaultSettings } from '../../../src/engine/settings.ts';
import { parseAccountId } from '../../../src/estate/arn.ts';
import { checkFiles } from '../../support/check-files.ts';

const keyArn = 'arn:aws:kms:eu-west-2:777788889999:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const volume = 'arn:aws:ec2:eu-west-2:111122223333:volume/vol-0a1b2c3d4e5f67890';
const deployments = deploymentsOf(
  {
    workloadAccounts: [parseAccountId('111122223333')!],
    centralAccount: parseAccountId('444455556666')!,
    backupRole: 'backup-role',
  },
  undefined,
);
const allow = (...actions: string[]) => rolePolicyFile({ Effect: 'Allow', Action: actions, Resource: '*' });

/** What is said when this is all that the role has. */
async function told(rolePolicy: string): Promise<readonly string[]> {
  const { estate } = await checkFiles(
    {
      'plan.json': planFile({}),
      'selection.json': selectionFile({ Resources: ['arn:aws:ec2:*:*:volume/*'] }),
      'role.json': roleFile('backup.amazonaws.com'),
      'attached-policies.json': attachedPoliciesFile('service-role/AWSBackupServiceRolePolicyForRestores'),
      'inline-policy.json': rolePolicy,
      'points.json': JSON.stringify({
        RecoveryPoints: [
          {
            RecoveryPointArn: 'arn:aws:ec2:eu-west-2::snapshot/snap-0a1b2c3d4e5f67890',
            BackupVaultArn: workloadVaultArn,
            ResourceArn: volume,
            ResourceType: 'EBS',
            EncryptionKeyArn: keyArn,
            IsEncrypted: true,
          },
        ],
      }),
      'policy.json': soundPolicyFile().replaceAll('111122223333:root', '777788889999:root'),
    },
    `${exampleConfig}keys:\n  - policy: policy.json\n    arn: ${keyArn}\n`,
  );
  // Files cannot say that a role has no further inline policy; a live account can.
  const roles = estate.roles.map((role) => ({
    ...role,
    identityPolicies: role.identityPolicies.filter(({ name }) => name === 'backup'),
    identityPoliciesComplete: true,
  }));
  const { findings } = run({
    estate: { ...estate, roles },
    deployments,
    profile: 'guidance',
    rules,
    settings: defaultSettings,
  });
  return findings.map(({ severity, rule, message }) => `${severity} ${rule} ${message}`);
}

test('a role that may do everything is told nothing', async () => {
  expect(await told(allow('kms:*', 'ec2:*'))).toEqual([]);
});

test("a role without what AWS's own policy gives it lacks it", async () => {
  expect(await told(allow('kms:DescribeKey', 'ec2:*'))).toEqual([
    "error backup/service-role The policies of arn:aws:iam::111122223333:role/backup-role do not allow kms:ReEncrypt*, kms:GenerateDataKeyWithoutPlaintext and kms:CreateGrant on arn:aws:kms:eu-west-2:777788889999:key/1234abcd-12ab-34cd-56ef-1234567890ab, a key of another account, where the role's side counts as well as the key's",
  ]);
});

test('a role with it lacks only what the guidance asks of key policies', async () => {
  const forVolumes = ['kms:DescribeKey', 'kms:CreateGrant', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncrypt*'];
  expect(await told(allow(...forVolumes, 'ec2:*'))).toEqual([
    "warning backup/service-role The policies of arn:aws:iam::111122223333:role/backup-role do not allow kms:Encrypt, kms:Decrypt, kms:GenerateDataKey, kms:ListGrants and kms:RevokeGrant on arn:aws:kms:eu-west-2:777788889999:key/1234abcd-12ab-34cd-56ef-1234567890ab, a key of another account, where the role's side counts as well as the key's",
  ]);
});
