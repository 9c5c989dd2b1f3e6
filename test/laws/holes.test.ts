/** What a template leaves open is decided only where every value would be decided alike. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { hole, isMadeUp, madeUpHole } from '../../src/estate/hole.ts';
import { evaluate } from '../../src/iam/library.ts';
import { W } from '../iam/cast.ts';
import { policies, request } from './policies.ts';

test('a certain answer does not change when holes are filled', () => {
  fc.assert(
    fc.property(policies, request, fc.nat(), fc.nat(), fc.nat(), (given, asked, place, from, length) => {
      const holed = { ...given, keyPolicy: withHole(given.keyPolicy, place, from, length) };
      const answer = evaluate({ ...asked, ...holed });
      fc.pre(answer.outcome !== 'unknown');
      const filled = evaluate({ ...asked, ...given });
      expect([filled.outcome, answer.outcome]).toEqual([answer.outcome, answer.outcome]);
    }),
    { numRuns: 1500 },
  );
});

const ownRole = `arn:aws:iam::${W}:role/`;
const callers = fc.record({
  hole: fc.constantFrom(hole('Name'), madeUpHole('Role')),
  start: fc.constantFrom('', '', 'acme-', 'a'),
  end: fc.constantFrom('', '', '-role', 'e'),
  /** Which mentions of the role in the policy are patterns, other roles or the template's own. */
  mentions: fc.array(
    fc.constantFrom(
      'itself',
      'as it is',
      'as it is',
      'acme-*',
      '*-role',
      '*e',
      'a?me-backup-service-role',
      'application',
    ),
    { minLength: 8, maxLength: 8 },
  ),
  filling: fc.oneof(
    fc.constantFrom(
      'acme-backup-service-role',
      'backup-service',
      'application',
      'cme-backup-service-rol',
      'pplication',
      'e',
    ),
    fc.stringMatching(/^[a-z-]{1,12}$/),
  ),
  fresh: fc.stringMatching(/^[A-Z0-9]{12}$/),
});

test('a certain answer does not change when the name of the role that asks is known', () => {
  fc.assert(
    fc.property(policies, request, callers, (given, asked, { hole: open, start, end, mentions, filling, fresh }) => {
      const withName = (name: string) => {
        const principal = `${ownRole}${start}${name}${end}`;
        const keyPolicy = mentioning(given.keyPolicy, mentions, principal);
        return evaluate({ ...asked, ...given, keyPolicy, principal }).outcome;
      };
      const answer = withName(open);
      fc.pre(answer !== 'unknown');
      expect(withName(isMadeUp(open) ? fresh : filling)).toBe(answer);
    }),
    { numRuns: 3000 },
  );
});

/** The policy, in which each mention of the role and of its sessions is written in the way that is next. */
function mentioning<T extends object>(document: T, ways: readonly string[], principal: string): T {
  let next = 0;
  const named = JSON.stringify(document).replaceAll(/arn:aws:[a-z]+::\d+:[a-z-]+\/acme-backup-service-role/g, (arn) => {
    const way = ways[next++ % ways.length] ?? '';
    if (way === 'itself') return principal;
    return way === 'as it is' ? arn : arn.replace('acme-backup-service-role', way);
  });
  return JSON.parse(named) as T;
}

test('branches of a template are judged together: what stands in both is certain', () => {
  fc.assert(
    fc.property(policies, request, (given, asked) => {
      const both = given.keyPolicy.Statement.flatMap((statement) =>
        ['true', 'false'].map((value) => ({
          ...statement,
          Condition: {
            ...statement.Condition,
            Bool: { ...statement.Condition?.['Bool'], 'template-condition:C': value },
          },
        })),
      );
      const plain = evaluate({ ...asked, ...given });
      fc.pre(plain.outcome !== 'unknown');
      const branched = evaluate({ ...asked, ...given, keyPolicy: { ...given.keyPolicy, Statement: both } });
      expect(branched.outcome).toBe(plain.outcome);
    }),
    { numRuns: 800 },
  );
});

/** The document with one stretch of one text of its statements replaced by a hole. */
function withHole<T extends object>(document: T, place: number, from: number, length: number): T {
  const copy = structuredClone(document);
  const texts: { readonly holder: Record<string, unknown>; readonly key: string; readonly text: string }[] = [];
  collect((copy as { Statement: unknown }).Statement, texts);
  const chosen = texts[place % Math.max(1, texts.length)];
  if (chosen === undefined) return copy;
  const start = from % (chosen.text.length + 1);
  const end = start + (length % (chosen.text.length - start + 1));
  chosen.holder[chosen.key] = `${chosen.text.slice(0, start)}${hole('x')}${chosen.text.slice(end)}`;
  return copy;
}

function collect(value: unknown, into: { holder: Record<string, unknown>; key: string; text: string }[]): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, entry] of Object.entries(value)) {
    if (typeof entry === 'string') into.push({ holder: value as Record<string, unknown>, key, text: entry });
    else collect(entry, into);
  }
}
