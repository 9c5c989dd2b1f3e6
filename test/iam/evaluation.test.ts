/** Section 4 of the specification: which policies count, and for whom. */
import { describe, expect, test } from 'vitest';
import type { Grant } from '../../src/estate/model.ts';
import type { EvaluateInput } from '../../src/iam/library.ts';
import type { Decision } from '../../src/iam/types.ts';
import {
  allow,
  ask,
  C,
  delegation,
  deny,
  everything,
  key,
  nothing,
  policy,
  role,
  rootOf,
  session,
  slr,
  user,
  vault,
  verdict,
  W,
  X,
} from './cast.ts';

const kmsAll = policy({ Effect: 'Allow', Action: 'kms:*', Resource: '*' });
const s3All = policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' });
const denyDecrypt = policy({ Effect: 'Deny', Action: 'kms:Decrypt', Resource: '*' });
const byRole = policy(allow({}));
const byRoot = policy(delegation);
const fromCentral: Partial<EvaluateInput> = { principal: `arn:aws:iam::${C}:role/copier` };

/** What is compared: outcome and reason, and who is in the way. */
function told({ outcome, reason, blockedBy }: Decision): string {
  return [outcome, reason, ...blockedBy].join(' ');
}

interface Row {
  readonly name: string;
  readonly input: Partial<EvaluateInput>;
  readonly expected: string;
}

const sameAccount: readonly Row[] = [
  {
    name: 'the role is named: no identity policy needed',
    input: { keyPolicy: byRole },
    expected: 'allowed allowed-by-key-policy',
  },
  {
    name: 'the role is named, its policies are not known',
    input: { keyPolicy: byRole, identityPolicies: undefined },
    expected: 'allowed allowed-by-key-policy',
  },
  {
    name: 'the role is named, its boundary does not allow',
    input: { keyPolicy: byRole, permissionsBoundary: s3All },
    expected: 'denied implicit-deny permissions-boundary',
  },
  {
    name: 'the role is named, its boundary allows',
    input: { keyPolicy: byRole, permissionsBoundary: kmsAll },
    expected: 'allowed allowed-by-key-policy',
  },
  {
    name: 'the role is named, the session policy does not allow',
    input: { keyPolicy: byRole, sessionPolicy: s3All },
    expected: 'denied implicit-deny session-policy',
  },
  {
    name: 'the session is named: neither boundary nor session policy cut it',
    input: {
      principal: session,
      keyPolicy: policy(allow({ Principal: { AWS: session } })),
      permissionsBoundary: s3All,
      sessionPolicy: s3All,
    },
    expected: 'allowed allowed-by-key-policy',
  },
  {
    name: '"*" with a condition on the role: a boundary does not cut it',
    input: {
      keyPolicy: policy(allow({ Principal: '*', Condition: { ArnEquals: { 'aws:PrincipalArn': role } } })),
      permissionsBoundary: s3All,
    },
    expected: 'allowed allowed-by-key-policy',
  },
  {
    name: 'a user is named: a boundary does not cut it',
    input: { principal: user, keyPolicy: policy(allow({ Principal: { AWS: user } })), permissionsBoundary: s3All },
    expected: 'allowed allowed-by-key-policy',
  },
  {
    name: 'the account, and an identity policy allows',
    input: { keyPolicy: byRoot, identityPolicies: [kmsAll] },
    expected: 'allowed allowed-by-identity-policy',
  },
  {
    name: 'the account, and no identity policy allows',
    input: { keyPolicy: byRoot, identityPolicies: [s3All] },
    expected: 'denied implicit-deny identity-policy',
  },
  {
    name: 'the account, and the identity policies are not known',
    input: { keyPolicy: byRoot, identityPolicies: undefined },
    expected: 'unknown unknown-identity-policy',
  },
  {
    name: 'the account, an identity policy allows, the boundary does not',
    input: { keyPolicy: byRoot, identityPolicies: [kmsAll], permissionsBoundary: s3All },
    expected: 'denied implicit-deny permissions-boundary',
  },
  {
    name: 'the account with a condition that is open, and policies that are not known',
    input: {
      keyPolicy: policy({ ...delegation, Condition: { StringEquals: { 'aws:PrincipalTag/a': 'x' } } }),
      identityPolicies: undefined,
      unknown: ['aws:PrincipalTag/*'],
    },
    expected: 'unknown unknown-identity-policy',
  },
  {
    name: 'the role under a condition that is open, beside the account',
    input: {
      keyPolicy: policy(delegation, allow({ Condition: { StringEquals: { 'aws:PrincipalTag/a': 'x' } } })),
      identityPolicies: undefined,
      unknown: ['aws:PrincipalTag/*'],
    },
    expected: 'unknown unknown-context',
  },
  {
    name: 'neither the account nor the role: KMS ignores IAM policies',
    input: { keyPolicy: policy(allow({ Principal: { AWS: slr } })), identityPolicies: [kmsAll] },
    expected: 'denied implicit-deny key-policy',
  },
  {
    name: 'the account with fewer actions: IAM counts only inside them',
    input: {
      keyPolicy: policy(allow({ Principal: { AWS: rootOf(W) }, Action: 'kms:DescribeKey' })),
      identityPolicies: [kmsAll],
    },
    expected: 'denied implicit-deny key-policy',
  },
  {
    name: 'an identity policy denies what the key policy allows',
    input: { keyPolicy: byRole, identityPolicies: [denyDecrypt] },
    expected: 'denied explicit-deny identity-policy',
  },
  {
    name: 'a boundary denies',
    input: { keyPolicy: byRole, permissionsBoundary: { ...denyDecrypt } },
    expected: 'denied explicit-deny permissions-boundary',
  },
  {
    name: 'a session policy denies',
    input: { keyPolicy: byRole, sessionPolicy: denyDecrypt },
    expected: 'denied explicit-deny session-policy',
  },
  {
    name: 'the key policy denies what it allows',
    input: { keyPolicy: policy(allow({}), deny({})) },
    expected: 'denied explicit-deny key-policy',
  },
  {
    name: 'a Deny that may apply where nothing allows',
    input: {
      keyPolicy: policy(deny({ Condition: { StringEquals: { 'aws:PrincipalTag/a': 'x' } } })),
      unknown: ['aws:PrincipalTag/*'],
    },
    expected: 'denied implicit-deny key-policy',
  },
  {
    name: 'a Deny that may apply where something allows',
    input: {
      keyPolicy: policy(allow({}), deny({ Condition: { StringEquals: { 'aws:PrincipalTag/a': 'x' } } })),
      unknown: ['aws:PrincipalTag/*'],
    },
    expected: 'unknown unknown-context',
  },
  {
    name: 'a key policy that is not known',
    input: { keyPolicy: undefined },
    expected: 'unknown unknown-context',
  },
  {
    name: 'the root user through its account',
    input: { principal: rootOf(W), keyPolicy: byRoot },
    expected: 'allowed allowed-by-key-policy',
  },
];

