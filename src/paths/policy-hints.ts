/** What a bare key policy tells of its key, read from the document without judging it. */
import { parseAccountId } from '../estate/arn.ts';
import type { AccountId } from '../estate/arn.ts';

export interface PolicyHints {
  /** Accounts whose root an Allow statement names; those given `kms:*` first. */
  readonly rootAccounts: readonly AccountId[];
  /** The Region parts of what conditions compare `kms:ViaService` and `aws:RequestedRegion` with; may hold `*`. */
  readonly regionPatterns: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

/** Read for each of thousands of policies, so it walks the document once and makes no lists on the way. */
export function policyHints(document: unknown): PolicyHints {
  // The statement that keeps a key manageable names its owner. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
  const owners = new Set<AccountId>();
  const others = new Set<AccountId>();
  const regionPatterns: string[] = [];
  for (const statement of listOf(isObject(document) ? document['Statement'] : undefined)) {
    if (!isObject(statement)) continue;
    if (statement['Effect'] === 'Allow') addRoots(givesEverything(statement) ? owners : others, statement['Principal']);
    if (isObject(statement['Condition'])) addRegionPatterns(regionPatterns, statement['Condition']);
  }
  return { rootAccounts: [...new Set([...owners, ...others])], regionPatterns };
}

function givesEverything(statement: Json): boolean {
  return listOf(statement['Action']).some(
    (action) => action === '*' || (typeof action === 'string' && action.toLowerCase() === 'kms:*'),
  );
}

function addRoots(roots: Set<AccountId>, principal: unknown): void {
  if (!isObject(principal)) return;
  for (const value of listOf(principal['AWS'])) {
    const account = typeof value === 'string' ? rootAccountOf(value) : undefined;
    if (account !== undefined) roots.add(account);
  }
}

/** The account of `111122223333` or `arn:aws:iam::111122223333:root`. */
function rootAccountOf(principal: string): AccountId | undefined {
  return parseAccountId(/^arn:[^:]+:iam::([^:]*):root$/.exec(principal)?.[1] ?? principal);
}

function addRegionPatterns(patterns: string[], condition: Json): void {
  for (const operator of Object.values(condition)) {
    if (!isObject(operator)) continue;
    for (const [key, value] of Object.entries(operator)) {
      const regionOf = regionParts.get(key.toLowerCase());
      if (regionOf === undefined) continue;
      for (const text of listOf(value)) if (typeof text === 'string') patterns.push(regionOf(text));
    }
  }
}

const regionParts: ReadonlyMap<string, (value: string) => string> = new Map([
  ['kms:viaservice', (value: string): string => value.split('.')[1] ?? '*'],
  ['aws:requestedregion', (value: string): string => value],
]);

function listOf(value: unknown): readonly unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
