import type { FindingDraft } from '../../src/engine/finding.ts';
import type { Rule } from '../../src/engine/rule.ts';
import { hasHole } from '../../src/estate/hole.ts';
import type { Key } from '../../src/estate/model.ts';
import { kmsActionsMatching } from '../../src/iam/action.ts';
import { kmsActions } from '../../src/iam/kms-actions.ts';
import type { StatementView } from '../../src/iam/types.ts';
import { didYouMean } from '../../src/text/did-you-mean.ts';
import { soundPolicyFile, useStatement } from '../examples.ts';
import { grouped } from './support/grouped.ts';
import { foundIn, oncePerStatement, oncePerText } from './support/once-per.ts';
import { placeholdersIn } from './support/placeholders.ts';
import { policyPlace } from './support/places.ts';
import { textPointer } from './support/value-at.ts';
import { capitalised, listed, statementName } from './support/wording.ts';

export const unknownAction: Rule = {
  id: 'kms/unknown-action',
  severity: 'warning',
  docs: {
    what: 'An action, or a pattern of actions, that matches no KMS action.',
    why: 'KMS stores whatever stands in `Action`, and an action that does not exist gives nothing. `kms:ReEncrypt`, `kms:ListGrant` and `kms:CreateGrants` look right, stand even in published examples, and leave the access missing that a backup or copy needs.',
    remedy:
      'Write the name of the permission: `kms:ReEncrypt*` (or `kms:ReEncryptFrom` and `kms:ReEncryptTo`), `kms:ListGrants`, `kms:CreateGrant`. Actions of other services have no effect in a key policy and can go.',
    notes:
      "Letter case does not matter, and a pattern is right as soon as it matches one action. Actions that exist but that a key policy cannot give (`kms:ListKeys`, `kms:CreateKey`) are left alone: AWS's own examples hold them. The list of actions is the service authorization reference at the time of this version; an action that AWS added since is reported until backuplint learns it.",
    firing: {
      title: 'The permission for re-encryption has two halves and no whole',
      files: {
        'policy.json': soundPolicyFile({
          ...useStatement,
          Sid: 'Allow the archive role to re-encrypt',
          Principal: { AWS: 'arn:aws:iam::111122223333:role/archive' },
          Action: ['kms:Decrypt', 'kms:ReEncrypt'],
        }),
      },
    },
    silent: {
      title: 'A pattern that matches both halves',
      files: {
        'policy.json': soundPolicyFile({
          ...useStatement,
          Sid: 'Allow the archive role to re-encrypt',
          Principal: { AWS: 'arn:aws:iam::111122223333:role/archive' },
          Action: ['kms:Decrypt', 'kms:ReEncrypt*'],
        }),
      },
    },
    sources: [
      'https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html',
      'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html',
    ],
  },

  checkKey({ key, policy, source }) {
    if (policy === undefined || source === undefined) return [];
    const byAction = grouped(foundIn(policy, unknownActions), ({ action }) => action);
    return [...byAction.values()].flatMap((alike) => [...finding(key, source.document, alike)]);
  },
};

interface Mention {
  readonly action: string;
  readonly statement: StatementView;
  /** Pointer of the Action or NotAction that holds it. */
  readonly element: string;
}

const unknownActions = oncePerStatement((statement): readonly Mention[] =>
  namesUnknown(statement) ? mentionsIn(statement).filter(({ action }) => isUnknown(action)) : [],
);

function namesUnknown({ actions = [], notActions = [] }: StatementView): boolean {
  return actions.some(isUnknown) || notActions.some(isUnknown);
}

function mentionsIn(statement: StatementView): readonly Mention[] {
  const { actions = [], notActions = [], pointer } = statement;
  return [
    ...actions.map((action) => ({ action, statement, element: `${pointer}/Action` })),
    ...notActions.map((action) => ({ action, statement, element: `${pointer}/NotAction` })),
  ];
}

/** How `*:*` is read is not documented; a placeholder is told by its own rule. */
const isUnknown = oncePerText(
  (action) =>
    kmsActionsMatching(action).length === 0 &&
    action !== '*:*' &&
    placeholdersIn(action).length === 0 &&
    !hasHole(action),
);

function* finding(key: Key, document: unknown, mentions: readonly Mention[]): Iterable<FindingDraft> {
  const [first, ...further] = mentions;
  if (first === undefined) return;
  const { action, statement, element } = first;
  const names = further.map((mention) => statementName(mention.statement));
  yield {
    message: `${capitalised(statementName(statement))} names ${what(action)}, so it has no effect`,
    at: policyPlace(key, textPointer(document, element, action)),
    subject: key.subject,
    explanation: names.length === 0 ? [] : [`It also stands in ${listed(names)}`],
    help: helpFor(action),
    identity: action,
  };
}

function what(action: string): string {
  const service = action.slice(0, action.indexOf(':'));
  if (service.toLowerCase() !== 'kms' && /^[\w-]+:/.test(action)) return `${action}, an action of another service`;
  return /[*?]/.test(action)
    ? `the pattern ${action}, which matches no KMS action`
    : `${quoted(action)}, which is no KMS action`;
}

function quoted(action: string): string {
  return /^[\w:]+$/.test(action) ? action : JSON.stringify(action);
}

function helpFor(action: string): string {
  const meant = meantBy(action);
  if (meant !== undefined) return `Did you mean ${meant}?`;
  if (/[,;\s]/.test(action.trim())) return 'Write each action as a text of its own, in a list.';
  return /^(?!kms:)[\w-]+:/i.test(action)
    ? 'Remove it: a key policy gives KMS actions only.'
    : 'See the list of KMS permissions in the AWS KMS developer guide.';
}

/** Names of API operations that are no permissions, and what gives them. */
const operations: ReadonlyMap<string, string> = new Map([['kms:reencrypt', 'kms:ReEncrypt*']]);

function meantBy(action: string): string | undefined {
  const name = action.trim();
  if (kmsActionsMatching(name).length > 0) return name;
  const known = operations.get(name.toLowerCase());
  if (known !== undefined) return known;
  const withService = name.includes(':') ? name : `kms:${name}`;
  if (!/^kms:/i.test(withService)) return undefined;
  return didYouMean(
    withService,
    kmsActions.map((kmsAction) => kmsAction.action),
  );
}
