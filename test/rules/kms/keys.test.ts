import { describe, expect, test } from 'vitest';
import { describeKeyFile, exampleKeyArn, exampleKeyConfig, soundPolicyFile } from '../../../rules/examples.ts';
import { checkFiles } from '../../support/check-files.ts';

/** What is said of the example key when describe-key prints this of it. */
async function told(metadata: Readonly<Record<string, unknown>>): Promise<readonly string[]> {
  const files = { 'policy.json': soundPolicyFile(), 'key.json': describeKeyFile(metadata) };
  const { findings } = await checkFiles(files, exampleKeyConfig);
  for (const finding of findings) {
    expect(finding.subject).toBe(exampleKeyArn);
    expect(finding.origin).toEqual({ kind: 'file', file: 'key.json', pointer: '/KeyMetadata' });
    expect(finding.paths).toEqual(['p1']);
  }
  return findings.map(({ severity, rule, message }) => `${severity} ${rule} ${message.split(/[:;]/)[0]}`);
}

describe('kms/key-state and kms/key-type', () => {
  test.for<{ name: string; metadata: Readonly<Record<string, unknown>>; expected: readonly string[] }>([
    { name: 'an enabled symmetric key', metadata: {}, expected: [] },
    {
      name: 'disabled',
      metadata: { KeyState: 'Disabled', Enabled: false },
      expected: ['error kms/key-state The key is disabled (key state Disabled)'],
    },
    {
      name: 'pending deletion',
      metadata: { KeyState: 'PendingDeletion' },
      expected: ['error kms/key-state The key is scheduled for deletion (key state PendingDeletion)'],
    },
    {
      name: 'pending the deletion of its replicas',
      metadata: { KeyState: 'PendingReplicaDeletion' },
      expected: [
        'error kms/key-state The key is scheduled for deletion as soon as its replica keys are gone (key state PendingReplicaDeletion)',
      ],
    },
    {
      name: 'pending import',
      metadata: { KeyState: 'PendingImport', Origin: 'EXTERNAL' },
      expected: ['error kms/key-state The key is waiting for its key material (key state PendingImport)'],
    },
    {
      name: 'unavailable',
      metadata: { KeyState: 'Unavailable', Origin: 'AWS_CLOUDHSM' },
      expected: [
        'error kms/key-state The key is unavailable, because its custom key store is disconnected (key state Unavailable)',
      ],
    },
    { name: 'states that pass', metadata: { KeyState: 'Updating' }, expected: [] },
    {
      name: 'asymmetric',
      metadata: { KeySpec: 'RSA_4096', KeyUsage: 'ENCRYPT_DECRYPT' },
      expected: ['error kms/key-type The key is an asymmetric key (key spec RSA_4096)'],
    },
    {
      name: 'HMAC',
      metadata: { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' },
      expected: ['error kms/key-type The key is an HMAC key (key spec HMAC_256)'],
    },
    {
      name: 'disabled and asymmetric',
      metadata: { KeyState: 'Disabled', KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' },
      expected: [
        'error kms/key-state The key is disabled (key state Disabled)',
        'error kms/key-type The key is an asymmetric key (key spec ECC_NIST_P256)',
      ],
    },
  ])('$name', async ({ metadata, expected }) => {
    expect(await told(metadata)).toEqual(expected);
  });
});
