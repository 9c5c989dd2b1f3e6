import type { Rule } from '../../src/engine/rule.ts';
import { exampleRole, grantStatement, policyFile, rootStatement, soundPolicyFile, useStatement } from '../examples.ts';
import { unmetAccess } from './support/unmet-access.ts';

export const useAccess: Rule = {
  id: 'kms/use-access',
  severity: 'error',
  docs: {
    what: "The backup service role, or the central account's `AWSServiceRoleForBackup`, may not use the key: nothing allows an action such as `kms:Decrypt` that it needs.",
    why: 'Backups of most resources keep the key of the resource. To take one, the backup service role has to use that key; to copy it to the central account, the service-linked role there has to use it too, and AWS Backup reports "Given key ID is not accessible" or "The source snapshot KMS key does not exist, is not enabled or you do not have permissions to access it" when it may not.',
    remedy:
      'Let the key policy allow both principals the six use actions of the guidance: `kms:DescribeKey`, `kms:Encrypt`, `kms:Decrypt`, `kms:ReEncrypt*`, `kms:GenerateDataKey` and `kms:GenerateDataKeyWithoutPlaintext`. `backuplint --fix` prints the policy with what is missing.',
    notes:
      "Under `requirements: guidance` (the default) the key policy itself has to admit both principals. A statement for the account root only delegates to IAM policies: when the role's policies are given and allow, that is enough; when they are not given, the missing statement is an error although the outcome is unknown, and the message says that the guidance requires it. Under `requirements: minimal` only the actions are demanded that AWS Backup is known to call, and a doubt is a doubt (`kms/undecided`). Of the service-linked role the key policy's side alone is judged: its own policy is AWS's.",
    firing: {
      title: "The central account's service-linked role is not named",
      files: {
        'policy.json': policyFile(rootStatement, { ...useStatement, Principal: { AWS: exampleRole } }, grantStatement),
      },
    },
    silent: { title: 'The policy of the guidance', files: { 'policy.json': soundPolicyFile() } },
    sources: [
      'https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html',
      'https://repost.aws/knowledge-center/backup-troubleshoot-cross-account-copy',
      'https://repost.aws/knowledge-center/backup-cross-account-copy-error',
      'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html',
    ],
  },

  checkKey: (judged) => unmetAccess(judged, { class: 'use', doing: 'use the key', condition: '' }),
};
