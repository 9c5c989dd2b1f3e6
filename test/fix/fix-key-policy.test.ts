import { expect, test } from 'vitest';
import { fixKeyPolicy, type FixKeyPolicyOptions } from '../../src/fix/fix-key-policy.ts';

const options: FixKeyPolicyOptions = { centralAccount: '444455556666', backupRole: 'acme-backup-service-role' };
const root = {
  Sid: 'Enable IAM User Permissions',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111122223333:root' },
  Action: 'kms:*',
  Resource: '*',
};
const role = 'arn:aws:iam::111122223333:role/acme-backup-service-role';
const slr = 'arn:aws:iam::444455556666:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup';
const guidance = [
  {
    Sid: 'Allow AWS Backup to use the key for backup and cross-account copy',
    Effect: 'Allow',
    Principal: { AWS: [role, slr] },
    Action: [
      'kms:DescribeKey',
      'kms:Encrypt',
      'kms:Decrypt',
      'kms:ReEncrypt*',
      'kms:GenerateDataKey',
      'kms:GenerateDataKeyWithoutPlaintext',
    ],
    Resource: '*',
  },
  {
    Sid: 'Allow AWS Backup to manage grants for backup and cross-account copy',
    Effect: 'Allow',
    Principal: { AWS: [role, slr] },
    Action: ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'],
    Resource: '*',
    Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
  },
];

test('adds the statements of the guidance to a document, word for word', () => {
  const fixed = fixKeyPolicy({ Version: '2012-10-17', Statement: [root] }, options);
  expect(fixed.policy).toEqual({ Version: '2012-10-17', Statement: [root, ...guidance] });
  expect(fixed.text).toBe(`${JSON.stringify(fixed.policy, undefined, 2)}\n`);
  expect(fixed).toMatchObject({ changed: true, safety: 'safe', withheld: [] });
  expect(fixed.mended).toHaveLength(20);
  expect(fixed.mended[0]).toEqual({ principal: role, action: 'kms:DescribeKey' });
});

test('keeps the text of a policy, and shows the change as a diff', () => {
  const text = JSON.stringify({ Version: '2012-10-17', Statement: [root, guidance[0]] }, undefined, '\t');
  const fixed = fixKeyPolicy(text, options);
  expect(fixed.text).toBe(JSON.stringify({ Version: '2012-10-17', Statement: [root, ...guidance] }, undefined, '\t'));
  expect(fixed.diff).toMatchInlineSnapshot(`
    "--- a/key-policy.json
    +++ b/key-policy.json
    @@ -28,6 +28,27 @@
     				"kms:GenerateDataKeyWithoutPlaintext"
     			],
     			"Resource": "*"
    +		},
    +		{
    +			"Sid": "Allow AWS Backup to manage grants for backup and cross-account copy",
    +			"Effect": "Allow",
    +			"Principal": {
    +				"AWS": [
    +					"arn:aws:iam::111122223333:role/acme-backup-service-role",
    +					"arn:aws:iam::444455556666:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup"
    +				]
    +			},
    +			"Action": [
    +				"kms:CreateGrant",
    +				"kms:ListGrants",
    +				"kms:RevokeGrant"
    +			],
    +			"Resource": "*",
    +			"Condition": {
    +				"Bool": {
    +					"kms:GrantIsForAWSResource": "true"
    +				}
    +			}
     		}
     	]
     }
    \\ No newline at end of file
    "
  `);
});

test('a sound policy comes back as it is', () => {
  const text = JSON.stringify({ Statement: [...guidance], Version: '2012-10-17' });
  expect(fixKeyPolicy(text, { ...options, workloadAccount: '111122223333' })).toEqual({
    changed: false,
    policy: JSON.parse(text),
    text,
    diff: '',
    safety: 'safe',
    mended: [],
    withheld: [],
  });
});

test('only what the resource types need is demanded', () => {
  const { policy } = fixKeyPolicy({ Version: '2012-10-17', Statement: [root] }, { ...options, resourceTypes: ['S3'] });
  expect((policy.Statement as unknown[])[1]).toMatchObject({
    Principal: { AWS: role },
    Action: ['kms:DescribeKey', 'kms:Decrypt'],
  });
});

test('an exception from a Deny is made on request', () => {
  const deny = { Effect: 'Deny', Principal: '*', Action: 'kms:Decrypt', Resource: '*' };
  const policy = { Version: '2012-10-17', Statement: [...guidance, deny] };
  const facts = { ...options, workloadAccount: '111122223333' };
  expect(fixKeyPolicy(policy, facts)).toMatchObject({
    changed: false,
    withheld: [
      {
        requests: [
          { principal: role, action: 'kms:Decrypt' },
          { principal: slr, action: 'kms:Decrypt' },
        ],
      },
    ],
  });
  expect(fixKeyPolicy(policy, { ...facts, unsafeFixes: true })).toMatchObject({
    changed: true,
    safety: 'unsafe',
    withheld: [],
  });
});

interface Misuse {
  readonly name: string;
  readonly text?: string;
  readonly options?: Partial<FixKeyPolicyOptions>;
  readonly message: string;
}

const misuses: readonly Misuse[] = [
  { name: 'no JSON', text: '{"Version": }', message: 'the policy is not valid JSON: expected a value, found `}`' },
  { name: 'two documents', text: '{}{}', message: 'the policy is several JSON documents, one was expected' },
  {
    name: 'a central account that is none',
    options: { centralAccount: '44445555666' },
    message: 'centralAccount is "44445555666", twelve digits were expected',
  },
  {
    name: 'a workload account that is none',
    options: { workloadAccount: 'x' },
    message: 'workloadAccount is "x", twelve digits were expected',
  },
  {
    name: 'a key ARN that is an alias',
    options: { keyArn: 'arn:aws:kms:eu-west-2:111122223333:alias/x' },
    message: 'keyArn is "arn:aws:kms:eu-west-2:111122223333:alias/x", the ARN of a key was expected',
  },
  {
    name: 'a policy that does not tell its account',
    text: '{"Version":"2012-10-17","Statement":[]}',
    message: 'workloadAccount is needed, and nothing given tells it',
  },
];

test.for(misuses)('refuses $name', ({ text, options: more, message }) => {
  const policy = text ?? { Version: '2012-10-17', Statement: [root] };
  expect(() => fixKeyPolicy(policy, { ...options, ...more })).toThrow(message);
});

test.for([
  'null',
  '1',
  '[]',
  '{}',
  '{"Statement":null}',
  '{"Statement":"x"}',
  '{"Statement":[null,1]}',
  '{"Statement":{"__proto__":{}}}',
])('changes nothing in %s, which is no policy', (text) => {
  const fixed = fixKeyPolicy(text, { ...options, workloadAccount: '111122223333' });
  expect([fixed.changed, fixed.text]).toEqual([false, text]);
  expect(fixed.withheld).not.toEqual([]);
});
