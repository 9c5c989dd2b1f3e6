/** Laws that every decision obeys, whatever the policies and the request. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { contextOf, derivedContext, known, withUnknown } from '../../src/iam/context.ts';
import { decide as decideQuickly } from '../../src/iam/evaluate.ts';
import { evaluate, policySet } from '../../src/iam/library.ts';
import type { PolicySet, Verdict } from '../../src/iam/types.ts';
import { C, rootOf, session, W } from '../iam/cast.ts';
import { completionsOf, identityStatement, keyAllow, keyDeny, keys, policies, request } from './policies.ts';
import type { Document, Policies, Request, Statement } from './policies.ts';

const runs = { numRuns: 800 };

/** As `evaluate` does, without the trace. */
function decide(asked: Request, given: Policies): Verdict {
  return decideCompiled(asked, policySet(given));
}

function decideCompiled(asked: Request, compiled: PolicySet): Verdict {
  const { principal, action, resource } = asked;
  const given = Object.entries(asked.context).map(
    ([name, value]) => [name.toLowerCase(), known(...[value].flat())] as const,
  );
  const named = new Map(given);
  const unnamed = withUnknown(contextOf(derivedContext(principal, W)), asked.unknown);
  const context = (name: string) => named.get(name) ?? unnamed(name);
  return decideQuickly({ principal, action, resource, resourceAccount: W, context }, compiled);
}

/** What must not change when only the writing of a policy changes. */
function essence({ outcome, reason, blockedBy, unknownKeys }: Verdict): object {
  return { outcome, reason, blockedBy: [...blockedBy].sort(), unknownKeys: [...unknownKeys].sort() };
}

function withStatements(
  document: Document,
  change: (statements: readonly Statement[]) => readonly Statement[],
): Document {
  return { ...document, Statement: change(document.Statement) };
}

function insertAt(statements: readonly Statement[], place: number, statement: Statement): readonly Statement[] {
  return statements.toSpliced(place % (statements.length + 1), 0, statement);
}

test('adding an Allow to the key policy never makes allowed denied', () => {
  fc.assert(
    fc.property(policies, request, keyAllow, fc.nat(), (given, asked, statement, place) => {
      const before = decide(asked, given).outcome;
      const keyPolicy = withStatements(given.keyPolicy, (all) => insertAt(all, place, statement));
      const after = decide(asked, { ...given, keyPolicy }).outcome;
      if (before === 'allowed') expect(after).toBe('allowed');
      if (before === 'unknown') expect(after).not.toBe('denied');
    }),
    runs,
  );
});

test('adding an Allow to the identity policies never makes allowed denied', () => {
  fc.assert(
    fc.property(policies, request, identityStatement, (given, asked, statement) => {
      const added: Document = { Version: '2012-10-17', Statement: [{ ...statement, Effect: 'Allow' }] };
      const identityPolicies = [...(given.identityPolicies ?? []), added];
      const before = decide(asked, { ...given, identityPolicies: given.identityPolicies ?? [] }).outcome;
      const after = decide(asked, { ...given, identityPolicies }).outcome;
      if (before === 'allowed') expect(after).toBe('allowed');
    }),
    runs,
  );
});

test('adding a Deny never makes denied allowed', () => {
  fc.assert(
    fc.property(policies, request, keyDeny, fc.nat(), (given, asked, statement, place) => {
      const before = decide(asked, given).outcome;
      const keyPolicy = withStatements(given.keyPolicy, (all) => insertAt(all, place, statement));
      const after = decide(asked, { ...given, keyPolicy }).outcome;
      if (before === 'denied') expect(after).toBe('denied');
      if (before === 'unknown') expect(after).not.toBe('allowed');
    }),
    runs,
  );
});

test('the order of statements does not matter', () => {
  fc.assert(
    fc.property(policies, request, (given, asked) => {
      const keyPolicy = withStatements(given.keyPolicy, (all) => all.toReversed());
      const identityPolicies = given.identityPolicies?.toReversed();
      expect(essence(decide(asked, { ...given, keyPolicy, identityPolicies }))).toEqual(essence(decide(asked, given)));
    }),
    runs,
  );
});

