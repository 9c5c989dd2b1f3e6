import type { Key } from '../../src/estate/model.ts';
import type { FindingDraft } from '../../src/engine/finding.ts';
import type { JudgedKey, Rule } from '../../src/engine/rule.ts';
import { isRepeated, oncePerRepeated } from '../../src/estate/repeated.ts';
import type { StatementView } from '../../src/iam/types.ts';
import {
  exampleServiceLinkedRole,
  grantStatement,
  policyFile,
  rootStatement,
  soundPolicyFile,
  useStatement,
} from '../examples.ts';
import { oncePerStatement } from './support/once-per.ts';
import { placeholdersIn } from './support/placeholders.ts';
import { policyPlace } from './support/places.ts';
import { statementTexts } from './support/policy-texts.ts';
import { listed } from './support/wording.ts';

export const placeholder: Rule = {
  id: 'kms/placeholder',
  severity: 'error',
  docs: {
    what: 'A template placeholder was never replaced, or an account id from the AWS documentation was never exchanged for a real one.',
    why: 'KMS takes every character of a policy literally. A principal that still reads `${WorkloadAccountID}` or `<account-id>` is refused as invalid when the policy is stored; in a condition it is stored and matches nothing, so the access it was to give is missing. An account id copied from the documentation is worse: it is valid, and admits somebody else or nobody.',
    remedy:
      'Put the real account id, role name or Region in its place, or run the policy through the template engine it was written for.',
    notes:
      'Policy variables such as `${aws:PrincipalTag/team}` are no placeholders. An account id that the documentation uses (`123456789012`, `111122223333` …) is reported as a warning, and only where it is none of the accounts of the deployment or the account of the key.',
    firing: {
      title: 'The account id was to be filled in by a template',
      files: {
        'policy.json': policyFile(
          rootStatement,
          {
            ...useStatement,
            Principal: { AWS: ['arn:aws:iam::${WorkloadAccountID}:role/backup-role', exampleServiceLinkedRole] },
          },
          grantStatement,
        ),
      },
    },
    silent: {
      title: 'A policy variable is filled in by AWS itself',
      files: {
        'policy.json': soundPolicyFile({
          Sid: 'Allow each team to use the key for its own data',
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::111122223333:root' },
          Action: 'kms:Decrypt',
          Resource: '*',
          Condition: { StringEquals: { 'kms:EncryptionContext:team': '${aws:PrincipalTag/team}' } },
        }),
      },
    },
    sources: [
      'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html',
      'https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html',
    ],
  },

  *checkKey(judged) {
    const suspicious = judged.policy?.statements.filter((statement) => isSuspicious(statement, judged)) ?? [];
    if (suspicious.length === 0) return;
    const finds = suspicious.flatMap(findsIn);
    for (const [text, pointers] of placesOf(finds, 'placeholder')) yield unreplaced(judged.key, text, pointers);
    for (const [id, pointers] of placesOf(finds, 'documentation-id')) {
      if (!isOwnAccount(id, judged)) yield fromDocumentation(judged.key, id, pointers);
    }
  },
};

function unreplaced(key: Key, text: string, pointers: readonly string[]): FindingDraft {
  return {
    message: `The key policy holds the placeholder ${text} where a real value is needed; KMS takes it literally`,
    at: policyPlace(key, pointers[0] ?? ''),
    subject: key.subject,
    explanation: furtherPlaces(pointers),
    help: `Put the real value in place of ${text}.`,
    identity: text,
  };
}

function fromDocumentation(key: Key, id: string, pointers: readonly string[]): FindingDraft {
  return {
    message: `The key policy names account ${id}, an example of the AWS documentation that is no account of this deployment`,
    at: policyPlace(key, pointers[0] ?? ''),
    subject: key.subject,
    severity: 'warning',
    explanation: furtherPlaces(pointers),
    help: `Put the id of the account that is meant in place of ${id}; if it really is yours, list it in the deployment.`,
    identity: id,
  };
}

