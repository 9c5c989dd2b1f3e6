import { describe, expect, test } from 'vitest';
import { copyToCentral, planFile, vaultArn } from '../../../rules/backup/support/examples.ts';
import { findingsOf } from '../../support/check-files.ts';

const to = (destination: string): object => ({
  CopyActions: [{ ...copyToCentral, DestinationBackupVaultArn: destination }],
});
const target = (arn: string): object => ({ TargetLogicallyAirGappedBackupVaultArn: arn });

describe('backup/copy-destination', () => {
  test.for([
    { name: 'a vault of the central account', rule: to(vaultArn('444455556666', 'central')), messages: [] },
    {
      name: 'the account of a backup policy',
      rule: to('arn:aws:backup:$region:$account:backup-vault:a'),
      messages: [],
    },
    { name: 'a placeholder, which its own rule tells', rule: to('${CentralVaultArn}'), messages: [] },
    {
      name: "the rule's own vault",
      rule: to(vaultArn('111122223333', 'website')),
      messages: [
        `Rule "daily" of plan "website" copies to ${vaultArn('111122223333', 'website')}, the vault that its backups are in already`,
      ],
    },
    { name: 'its namesake in the central account', rule: to(vaultArn('444455556666', 'website')), messages: [] },
    {
      name: 'its namesake in another Region',
      rule: to(vaultArn('111122223333', 'website').replace('eu-west-2', 'eu-west-1')),
      messages: [],
    },
    {
      name: 'a name',
      rule: to('central'),
      messages: ['Rule "daily" of plan "website" copies to central, which is not the ARN of a backup vault'],
    },
    {
      name: 'a key',
      rule: to('arn:aws:kms:eu-west-2:444455556666:key/1'),
      messages: [
        'Rule "daily" of plan "website" copies to arn:aws:kms:eu-west-2:444455556666:key/1, which is not the ARN of a backup vault',
      ],
    },
    {
      name: 'another partition',
      rule: to('arn:aws-us-gov:backup:us-gov-west-1:444455556666:backup-vault:central'),
      messages: [
        'Rule "daily" of plan "website" copies to arn:aws-us-gov:backup:us-gov-west-1:444455556666:backup-vault:central, which is in the partition aws-us-gov; copies stay in their own, aws',
      ],
    },
    {
      name: 'an air-gapped vault of its own account and Region',
      rule: target(vaultArn('111122223333', 'air-gapped')),
      messages: [],
    },
    {
      name: 'an air-gapped vault of the central account',
      rule: target(vaultArn('444455556666', 'air-gapped')),
      messages: [
        `Rule "daily" of plan "website" writes to the air-gapped vault ${vaultArn('444455556666', 'air-gapped')}, which is in account 444455556666; it has to be in the rule's own, 111122223333`,
      ],
    },
    {
      name: 'an air-gapped vault of another Region',
      rule: target('arn:aws:backup:us-east-1:111122223333:backup-vault:air-gapped'),
      messages: [
        `Rule "daily" of plan "website" writes to the air-gapped vault arn:aws:backup:us-east-1:111122223333:backup-vault:air-gapped, which is in Region us-east-1; it has to be in the rule's own, eu-west-2`,
      ],
    },
  ])('$name', async ({ rule, messages }) => {
    const findings = await findingsOf('backup/copy-destination', { 'plan.json': planFile(rule as never) });
    expect(findings.map(({ message }) => message)).toEqual(messages);
  });
});
