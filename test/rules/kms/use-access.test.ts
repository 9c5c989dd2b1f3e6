import { describe, expect, test } from 'vitest';
import {
  exampleRole,
  exampleServiceLinkedRole,
  grantStatement,
  policyFile,
  rootStatement,
  soundPolicyFile,
  useStatement,
  type ExampleStatement,
} from '../../../rules/examples.ts';
import { checkPolicy } from '../../support/check-files.ts';

const adminStatement: ExampleStatement = {
  Sid: 'Administrators',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111122223333:role/admin' },
  Action: ['kms:PutKeyPolicy', 'kms:Describe*'],
  Resource: '*',
};

/** Principal → the actions that are refused it, with the reason. */
async function refusals(policy: string, profile: 'guidance' | 'minimal' = 'guidance'): Promise<readonly string[]> {
  const findings = await checkPolicy(policy, profile);
  return findings
    .filter(({ rule }) => rule === 'kms/use-access' || rule === 'kms/grant-access')
    .map(({ rule, severity, requests }) => {
      const who = requests[0]?.principal === exampleRole ? 'role' : 'linked role';
      const reasons = [...new Set(requests.map(({ reason }) => reason))].join(' ');
      return `${severity} ${rule} ${who}: ${requests.map(({ action }) => action.slice(4)).join(' ')} (${reasons})`;
    });
}

const everyUse =
  'DescribeKey Encrypt Decrypt ReEncryptFrom ReEncryptTo GenerateDataKey GenerateDataKeyWithoutPlaintext';
const everyGrant = 'CreateGrant ListGrants RevokeGrant';

