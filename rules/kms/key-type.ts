import type { Key } from '../../src/estate/model.ts';
import type { Rule } from '../../src/engine/rule.ts';
import { describeKeyFile, exampleKeyConfig, soundPolicyFile } from '../examples.ts';
import { pathIds } from './support/requests.ts';

export const keyType: Rule = {
  id: 'kms/key-type',
  severity: 'error',
  docs: {
    what: 'The key is asymmetric, an HMAC key, or otherwise not made for encrypting data (`ENCRYPT_DECRYPT` with `SYMMETRIC_DEFAULT`).',
    why: 'AWS services that are integrated with KMS, AWS Backup among them, encrypt with symmetric encryption keys only. An asymmetric or HMAC key has no data keys to give, so every backup or copy that is to use it fails, whatever its policy allows.',
    remedy:
      'Use a symmetric encryption key. Spec and usage of a key cannot be changed, so this means a new key, and encrypting the resource or vault with it.',
    notes:
      'A key policy alone does not tell what kind of key it belongs to. The rule sees it in the output of `aws kms describe-key`, in Terraform and CloudFormation, and on a live account.',
    firing: {
      title: 'The key was made for signing',
      files: {
        'policy.json': soundPolicyFile(),
        'key.json': describeKeyFile({ KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' }),
      },
      config: exampleKeyConfig,
    },
    silent: {
      title: 'A symmetric encryption key',
      files: { 'policy.json': soundPolicyFile(), 'key.json': describeKeyFile({}) },
      config: exampleKeyConfig,
    },
    sources: [
      'https://docs.aws.amazon.com/kms/latest/developerguide/service-integration.html',
      'https://docs.aws.amazon.com/kms/latest/developerguide/symmetric-asymmetric.html',
    ],
  },

  checkKey(judged) {
    const { key, uses } = judged;
    const kind = wrongKind(key);
    if (kind === undefined) return [];
    return [
      {
        message: `The key is ${kind}; AWS Backup and the services it calls need a symmetric encryption key (SYMMETRIC_DEFAULT, ENCRYPT_DECRYPT)`,
        at: key.origin,
        subject: key.subject,
        paths: pathIds(judged, uses),
        help: 'Create a symmetric encryption key and encrypt the resource with it: spec and usage of a key never change.',
        identity: 'type',
      },
    ];
  },
};

function wrongKind({ spec, usage }: Key): string | undefined {
  if (spec !== undefined && spec !== 'SYMMETRIC_DEFAULT') {
    return `${spec.startsWith('HMAC_') ? 'an HMAC key' : 'an asymmetric key'} (key spec ${spec})`;
  }
  return usage === undefined || usage === 'ENCRYPT_DECRYPT' ? undefined : `made for ${usage}`;
}
