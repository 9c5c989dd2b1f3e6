/** What a bare key policy tells of its key, read from the document without judging it. */
import { parseAccountId } from '../estate/arn.ts';
import type { AccountId } from '../estate/arn.ts';
import { oncePerRepeated } from '../estate/repeated.ts';

export interface PolicyHints {
  /** Accounts whose root an Allow statement names; those given `kms:*` first. */
  readonly rootAccounts: readonly AccountId[];
  /** The Region parts of what conditions compare `kms:ViaService` and `aws:RequestedRegion` with; may hold `*`. */
  readonly regionPatterns: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

export function policyHints(document: unknown): PolicyHints {
  // The statement that keeps a key manageable names its owner. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
  const owners = new Set<AccountId>();
  const others = new Set<AccountId>();
  const regionPatterns: string[] = [];
  for (const statement of listOf(isObject(document) ? document['Statement'] : undefined)) {
    const hints = statementHints(statement);
    for (const owner of hints.owners) owners.add(owner);
    for (const other of hints.others) others.add(other);
    for (const pattern of hints.regionPatterns) regionPatterns.push(pattern);
  }
  return { rootAccounts: [...new Set([...owners, ...others])], regionPatterns };
}

interface StatementHints {
  readonly owners: readonly AccountId[];
  readonly others: readonly AccountId[];
  readonly regionPatterns: readonly string[];
}

const none: readonly never[] = [];

const statementHints = oncePerRepeated((statement: unknown): StatementHints => {
  if (!isObject(statement)) return { owners: none, others: none, regionPatterns: none };
  const roots = statement['Effect'] === 'Allow' ? rootsIn(statement['Principal']) : none;
  const isOwner = roots.length > 0 && givesEverything(statement);
  return {
    owners: isOwner ? roots : none,
    others: isOwner ? none : roots,
    regionPatterns: isObject(statement['Condition']) ? regionPatternsIn(statement['Condition']) : none,
  };
});

function givesEverything(statement: Json): boolean {
  return listOf(statement['Action']).some(
    (action) => action === '*' || (typeof action === 'string' && action.toLowerCase() === 'kms:*'),
  );
}

function rootsIn(principal: unknown): readonly AccountId[] {
  if (!isObject(principal)) return none;
  return listOf(principal['AWS']).flatMap((value) => (typeof value === 'string' ? (rootAccountOf(value) ?? []) : []));
}

const accountIdLength = 12;

/** The account of `111122223333` or `arn:aws:iam::111122223333:root`. */
function rootAccountOf(principal: string): AccountId | undefined {
  if (!principal.endsWith(':root') && principal.length !== accountIdLength) return undefined;
  return parseAccountId(/^arn:[^:]+:iam::([^:]*):root$/.exec(principal)?.[1] ?? principal);
}

const regionPatternsIn = oncePerRepeated((condition: Json): readonly string[] =>
  Object.values(condition)
    .filter(isObject)
    .flatMap(Object.entries)
    .flatMap(([key, value]: [string, unknown]) => {
      const regionOf = regionParts.get(key.toLowerCase());
      return regionOf === undefined
        ? []
        : listOf(value)
            .filter((text) => typeof text === 'string')
            .map(regionOf);
    }),
);

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
