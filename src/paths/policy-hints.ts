/** What a bare key policy tells of its key, read from the document without judging it. */
import { parseAccountId, splitArn } from '../estate/arn.ts';
import type { AccountId } from '../estate/arn.ts';

export interface PolicyHints {
  /** Accounts whose root an Allow statement names; those given `kms:*` first. */
  readonly rootAccounts: readonly AccountId[];
  /** The Region parts of what conditions compare `kms:ViaService` and `aws:RequestedRegion` with; may hold `*`. */
  readonly regionPatterns: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

export function policyHints(document: unknown): PolicyHints {
  const statements = listOf(isObject(document) ? document['Statement'] : undefined).filter(isObject);
  return { rootAccounts: rootAccounts(statements), regionPatterns: statements.flatMap(regionPatterns) };
}

function rootAccounts(statements: readonly Json[]): readonly AccountId[] {
  const allows = statements.filter((statement) => statement['Effect'] === 'Allow');
  // The statement that keeps a key manageable names its owner. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
  const administrative = allows.filter((statement) => listOf(statement['Action']).some(isEveryAction));
  return [...new Set([...administrative, ...allows].flatMap(rootsOf))];
}

function isEveryAction(action: unknown): boolean {
  return action === '*' || (typeof action === 'string' && action.toLowerCase() === 'kms:*');
}

function rootsOf(statement: Json): AccountId[] {
  const principal = statement['Principal'];
  if (!isObject(principal)) return [];
  return listOf(principal['AWS']).flatMap((value) => (typeof value === 'string' ? (rootAccountOf(value) ?? []) : []));
}

/** The account of `111122223333` or `arn:aws:iam::111122223333:root`. */
function rootAccountOf(principal: string): AccountId | undefined {
  const parts = splitArn(principal);
  if (parts === undefined) return parseAccountId(principal);
  return parts.service === 'iam' && parts.resource === 'root' ? parseAccountId(parts.account) : undefined;
}

function regionPatterns(statement: Json): string[] {
  const condition = statement['Condition'];
  const operators = isObject(condition) ? Object.values(condition).filter(isObject) : [];
  return operators.flatMap((operator) =>
    Object.entries(operator).flatMap(([key, value]) => {
      const regionOf = regionParts.get(key.toLowerCase());
      if (regionOf === undefined) return [];
      return listOf(value).flatMap((text) => (typeof text === 'string' ? regionOf(text) : []));
    }),
  );
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
