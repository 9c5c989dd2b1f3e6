/** Mistakes met in practice: section 9 of the evaluator's specification, a row each. */
import { expect, test } from 'vitest';
import type { EvaluateInput } from '../../src/iam/library.ts';
import {
  allow,
  C,
  delegation,
  deny,
  everything,
  key,
  nothing,
  org,
  policy,
  role,
  rootOf,
  slr,
  stranger,
  verdict,
  W,
} from './cast.ts';

interface Row {
  readonly name: string;
  readonly statements: readonly object[];
  readonly request?: Partial<EvaluateInput>;
  readonly expected: string;
}

const viaEc2 = {
  'kms:ViaService': 'ec2.eu-west-2.amazonaws.com',
  'kms:GrantIsForAWSResource': 'true',
};
const asSlr: Partial<EvaluateInput> = { principal: slr, identityPolicies: [everything] };
const inOrg = { 'aws:PrincipalOrgID': org };
const forAws = { Bool: { 'kms:GrantIsForAWSResource': 'true' } };
const use = ['kms:DescribeKey', 'kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'];

const rows: readonly Row[] = [
  {
    name: '1: Decrypt does not carry kms:GrantIsForAWSResource',
    statements: [allow({ Action: ['kms:Decrypt', 'kms:CreateGrant'], Condition: forAws })],
    request: { context: viaEc2 },
    expected: 'denied',
  },
  {
    name: '1: nor when the context claims that it is not known',
    statements: [allow({ Action: ['kms:Decrypt', 'kms:CreateGrant'], Condition: forAws })],
    request: { unknown: ['kms:*'] },
    expected: 'denied',
  },
  {
    name: '1: CreateGrant carries it',
    statements: [allow({ Action: ['kms:Decrypt', 'kms:CreateGrant'], Condition: forAws })],
    request: { action: 'kms:CreateGrant', context: viaEc2 },
    expected: 'allowed',
  },
  {
    name: '2: use actions alone give no CreateGrant',
    statements: [allow({ Action: use })],
    request: { action: 'kms:CreateGrant', context: viaEc2 },
    expected: 'denied',
  },
  { name: '3: the account root alone lets no role in', statements: [], expected: 'denied' },
  {
    name: "3: unknown when the role's policies were not given",
    statements: [],
    request: { identityPolicies: undefined },
    expected: 'unknown',
  },
  {
    name: "4: the central account named, and the service-linked role's own policy allows",
    statements: [allow({ Principal: { AWS: C } })],
    request: { ...asSlr, action: 'kms:DescribeKey' },
    expected: 'allowed',
  },
  {
    name: '4: another role of the central account without an identity policy',
    statements: [allow({ Principal: { AWS: C } })],
    request: { principal: `arn:aws:iam::${C}:role/other`, action: 'kms:DescribeKey' },
    expected: 'denied',
  },
  {
    name: '5: the role is named, the service-linked role is missing',
    statements: [allow({})],
    request: { ...asSlr, action: 'kms:CreateGrant', context: viaEc2 },
    expected: 'denied',
  },
  {
    name: '6: the service-linked role without its path',
    statements: [allow({ Principal: { AWS: `arn:aws:iam::${C}:role/AWSServiceRoleForBackup` } })],
    request: asSlr,
    expected: 'denied',
  },
  {
    name: '6: a wildcard inside a principal ARN',
    statements: [allow({ Principal: { AWS: `arn:aws:iam::${W}:role/*-backup-service-role` } })],
    expected: 'denied',
  },
  {
    name: '6: the pattern belongs into ArnLike aws:PrincipalArn',
    statements: [
      allow({
        Principal: '*',
        Condition: {
          ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${W}:role/*-backup-service-role` },
        },
      }),
    ],
    expected: 'allowed',
  },
  {
    name: "7: aws:PrincipalArn holds the role's ARN, never the session's",
    statements: [
      allow({
        Principal: '*',
        Condition: {
          StringEquals: {
            'aws:PrincipalArn': `arn:aws:sts::${W}:assumed-role/acme-backup-service-role/AWSBackup`,
          },
        },
      }),
    ],
    expected: 'denied',
  },
  {
    name: '8: a service without Region is never the value of kms:ViaService',
    statements: [allow({ Condition: { StringEquals: { 'kms:ViaService': 'backup.amazonaws.com' } } })],
    request: { unknown: ['kms:ViaService'] },
    expected: 'denied',
  },
  {
    name: '8: a star under StringEquals is a star',
    statements: [allow({ Condition: { StringEquals: { 'kms:ViaService': 'ec2.*.amazonaws.com' } } })],
    request: { unknown: ['kms:ViaService'] },
    expected: 'denied',
  },
  {
    name: '9: an EBS copy calls via ec2, not via backup',
    statements: [allow({ Condition: { StringLike: { 'kms:ViaService': 'backup.*.amazonaws.com' } } })],
    request: { context: viaEc2 },
    expected: 'denied',
  },
  {
    name: '10: AWS Backup calls with roles, not as a service',
    statements: [allow({ Principal: { Service: 'backup.amazonaws.com' } })],
    expected: 'denied',
  },
  {
    name: '10: so aws:PrincipalIsAWSService is false',
    statements: [allow({ Principal: '*', Condition: { Bool: { 'aws:PrincipalIsAWSService': 'true' } } })],
    request: asSlr,
    expected: 'denied',
  },
  {
    name: '10: and aws:SourceAccount is absent',
    statements: [allow({ Principal: '*', Condition: { StringEquals: { 'aws:SourceAccount': W } } })],
    expected: 'denied',
  },
  {
    name: '11: kms:CallerAccount of the workload excludes the service-linked role',
    statements: [
      allow({
        Principal: { AWS: [role, slr] },
        Condition: { StringEquals: { 'kms:CallerAccount': W } },
      }),
    ],
    request: asSlr,
    expected: 'denied',
  },
  {
    name: '11: and admits the role',
    statements: [
      allow({
        Principal: { AWS: [role, slr] },
        Condition: { StringEquals: { 'kms:CallerAccount': W } },
      }),
    ],
    expected: 'allowed',
  },
  {
    name: '12: a Deny outside a VPC endpoint strikes, since the key is absent',
    statements: [allow({}), deny({ Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } } })],
    expected: 'explicitly denied',
  },
  {
    name: '13: a Deny outside an address range is not decidable',
    statements: [allow({}), deny({ Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } })],
    request: { unknown: ['aws:SourceIp'] },
    expected: 'unknown',
  },
  {
    name: '14: a Deny without MFA strikes when the key is false',
    statements: [allow({}), deny({ Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } })],
    request: { context: { 'aws:MultiFactorAuthPresent': 'false' } },
    expected: 'explicitly denied',
  },
  {
    name: '14: and when it is absent',
    statements: [allow({}), deny({ Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } })],
    expected: 'explicitly denied',
  },
  {
    name: '15: a Deny outside the organization spares its members',
    statements: [allow({}), deny({ Condition: { StringNotEquals: { 'aws:PrincipalOrgID': org } } })],
    request: { context: inOrg },
    expected: 'allowed',
  },
  {
    name: '15: and strikes accounts in no organization',
    statements: [allow({}), deny({ Condition: { StringNotEquals: { 'aws:PrincipalOrgID': org } } })],
    expected: 'explicitly denied',
  },
  {
    name: '16: a Deny of other services strikes direct calls, since kms:ViaService is absent',
    statements: [
      allow({}),
      deny({ Condition: { StringNotEquals: { 'kms:ViaService': 'rds.eu-west-2.amazonaws.com' } } }),
    ],
    request: { action: 'kms:DescribeKey' },
    expected: 'explicitly denied',
  },
  {
    name: '17: Deny with NotPrincipal strikes who is not listed',
    statements: [
      allow({ Principal: { AWS: [role, slr] } }),
      deny({ Principal: undefined, NotPrincipal: { AWS: [rootOf(W), role] } }),
    ],
    request: asSlr,
    expected: 'explicitly denied',
  },
  {
    name: '17: and spares the role that is listed with its account',
    statements: [allow({}), deny({ Principal: undefined, NotPrincipal: { AWS: [rootOf(W), role] } })],
    expected: 'allowed',
  },
  {
    name: '17: unless the role has a permissions boundary',
    statements: [allow({}), deny({ Principal: undefined, NotPrincipal: { AWS: [rootOf(W), role] } })],
    request: { permissionsBoundary: everything },
    expected: 'explicitly denied',
  },
  {
    name: '18: the unique id of a deleted role matches nobody',
    statements: [allow({ Principal: { AWS: 'AROAEXAMPLEID1234567' } })],
    expected: 'denied',
  },
  {
    name: '18: a statement without Resource is ignored',
    statements: [allow({ Resource: undefined })],
    expected: 'denied',
  },
  {
    name: '20: ForAllValues is true when the key is absent',
    statements: [
      allow({
        Principal: '*',
        Condition: { 'ForAllValues:StringLike': { 'aws:PrincipalOrgPaths': `${org}/*` } },
      }),
    ],
    request: { principal: stranger, identityPolicies: [everything] },
    expected: 'allowed',
  },
  {
    name: '20: ForAnyValue is what was meant',
    statements: [
      allow({
        Principal: '*',
        Condition: { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': `${org}/*` } },
      }),
    ],
    request: { principal: stranger, identityPolicies: [everything] },
    expected: 'denied',
  },
  {
    name: '21: a multi-valued key without a set operator matches nothing',
    statements: [allow({ Principal: '*', Condition: { StringLike: { 'aws:PrincipalOrgPaths': `${org}/*` } } })],
    request: { context: { 'aws:PrincipalOrgPaths': [`${org}/r-ab12/ou-ab12-11111111/`] } },
    expected: 'denied',
  },
  {
    name: "22: an AWS managed key's policy admits its own account only",
    statements: [
      allow({
        Principal: { AWS: '*' },
        Condition: {
          StringEquals: { 'kms:CallerAccount': W, 'kms:ViaService': 'rds.eu-west-2.amazonaws.com' },
        },
      }),
    ],
    request: { ...asSlr, context: { 'kms:ViaService': 'rds.eu-west-2.amazonaws.com' } },
    expected: 'denied',
  },
  {
    name: '23: an alias ARN in an identity policy authorizes no key operation',
    statements: [],
    request: {
      identityPolicies: [
        policy({
          Effect: 'Allow',
          Action: 'kms:Decrypt',
          Resource: `arn:aws:kms:eu-west-2:${W}:alias/app`,
        }),
      ],
    },
    expected: 'denied',
  },
  {
    name: '24: with S3 Bucket Keys the encryption context holds the bucket',
    statements: [
      allow({
        Condition: {
          StringEquals: { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::acme-data/object' },
        },
      }),
    ],
    request: { context: { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::acme-data' } },
    expected: 'denied',
  },
  {
    name: "25: a replica keeps its own policy: another Region's ARN is another key",
    statements: [allow({ Resource: key.replace('eu-west-2', 'eu-west-1') })],
    expected: 'denied',
  },
  {
    name: '26: tags of the key count in IAM policies only',
    statements: [allow({ Condition: { StringEquals: { 'aws:ResourceTag/Backup': 'yes' } } })],
    request: { context: { 'aws:ResourceTag/Backup': 'yes' } },
    expected: 'denied',
  },
  {
    name: '26: a Deny by such a tag is left open',
    statements: [allow({}), deny({ Condition: { StringEquals: { 'aws:ResourceTag/Backup': 'no' } } })],
    request: { context: { 'aws:ResourceTag/Backup': 'no' } },
    expected: 'unknown',
  },
  {
    name: '27: CreateGrant without condition is allowed, if too wide',
    statements: [allow({ Action: 'kms:CreateGrant' })],
    request: { action: 'kms:CreateGrant', context: viaEc2 },
    expected: 'allowed',
  },
];

test.for(rows)('$name', ({ statements, request, expected }) => {
  expect(verdict({ keyPolicy: policy(delegation, ...statements), ...request })).toBe(expected);
});

test('19: without Version 2012-10-17 a variable is plain text', () => {
  const condition = { StringEquals: { 'aws:PrincipalTag/app': '${aws:RequestedRegion}' } };
  const context = { 'aws:PrincipalTag/app': 'eu-west-2', 'aws:RequestedRegion': 'eu-west-2' };
  const statements = [allow({ Condition: condition })];
  expect(verdict({ keyPolicy: { Statement: statements }, context })).toBe('denied');
  expect(verdict({ keyPolicy: { Version: '2008-10-17', Statement: statements }, context })).toBe('denied');
  expect(verdict({ keyPolicy: { Version: '2012-10-17', Statement: statements }, context })).toBe('allowed');
});

/** Several edges in one policy, as the specification closes with. */
const usual = policy(
  delegation,
  allow({ Principal: { AWS: [role, slr] }, Action: use }),
  allow({
    Principal: { AWS: [role, slr] },
    Action: ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'],
    Condition: forAws,
  }),
  deny({ Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': org } } }),
);

const slrPolicy = policy(
  { Effect: 'Allow', Action: 'kms:DescribeKey', Resource: '*' },
  { Effect: 'Allow', Action: 'kms:CreateGrant', Resource: '*', Condition: forAws },
);

test.for<{ name: string; request: Partial<EvaluateInput>; expected: string }>([
  { name: 'the role in the organization', request: { context: inOrg }, expected: 'allowed' },
  {
    name: 'the role, organization not known',
    request: { unknown: ['aws:PrincipalOrgID'] },
    expected: 'unknown',
  },
  { name: 'the role in no organization', request: {}, expected: 'explicitly denied' },
  {
    name: 'the role with a boundary that has no KMS',
    request: { context: inOrg, permissionsBoundary: nothing },
    expected: 'denied',
  },
  {
    name: 'the service-linked role grants for an AWS resource',
    request: {
      ...asSlr,
      identityPolicies: [slrPolicy],
      action: 'kms:CreateGrant',
      context: { ...viaEc2, ...inOrg },
    },
    expected: 'allowed',
  },
  {
    name: 'the service-linked role grants, for what is not known',
    request: {
      ...asSlr,
      identityPolicies: [slrPolicy],
      action: 'kms:CreateGrant',
      context: inOrg,
      unknown: ['kms:GrantIsForAWSResource'],
    },
    expected: 'unknown',
  },
  {
    name: 'the service-linked role grants, for itself',
    request: { ...asSlr, identityPolicies: [slrPolicy], action: 'kms:CreateGrant', context: inOrg },
    expected: 'denied',
  },
  {
    name: 'the service-linked role decrypts: the key policy admits it',
    request: { ...asSlr, context: inOrg },
    expected: 'allowed',
  },
  {
    name: 'the service-linked role decrypts: its own policy does not',
    request: { ...asSlr, identityPolicies: [slrPolicy], context: inOrg },
    expected: 'denied',
  },
  {
    name: 'a stranger, organization not known: nothing allows, so the Deny does not matter',
    request: { principal: stranger, unknown: ['aws:PrincipalOrgID'] },
    expected: 'denied',
  },
])('usual policy: $name', ({ request, expected }) => {
  expect(verdict({ keyPolicy: usual, ...request })).toBe(expected);
});
