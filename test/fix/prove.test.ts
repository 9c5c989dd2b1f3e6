import { expect, test } from 'vitest';
import { unwantedChange } from '../../src/fix/prove.ts';
import type { Permission } from '../../src/fix/request.ts';
import { compilePolicy } from '../../src/iam/compile.ts';
import { role, slr, workload } from './uses.ts';

type Statement = Readonly<Record<string, unknown>>;

const allow = (principal: unknown, action: unknown, condition?: unknown): Statement => ({
  Effect: 'Allow',
  Principal: principal,
  Action: action,
  Resource: '*',
  ...(condition === undefined ? {} : { Condition: condition }),
});
const deny = (action: unknown, condition?: unknown): Statement => ({
  ...allow('*', action, condition),
  Effect: 'Deny',
});
const admin = `arn:aws:iam::${workload}:role/admin`;
const root = { AWS: `arn:aws:iam::${workload}:root` };
const forAwsResource = { Bool: { 'kms:GrantIsForAWSResource': 'true' } };
const butRole = { ArnNotEquals: { 'aws:PrincipalArn': role } };

/** The role may newly decrypt and create grants for AWS resources; the service-linked role may newly decrypt. */
const permissions: readonly Permission[] = [
  { principal: role, action: 'kms:Decrypt', class: 'use' },
  { principal: role, action: 'kms:CreateGrant', class: 'grants' },
  { principal: slr, action: 'kms:Decrypt', class: 'use' },
];

interface Row {
  readonly name: string;
  readonly before: readonly Statement[];
  readonly after: readonly Statement[];
}

const wanted: readonly Row[] = [
  { name: 'nothing changed', before: [allow(root, 'kms:*')], after: [allow(root, 'kms:*')] },
  {
    name: 'what was asked for',
    before: [],
    after: [allow({ AWS: [role, slr] }, 'kms:Decrypt'), allow({ AWS: role }, 'kms:CreateGrant', forAwsResource)],
  },
  {
    name: 'less than what was asked for',
    before: [],
    after: [allow({ AWS: role }, 'kms:Decrypt', { StringEquals: { 'kms:ViaService': 'rds' } })],
  },
  {
    name: 'a statement that says again what others say',
    before: [allow('*', 'kms:*')],
    after: [allow('*', 'kms:*'), allow({ AWS: admin }, 'kms:Put*')],
  },
  {
    name: 'an exception for what was asked for',
    before: [allow({ AWS: role }, 'kms:Decrypt'), deny('kms:Decrypt')],
    after: [allow({ AWS: role }, 'kms:Decrypt'), deny('kms:Decrypt', butRole)],
  },
  {
    name: 'the session of a role is the role',
    before: [allow({ AWS: `arn:aws:sts::${workload}:assumed-role/acme-backup-service-role/x` }, 'kms:Encrypt')],
    after: [
      allow({ AWS: `arn:aws:sts::${workload}:assumed-role/acme-backup-service-role/x` }, 'kms:Encrypt'),
      allow({ AWS: role }, 'kms:Decrypt'),
    ],
  },
];

test.for(wanted)('no unwanted change: $name', ({ before, after }) => {
  expect(changeBetween(before, after)).toBeUndefined();
});

