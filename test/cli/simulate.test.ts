import { describe, expect, test } from 'vitest';
import { keyPolicy, role, serviceLinkedRole, sound } from './policies.ts';
import { backuplint, folder, type Result } from './run.ts';

const key = 'arn:aws:kms:eu-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const allowAll = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});
const allowNothing = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
});
const forRoot = keyPolicy({ principals: ['arn:aws:iam::111122223333:role/other'] });
const forOrganization = keyPolicy({
  extra: [
    {
      Effect: 'Allow',
      Principal: '*',
      Action: 'kms:Verify',
      Resource: '*',
      Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
    },
  ],
  principals: [],
});

const files = {
  'sound.json': sound,
  'root.json': forRoot,
  'organization.json': forOrganization,
  'wrapped.json': JSON.stringify({ Policy: sound }),
  'all.json': allowAll,
  'nothing.json': JSON.stringify({ RoleName: 'x', PolicyName: 'y', PolicyDocument: JSON.parse(allowNothing) }),
  'deny.json': JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Principal: '*', Action: 'kms:Decrypt', Resource: '*' }],
  }),
  'policy.yaml': 'Statement: [{ Effect: Allow, Principal: "*", Action: "kms:*", Resource: "*" }]\n',
};

const simulate = (args: readonly string[], input = ''): Result =>
  backuplint(['simulate', ...args], { cwd: folder(files), input });

const ask = (policy: string, principal: string, action: string): string[] => [
  '--policy',
  policy,
  '--principal',
  principal,
  '--action',
  action,
];

describe('the exit code is the answer', () => {
  test.for([
    ['the key policy allows it', ask('sound.json', role, 'kms:Decrypt'), 0],
    ['in another letter case, which does not matter to KMS', ask('sound.json', role, 'kms:decrypt'), 0],
    ['what the AWS CLI prints', ask('wrapped.json', role, 'kms:Decrypt'), 0],
    ['YAML', ask('policy.yaml', role, 'kms:Decrypt'), 0],
    ['nobody allows it', [...ask('sound.json', 'arn:aws:iam::999999999999:role/x', 'kms:Decrypt')], 1],
    ['a condition that the request does not meet', ask('sound.json', serviceLinkedRole, 'kms:CreateGrant'), 1],
    [
      'a condition that it meets',
      [...ask('sound.json', role, 'kms:CreateGrant'), '--context', 'kms:GrantIsForAWSResource=true'],
      0,
    ],
    [
      'a condition on what is not known, for a principal with no policies of its own',
      [...ask('organization.json', role, 'kms:Verify'), '--unknown', 'aws:PrincipalOrgID', '--identity-policy', 'none'],
      4,
    ],
    ['left to identity policies that are not given', ask('root.json', role, 'kms:Decrypt'), 4],
    [
      'left to identity policies that allow',
      [...ask('root.json', role, 'kms:Decrypt'), '--identity-policy', 'all.json'],
      0,
    ],
    [
      'left to identity policies that do not',
      [...ask('root.json', role, 'kms:Decrypt'), '--identity-policy', 'nothing.json'],
      1,
    ],
    [
      'left to identity policies, and it has none',
      [...ask('root.json', role, 'kms:Decrypt'), '--identity-policy', 'none'],
      1,
    ],
    [
      'one of several identity policies allows',
      [...ask('root.json', role, 'kms:Decrypt'), '--identity-policy', 'nothing.json', '--identity-policy', 'all.json'],
      0,
    ],
    [
      'a boundary that does not allow',
      [...ask('root.json', role, 'kms:Decrypt'), '--identity-policy', 'all.json', '--boundary', 'nothing.json'],
      1,
    ],
    [
      'every level of service control policies has to allow',
      [...ask('sound.json', role, 'kms:Decrypt'), '--scp', 'all.json', '--scp', 'nothing.json'],
      1,
    ],
    [
      'of one level, one policy is enough',
      [...ask('sound.json', role, 'kms:Decrypt'), '--scp', 'all.json', '--scp', 'nothing.json,all.json'],
      0,
    ],
    ['a resource control policy', [...ask('sound.json', role, 'kms:Decrypt'), '--rcp', 'deny.json'], 1],
    ['the key in another account', [...ask('sound.json', serviceLinkedRole, 'kms:Decrypt'), '--key', key], 4],
    [
      'a session of the role',
      ask('sound.json', 'arn:aws:sts::111122223333:assumed-role/website-backup/session', 'kms:Decrypt'),
      0,
    ],
  ] as const)('%s', ([, args, status]) => {
    expect(simulate(args).status).toBe(status);
  });
});

