import { describe, expect, test } from 'vitest';
import { soundPolicyFile, type ExampleStatement } from '../../../rules/examples.ts';
import { checkPolicy } from '../../support/check-files.ts';

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

/** What a rule says, with its help. */
async function told(policy: string, rule: string): Promise<readonly string[]> {
  const findings = await checkPolicy(policy);
  return findings.filter((finding) => finding.rule === rule).map(({ message, help }) => `${message}. ${help}`);
}

describe('kms/unknown-action', () => {
  test.for<{ name: string; action: unknown; expected: readonly string[] }>([
    { name: 'every action', action: '*', expected: [] },
    { name: 'patterns and letter case', action: ['KMS:decrypt', 'kms:?ncrypt', 'kms:*Grant*'], expected: [] },
    {
      name: 'actions that exist and a key policy cannot give',
      action: ['kms:ListKeys', 'kms:CreateKey', 'kms:RetireGrant'],
      expected: [],
    },
    {
      name: 'the API operation that is no permission',
      action: 'kms:ReEncrypt',
      expected: [
        'Statement "Other" names kms:ReEncrypt, which is no KMS action, so it has no effect. Did you mean kms:ReEncrypt*?',
      ],
    },
    {
      name: 'a singular that AWS itself has published',
      action: 'kms:ListGrant',
      expected: [
        'Statement "Other" names kms:ListGrant, which is no KMS action, so it has no effect. Did you mean kms:ListGrants?',
      ],
    },
    {
      name: 'a slip of the pen',
      action: ['kms:Decrpyt'],
      expected: [
        'Statement "Other" names kms:Decrpyt, which is no KMS action, so it has no effect. Did you mean kms:Decrypt?',
      ],
    },
    {
      name: 'a space too much',
      action: 'kms:Decrypt ',
      expected: [
        'Statement "Other" names "kms:Decrypt ", which is no KMS action, so it has no effect. Did you mean kms:Decrypt?',
      ],
    },
    {
      name: 'no service before it',
      action: 'Decrypt',
      expected: [
        'Statement "Other" names Decrypt, which is no KMS action, so it has no effect. Did you mean kms:Decrypt?',
      ],
    },
    {
      name: 'two in one text',
      action: 'kms:Decrypt,kms:Encrypt',
      expected: [
        'Statement "Other" names "kms:Decrypt,kms:Encrypt", which is no KMS action, so it has no effect. Write each action as a text of its own, in a list.',
      ],
    },
    {
      name: 'a pattern of nothing',
      action: 'kms:Restore*',
      expected: [
        'Statement "Other" names the pattern kms:Restore*, which matches no KMS action, so it has no effect. See the list of KMS permissions in the AWS KMS developer guide.',
      ],
    },
    {
      name: 'another service',
      action: ['s3:GetObject', 'kms:Decrypt'],
      expected: [
        'Statement "Other" names s3:GetObject, an action of another service, so it has no effect. Remove it: a key policy gives KMS actions only.',
      ],
    },
    {
      name: 'a condition key',
      action: 'kms:ViaService',
      expected: [
        'Statement "Other" names kms:ViaService, which is no KMS action, so it has no effect. See the list of KMS permissions in the AWS KMS developer guide.',
      ],
    },
  ])('$name', async ({ action, expected }) => {
    expect(await told(statement({ Action: action }), 'kms/unknown-action')).toEqual(expected);
  });

  test('points at the action in its list', async () => {
    const findings = await checkPolicy(statement({ Action: ['kms:Decrypt', 'kms:ReEncrypt'] }));
    expect(findings.map(({ origin }) => origin)).toEqual([
      { kind: 'file', file: 'policy.json', pointer: '/Statement/3/Action/1' },
    ]);
  });

  test('looks at NotAction, too', async () => {
    const policy = statement({ Action: undefined, NotAction: 'kms:Decypt' });
    expect(await told(policy, 'kms/unknown-action')).toHaveLength(1);
  });
});

describe('kms/unknown-condition-key', () => {
  test.for<{ name: string; key: string; expected: readonly string[] }>([
    { name: 'a key of KMS', key: 'kms:CallerAccount', expected: [] },
    { name: 'a global key, in another letter case', key: 'AWS:principalorgid', expected: [] },
    { name: 'keys that go on with a name', key: 'aws:PrincipalTag/team', expected: [] },
    { name: 'an encryption context', key: 'kms:EncryptionContext:aws:s3:arn', expected: [] },
    { name: 'a key of an identity provider', key: 'accounts.google.com:aud', expected: [] },
    { name: 'a key of SAML', key: 'saml:sub', expected: [] },
    {
      name: 'a letter too few',
      key: 'kms:CallerAcount',
      expected: [
        'Statement "Other" has a condition on kms:CallerAcount, which is no condition key of KMS or of AWS. Did you mean kms:CallerAccount?',
      ],
    },
    {
      name: 'a global key that is none',
      key: 'aws:PrincipalOrgIDs',
      expected: [
        'Statement "Other" has a condition on aws:PrincipalOrgIDs, which is no condition key of KMS or of AWS. Did you mean aws:PrincipalOrgID?',
      ],
    },
    {
      name: 'a retired name',
      key: 'kms:CustomerMasterKeySpec',
      expected: [
        'Statement "Other" has a condition on kms:CustomerMasterKeySpec, a retired name that requests do not carry any more. Did you mean kms:KeySpec?',
      ],
    },
    {
      name: 'a key of another service',
      key: 's3:prefix',
      expected: [
        'Statement "Other" has a condition on s3:prefix, which requests to KMS do not carry. Use a kms: or global aws: condition key, or remove the condition.',
      ],
    },
  ])('$name', async ({ key, expected }) => {
    const policy = statement({ Condition: { StringEquals: { [key]: '111122223333' } } });
    expect(await told(policy, 'kms/unknown-condition-key')).toEqual(expected);
  });
});
