/** What the service reference does not say of KMS actions: who can give them, and to whom. */
import { kmsActionRows } from './actions.gen.ts';

type AccessLevel = 'List' | 'Read' | 'Write' | 'Tagging' | 'Permissions management';

export interface KmsAction {
  /** `Decrypt`. */
  readonly name: string;
  /** `kms:Decrypt`. */
  readonly action: string;
  readonly accessLevel: AccessLevel;
  /**
   * What a statement of a key policy can do for it: all, half (a permission on the alias is needed too), nothing
   * (only IAM policies or grants give it).
   */
  readonly keyPolicyGives: 'all' | 'half' | 'nothing';
  /** Whether it can be called on a key of another account. */
  readonly crossAccount: boolean;
  /** Whether it is called on a key. The others need `Resource: "*"` in an IAM policy. */
  readonly onKey: boolean;
  /** Whether a grant can hold it. */
  readonly inGrants: boolean;
}

// https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html, column "Cross-account use"
const crossAccount = new Set(
  (
    'Encrypt Decrypt ReEncryptFrom ReEncryptTo GenerateDataKey GenerateDataKeyWithoutPlaintext GenerateDataKeyPair ' +
    'GenerateDataKeyPairWithoutPlaintext GenerateMac VerifyMac Sign Verify DeriveSharedSecret ' +
    'CreateGrant ListGrants RevokeGrant RetireGrant DescribeKey GetPublicKey GetKeyRotationStatus'
  ).split(' '),
);

// https://docs.aws.amazon.com/kms/latest/developerguide/grants.html#terms-grant-operations
const inGrants = new Set(
  (
    'Decrypt Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext GenerateDataKeyPair ' +
    'GenerateDataKeyPairWithoutPlaintext ReEncryptFrom ReEncryptTo Sign Verify GenerateMac VerifyMac ' +
    'DeriveSharedSecret GetPublicKey DescribeKey CreateGrant RetireGrant'
  ).split(' '),
);

export const kmsActions: readonly KmsAction[] = kmsActionRows.map(([name, accessLevel, resources]) => ({
  name,
  action: `kms:${name}`,
  accessLevel: accessLevel as AccessLevel,
  keyPolicyGives: keyPolicyGives(name, resources),
  crossAccount: crossAccount.has(name),
  onKey: resources !== '',
  inGrants: inGrants.has(name),
}));

/** kms:RetireGrant in a key policy does nothing: the grant itself or an IAM policy gives it (same page). */
function keyPolicyGives(name: string, resources: string): KmsAction['keyPolicyGives'] {
  if (name === 'RetireGrant' || resources === '') return 'nothing';
  return resources === 'alias key' ? 'half' : 'all';
}
