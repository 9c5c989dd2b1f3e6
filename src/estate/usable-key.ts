import type { Key } from './model.ts';

/** Key states in which KMS refuses to encrypt or decrypt. https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
export const unusableKeyStates = [
  'Disabled',
  'PendingDeletion',
  'PendingReplicaDeletion',
  'PendingImport',
  'Unavailable',
] as const;

/**
 * Whether KMS encrypts and decrypts with the key at all, whatever its policy allows: it is in a usable state, and it is a
 * symmetric encryption key. What is not known is no obstacle.
 */
export function isUsableKey({ state, spec, usage }: Key): boolean {
  const isUnusable = unusableKeyStates.some((unusable) => unusable === state);
  return (
    !isUnusable &&
    (spec ?? 'SYMMETRIC_DEFAULT') === 'SYMMETRIC_DEFAULT' &&
    (usage ?? 'ENCRYPT_DECRYPT') === 'ENCRYPT_DECRYPT'
  );
}
