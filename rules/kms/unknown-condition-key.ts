import type { FindingDraft } from '../../src/engine/finding.ts';
import type { Rule } from '../../src/engine/rule.ts';
import { hasHole } from '../../src/estate/hole.ts';
import type { Key } from '../../src/estate/model.ts';
import { conditionKeyNames, conditionKeyOf } from '../../src/iam/condition-keys.ts';
import type { ConditionEntry, StatementView } from '../../src/iam/types.ts';
import { didYouMean } from '../../src/text/did-you-mean.ts';
import { soundPolicyFile } from '../examples.ts';
import { grouped } from './support/grouped.ts';
import { foundIn, oncePerStatement } from './support/once-per.ts';
import { placeholdersIn } from './support/placeholders.ts';
import { policyPlace } from './support/places.ts';
import { capitalised, listed, statementName } from './support/wording.ts';

export const unknownConditionKey: Rule = {
  id: 'kms/unknown-condition-key',
  severity: 'warning',
  docs: {
    what: 'A condition uses a key that KMS does not evaluate.',
    why: 'A key that no request carries is absent. Most operators are false then, so an Allow with a misspelt key gives nothing and a Deny never bites; negated operators and `…IfExists` are true, so the statement applies to everybody. Nothing warns when the policy is stored.',
    remedy: 'Correct the spelling, or use a key that KMS knows: its own `kms:` keys and the global `aws:` keys.',
    notes:
      'Letter case does not matter. Keys of federated sessions (`saml:…`, `accounts.google.com:…`) are left alone. `kms:CustomerMasterKeySpec` and `kms:CustomerMasterKeyUsage` are retired names of `kms:KeySpec` and `kms:KeyUsage`. The list of keys is the service authorization reference at the time of this version.',
    firing: {
      title: 'One letter is missing',
      files: {
        'policy.json': soundPolicyFile(monitoring('kms:ViaServce')),
      },
    },
    silent: {
      title: 'The key is spelt right',
      files: { 'policy.json': soundPolicyFile(monitoring('kms:ViaService')) },
    },
    sources: [
      'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html',
    ],
  },

  checkKey({ key, policy }) {
    const mentions = policy === undefined ? [] : foundIn(policy, unknownKeys);
    const byKey = grouped(mentions, ({ condition }) => condition.key.toLowerCase());
    return [...byKey.values()].flatMap((alike) => [...finding(key, alike)]);
  },
};

function monitoring(conditionKey: string): Readonly<Record<string, unknown>> {
  return {
    Sid: 'Allow the archive role to decrypt through S3',
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::111122223333:role/archive' },
    Action: 'kms:Decrypt',
    Resource: '*',
    Condition: { StringEquals: { [conditionKey]: 's3.eu-west-2.amazonaws.com' } },
  };
}

interface Mention {
  readonly condition: ConditionEntry;
  readonly statement: StatementView;
}

const unknownKeys = oncePerStatement((statement): readonly Mention[] =>
  statement.conditions.filter(({ key }) => isUnknown(key)).map((condition) => ({ condition, statement })),
);

// Retired names that no request carries any more.
// https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
const retired: ReadonlyMap<string, string> = new Map([
  ['kms:customermasterkeyspec', 'kms:KeySpec'],
  ['kms:customermasterkeyusage', 'kms:KeyUsage'],
]);

function isUnknown(key: string): boolean {
  if (retired.has(key.toLowerCase())) return true;
  if (conditionKeyOf(key) !== undefined || hasHole(key)) return false;
  return !isFederationKey(key) && placeholdersIn(key).length === 0;
}

// Sessions of federated users carry the keys of their identity provider, named by its domain.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
function isFederationKey(key: string): boolean {
  const provider = key.slice(0, key.indexOf(':'));
  return provider.includes('.') || provider.toLowerCase() === 'saml';
}

function* finding(key: Key, mentions: readonly Mention[]): Iterable<FindingDraft> {
  const [first, ...further] = mentions;
  if (first === undefined) return;
  const { condition, statement } = first;
  const names = further.map((mention) => statementName(mention.statement));
  yield {
    message: `${capitalised(statementName(statement))} has a condition on ${condition.key}, ${what(condition.key)}`,
    at: policyPlace(key, condition.pointer),
    subject: key.subject,
    explanation: names.length === 0 ? [] : [`It also stands in ${listed(names)}`],
    help: helpFor(condition.key),
    identity: condition.key.toLowerCase(),
  };
}

function what(name: string): string {
  if (retired.has(name.toLowerCase())) return 'a retired name that requests do not carry any more';
  return /^(?:kms|aws):/i.test(name)
    ? 'which is no condition key of KMS or of AWS'
    : 'which requests to KMS do not carry';
}

function helpFor(name: string): string {
  const meant = retired.get(name.toLowerCase()) ?? didYouMean(name, conditionKeyNames);
  return meant === undefined
    ? 'Use a kms: or global aws: condition key, or remove the condition.'
    : `Did you mean ${meant}?`;
}
