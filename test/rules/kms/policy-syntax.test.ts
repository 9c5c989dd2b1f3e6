import { describe, expect, test } from 'vitest';
import { soundPolicyFile, policyFile, rootStatement, type ExampleStatement } from '../../../rules/examples.ts';
import { checkFiles, checkPolicy } from '../../support/check-files.ts';
import { linesOf } from '../../support/findings.ts';

function statement(parts: ExampleStatement): string {
  return soundPolicyFile({
    Sid: 'Other',
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::111122223333:role/app' },
    Action: 'kms:Decrypt',
    Resource: '*',
    ...parts,
  });
}

describe('kms/policy-syntax', () => {
  test.for<{ name: string; policy: string; places: readonly string[] }>([
    {
      name: 'an element that does not exist',
      policy: statement({ Actions: 'kms:Decrypt' }),
      places: ['error /Statement/3/Actions'],
    },
    { name: 'an effect in lower case', policy: statement({ Effect: 'allow' }), places: ['error /Statement/3/Effect'] },
    {
      name: 'a type of principal that does not exist',
      policy: statement({ Principal: { Aws: '111122223333' } }),
      places: ['error /Statement/3/Principal/Aws'],
    },
    {
      name: 'a group as a principal',
      policy: statement({ Principal: { AWS: 'arn:aws:iam::111122223333:group/admins' } }),
      places: ['error /Statement/3/Principal/AWS'],
    },
    {
      name: 'an operator that does not exist',
      policy: statement({ Condition: { StringEqual: { 'kms:CallerAccount': '111122223333' } } }),
      places: ['error /Statement/3/Condition/StringEqual'],
    },
    {
      name: 'an alias as the resource',
      policy: statement({ Resource: 'arn:aws:kms:eu-west-2:111122223333:alias/app' }),
      places: ['error /Statement/3/Resource'],
    },
    {
      name: 'a statement that KMS ignores',
      policy: statement({ Resource: undefined }),
      places: ['warning /Statement/3'],
    },
    { name: 'a Sid that stands twice', policy: soundPolicyFile(rootStatement), places: ['warning /Statement/3/Sid'] },
    {
      name: 'ForAllValues on a key that tells who calls',
      policy: statement({ Condition: { 'ForAllValues:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' } } }),
      places: ['warning /Statement/3/Condition/ForAllValues:StringLike/aws:PrincipalOrgPaths'],
    },
    {
      name: 'ForAllValues on the operations of a grant, as AWS documents it',
      policy: statement({
        Action: 'kms:CreateGrant',
        Condition: { 'ForAllValues:StringEquals': { 'kms:GrantOperations': ['Decrypt'] } },
      }),
      places: [],
    },
    {
      name: 'an object key that stands twice',
      policy: soundPolicyFile().replace('"Effect": "Allow",', '"Effect": "Allow",\n      "Effect": "Allow",'),
      places: ['error /Statement/0/Effect'],
    },
    {
      name: 'more than 32,768 bytes',
      policy: policyFile(
        rootStatement,
        ...Array.from({ length: 180 }, (_, index) => ({
          ...rootStatement,
          Sid: `Statement ${index}`,
          Action: 'kms:DescribeKey',
        })),
      ),
      places: ['warning '],
    },
  ])('$name', async ({ policy, places }) => {
    const lines = linesOf(await checkPolicy(policy), 'kms/policy-syntax');
    expect(lines.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(places);
  });

  test('two mistakes of one kind are two findings', async () => {
    const policy = soundPolicyFile(
      ...['one', 'two'].map(() => ({ ...rootStatement, Sid: undefined, Effect: 'allow' })),
    );
    const findings = (await checkPolicy(policy)).filter(({ rule }) => rule === 'kms/policy-syntax');
    expect(findings).toHaveLength(2);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });

  test('a policy in the output of get-key-policy that is no JSON', async () => {
    const { findings } = await checkFiles({
      'policy.json': JSON.stringify({ PolicyName: 'default', Policy: '{"Version": "2012-10-17", "Statement": [' }),
    });
    const [finding] = findings.filter(({ rule }) => rule === 'kms/policy-syntax');
    expect(finding).toMatchObject({ severity: 'error', origin: { pointer: '/Policy' } });
    expect(finding?.message).toMatch(/^The key policy is not valid JSON: /);
  });

  test.for([
    { name: 'a deleted principal', principal: 'AROAEXAMPLEID12345678', rule: 'kms/orphaned-principal' },
    { name: 'a placeholder', principal: 'arn:aws:iam::ACCOUNT_ID:role/app', rule: 'kms/placeholder' },
    { name: 'a wildcard inside an ARN', principal: 'arn:aws:iam::111122223333:role/app-*', rule: 'kms/never-matches' },
  ])('$name is told by its own rule alone', async ({ principal, rule }) => {
    const findings = await checkPolicy(statement({ Principal: { AWS: principal } }));
    expect(findings.map((finding) => finding.rule)).toEqual([rule]);
  });
});