const unwanted: readonly (Row & { readonly change: RegExp })[] = [
  {
    name: 'another action',
    before: [],
    after: [allow({ AWS: role }, 'kms:Decrypt*'), allow({ AWS: role }, 'kms:Encrypt')],
    change: /^it would also turn kms:Encrypt for .*acme-backup-service-role from denied to allowed/,
  },
  {
    name: 'an action of somebody else who was asked for',
    before: [],
    after: [allow({ AWS: [role, slr] }, 'kms:CreateGrant', forAwsResource)],
    change:
      /kms:CreateGrant for .*AWSServiceRoleForBackup from denied to allowed \(kms:grantisforawsresource = true\)$/,
  },
  {
    name: 'somebody named elsewhere',
    before: [allow({ AWS: admin }, 'kms:Put*')],
    after: [allow({ AWS: admin }, 'kms:Put*'), allow({ AWS: [role, admin] }, 'kms:Decrypt')],
    change: /kms:Decrypt for .*role\/admin/,
  },
  {
    name: 'the whole account',
    before: [],
    after: [allow(root, 'kms:Decrypt')],
    change: /kms:Decrypt for .*from denied to allowed/,
  },
  {
    name: 'another account',
    before: [],
    after: [allow({ AWS: '999988887777' }, 'kms:Decrypt')],
    change: /999988887777:role\/backuplint-stranger/,
  },
  {
    name: 'everybody',
    before: [],
    after: [allow('*', 'kms:Decrypt')],
    change: /kms:Decrypt for anonymous from denied to allowed/,
  },
  {
    name: 'everybody under a condition that a pattern makes',
    before: [],
    after: [allow('*', 'kms:Decrypt', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/acme-*' } })],
    change: /000000000001:role\/acme-x/,
  },
  {
    name: 'a service',
    before: [],
    after: [allow({ Service: 'backup.amazonaws.com' }, 'kms:Decrypt')],
    change: /for backup\.amazonaws\.com/,
  },
  {
    name: 'grants without their condition',
    before: [],
    after: [allow({ AWS: role }, 'kms:CreateGrant')],
    change: /kms:CreateGrant for .* from denied to allowed$/,
  },
  {
    name: 'grants for others than AWS resources',
    before: [],
    after: [allow({ AWS: role }, 'kms:CreateGrant', { Bool: { 'kms:GrantIsForAWSResource': ['true', 'false'] } })],
    change: /kms:grantisforawsresource = false/,
  },
  {
    name: 'less than before',
    before: [allow({ AWS: role }, 'kms:Decrypt')],
    after: [],
    change: /kms:Decrypt for .* from allowed to denied/,
  },
  {
    name: 'somebody else denied',
    before: [allow({ AWS: admin }, 'kms:*')],
    after: [allow({ AWS: admin }, 'kms:*'), deny('kms:Decrypt', butRole)],
    change: /kms:Decrypt for .*role\/admin from allowed to denied/,
  },
  {
    name: 'a Deny gone',
    before: [allow({ AWS: admin }, 'kms:*'), deny('kms:Decrypt')],
    after: [allow({ AWS: admin }, 'kms:*')],
    change: /kms:Decrypt for .*role\/admin from denied to allowed/,
  },
  {
    name: 'a Deny gone for one value of a condition',
    before: [allow({ AWS: admin }, 'kms:*'), deny('kms:Decrypt', { StringEquals: { 'aws:SourceVpce': ['v1', 'v2'] } })],
    after: [allow({ AWS: admin }, 'kms:*'), deny('kms:Decrypt', { StringEquals: { 'aws:SourceVpce': ['v1'] } })],
    change: /aws:sourcevpce = v2/,
  },
  {
    name: 'another action that the account could pass on',
    before: [allow(root, 'kms:*'), deny('kms:*')],
    after: [allow(root, 'kms:*'), deny('kms:*', butRole)],
    change: /for .*acme-backup-service-role from denied to allowed/,
  },
  {
    name: 'what shows only under the conditions of two statements at once',
    before: [
      allow({ AWS: role }, 'kms:PutKeyPolicy', { StringEquals: { 'kms:ViaService': 'cfn' } }),
      deny('kms:Put*', { StringEquals: { 'aws:RequestedRegion': 'eu-west-2' } }),
    ],
    after: [
      allow({ AWS: role }, 'kms:PutKeyPolicy', { StringEquals: { 'kms:ViaService': 'cfn' } }),
      deny('kms:Put*', { StringEquals: { 'aws:RequestedRegion': 'eu-west-2' }, ...butRole }),
    ],
    change: /kms:PutKeyPolicy for .*from denied to allowed \(kms:viaservice = cfn, aws:requestedregion = eu-west-2\)/,
  },
  {
    name: 'what shows only where a third statement does not deny it',
    before: [
      allow({ AWS: role }, 'kms:PutKeyPolicy', { StringEquals: { 'kms:ViaService': 'cfn' } }),
      deny('kms:PutKeyPolicy', { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } }),
      deny('kms:*', { StringNotEquals: { 'aws:PrincipalOrgID': 'o-ours' } }),
    ],
    after: [
      allow({ AWS: role }, 'kms:PutKeyPolicy', { StringEquals: { 'kms:ViaService': 'cfn' } }),
      deny('kms:PutKeyPolicy', { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' }, ...butRole }),
      deny('kms:*', { StringNotEquals: { 'aws:PrincipalOrgID': 'o-ours' } }),
    ],
    change: /aws:principalorgid = o-ours, kms:viaservice = cfn/,
  },
];

test.for(unwanted)('an unwanted change: $name', ({ before, after, change }) => {
  expect(changeBetween(before, after)).toMatch(change);
});

test('a policy that tells too much apart is not compared in part', () => {
  const principals = Array.from({ length: 300 }, (_, index) => `arn:aws:iam::${workload}:role/role-${index}`);
  const values = Array.from({ length: 300 }, (_, index) => `vpce-${index}`);
  const statement = allow({ AWS: principals }, 'kms:Decrypt', { StringEquals: { 'aws:SourceVpce': values } });
  expect(changeBetween([statement], [statement, allow({ AWS: role }, 'kms:Decrypt')])).toMatch(
    /^the policy tells too many requests apart to compare them all \(\d{6,}\)$/,
  );
});

function changeBetween(before: readonly Statement[], after: readonly Statement[]): string | undefined {
  return unwantedChange({
    before: compiled(before),
    after: compiled(after),
    keys: [{ account: workload }],
    permissions,
  });
}

function compiled(statements: readonly Statement[]) {
  return compilePolicy({ Version: '2012-10-17', Statement: statements }, 'key-policy');
}
