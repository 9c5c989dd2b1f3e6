/** What is known of condition keys: their type, whether they hold several values, and which KMS actions carry them. */
import { branchPrefix } from '../estate/hole.ts';
import { kmsActionRows, kmsConditionKeySets } from './actions.gen.ts';
import type { ActionQuery } from './action.ts';
import { conditionKeyRows, kmsKeyConditionKeys } from './condition-keys.gen.ts';

export type ConditionKeyType = 'String' | 'ARN' | 'Bool' | 'Numeric' | 'Date' | 'IPAddress' | 'ArrayOfString';

export interface ConditionKey {
  /** As AWS spells it; a trailing `:` or `/` stands for any name behind it (`aws:PrincipalTag/`). */
  readonly name: string;
  readonly type: ConditionKeyType;
  readonly multivalued: boolean;
  /** KMS actions that carry it, as bits of `kmsActions`; everything for global keys. */
  readonly low: number;
  readonly high: number;
}

/** What the tables say, by lower-case name; rows are made when they are asked for, since a policy reads few of them. */
const typesByKey = new Map(conditionKeyRows.map((row) => [row[0].toLowerCase(), row] as const));
const rowsByKey = new Map<string, ConditionKey>();

function rowOf(lower: string): ConditionKey | undefined {
  const known = rowsByKey.get(lower);
  if (known !== undefined) return known;
  const listed = typesByKey.get(lower);
  if (listed === undefined) return undefined;
  const [name, type] = listed;
  const carried = name.startsWith('kms:') ? carriers(name) : { low: -1, high: -1 };
  const row = { name, type: type as ConditionKeyType, multivalued: type === 'ArrayOfString', ...carried };
  rowsByKey.set(lower, row);
  return row;
}

const keySets = kmsConditionKeySets.map((set) => new Set(set.split(' ')));

/**
 * Keys that every operation on a key carries, also the one that only AWS itself calls.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
function carriers(key: string): { low: number; high: number } {
  const onEveryKey = key === 'kms:CallerAccount' || key === 'kms:ViaService';
  const ofTheKey = kmsKeyConditionKeys.includes(key);
  let low = 0;
  let high = 0;
  for (const [index, [name, , resources, set]] of kmsActionRows.entries()) {
    const listed = keySets[set]?.has(key) ?? false;
    // kms:RetireGrant carries aliases and tags of the key, but not its spec, usage and origin (same page).
    const byKey = ofTheKey && resources !== '' && (name !== 'RetireGrant' || key === 'kms:ResourceAliases');
    if (!listed && !byKey && !(onEveryKey && resources !== '')) continue;
    if (index < 32) low |= 1 << index;
    else high |= 1 << (index - 32);
  }
  return { low, high };
}

/** The key's row; names are compared without letter case. `undefined`: neither a global nor a KMS key. */
export function conditionKeyOf(key: string): ConditionKey | undefined {
  const lower = key.toLowerCase();
  return rowOf(lower) ?? rowOf(prefixOf(lower)) ?? (lower.startsWith(branchPrefix) ? branchRow : undefined);
}

/** A template's condition, on which a statement's being there depends. */
const branchRow: ConditionKey = { name: branchPrefix, type: 'Bool', multivalued: false, low: -1, high: -1 };

/** `aws:principaltag/team` → `aws:principaltag/`; `kms:encryptioncontext:app` → `kms:encryptioncontext:`. */
function prefixOf(lower: string): string {
  const slash = lower.indexOf('/');
  if (slash >= 0) return lower.slice(0, slash + 1);
  const colon = lower.indexOf(':', lower.indexOf(':') + 1);
  return lower.slice(0, colon + 1);
}

/**
 * Whether the action's requests can hold the key at all. What they do not carry is absent, not unknown.
 * https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html
 */
export function carries(action: ActionQuery, lowerKey: string): boolean {
  if (!lowerKey.startsWith('kms:')) return true;
  if (action.index < 0) return action.service === 'kms';
  const row = conditionKeyOf(lowerKey);
  return row !== undefined && ((row.low & action.low) !== 0 || (row.high & action.high) !== 0);
}

/** Names of all global and KMS condition keys, as AWS spells them; prefixes end in `:` or `/`. */
export const conditionKeyNames: readonly string[] = conditionKeyRows.map(([name]) => name);

/**
 * Keys of the KMS key's tags and aliases control access in IAM policies only.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-resource-aliases
 */
export function isInertInKeyPolicy(lowerKey: string): boolean {
  return lowerKey === 'kms:resourcealiases' || lowerKey.startsWith('aws:resourcetag/');
}
