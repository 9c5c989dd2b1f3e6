import { describe, expect, test } from 'vitest';
import { soundPolicyFile, type ExampleStatement } from '../../../rules/examples.ts';
import { checkPolicy } from '../../support/check-files.ts';
import { linesOf } from '../../support/findings.ts';

function withPrincipal(principal: string, parts: ExampleStatement = {}): string {
  return soundPolicyFile({
    Effect: 'Allow',
    Principal: { AWS: principal },
    Action: 'kms:Decrypt',
    Resource: '*',
    ...parts,
  });
}

const held = (text: string, pointer = '/Statement/3/Principal/AWS'): readonly string[] => [
  `error ${pointer} The key policy holds the placeholder ${text} where a real value is needed; KMS takes it literally`,
];

describe('kms/placeholder', () => {
  test.for<{ name: string; policy: string; lines: readonly string[] }>([
    {
      name: 'the notation of the guidance',
      policy: withPrincipal('arn:aws:iam::${WorkloadAccountID}:role/app'),
      lines: held('${WorkloadAccountID}'),
    },
    {
      name: 'an expression of Terraform',
      policy: withPrincipal('arn:aws:iam::${data.aws_caller_identity.current.account_id}:root'),
      lines: held('${data.aws_caller_identity.current.account_id}'),
    },
    {
      name: 'a parameter of CloudFormation',
      policy: withPrincipal('arn:aws:iam::${AWS::AccountId}:root'),
      lines: held('${AWS::AccountId}'),
    },
    {
      name: 'angle brackets',
      policy: withPrincipal('arn:aws:iam::<account-id>:role/app'),
      lines: held('<account-id>'),
    },
    {
      name: 'double braces',
      policy: withPrincipal('arn:aws:iam::{{ account }}:role/app'),
      lines: held('{{ account }}'),
    },
    { name: 'percent signs', policy: withPrincipal('arn:aws:iam::%ACCOUNT_ID%:role/app'), lines: held('%ACCOUNT_ID%') },
    {
      name: 'a word for the account',
      policy: withPrincipal('arn:aws:iam::ACCOUNT_ID:role/app'),
      lines: held('ACCOUNT_ID'),
    },
    {
      name: 'crosses for digits',
      policy: withPrincipal('arn:aws:iam::xxxxxxxxxxxx:role/app'),
      lines: held('xxxxxxxxxxxx'),
    },
    {
      name: 'in a condition',
      policy: withPrincipal('*', { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': '${OrgId}' } } }),
      lines: held('${OrgId}', '/Statement/3/Condition/StringEquals/aws:PrincipalOrgID'),
    },
    {
      name: 'policy variables are none',
      policy: withPrincipal('arn:aws:iam::111122223333:root', {
        Condition: {
          StringEquals: {
            'kms:EncryptionContext:team': "${aws:PrincipalTag/team, 'none'}",
            'kms:EncryptionContext:star': '${*}',
          },
        },
      }),
      lines: [],
    },
    {
      name: 'AWS as the owner of a managed policy is none',
      policy: withPrincipal('arn:aws:iam::111122223333:role/app', {
        Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:iam::aws:policy/ReadOnly' } },
      }),
      lines: [],
    },
    {
      name: 'an account id of the documentation that is no account of the deployment',
      policy: withPrincipal('arn:aws:iam::123456789012:role/app'),
      lines: [
        'warning /Statement/3/Principal/AWS The key policy names account 123456789012, an example of the AWS documentation that is no account of this deployment',
      ],
    },
    {
      name: "the deployment's own accounts, though they are in the documentation",
      policy: withPrincipal('444455556666'),
      lines: [],
    },
    {
      name: 'an account id that only looks like one',
      policy: withPrincipal('arn:aws:iam::313233343536:role/app-123456789012x'),
      lines: [],
    },
    {
      name: 'a Sid may say what it likes',
      policy: withPrincipal('arn:aws:iam::111122223333:role/app', { Sid: 'Allow <somebody> in 123456789012' }),
      lines: [],
    },
  ])('$name', async ({ policy, lines }) => {
    expect(linesOf(await checkPolicy(policy), 'kms/placeholder')).toEqual(lines);
  });

  test('one placeholder in several places is told once', async () => {
    const policy = soundPolicyFile(
      ...['kms:Decrypt', 'kms:Encrypt'].map((Action) => ({
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::${Account}:root' },
        Action,
        Resource: '*',
      })),
    );
    const findings = (await checkPolicy(policy)).filter(({ rule }) => rule === 'kms/placeholder');
    expect(findings.map(({ explanation }) => explanation)).toEqual([['It also stands at /Statement/4/Principal/AWS']]);
  });

  test('what a placeholder breaks is not told a second time as bad syntax', async () => {
    const findings = await checkPolicy(withPrincipal('arn:aws:iam::ACCOUNT_ID:role/app'));
    expect(findings.map(({ rule }) => rule)).toEqual(['kms/placeholder']);
  });
});