describe('kms/use-access and kms/grant-access', () => {
  test.for([
    { name: "the guidance's policy has all it needs", policy: soundPolicyFile(), expected: [] },
    {
      name: 'the root statement is not needed for it',
      policy: policyFile(useStatement, grantStatement),
      expected: [],
    },
    {
      name: 'a principal that only the root statement reaches is missing under the guidance, with the outcome unknown',
      policy: policyFile(rootStatement),
      expected: [
        `error kms/use-access role: ${everyUse} (unknown-identity-policy)`,
        `error kms/use-access linked role: ${everyUse} (implicit-deny)`,
        `error kms/grant-access role: ${everyGrant} (unknown-identity-policy)`,
        `error kms/grant-access linked role: ${everyGrant} (implicit-deny)`,
      ],
    },
    {
      name: 'without a root statement the role is refused for certain',
      policy: policyFile(adminStatement),
      expected: [
        `error kms/use-access role: ${everyUse} (implicit-deny)`,
        `error kms/use-access linked role: ${everyUse} (implicit-deny)`,
        `error kms/grant-access role: ${everyGrant} (implicit-deny)`,
        `error kms/grant-access linked role: ${everyGrant} (implicit-deny)`,
      ],
    },
    {
      name: 'GenerateDataKey does not cover GenerateDataKeyWithoutPlaintext, and ReEncrypt is no action',
      policy: policyFile(
        {
          ...useStatement,
          Action: ['kms:DescribeKey', 'kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt', 'kms:GenerateDataKey'],
        },
        grantStatement,
      ),
      expected: [
        'error kms/use-access role: ReEncryptFrom ReEncryptTo GenerateDataKeyWithoutPlaintext (implicit-deny)',
        'error kms/use-access linked role: ReEncryptFrom ReEncryptTo GenerateDataKeyWithoutPlaintext (implicit-deny)',
      ],
    },
    {
      name: "letter case and wildcards of actions are AWS's",
      policy: policyFile(
        {
          ...useStatement,
          Action: ['KMS:describekey', 'kms:?ncrypt', 'kms:Decr*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'],
        },
        grantStatement,
      ),
      expected: [],
    },
    {
      name: 'the grant condition over use actions takes them away',
      policy: policyFile({ ...grantStatement, Action: 'kms:*' }),
      expected: [
        `error kms/use-access role: ${everyUse} (implicit-deny)`,
        `error kms/use-access linked role: ${everyUse} (implicit-deny)`,
      ],
    },
    {
      name: 'the service principal of AWS Backup is nobody that calls KMS',
      policy: policyFile(
        { ...useStatement, Principal: { Service: 'backup.amazonaws.com' } },
        { ...grantStatement, Principal: { Service: 'backup.amazonaws.com' } },
        adminStatement,
      ),
      expected: [
        `error kms/use-access role: ${everyUse} (implicit-deny)`,
        `error kms/use-access linked role: ${everyUse} (implicit-deny)`,
        `error kms/grant-access role: ${everyGrant} (implicit-deny)`,
        `error kms/grant-access linked role: ${everyGrant} (implicit-deny)`,
      ],
    },
    {
      name: 'the central account as a principal admits its service-linked role',
      policy: policyFile(
        { ...useStatement, Principal: { AWS: [exampleRole, '444455556666'] } },
        { ...grantStatement, Principal: { AWS: [exampleRole, 'arn:aws:iam::444455556666:root'] } },
      ),
      expected: [],
    },
    {
      name: 'a role under another path is another role',
      policy: policyFile(
        {
          ...useStatement,
          Principal: {
            AWS: ['arn:aws:iam::111122223333:role/service-role/backup-role', exampleServiceLinkedRole],
          },
        },
        grantStatement,
      ),
      expected: [`error kms/use-access role: ${everyUse} (implicit-deny)`],
    },
    {
      name: 'everybody, limited by aws:PrincipalArn, is enough',
      policy: policyFile(
        ...[useStatement, { ...grantStatement, Condition: { ...Object(grantStatement['Condition']) } }].map(
          (statement) => ({
            ...statement,
            Principal: '*',
            Condition: {
              ...Object(statement['Condition']),
              ArnEquals: { 'aws:PrincipalArn': [exampleRole, exampleServiceLinkedRole] },
            },
          }),
        ),
      ),
      expected: [],
    },
  ])('$name', async ({ policy, expected }) => {
    expect(await refusals(policy)).toEqual(expected);
  });

  test.for([
    {
      name: 'a delegated role is a doubt, not an error',
      policy: policyFile(rootStatement),
      expected: [
        'error kms/use-access linked role: DescribeKey ReEncryptFrom GenerateDataKeyWithoutPlaintext (implicit-deny)',
        'error kms/grant-access linked role: CreateGrant (implicit-deny)',
      ],
    },
    {
      name: 'what may be needed is a warning',
      policy: policyFile(
        rootStatement,
        { ...grantStatement, Action: 'kms:CreateGrant' },
        {
          ...useStatement,
          Action: 'kms:DescribeKey',
        },
      ),
      expected: ['warning kms/use-access linked role: ReEncryptFrom GenerateDataKeyWithoutPlaintext (implicit-deny)'],
    },
  ])('under minimal requirements: $name', async ({ policy, expected }) => {
    expect(await refusals(policy, 'minimal')).toEqual(expected);
  });

  test('the message says what the guidance requires where only the delegation reaches the role', async () => {
    const [finding] = await checkPolicy(policyFile(rootStatement));
    expect(finding?.message).toBe(
      'The backup service role arn:aws:iam::111122223333:role/backup-role is not admitted by the key policy itself, as the guidance requires: the key policy leaves kms:DescribeKey, kms:Encrypt, kms:Decrypt, kms:ReEncrypt*, kms:GenerateDataKey and kms:GenerateDataKeyWithoutPlaintext to IAM policies that were not given',
    );
    expect(finding?.fix).toBe('safe');
  });

  test('the message says whether the job will fail or the guidance is not met', async () => {
    const consequences = async (policy: string, profile: 'guidance' | 'minimal'): Promise<readonly unknown[]> => {
      const findings = (await checkPolicy(policy, profile)).filter(({ rule }) => rule === 'kms/use-access');
      return findings.map(({ message }) => /\(([^()]*)\)$/.exec(message)?.[1]);
    };
    const roleAlone = { ...useStatement, Principal: { AWS: exampleRole } };
    expect(await consequences(policyFile(roleAlone, grantStatement), 'guidance')).toEqual(['the guidance requires it']);
    expect(await consequences(policyFile(roleAlone, grantStatement), 'minimal')).toEqual(['the job will fail']);
    const describeAlone = { ...useStatement, Principal: { AWS: exampleServiceLinkedRole }, Action: 'kms:DescribeKey' };
    const policy = policyFile(roleAlone, describeAlone, grantStatement);
    expect(await consequences(policy, 'minimal')).toEqual(['the job may fail']);
  });

  test('the help names the statement that lacks only the action', async () => {
    const policy = policyFile(rootStatement, useStatement, {
      ...grantStatement,
      Action: ['kms:CreateGrant', 'kms:ListGrants'],
    });
    const [finding] = await checkPolicy(policy);
    expect(finding?.origin).toMatchObject({ pointer: '/Statement/2' });
    expect(finding?.help).toBe(
      'Add kms:RevokeGrant to the Action of statement "Allow AWS Backup to manage grants for backup and cross-account copy"; backuplint --fix prints the corrected policy',
    );
  });

  test('a statement that keeps several requests out for several reasons is told in one line', async () => {
    const Principal = { AWS: 'arn:aws:iam::111122223333:role/Backup-Role' };
    const policy = policyFile({ ...useStatement, Principal, Action: ['kms:DescribeKey', 'kms:Decrypt'] });
    const [finding] = await checkPolicy(policy);
    expect(finding?.explanation.slice(0, -1)).toEqual([
      expect.stringMatching(
        /^Statement "Allow AWS Backup to use .*: case differs; its Action does not cover kms:Encrypt, kms:ReEncrypt\*, /,
      ),
    ]);
  });

  test('what is absent altogether is located at the statements', async () => {
    const [finding] = await checkPolicy(policyFile({ ...adminStatement, Action: 'kms:PutKeyPolicy' }));
    expect(finding?.origin).toMatchObject({ pointer: '/Statement' });
  });
});
