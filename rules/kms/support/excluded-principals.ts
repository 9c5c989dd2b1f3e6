import type { JudgedKey } from '../../../src/engine/rule.ts';
import { accountOf, parseAccountId } from '../../../src/estate/arn.ts';
import { compilePolicy } from '../../../src/iam/compile.ts';
import { decide } from '../../../src/iam/evaluate.ts';
import type {
  CompiledPolicy,
  ConditionEntry,
  ContextValue,
  PrincipalEntry,
  RequestContext,
  StatementView,
} from '../../../src/iam/types.ts';
import { noSuchKey, valueWords } from '../../../src/iam/value-words.ts';
import type { KeyUse } from '../../../src/paths/types.ts';
import { demandsValue, shownCondition } from './conditions.ts';
import { coveredActions } from './covered-actions.ts';
import { oncePer } from './once-per.ts';
import { listed } from './wording.ts';

interface Fault {
  readonly why: string;
  readonly help: string;
}

/** Keys that tell the caller's account, and hold it for every principal. */
const accountKeys: ReadonlySet<string> = new Set(['kms:calleraccount', 'aws:principalaccount']);

/** Keys that follow from who calls, and how: the same in all requests of a backup principal for one key. */
const callerKeys: ReadonlySet<string> = new Set([
  'aws:principalarn',
  'aws:principalisawsservice',
  'aws:principalservicename',
  'aws:principalservicenameslist',
  'aws:principaltype',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:sourceowner',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:vpcsourceip',
  'aws:username',
  'aws:multifactorauthpresent',
  'aws:multifactorauthage',
  'kms:viaservice',
]);

/** Which principal that the statement names can never meet the condition, and why. */
export function exclusionOf(judged: JudgedKey, statement: StatementView, condition: ConditionEntry): Fault | undefined {
  if (statement.effect !== 'Allow' || !demandsValue(condition)) return undefined;
  const key = condition.key.toLowerCase();
  if (accountKeys.has(key)) return excludedAccount(statement, condition);
  return callerKeys.has(key) ? excludedCaller(judged, statement, condition) : undefined;
}

function excludedAccount({ principals = [] }: StatementView, condition: ConditionEntry): Fault | undefined {
  const accounts = new Set(principals.map(accountNamed).filter((account) => account !== undefined));
  const excluded = [...accounts].filter((account) => !holdsIn(condition, anyAction, accountContext(account)));
  if (excluded.length === 0) return undefined;
  const named = principals.filter((entry) => excluded.includes(accountNamed(entry) ?? '')).map(({ value }) => value);
  return {
    why: `the condition ${shownCondition(condition)} excludes ${listed(named)}, which the statement names`,
    help: `Add ${listed(excluded)} to the values of ${condition.key}, or give the principals of that account a statement of their own.`,
  };
}

const anyAction = 'kms:DescribeKey';

function accountNamed({ type, value }: PrincipalEntry): string | undefined {
  return type === 'AWS' ? (parseAccountId(value) ?? accountOf(value)) : undefined;
}

function accountContext(account: string): RequestContext {
  return (key) => (accountKeys.has(key) ? { state: 'known', values: [account] } : { state: 'unknown' });
}

function excludedCaller({ uses }: JudgedKey, statement: StatementView, condition: ConditionEntry): Fault | undefined {
  const { principals = [] } = statement;
  const isNamed = ({ principal }: KeyUse): boolean => principals.some(({ value }) => value === principal.arn);
  const asking = new Set(uses.filter(isNamed).map(({ principal }) => principal.arn));
  if (asking.size === 0) return undefined;
  const covered = new Set(coveredActions(statement));
  const excluded = new Map<string, readonly Request[]>();
  for (const principal of asking) {
    const requests = uses.filter((use) => use.principal.arn === principal).flatMap((use) => requestsOf(use, covered));
    if (requests.length === 0 || requests.some(({ action, context }) => holdsIn(condition, action, context))) continue;
    excluded.set(principal, requests);
  }
  if (excluded.size === 0) return undefined;
  const contexts = [...excluded.values()].flat().map(({ context }) => context);
  return excludedBy(condition, listed([...excluded.keys()]), contexts);
}

interface Request {
  readonly action: string;
  readonly context: RequestContext;
}

function requestsOf(use: KeyUse, covered: ReadonlySet<string>): readonly Request[] {
  return use.requirement.actions
    .filter(({ action }) => covered.has(action))
    .flatMap(({ action }) => use.contexts(action).map(({ context }) => ({ action, context })));
}

/** `true` also where it may hold. */
function holdsIn(condition: ConditionEntry, action: string, context: RequestContext): boolean {
  const request = {
    principal: probe,
    action,
    resource: undefined,
    resourceAccount: probeAccount,
    context,
  };
  return decide(request, { keyPolicy: conditionAlone(condition) }).outcome !== 'denied';
}

const probeAccount = '000000000000';
const probe = `arn:aws:iam::${probeAccount}:role/probe`;

/** Everybody may do everything on the condition: the evaluator then answers for the condition alone. */
const conditionAlone = oncePer(({ operator, key, values }: ConditionEntry): CompiledPolicy =>
  compilePolicy(
    {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: '*',
          Action: '*',
          Resource: '*',
          Condition: { [operator]: { [key]: values } },
        },
      ],
    },
    'key-policy',
  ),
);

function excludedBy(condition: ConditionEntry, principals: string, contexts: readonly RequestContext[]): Fault {
  const carried = new Set(contexts.flatMap((context) => wordsOf(context(condition.key.toLowerCase()))));
  const words = carried.delete(noSuchKey) ? [...carried, `no ${condition.key}`] : [...carried];
  return {
    why: `the condition ${shownCondition(condition)} never holds for ${principals}, whose requests for this key carry ${listed(words, 'or')}`,
    help: `Remove the condition on ${condition.key}, or give ${principals} a statement without it.`,
  };
}

function wordsOf(value: ContextValue): readonly string[] {
  switch (value.state) {
    case 'known':
    case 'one-of':
      return valueWords(value);
    case 'at-least':
      return [`at least ${value.values.join(' and ')}`];
    case 'absent':
      return [noSuchKey];
    case 'present':
    case 'unknown':
      return ['a value that is not known'];
    default:
      return value satisfies never;
  }
}