function furtherPlaces(pointers: readonly string[]): string[] {
  return pointers.length < 2 ? [] : [`It also stands at ${listed(pointers.slice(1))}`];
}

/** What a statement's text shows at a glance, so that the places are looked for in few statements only. */
interface Glance {
  readonly mayHoldPlaceholder: boolean;
  readonly documentationIds: readonly string[];
}

function isSuspicious(statement: StatementView, judged: JudgedKey): boolean {
  const { mayHoldPlaceholder, documentationIds } = glance(statement);
  return mayHoldPlaceholder || documentationIds.some((id) => !isOwnAccount(id, judged));
}

const glance = oncePerStatement(({ raw = {} }): Glance => {
  const own: string[] = Object.keys(raw);
  const glances: Glance[] = [];
  for (const value of Object.values(raw)) {
    if (isRepeated(value)) glances.push(glanceAtRepeated(value));
    else own.push(textOf(value));
  }
  glances.push(glanceAtText(own.join('\n')));
  return {
    mayHoldPlaceholder: glances.some(({ mayHoldPlaceholder }) => mayHoldPlaceholder),
    documentationIds: [...new Set(glances.flatMap(({ documentationIds }) => documentationIds))],
  };
});

const glanceAtRepeated = oncePerRepeated((value: object): Glance => glanceAtText(textOf(value)));

function glanceAtText(text: string): Glance {
  return { mayHoldPlaceholder: marks.test(text), documentationIds: documentationIdsIn(text) };
}

/** What every placeholder has: a sign of a notation, or an ARN whose account is no number; and escapes, which hide things. */
const marks = /[$<\\]|\{\{|%[A-Z]|__[A-Z]|arn:[^:]*:[^:]*:[^:]*:\d*[A-Za-z_-]/;

/** As one text; what is nested too deeply for that has to be walked. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '<';
  }
}

interface Find {
  readonly kind: 'placeholder' | 'documentation-id';
  readonly text: string;
  readonly pointer: string;
}

const findsIn = oncePerStatement(({ raw, pointer: start }): readonly Find[] =>
  Array.from(statementTexts(raw, start)).flatMap(({ text, pointer }) => [
    ...placeholdersIn(text).map((found): Find => ({ kind: 'placeholder', text: found, pointer })),
    ...documentationIdsIn(text).map((found): Find => ({ kind: 'documentation-id', text: found, pointer })),
  ]),
);

/** What was found → where, in the order of the text. */
function placesOf(finds: readonly Find[], kind: Find['kind']): ReadonlyMap<string, readonly string[]> {
  const places = new Map<string, string[]>();
  for (const { text, pointer } of finds.filter((find) => find.kind === kind)) {
    const known = places.get(text);
    if (known === undefined) places.set(text, [pointer]);
    else if (!known.includes(pointer)) known.push(pointer);
  }
  return places;
}

// Ids that AWS's own pages use in examples.
// https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html (012345678901)
// https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html (111122223333, 444455556666)
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html (123456789012, 999999999999)
const documentationIdList: ReadonlySet<string> = new Set([
  '012345678901',
  '111122223333',
  '123456789012',
  '210987654321',
  '444455556666',
  '777788889999',
  ...Array.from({ length: 10 }, (_, digit) => String(digit).repeat(12)),
]);

const none: readonly string[] = [];

function documentationIdsIn(text: string): readonly string[] {
  const ids = text.match(/(?<!\w)\d{12}(?!\w)/g);
  return ids === null ? none : ids.filter((id) => documentationIdList.has(id));
}

function isOwnAccount(id: string, { key, uses, deployments }: JudgedKey): boolean {
  return (
    id === key.account ||
    uses.some(({ principal }) => id === principal.account) ||
    deployments.some(
      ({ workloadAccounts = [], centralAccount, organization }) =>
        id === centralAccount ||
        workloadAccounts.some((account) => account === id) ||
        Object.hasOwn(organization?.paths ?? {}, id),
    )
  );
}
