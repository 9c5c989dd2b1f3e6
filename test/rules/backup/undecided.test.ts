import { expect, test } from 'vitest';
import {
  centralVaultArn,
  copyToCentral,
  planFile,
  selectionFile,
  vaultFile,
  workloadVaultArn,
} from '../../../rules/backup/support/examples.ts';
import { exampleKeyArn, soundPolicyFile } from '../../../rules/examples.ts';
import { type Row, told } from './told.ts';

const copies = planFile({ CopyActions: [copyToCentral] });
const selects = (resource: string) => selectionFile({ Resources: [resource] });

test.for<Row>([
  {
    name: 'a copy of which nothing but the plan is in sight',
    files: { 'plan.json': copies, 'selection.json': selects('arn:aws:ec2:*:*:volume/*') },
    expected: [
      'info plan.json/BackupPlan/Rules/0/CopyActions/0 Not among the inputs: access policy of arn:aws:backup:eu-west-2:444455556666:backup-vault:central; 1 backup path is judged without it',
      'info plan.json/BackupPlan/Rules/0/CopyActions/0 Not among the inputs: policies of arn:aws:iam::111122223333:role/backup-role; 1 backup path is judged without it',
      'info plan.json/BackupPlan/Rules/0/CopyActions/0 Not among the inputs: encryption key of arn:aws:backup:eu-west-2:444455556666:backup-vault:central; 1 backup path is judged without it',
      'info plan.json/BackupPlan/Rules/0 Not among the inputs: the key of EBS resources, which 1 backup path depends on',
    ],
  },
  {
    name: 'two rules that lack the same: told once',
    files: {
      'plan.json': planFile({}, { RuleName: 'weekly' }),
      'selection.json': selects('arn:aws:ec2:eu-west-2:111122223333:volume/vol-1'),
    },
    expected: [
      'info plan.json/BackupPlan/Rules/0 Not among the inputs: the key of arn:aws:ec2:eu-west-2:111122223333:volume/vol-1, which 2 backup paths depend on',
    ],
  },
  {
    name: 'the keys of several resources of a type: told once',
    files: {
      'plan.json': planFile({}),
      'selection.json': selectionFile({
        Resources: ['orders', 'stock', 'users'].map((name) => `arn:aws:rds:eu-west-2:111122223333:db:${name}`),
      }),
    },
    expected: [
      'info plan.json/BackupPlan/Rules/0 Not among the inputs: the keys of 3 RDS resources, which 3 backup paths depend on',
    ],
  },
  {
    name: 'a plan whose selections are not in sight',
    files: { 'plan.json': planFile({}) },
    expected: [
      'info plan.json/BackupPlan/Rules/0 Not among the inputs: the keys of what the plan website covers, which 1 backup path depends on',
    ],
  },
  {
    name: 'the Region settings that tables depend on',
    files: { 'plan.json': copies, 'selection.json': selects('arn:aws:dynamodb:*:*:table/*') },
    expected: [
      'info plan.json/BackupPlan/Rules/0/CopyActions/0 Not among the inputs: Region settings of account 111122223333 in eu-west-2, which 1 backup path depends on',
      'info plan.json/BackupPlan/Rules/0/CopyActions/0 Not among the inputs: encryption key of the backup vault website, which 1 backup path depends on',
      'info plan.json/BackupPlan/Rules/0/CopyActions/0 Not among the inputs: access policy of arn:aws:backup:eu-west-2:444455556666:backup-vault:central; 1 backup path is judged without it',
      'info plan.json/BackupPlan/Rules/0/CopyActions/0 Not among the inputs: policies of arn:aws:iam::111122223333:role/backup-role; 1 backup path is judged without it',
      'info plan.json/BackupPlan/Rules/0/CopyActions/0 Not among the inputs: encryption key of arn:aws:backup:eu-west-2:444455556666:backup-vault:central; 1 backup path is judged without it',
      'info plan.json/BackupPlan/Rules/0 Not among the inputs: the key of DynamoDB resources, which 1 backup path depends on',
    ],
  },
  {
    name: 'the key of a vault in another account',
    files: {
      'plan.json': copies,
      'selection.json': selects('arn:aws:elasticfilesystem:*:*:file-system/*'),
      'central.json': vaultFile(centralVaultArn),
      'workload.json': vaultFile(workloadVaultArn),
    },
    expected: [
      'info plan.json/BackupPlan/Rules/0/CopyActions/0 Not among the inputs: access policy of arn:aws:backup:eu-west-2:444455556666:backup-vault:central; 1 backup path is judged without it',
      'info plan.json/BackupPlan/Rules/0/CopyActions/0 Not among the inputs: policies of arn:aws:iam::111122223333:role/backup-role; 1 backup path is judged without it',
      'info plan.json/BackupPlan/Rules/0/CopyActions/0 Not among the inputs: key policy of arn:aws:kms:eu-west-2:444455556666:key/9876fedc-98fe-76dc-54ba-9876543210fe; 1 backup path is judged without it',
      'info plan.json/BackupPlan/Rules/0 Not among the inputs: the key of EFS resources, which 1 backup path depends on',
    ],
  },
  {
    name: 'nothing that a copy within the account needs',
    files: {
      'plan.json': planFile({}),
      'selection.json': selects('arn:aws:ec2:*:*:volume/*'),
      'key-policies.json': JSON.stringify({ [exampleKeyArn]: JSON.parse(soundPolicyFile()) }),
    },
    expected: [],
  },
])('$name', async ({ files, expected }) => {
  expect(await told('backup/undecided', files)).toEqual(expected);
});
