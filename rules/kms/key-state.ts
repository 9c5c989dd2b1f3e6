import type { Rule } from '../../src/engine/rule.ts';
import { describeKeyFile, exampleKeyConfig, soundPolicyFile } from '../examples.ts';
import { pathIds } from './support/requests.ts';

interface UnusableState {
  readonly what: string;
  readonly help: string;
}

// States in which KMS refuses every cryptographic operation. The passing states `Creating` and `Updating` are left alone.
// https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
const unusableStates: ReadonlyMap<string, UnusableState> = new Map([
  ['Disabled', { what: 'disabled', help: 'Enable the key again (aws kms enable-key).' }],
  [
    'PendingDeletion',
    {
      what: 'scheduled for deletion',
      help: 'Cancel the deletion and enable the key (aws kms cancel-key-deletion, then enable-key): once the key is gone, so is everything encrypted under it.',
    },
  ],
  [
    'PendingReplicaDeletion',
    {
      what: 'scheduled for deletion as soon as its replica keys are gone',
      help: 'Cancel the deletion and enable the key (aws kms cancel-key-deletion, then enable-key): once the key is gone, so is everything encrypted under it.',
    },
  ],
  [
    'PendingImport',
    {
      what: 'waiting for its key material',
      help: 'Import the key material (aws kms import-key-material); material that expired has to be imported again.',
    },
  ],
  [
    'Unavailable',
    {
      what: 'unavailable, because its custom key store is disconnected',
      help: 'Connect the custom key store again (aws kms connect-custom-key-store).',
    },
  ],
]);

export const keyState: Rule = {
  id: 'kms/key-state',
  severity: 'error',
  docs: {
    what: 'The key is disabled, unavailable, pending deletion or pending import.',
    why: 'KMS checks the state of a key before it looks at any policy. A key that is not enabled refuses every cryptographic call, so each backup and copy that needs it fails ("KMS key is either disabled or pending deletion or access to KMS key is denied"), however sound its policy is.',
    remedy:
      'Bring the key back to the state `Enabled`: enable it, cancel its deletion, import its key material, or connect its custom key store.',
    notes:
      'A key policy alone does not tell the state. The rule sees it in the output of `aws kms describe-key`, in Terraform and CloudFormation (`is_enabled`, `Enabled`) and on a live account. The states `Creating` and `Updating` pass by themselves and are not reported.',
    firing: {
      title: 'The key was scheduled for deletion',
      files: {
        'policy.json': soundPolicyFile(),
        'key.json': describeKeyFile({ KeyState: 'PendingDeletion' }),
      },
      config: exampleKeyConfig,
    },
    silent: {
      title: 'The key is enabled',
      files: {
        'policy.json': soundPolicyFile(),
        'key.json': describeKeyFile({ KeyState: 'Enabled' }),
      },
      config: exampleKeyConfig,
    },
    sources: [
      'https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html',
      'https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-dashboards.html',
    ],
  },

  checkKey(judged) {
    const { key, uses } = judged;
    const unusable = unusableStates.get(key.state ?? 'Enabled');
    if (unusable === undefined) return [];
    return [
      {
        message: `The key is ${unusable.what} (key state ${key.state}): KMS refuses to encrypt or decrypt with it, whatever its policy allows`,
        at: key.origin,
        subject: key.subject,
        paths: pathIds(judged, uses),
        help: unusable.help,
        identity: 'state',
      },
    ];
  },
};