/** Every list in a statement the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed).toReversed();
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, entry]) => [name, reversed(entry)] as const)
      .toReversed(),
  );
}

test('the order of lists and of object keys does not matter', () => {
  fc.assert(
    fc.property(policies, request, (given, asked) => {
      const keyPolicy = withStatements(given.keyPolicy, (all) => all.map((one) => reversed(one) as Statement));
      expect(essence(decide(asked, { ...given, keyPolicy }))).toEqual(essence(decide(asked, given)));
    }),
    runs,
  );
});

/** `kms:Decrypt` → `KMS:dECRYPT`. */
function swapCase(text: string): string {
  return text.replaceAll(/[a-z]/gi, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  return Array.isArray(value) ? value.map((entry) => mapTexts(entry, change)) : value;
}

function withActions(statement: Statement, change: (text: string) => string): Statement {
  const { Action, NotAction } = statement;
  return {
    ...statement,
    ...(Action !== undefined && { Action: mapTexts(Action, change) }),
    ...(NotAction !== undefined && { NotAction: mapTexts(NotAction, change) }),
  };
}

test('the letter case of actions and of context keys does not matter', () => {
  fc.assert(
    fc.property(policies, request, (given, asked) => {
      const keyPolicy = withStatements(given.keyPolicy, (all) => all.map((one) => withActions(one, swapCase)));
      const context = Object.fromEntries(Object.entries(asked.context).map(([name, value]) => [swapCase(name), value]));
      const swapped = { ...asked, context, action: swapCase(asked.action) };
      expect(essence(decide(swapped, { ...given, keyPolicy }))).toEqual(essence(decide(asked, given)));
    }),
    runs,
  );
});

test('a statement that is repeated changes nothing', () => {
  fc.assert(
    fc.property(policies, request, fc.nat(), (given, asked, place) => {
      const keyPolicy = withStatements(given.keyPolicy, (all) => [...all, ...all.slice(place % all.length)]);
      expect(essence(decide(asked, { ...given, keyPolicy }))).toEqual(essence(decide(asked, given)));
    }),
    runs,
  );
});

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** One principal and one action per statement, accounts as root ARNs, every value in a list. */
function normalised(statement: Statement): readonly Statement[] {
  const actions = statement.Action === undefined ? [undefined] : listOf(statement.Action);
  return principalsOf(statement).flatMap((Principal) =>
    actions.map((Action) => ({
      ...statement,
      ...(Principal !== undefined && { Principal }),
      ...(Action !== undefined && { Action: [Action] }),
      Resource: listOf(statement.Resource),
    })),
  );
}

function principalsOf({ Principal }: Statement): readonly unknown[] {
  if (typeof Principal !== 'object' || Principal === null) return [Principal];
  return Object.entries(Principal).flatMap(([type, entries]) =>
    listOf(entries).map((entry) => ({ [type]: [entry === W || entry === C ? rootOf(entry) : entry] })),
  );
}

test('a policy and its normalised form decide alike', () => {
  fc.assert(
    fc.property(policies, request, (given, asked) => {
      const keyPolicy = withStatements(given.keyPolicy, (all) => all.flatMap(normalised));
      expect(essence(decide(asked, { ...given, keyPolicy }))).toEqual(essence(decide(asked, given)));
    }),
    runs,
  );
});

test('the trace of a certain statement is true in every completion', () => {
  fc.assert(
    fc.property(policies, request, fc.array(fc.nat(), { minLength: 12, maxLength: 12 }), (given, asked, choices) => {
      const before = evaluate({ ...asked, ...given });
      const after = evaluate({ ...complete(asked, choices), ...given });
      for (const [index, { applied }] of before.statements.entries()) {
        if (applied !== 'unknown') expect(after.statements[index]?.applied).toBe(applied);
      }
    }),
    runs,
  );
});

/** The request with every unknown key decided. */
function complete(asked: Request, choices: readonly number[]): Request {
  const context = { ...asked.context };
  const absent: string[] = [];
  for (const [index, name] of asked.unknown.entries()) {
    const all = completionsOf(name, asked.principal);
    const value = all[(choices[index % choices.length] ?? 0) % all.length];
    if (value === undefined) absent.push(name);
    else context[name] = value;
  }
  // An empty list says that a key is absent, also one that would follow from the principal.
  for (const name of absent) context[name] = [];
  return { ...asked, context, unknown: [] };
}

test('no completion of what is unknown contradicts a certain answer', () => {
  fc.assert(
    fc.property(
      policies,
      request,
      fc.array(fc.array(fc.nat(), { minLength: 12, maxLength: 12 }), { minLength: 8, maxLength: 8 }),
      (given, asked, completions) => {
        const before = decide(asked, given).outcome;
        if (before === 'unknown') return;
        for (const choices of completions) expect(decide(complete(asked, choices), given).outcome).toBe(before);
      },
    ),
    { numRuns: 2000 },
  );
});

/** Every completion of the unknown keys; there are few of them. */
function allCompletions(asked: Request): readonly Request[] {
  return asked.unknown.reduce<readonly Request[]>(
    (all, name) =>
      all.flatMap((one) =>
        completionsOf(name, asked.principal).map((value) => ({
          ...one,
          context: { ...one.context, [name]: value ?? [] },
          unknown: one.unknown.filter((other) => other !== name),
        })),
      ),
    [asked],
  );
}

/** One or two keys unknown, of those that the policy asks for. */
function withFewUnknown(asked: Request, { Statement }: Document, choice: number): Request {
  // Of a session's role only the path may be unknown, which no completion here changes.
  const open = asked.principal === session ? keys.filter((name) => name !== 'aws:PrincipalArn') : keys;
  const asksFor = open.filter((name) => JSON.stringify(Statement).includes(name));
  const unknown = [choice, Math.floor(choice / 7)].flatMap((place) => asksFor[place % asksFor.length] ?? []);
  const context = Object.entries(asked.context).filter(([name]) => !unknown.includes(name));
  return { ...asked, context: Object.fromEntries(context), unknown: [...new Set(unknown)] };
}

test('where all completions agree the answer is certain', () => {
  const seen = { unknown: 0, needlessly: 0, certain: 0 };
  fc.assert(
    fc.property(policies, request, fc.nat(), (given, asked, choice) => {
      const known = { ...given, identityPolicies: given.identityPolicies ?? [] };
      const question = withFewUnknown(asked, given.keyPolicy, choice);
      const { outcome, unknownKeys } = decide(question, known);
      if (outcome !== 'unknown') {
        seen.certain++;
        return;
      }
      seen.unknown++;
      const outcomes = new Set(allCompletions(question).map((one) => decide(one, known).outcome));
      const [only, another] = outcomes;
      if (another === undefined && only !== 'unknown') seen.needlessly++;
      // What is named as unknown is one of the keys that are; none is named for nothing.
      const open = question.principal === session ? [...question.unknown, 'aws:PrincipalArn'] : question.unknown;
      for (const name of unknownKeys) expect(open).toContain(name);
    }),
    { numRuns: 3000 },
  );
  const share = 1 - seen.needlessly / (seen.unknown + seen.certain);
  console.log(
    `precision: ${(share * 100).toFixed(2)} % of ${seen.unknown + seen.certain} answers as certain as can be ` +
      `(${seen.unknown} unknown, ${seen.needlessly} of them needlessly)`,
  );
  expect(seen.unknown).toBeGreaterThan(100);
  expect(share).toBeGreaterThan(0.999);
});

test('100,000 random questions: no crash, every outcome, and the trace agrees', () => {
  const counts = new Map<string, number>();
  const sets = fc.sample(policies, { numRuns: 2000, seed: 4 });
  const questions = fc.sample(request, { numRuns: 1000, seed: 5 });
  for (const [index, given] of sets.entries()) {
    const compiled = policySet(given);
    for (let turn = 0; turn < 50; turn++) {
      const asked = questions[(index * 13 + turn * 7) % questions.length] as Request;
      const { outcome, reason, blockedBy } = decideCompiled(asked, compiled);
      if (outcome === 'denied') expect(blockedBy).not.toEqual([]);
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
      if (turn === 0) expect(evaluate({ ...asked, ...given })).toMatchObject({ outcome, reason });
    }
  }
  const total = ['allowed', 'denied', 'unknown'].reduce((sum, outcome) => sum + (counts.get(outcome) ?? 0), 0);
  expect(total).toBe(100_000);
  for (const outcome of ['allowed', 'denied', 'unknown']) expect(counts.get(outcome)).toBeGreaterThan(1000);
  for (const reason of [
    'allowed-by-key-policy',
    'allowed-by-identity-policy',
    'explicit-deny',
    'implicit-deny',
    'unknown-context',
    'unknown-identity-policy',
  ]) {
    expect(counts.get(reason)).toBeGreaterThan(100);
  }
});
