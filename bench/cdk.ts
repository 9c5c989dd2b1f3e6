/** A synthesized CDK app of 100 stacks: keys in one half, what they protect in the other, linked by exports. And of 200. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { interleaved, printFigures, type Measured } from './measure.ts';
import { keyPolicy } from './policies.ts';

const central = '444455556666';
const keysInStack = 10;

/** What each pair of stacks holds: keys, volumes on them that another stack imports, a vault and a plan. */
function stacks(pair: number): Readonly<Record<string, object>> {
  const keys = Array.from({ length: keysInStack }, (_, index) => `Key${index}`);
  return {
    [`Keys${pair}`]: {
      Resources: Object.fromEntries(
        keys.map((id, index) => [
          id,
          { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: keyPolicy(pair * keysInStack + index) } },
        ]),
      ),
      Outputs: Object.fromEntries(
        keys.map((id) => [`${id}Arn`, { Value: { 'Fn::GetAtt': [id, 'Arn'] }, Export: { Name: `Keys${pair}:${id}` } }]),
      ),
    },
    [`App${pair}`]: {
      Resources: {
        ...Object.fromEntries(keys.map((id) => [`Volume${id}`, volume({ 'Fn::ImportValue': `Keys${pair}:${id}` })])),
        Vault: { Type: 'AWS::Backup::BackupVault', Properties: { BackupVaultName: `vault-${pair}` } },
        Plan: { Type: 'AWS::Backup::BackupPlan', Properties: { BackupPlan: plan(pair) } },
        Selection: {
          Type: 'AWS::Backup::BackupSelection',
          Properties: {
            BackupPlanId: { Ref: 'Plan' },
            BackupSelection: {
              SelectionName: 'all',
              IamRoleArn: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/backup-role' },
              Resources: keys.map((id) => ({
                'Fn::Sub': `arn:\${AWS::Partition}:ec2:\${AWS::Region}:\${AWS::AccountId}:volume/\${Volume${id}}`,
              })),
            },
          },
        },
      },
    },
  };
}

function volume(key: object): object {
  return {
    Type: 'AWS::EC2::Volume',
    Properties: { AvailabilityZone: 'eu-west-2a', Size: 10, Encrypted: true, KmsKeyId: key },
  };
}

function plan(pair: number): object {
  const copy = {
    DestinationBackupVaultArn: `arn:aws:backup:eu-west-2:${central}:backup-vault:central`,
    Lifecycle: { DeleteAfterDays: 90 },
  };
  return {
    BackupPlanName: `plan-${pair}`,
    BackupPlanRule: [
      {
        RuleName: 'daily',
        TargetBackupVault: { Ref: 'Vault' },
        ScheduleExpression: 'cron(0 5 * * ? *)',
        Lifecycle: { DeleteAfterDays: 35 },
        CopyActions: [copy],
      },
    ],
  };
}

function writeApp(folder: string, pairs: number): void {
  mkdirSync(folder, { recursive: true });
  const templates = Object.assign({}, ...Array.from({ length: pairs }, (_, pair) => stacks(pair))) as object;
  const artifacts = Object.entries(templates).map(([name, template]: [string, object]) => {
    writeFileSync(join(folder, `${name}.template.json`), JSON.stringify(template, null, 1));
    const properties = { templateFile: `${name}.template.json` };
    return [name, { type: 'aws:cloudformation:stack', environment: 'aws://111122223333/eu-west-2', properties }];
  });
  const manifest = { version: '36.0.0', artifacts: Object.fromEntries(artifacts) as object };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest, null, 1));
}

const folder = mkdtempSync(join(tmpdir(), 'backuplint-bench-'));
try {
  writeApp(join(folder, 'once/cdk.out'), 50);
  writeApp(join(folder, 'twice/cdk.out'), 100);
  const check = (name: string): string[] => ['bin/backuplint.js', join(folder, name), '--format', 'json'];
  const flags = ['--central-account', central];
  const runs = interleaved({ once: [...check('once'), ...flags], twice: [...check('twice'), ...flags] }, 3);
  const [once, twice] = [runs.get('once') as Measured, runs.get('twice') as Measured];
  const { summary } = JSON.parse(once.stdout) as { summary: object };
  console.log(JSON.stringify(summary));
  printFigures('a CDK app of 100 stacks, 500 keys and 500 volumes', [
    { what: 'wall time', measured: `${once.ms.toFixed(0)} ms`, goal: '1500 ms', met: once.ms <= 1_500 },
    { what: 'memory', measured: `${once.mib.toFixed(0)} MiB`, goal: '250 MiB', met: once.mib <= 250 },
    {
      what: 'twice the stacks',
      measured: `${(twice.ms / once.ms).toFixed(2)}x`,
      goal: '2.2x (linear)',
      met: twice.ms / once.ms <= 2.2,
    },
  ]);
} finally {
  rmSync(folder, { recursive: true });
}