const otherAccount: readonly Row[] = [
  {
    name: 'named, and an identity policy allows',
    input: {
      ...fromCentral,
      keyPolicy: policy(allow({ Principal: { AWS: fromCentral.principal } })),
      identityPolicies: [kmsAll],
    },
    expected: 'allowed allowed-by-key-policy',
  },
  {
    name: 'its account is named, and an identity policy allows',
    input: { ...fromCentral, keyPolicy: policy(allow({ Principal: { AWS: C } })), identityPolicies: [kmsAll] },
    expected: 'allowed allowed-by-identity-policy',
  },
  {
    name: 'named, and no identity policy allows',
    input: { ...fromCentral, keyPolicy: policy(allow({ Principal: { AWS: fromCentral.principal } })) },
    expected: 'denied implicit-deny identity-policy',
  },
  {
    name: 'named, and the identity policies are not known',
    input: { ...fromCentral, keyPolicy: policy(allow({ Principal: { AWS: C } })), identityPolicies: undefined },
    expected: 'unknown unknown-identity-policy',
  },
  {
    name: '"*" needs an identity policy too',
    input: { ...fromCentral, keyPolicy: policy(allow({ Principal: '*' })) },
    expected: 'denied implicit-deny identity-policy',
  },
  {
    name: 'not named',
    input: { ...fromCentral, keyPolicy: byRole, identityPolicies: [kmsAll] },
    expected: 'denied implicit-deny key-policy',
  },
  {
    name: 'neither side',
    input: { ...fromCentral, keyPolicy: byRole },
    expected: 'denied implicit-deny key-policy identity-policy',
  },
  {
    name: 'an action without a cross-account form',
    input: {
      ...fromCentral,
      action: 'kms:GetKeyPolicy',
      keyPolicy: policy(allow({ Principal: '*' })),
      identityPolicies: [everything],
    },
    expected: 'denied implicit-deny no-cross-account-form',
  },
  {
    name: 'the root user of the other account',
    input: { principal: rootOf(C), keyPolicy: policy(allow({ Principal: { AWS: C } })) },
    expected: 'allowed allowed-by-key-policy',
  },
];