describe('wrong usage', () => {
  test.for([
    ['no policy', ['--principal', role, '--action', 'kms:Decrypt'], "required option '--policy <file>' not specified"],
    ['a misspelt action', ask('sound.json', role, 'kms:Decript'), 'did you mean kms:Decrypt?'],
    [
      'a principal that is none',
      ask('sound.json', 'website-backup', 'kms:Decrypt'),
      'principal: expected the ARN of a role',
    ],
    ['a context without value', [...ask('sound.json', role, 'kms:Decrypt'), '--context', 'a'], 'Write it as KEY=VALUE'],
    ['a file that does not exist', ask('nowhere.json', role, 'kms:Decrypt'), 'nowhere.json: does not exist'],
    [
      'a file without a policy',
      [...ask('sound.json', role, 'kms:Decrypt'), '--boundary', '-'],
      '<stdin>: holds no policy',
    ],
    ['an unknown option', [...ask('sound.json', role, 'kms:Decrypt'), '--principle', 'x'], 'Did you mean --principal?'],
  ] as const)('%s is exit code 2', ([, args, expected]) => {
    const { status, stdout, stderr } = simulate(args, '{}');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(expected);
    expect(stderr).not.toContain('bug');
  });
});

test('the answer comes first, then each statement and what kept it from applying', () => {
  const { stdout } = simulate(ask('root.json', role, 'kms:Decrypt'));
  expect(stdout.split('\n')[0]).toBe(`unknown: kms:Decrypt for ${role}`);
  expect(stdout).toContain('root.json/Statement/1');
  expect(stdout).toContain('Principal: ');
  expect(stdout).toContain('--identity-policy FILE');
});

test('an answer that may be needlessly unknown says so', () => {
  // Every key in two statements, so that each has to be tried with and without.
  const tags = Array.from({ length: 40 }, (_, index) => `aws:PrincipalTag/t${index}`);
  const statement = (Condition: object): object => ({
    Effect: 'Allow',
    Principal: '*',
    Action: 'kms:Decrypt',
    Resource: '*',
    Condition,
  });
  const Statement = tags.flatMap((tag) => [
    statement({ StringEquals: { [tag]: 'x' } }),
    statement({ StringNotEquals: { [tag]: ['x', 'y'] } }),
  ]);
  const cwd = folder({ 'many.json': JSON.stringify({ Version: '2012-10-17', Statement }), 'sound.json': sound });
  const asked = (file: string): string => {
    const args = [...ask(file, role, 'kms:Decrypt'), '--unknown', 'aws:PrincipalTag/*', '--identity-policy', 'none'];
    return backuplint(['simulate', ...args], { cwd }).stdout;
  };
  expect(asked('many.json')).toContain('have more cases than were tried');
  expect(asked('sound.json')).not.toContain('have more cases');
});

test('an unknown context key is asked for by its option', () => {
  const args = [
    ...ask('organization.json', role, 'kms:Verify'),
    '--unknown',
    'aws:PrincipalOrgID',
    '--identity-policy',
    'none',
  ];
  expect(simulate(args).stdout).toContain('--context aws:PrincipalOrgID=VALUE');
});

test('as JSON it is the question and the decision of the library', () => {
  const { stdout } = simulate([...ask('sound.json', role, 'kms:Decrypt'), '--format', 'json']);
  expect(JSON.parse(stdout)).toMatchObject({
    schemaVersion: 1,
    question: { principal: role, action: 'kms:Decrypt', context: { 'aws:ResourceAccount': '111122223333' } },
    decision: { outcome: 'allowed', reason: 'allowed-by-key-policy', blockedBy: [], unknownKeys: [] },
  });
});

test('the policy may come from standard input', () => {
  expect(simulate(ask('-', role, 'kms:Decrypt'), sound).status).toBe(0);
});

test('escape sequences in a Sid do not reach the terminal', () => {
  const { stdout } = simulate(ask('-', role, 'kms:Decrypt'), keyPolicy({ sid: '\u001b[2J' }));
  expect(stdout).toContain('\\u{1b}[2J');
  expect(stdout).not.toContain('\u001b');
});

test('--help tells the exit codes', () => {
  const { status, stdout } = simulate(['--help']);
  expect(status).toBe(0);
  expect(stdout).toContain('0 allowed, 1 denied, 2 wrong usage or an unreadable file, 4 unknown');
});
