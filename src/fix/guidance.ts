import type { ActionClass } from '../paths/types.ts';
import type { Json } from './policy-edit.ts';

/**
 * The two statements of the guidance on backing up resources encrypted with customer managed keys: use of the key, and
 * grants, the latter only on behalf of AWS services.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html
 */
export interface GuidanceStatement {
  readonly sid: string;
  /** As the guidance writes and orders them. */
  readonly actions: readonly string[];
  readonly condition?: Json;
}

export const guidanceStatements: Readonly<Record<ActionClass, GuidanceStatement>> = {
  use: {
    sid: 'Allow AWS Backup to use the key for backup and cross-account copy',
    actions: [
      'kms:DescribeKey',
      'kms:Encrypt',
      'kms:Decrypt',
      'kms:ReEncrypt*',
      'kms:GenerateDataKey',
      'kms:GenerateDataKeyWithoutPlaintext',
    ],
  },
  grants: {
    sid: 'Allow AWS Backup to manage grants for backup and cross-account copy',
    actions: ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'],
    // https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-grant-is-for-aws-resource
    condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
  },
};

/** KMS checks re-encryption as two permissions, and a pattern is the usual way to write both. */
const reEncrypt = { written: 'kms:ReEncrypt*', actions: ['kms:ReEncryptFrom', 'kms:ReEncryptTo'] } as const;

/** The actions as the guidance writes them, in its order; a pattern only where all that it covers is asked for. */
export function writeActions(actions: readonly string[]): string[] {
  const whole = reEncrypt.actions.every((action) => actions.includes(action));
  const written = whole
    ? [...actions.filter((action) => !reEncrypt.actions.some((part) => part === action)), reEncrypt.written]
    : [...actions];
  return written.sort((a, b) => rank(a) - rank(b));
}

const order = [...guidanceStatements.use.actions, ...guidanceStatements.grants.actions];

/** Parts of a pattern stand where it would; what the guidance does not name comes last, in the order given. */
function rank(action: string): number {
  const index = order.findIndex(
    (known) => known === action || (known.endsWith('*') && action.startsWith(known.slice(0, -1))),
  );
  return index < 0 ? order.length : index;
}