const allowAll = [[everything]];
const guardrails: readonly Row[] = [
  {
    name: 'an SCP allows at every level',
    input: { keyPolicy: byRole, serviceControlPolicies: [[everything], [everything]] },
    expected: 'allowed allowed-by-key-policy',
  },
  {
    name: 'one level does not allow',
    input: { keyPolicy: byRole, serviceControlPolicies: [[everything], [s3All]] },
    expected: 'denied implicit-deny service-control-policy',
  },
  {
    name: 'within a level one policy is enough',
    input: { keyPolicy: byRole, serviceControlPolicies: [[s3All, kmsAll]] },
    expected: 'allowed allowed-by-key-policy',
  },
  {
    name: 'a level without policies allows nothing',
    input: { keyPolicy: byRole, serviceControlPolicies: [[everything], []] },
    expected: 'denied implicit-deny service-control-policy',
  },
  {
    name: 'an SCP denies',
    input: { keyPolicy: byRole, serviceControlPolicies: [[everything], [everything, denyDecrypt]] },
    expected: 'denied explicit-deny service-control-policy',
  },
  {
    name: 'SCPs bind the root user',
    input: { principal: rootOf(W), keyPolicy: byRoot, serviceControlPolicies: [[everything, denyDecrypt]] },
    expected: 'denied explicit-deny service-control-policy',
  },
  {
    name: 'service-linked roles are exempt from SCPs',
    input: {
      principal: slr,
      keyPolicy: policy(allow({ Principal: { AWS: slr } })),
      identityPolicies: [everything],
      serviceControlPolicies: [[denyDecrypt]],
    },
    expected: 'allowed allowed-by-key-policy',
  },
  {
    name: 'and from RCPs',
    input: {
      principal: slr,
      keyPolicy: policy(allow({ Principal: { AWS: slr } })),
      identityPolicies: [everything],
      resourceControlPolicies: [[policy(deny({}))]],
    },
    expected: 'allowed allowed-by-key-policy',
  },
  {
    name: 'and have no boundary',
    input: {
      principal: slr,
      keyPolicy: policy(allow({ Principal: { AWS: slr } })),
      identityPolicies: [everything],
      permissionsBoundary: nothing,
    },
    expected: 'allowed allowed-by-key-policy',
  },
  {
    name: 'a session of such a name may be one, so its SCPs are open',
    input: {
      principal: slr.replace(/:iam:.*/, `:sts::${C}:assumed-role/AWSServiceRoleForBackup/s`),
      keyPolicy: policy(allow({ Principal: { AWS: slr } })),
      identityPolicies: [everything],
      serviceControlPolicies: [[everything, denyDecrypt]],
    },
    expected: 'unknown unknown-context',
  },
  {
    name: 'an RCP denies, external callers too',
    input: {
      ...fromCentral,
      keyPolicy: policy(allow({ Principal: '*' })),
      identityPolicies: [everything],
      resourceControlPolicies: [[policy(deny({ Condition: { StringNotEquals: { 'aws:PrincipalAccount': W } } }))]],
    },
    expected: 'denied explicit-deny resource-control-policy',
  },
  {
    name: 'an RCP that allows nothing is no obstacle: full access is always attached',
    input: { keyPolicy: byRole, resourceControlPolicies: [[nothing]] },
    expected: 'allowed allowed-by-key-policy',
  },
  {
    name: 'several obstacles are told together',
    input: { keyPolicy: byRole, permissionsBoundary: s3All, sessionPolicy: s3All, serviceControlPolicies: [[s3All]] },
    expected: 'denied implicit-deny service-control-policy permissions-boundary session-policy',
  },
];

const grant = (overrides: Partial<Grant> = {}): Grant => ({
  GranteePrincipal: role,
  Operations: ['Decrypt', 'CreateGrant', 'DescribeKey'],
  ...overrides,
});
const someoneElse = policy(allow({ Principal: { AWS: user } }));
const withGrant = (overrides: Partial<Grant>, input: Partial<EvaluateInput> = {}): Partial<EvaluateInput> => ({
  keyPolicy: someoneElse,
  grants: [grant(overrides)],
  ...input,
});

