import { describe, expect, test } from 'vitest';
import { broken, deployment, role, sound } from './policies.ts';
import { backuplint, folder } from './run.ts';

describe('a status message', () => {
  test('names its likely cause and the rules that predict it', () => {
    const { status, stdout } = backuplint(['explain', 'Given key ID is not accessible']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Given key ID is not accessible\n\n {2}likely cause: the resource's key does not admit/);
    const shown = ['kms/use-access', 'kms/grant-access', 'kms/explicit-deny', 'kms/key-state'];
    expect(stdout.split('\n').filter((line) => shown.includes(line.trim()))).toHaveLength(shown.length);
  });

  test('may be given without quotes', () => {
    const { status, stdout } = backuplint(['explain', ...'Given key ID is not accessible'.split(' ')]);
    expect(status).toBe(0);
    expect(stdout).toContain('kms/use-access');
  });

  test('that is misspelt is read as the one it is most like, and says so', () => {
    const { status, stdout } = backuplint(['explain', 'given key id is not accesible']);
    expect(status).toBe(0);
    expect(stdout).toContain('read as: Given key ID is not accessible');
  });

  test('without a rule says why there is none', () => {
    const { stdout } = backuplint(['explain', 'Images from AWS Marketplace cannot be copied to another AWS account.']);
    expect(stdout).toContain('no rule predicts it');
    expect(stdout).toContain('product code');
  });

  test('that is not known is told kindly, with what to do', () => {
    const { status, stdout, stderr } = backuplint(['explain', 'The moon is made of green cheese']);
    expect(status).toBe(2);
    expect(stderr).toBe('');
    expect(stdout).toContain('does not know this message');
    expect(stdout).toContain('CloudTrail');
  });

  test('cannot take over the terminal', () => {
    const { stdout } = backuplint(['explain', '\u001b[2JGiven key ID is not accessible']);
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toContain('kms/use-access');
  });
});

const volume = 'arn:aws:ec2:eu-west-2:111122223333:volume/vol-0123456789abcdef0';
const job = {
  AccountId: '111122223333',
  CopyJobId: '00000000-0000-0000-0000-000000000001',
  State: 'FAILED',
  StatusMessage: 'Given key ID is not accessible',
  ResourceArn: volume,
  ResourceType: 'EBS',
  SourceBackupVaultArn: 'arn:aws:backup:eu-west-2:111122223333:backup-vault:website',
  DestinationBackupVaultArn: 'arn:aws:backup:eu-west-2:444455556666:backup-vault:central',
  IamRoleArn: role,
};

describe('jobs', () => {
  test.for([
    ['as describe-copy-job prints it', JSON.stringify({ CopyJob: job })],
    ['as list-copy-jobs prints them', JSON.stringify({ CopyJobs: [job] })],
    ['as --query cuts them out', JSON.stringify([job])],
    ['as YAML', `CopyJob:\n  CopyJobId: x\n  State: FAILED\n  StatusMessage: Given key ID is not accessible\n`],
    ['as describe-backup-job prints it', JSON.stringify({ ...job, CopyJobId: undefined, BackupJobId: 'x' })],
    ['as a message alone', 'Given key ID is not accessible\n'],
  ] as const)('%s, from standard input', ([, input]) => {
    const { status, stdout, stderr } = backuplint(['explain', '-'], { input });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain("likely cause: the resource's key does not admit");
  });

  test('that fail alike are one block with what they copy from where to where', () => {
    const other = { ...job, ResourceArn: volume.replace('vol-0', 'vol-1') };
    const jobs = [job, other, { ...job, State: 'COMPLETED', StatusMessage: undefined }];
    const { stdout } = backuplint(['explain', '-'], { input: JSON.stringify({ CopyJobs: jobs }) });
    const vaults = `from ${job.SourceBackupVaultArn} to ${job.DestinationBackupVaultArn}`;
    expect(stdout.split('\n').slice(0, 4)).toEqual([
      'Given key ID is not accessible',
      `  FAILED EBS ${volume} ${vaults}`,
      `  FAILED EBS ${other.ResourceArn} ${vaults}`,
      '',
    ]);
    expect(stdout.match(/likely cause/g)).toHaveLength(1);
  });

  test('that fail differently are told one by one', () => {
    const jobs = [job, { ...job, StatusMessage: 'Access Denied trying to call AWS Backup service' }];
    const { stdout } = backuplint(['explain', '-'], { input: JSON.stringify({ CopyJobs: jobs }) });
    expect(stdout.match(/likely cause/g)).toHaveLength(2);
  });

  test('that end partially, without a message, are explained by their state', () => {
    const { status, stdout } = backuplint(['explain', '-'], {
      input: JSON.stringify({ CopyJob: { ...job, State: 'PARTIAL', StatusMessage: undefined } }),
    });
    expect(status).toBe(0);
    expect(stdout).toContain('a member of a CloudFormation stack or EKS cluster');
  });

  test('that all went well are told as such', () => {
    const input = JSON.stringify({ CopyJobs: [{ ...job, State: 'COMPLETED', StatusMessage: undefined }] });
    expect(backuplint(['explain', '-'], { input })).toEqual({
      status: 0,
      stdout: '<stdin>: 1 job, and none of them failed\n',
      stderr: '',
    });
  });

  test('of a list that goes on are said not to be all', () => {
    const { stderr } = backuplint(['explain', '-'], { input: JSON.stringify({ CopyJobs: [job], NextToken: 'x' }) });
    expect(stderr).toContain('NextToken');
  });

  test.for([
    ['another JSON document', '{"Vaults":[]}', 'holds no copy job and no backup job'],
    ['broken JSON', '{"CopyJob":', 'is not valid JSON'],
    ['nothing', '', 'is empty'],
  ] as const)('are not %s', ([, input, message]) => {
    const { status, stderr } = backuplint(['explain', '-'], { input });
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('with inputs', () => {
  const cwd = folder({
    'broken.json': broken,
    'sound.json': sound,
    'job.json': JSON.stringify({ CopyJob: job }),
    'off.yaml': 'rules: { kms/*: off }\n',
  });

  test('points at the cause in them, and takes accounts and role from the job', () => {
    const { status, stdout, stderr } = backuplint(['explain', 'job.json', 'broken.json'], { cwd });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('In your inputs:');
    expect(stdout).toContain('broken.json:12:5  kms/use-access');
    expect(stdout).toContain('  12 |     {');
  });

  test('of another rule than those that predict it says nothing', () => {
    const { stdout } = backuplint(
      ['explain', 'Access Denied trying to call AWS Backup service', 'broken.json', ...deployment],
      { cwd },
    );
    expect(stdout).not.toContain('kms/use-access');
    expect(stdout).toMatch(/none of the rules that predict it finds anything/);
  });

  test('that are sound says so, and what else to look at', () => {
    const { status, stdout } = backuplint(['explain', 'job.json', 'sound.json'], { cwd });
    expect(status).toBe(0);
    expect(stdout).toMatch(/In your inputs none of the rules that predict it finds anything/);
    expect(stdout).toContain('--live looks at it');
  });

  test('names the rules that are switched off', () => {
    const { stdout } = backuplint(['explain', 'job.json', 'broken.json', '-c', 'off.yaml'], { cwd });
    expect(stdout).toContain('kms/use-access is switched off');
  });

  test('and a message that is not known shows their errors', () => {
    const { status, stdout } = backuplint(['explain', 'The moon is cheese', 'broken.json', ...deployment], { cwd });
    expect(status).toBe(0);
    expect(stdout).toContain('does not know this message');
    expect(stdout).toContain('broken.json:12:5  kms/use-access');
  });

  test.for([
    ['a path that does not exist', ['job.json', 'nowhere'], 'nowhere: does not exist'],
    ['a folder without a message', ['.'], 'what is to be explained?'],
    ['words without quotes before a path', ['Access', 'Denied', 'broken.json'], 'put the message in quotes'],
    ['standard input twice', ['-', '-'], 'but once'],
    ['accounts that nobody names', ['Given key ID is not accessible', 'broken.json'], '--central-account'],
  ] as const)('refuses %s', ([, words, message]) => {
    const { status, stderr } = backuplint(['explain', ...words], { cwd });
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('with a whole deployment', () => {
  const cwd = 'fixtures/deployments/zoo-denied-by-vault-policy';
  const denied = {
    ...job,
    StatusMessage: 'Access Denied trying to call AWS Backup service',
    DestinationBackupVaultArn: 'arn:aws:backup:eu-west-2:444455556666:backup-vault:zoo-central',
  };

  test('points at the statement of the vault policy', () => {
    const input = JSON.stringify({ CopyJob: denied });
    const { stdout } = backuplint(['explain', '-', '.'], { cwd, input });
    expect(stdout).toContain('central-vault-policy.json:4:271  backup/vault-copy-access');
  });

  test('says that it is about other resources than the job', () => {
    const input = JSON.stringify({ CopyJob: { ...denied, ResourceType: 'RDS' } });
    const { stdout } = backuplint(['explain', '-', '.'], { cwd, input });
    expect(stdout).toContain('In your inputs, none of which is about these resources,');
  });
});

test('what other resources have is left out', () => {
  const cwd = folder({
    'volumes.json': broken,
    'databases.json': broken,
    'job.json': JSON.stringify({ CopyJob: job }),
    'backuplint.config.yaml':
      'keys:\n  - { policy: volumes.json, resourceTypes: [EBS] }\n  - { policy: databases.json, resourceTypes: [RDS] }\n',
  });
  const { stdout } = backuplint(['explain', 'job.json', 'volumes.json', 'databases.json'], { cwd });
  expect(stdout).toContain('volumes.json:12:5  kms/use-access');
  expect(stdout).not.toContain('databases.json:12:5');
});
