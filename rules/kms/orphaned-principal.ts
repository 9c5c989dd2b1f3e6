import type { FindingDraft } from '../../src/engine/finding.ts';
import type { Rule } from '../../src/engine/rule.ts';
import type { Key } from '../../src/estate/model.ts';
import type { PrincipalEntry } from '../../src/iam/types.ts';
import { soundPolicyFile } from '../examples.ts';
import { grouped } from './support/grouped.ts';
import { foundIn, oncePerStatement } from './support/once-per.ts';
import { policyPlace } from './support/places.ts';
import { isUniqueId } from './support/unfit-principals.ts';
import { listed } from './support/wording.ts';

export const orphanedPrincipal: Rule = {
  id: 'kms/orphaned-principal',
  severity: 'warning',
  docs: {
    what: 'A principal is a bare unique id (`AROA…`, `AIDA…`): the role or user it stood for was deleted.',
    why: 'KMS stores principals by their unique ids and shows ARNs as long as they exist. An id in the open means that the role or user is gone. It matches nobody, not even a new role of the same name, so the access it gave is lost, and a policy that holds it cannot be stored again: PutKeyPolicy refuses it as an invalid principal.',
    remedy:
      'If the role or user was created again, write its ARN; KMS then stores the new id. If it is not needed any more, remove the principal, or the whole statement where it is the only one.',
    notes: 'A condition on `aws:PrincipalArn` is plain text and survives the deletion of a role.',
    firing: {
      title: 'The backup operator was deleted',
      files: {
        'policy.json': soundPolicyFile({
          Sid: 'Allow operators to look at the key',
          Effect: 'Allow',
          Principal: { AWS: 'AIDAEXAMPLEID12345678' },
          Action: 'kms:DescribeKey',
          Resource: '*',
        }),
      },
    },
    silent: {
      title: 'The operator exists, and is shown by its ARN',
      files: {
        'policy.json': soundPolicyFile({
          Sid: 'Allow operators to look at the key',
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::111122223333:user/operator' },
          Action: 'kms:DescribeKey',
          Resource: '*',
        }),
      },
    },
    sources: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html',
      'https://repost.aws/knowledge-center/kms-policy-error-invalid-principals',
    ],
  },

  checkKey({ key, policy }) {
    const orphans = policy === undefined ? [] : foundIn(policy, orphansIn);
    return [...grouped(orphans, ({ value }) => value)].map(([id, entries]) => orphan(key, id, entries));
  },
};

function orphan(key: Key, id: string, entries: readonly PrincipalEntry[]): FindingDraft {
  const [first, ...further] = entries.map(({ pointer }) => pointer);
  return {
    message: `The key policy names ${id}, the unique id of a ${id.startsWith('AROA') ? 'role' : 'user'} that was deleted; it matches nobody`,
    at: policyPlace(key, first ?? ''),
    subject: key.subject,
    explanation: further.length === 0 ? [] : [`It also stands at ${listed(further)}`],
    help: `Write the ARN of the principal that is meant in place of ${id}, or remove it; KMS refuses to store the id.`,
    identity: id,
  };
}

const orphansIn = oncePerStatement(({ principals = [], notPrincipals = [] }): readonly PrincipalEntry[] =>
  [...principals, ...notPrincipals].filter(({ value }) => isUniqueId(value)),
);