const grants: readonly Row[] = [
  { name: 'a grant is enough by itself', input: withGrant({}), expected: 'allowed allowed-by-grant' },
  {
    name: 'also across accounts, without an identity policy',
    input: withGrant({ GranteePrincipal: slr }, { principal: slr }),
    expected: 'allowed allowed-by-grant',
  },
  {
    name: 'for another principal',
    input: withGrant({ GranteePrincipal: user }),
    expected: 'denied implicit-deny key-policy',
  },
  {
    name: 'without the operation',
    input: withGrant({ Operations: ['Encrypt'] }),
    expected: 'denied implicit-deny key-policy',
  },
  {
    name: 'of another key',
    input: withGrant({ KeyId: key.replace('1234abcd', 'ffffffff') }),
    expected: 'denied implicit-deny key-policy',
  },
  {
    name: 'by key id',
    input: withGrant({ KeyId: '1234abcd-12ab-34cd-56ef-1234567890ab' }),
    expected: 'allowed allowed-by-grant',
  },
  {
    name: 'an explicit Deny wins',
    input: { ...withGrant({}), keyPolicy: policy(deny({})) },
    expected: 'denied explicit-deny key-policy',
  },
  {
    name: 'whether the silence of an SCP cuts it is not known',
    input: withGrant({}, { serviceControlPolicies: [[s3All]] }),
    expected: 'unknown unknown-context',
  },
  {
    name: 'nor that of a boundary',
    input: withGrant({}, { permissionsBoundary: s3All }),
    expected: 'unknown unknown-context',
  },
  {
    name: 'an encryption context that is met',
    input: withGrant(
      { Constraints: { EncryptionContextSubset: { 'aws:ebs:id': 'vol-1' } } },
      { context: { 'kms:EncryptionContext:aws:ebs:id': 'vol-1' } },
    ),
    expected: 'allowed allowed-by-grant',
  },
  {
    name: 'an encryption context in another letter case',
    input: withGrant(
      { Constraints: { EncryptionContextSubset: { 'aws:ebs:id': 'vol-1' } } },
      { context: { 'kms:EncryptionContext:aws:ebs:id': 'VOL-1' } },
    ),
    expected: 'denied implicit-deny key-policy',
  },
  {
    name: 'an encryption context that is not known',
    input: withGrant(
      { Constraints: { EncryptionContextSubset: { 'aws:ebs:id': 'vol-1' } } },
      { unknown: ['kms:EncryptionContext:*'] },
    ),
    expected: 'unknown unknown-context',
  },
  {
    name: 'an equal encryption context admits no further pair',
    input: withGrant(
      { Constraints: { EncryptionContextEquals: { a: '1' } } },
      { context: { 'kms:EncryptionContext:a': '1', 'kms:EncryptionContextKeys': ['a', 'b'] } },
    ),
    expected: 'denied implicit-deny key-policy',
  },
  {
    name: 'DescribeKey is not constrained',
    input: withGrant({ Constraints: { EncryptionContextEquals: { a: '1' } } }, { action: 'kms:DescribeKey' }),
    expected: 'allowed allowed-by-grant',
  },
  {
    name: 'CreateGrant passes on what the grant holds',
    input: withGrant({}, { action: 'kms:CreateGrant', context: { 'kms:GrantOperations': ['Decrypt'] } }),
    expected: 'allowed allowed-by-grant',
  },
  {
    name: 'and no more',
    input: withGrant({}, { action: 'kms:CreateGrant', context: { 'kms:GrantOperations': ['Encrypt'] } }),
    expected: 'denied implicit-deny key-policy',
  },
  {
    name: 'the retiring principal may retire',
    input: withGrant(
      { GranteePrincipal: user, RetiringPrincipal: role, Operations: [] },
      { action: 'kms:RetireGrant' },
    ),
    expected: 'allowed allowed-by-grant',
  },
  {
    name: 'a session is its role',
    input: withGrant({}, { principal: session }),
    expected: 'allowed allowed-by-grant',
  },
];

const special: readonly Row[] = [
  {
    name: 'a key policy does nothing for RetireGrant',
    input: { action: 'kms:RetireGrant', keyPolicy: policy(allow({})) },
    expected: 'denied implicit-deny identity-policy',
  },
  {
    name: 'an IAM policy gives RetireGrant',
    input: { action: 'kms:RetireGrant', keyPolicy: byRoot, identityPolicies: [kmsAll] },
    expected: 'allowed allowed-by-identity-policy',
  },
  {
    name: 'account-level actions come from IAM policies alone',
    input: { action: 'kms:ListKeys', resource: '*', keyPolicy: policy(allow({ Principal: '*' })) },
    expected: 'denied implicit-deny identity-policy',
  },
  {
    name: 'account-level actions with an IAM policy',
    input: { action: 'kms:ListKeys', resource: '*', identityPolicies: [kmsAll] },
    expected: 'allowed allowed-by-identity-policy',
  },
  {
    name: 'CreateAlias needs the key policy and an IAM policy',
    input: { action: 'kms:CreateAlias', keyPolicy: byRole },
    expected: 'denied implicit-deny identity-policy',
  },
  {
    name: 'CreateAlias with both',
    input: { action: 'kms:CreateAlias', keyPolicy: byRole, identityPolicies: [kmsAll] },
    expected: 'allowed allowed-by-key-policy',
  },
];

