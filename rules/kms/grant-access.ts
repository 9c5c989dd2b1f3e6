import type { Rule } from '../../src/engine/rule.ts';
import { exampleRole, grantStatement, policyFile, rootStatement, soundPolicyFile, useStatement } from '../examples.ts';
import { unmetAccess } from './support/unmet-access.ts';

export const grantAccess: Rule = {
  id: 'kms/grant-access',
  severity: 'error',
  docs: {
    what: "The backup service role, or the central account's `AWSServiceRoleForBackup`, may not create, list or revoke grants on the key for AWS resources.",
    why: 'EC2, RDS and other services work with a key under a grant that they create with the permission of the principal that calls them. Without `kms:CreateGrant` there is no grant, and the backup or copy fails although `kms:Decrypt` is allowed.',
    remedy:
      'Let the key policy allow both principals `kms:CreateGrant`, `kms:ListGrants` and `kms:RevokeGrant` under the condition `Bool kms:GrantIsForAWSResource: "true"`, in a statement of its own. `backuplint --fix` prints the policy with what is missing.',
    notes:
      'Requests are judged as AWS services make them, with `kms:GrantIsForAWSResource` true. The condition does not belong on use actions: they never carry the key (`kms/never-matches`). What is said of profiles and delegation under `kms/use-access` holds here, too.',
    firing: {
      title: 'Only the backup service role may manage grants',
      files: {
        'policy.json': policyFile(rootStatement, useStatement, {
          ...grantStatement,
          Principal: { AWS: exampleRole },
        }),
      },
    },
    silent: { title: 'The policy of the guidance', files: { 'policy.json': soundPolicyFile() } },
    sources: [
      'https://repost.aws/knowledge-center/backup-cross-account-copy-error',
      'https://docs.aws.amazon.com/kms/latest/developerguide/grants.html',
      'https://docs.aws.amazon.com/kms/latest/developerguide/services-ebs.html',
      'https://docs.aws.amazon.com/ebs/latest/userguide/share-kms-key.html',
    ],
  },

  checkKey: (judged) =>
    unmetAccess(judged, {
      class: 'grants',
      doing: 'manage grants on the key',
      condition: ' under the condition Bool kms:GrantIsForAWSResource "true"',
    }),
};