const copy: Partial<EvaluateInput> = { action: 'backup:CopyIntoBackupVault', resource: vault };
const backupAll = policy({ Effect: 'Allow', Action: 'backup:*', Resource: '*' });
const copyAllow = (overrides: object = {}) =>
  policy({
    Effect: 'Allow',
    Principal: { AWS: role },
    Action: 'backup:CopyIntoBackupVault',
    Resource: '*',
    ...overrides,
  });

const vaults: readonly Row[] = [
  {
    name: 'both sides allow',
    input: { ...copy, vaultPolicy: copyAllow(), identityPolicies: [backupAll] },
    expected: 'allowed allowed-by-vault-policy',
  },
  {
    name: 'the account of the source is named',
    input: { ...copy, vaultPolicy: copyAllow({ Principal: { AWS: W } }), identityPolicies: [backupAll] },
    expected: 'allowed allowed-by-vault-policy',
  },
  {
    name: 'the vault does not let it in',
    input: { ...copy, vaultPolicy: copyAllow({ Principal: { AWS: X } }), identityPolicies: [backupAll] },
    expected: 'denied implicit-deny vault-policy',
  },
  {
    name: 'the role may not copy',
    input: { ...copy, vaultPolicy: copyAllow(), identityPolicies: [s3All] },
    expected: 'denied implicit-deny identity-policy',
  },
  {
    name: 'the organization is meant, and known',
    input: {
      ...copy,
      identityPolicies: [backupAll],
      vaultPolicy: copyAllow({ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }),
      context: { 'aws:PrincipalOrgID': 'o-1' },
    },
    expected: 'allowed allowed-by-vault-policy',
  },
  {
    name: 'the organization is meant, and not known',
    input: {
      ...copy,
      identityPolicies: [backupAll],
      vaultPolicy: copyAllow({ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }),
      unknown: ['aws:PrincipalOrgID'],
    },
    expected: 'unknown unknown-context',
  },
  {
    name: "the vault's policy is not known",
    input: { ...copy, identityPolicies: [backupAll] },
    expected: 'unknown unknown-context',
  },
  {
    name: 'the vault has no policy',
    input: { ...copy, identityPolicies: [backupAll], vaultPolicy: nothing },
    expected: 'denied implicit-deny vault-policy',
  },
  {
    name: 'within the account no Allow of the vault is needed',
    input: { ...copy, resource: vault.replace(C, W), identityPolicies: [backupAll], vaultPolicy: nothing },
    expected: 'allowed allowed-by-identity-policy',
  },
  {
    name: 'within the account a Deny of the vault counts',
    input: {
      ...copy,
      resource: vault.replace(C, W),
      identityPolicies: [backupAll],
      vaultPolicy: copyAllow({ Effect: 'Deny', Principal: '*' }),
    },
    expected: 'denied explicit-deny vault-policy',
  },
  {
    name: 'a Deny for all but the named ARNs, as an allow list',
    input: {
      ...copy,
      identityPolicies: [backupAll],
      vaultPolicy: policy(
        { Effect: 'Allow', Principal: '*', Action: 'backup:CopyIntoBackupVault', Resource: '*' },
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 'backup:CopyIntoBackupVault',
          Resource: '*',
          Condition: { ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${X}:role/*` } },
        },
      ),
    },
    expected: 'denied explicit-deny vault-policy',
  },
  {
    name: 'other actions have no cross-account form',
    input: {
      action: 'backup:StartBackupJob',
      resource: vault,
      identityPolicies: [backupAll],
      vaultPolicy: copyAllow({ Action: 'backup:StartBackupJob' }),
    },
    expected: 'denied implicit-deny no-cross-account-form',
  },
  {
    name: 'an identity policy alone decides about other services',
    input: { action: 's3:GetObject', resource: 'arn:aws:s3:::data/x', identityPolicies: [s3All] },
    expected: 'allowed allowed-by-identity-policy',
  },
];

const tables = { sameAccount, otherAccount, guardrails, grants, special, vaults };

describe.for(Object.entries(tables))('%s', ([, rows]) => {
  test.for(rows)('$name', ({ input, expected }) => {
    expect(told(ask(input))).toBe(expected);
  });
});

test('an exempt principal is not struck by guardrails that would allow nobody', () => {
  expect(verdict({ keyPolicy: byRole, serviceControlPolicies: allowAll })).toBe('allowed');
});
