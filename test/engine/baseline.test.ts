import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { againstBaseline, baselineOf } from '../../src/engine/baseline.ts';
import type { Finding } from '../../src/engine/finding.ts';
import { fingerprint } from '../../src/engine/fingerprint.ts';

const finding = fc
  .record({
    rule: fc.constantFrom('kms/lockout', 'kms/use-access'),
    severity: fc.constantFrom('error', 'warning', 'info'),
    subject: fc.constantFrom('a.json', 'b.json', 'arn:aws:kms:eu-west-2:111122223333:key/1'),
    identity: fc.constantFrom('1', '2', '3'),
  })
  .map(({ rule, severity, subject, identity }): Finding => ({
    rule,
    severity,
    subject,
    message: `${rule} of ${subject}`,
    origin: subject.startsWith('arn:')
      ? { kind: 'live', arn: subject }
      : { kind: 'file', file: subject, pointer: `/${identity}` },
    help: '',
    paths: [],
    requests: [],
    explanation: [],
    fingerprint: fingerprint(rule, subject, identity),
  }));
const findings = fc.array(finding, { maxLength: 12 });

describe('laws of a baseline', () => {
  test('it holds back all that it was made of, and nothing of it is gone', () => {
    fc.assert(
      fc.property(findings, (found) => {
        expect(againstBaseline(found, baselineOf(found))).toEqual({ left: [], known: found.length, gone: [] });
      }),
    );
  });

  test('it holds back nothing that it does not know, and everything is either left or known', () => {
    fc.assert(
      fc.property(findings, findings, (before, after) => {
        const baseline = baselineOf(before);
        const known = new Set(baseline.map((entry) => entry.fingerprint));
        const { left, known: number, gone } = againstBaseline(after, baseline);
        expect(left.length + number).toBe(after.length);
        for (const each of after.filter((one) => !known.has(one.fingerprint))) expect(left).toContain(each);
        const found = new Set(after.map((one) => one.fingerprint));
        expect(gone.map((entry) => entry.fingerprint)).toEqual(
          baseline.map((entry) => entry.fingerprint).filter((each) => !found.has(each)),
        );
      }),
    );
  });

  test('its order does not depend on that of the findings', () => {
    fc.assert(
      fc.property(findings, (found) => {
        expect(baselineOf(found.toReversed())).toEqual(baselineOf(found));
      }),
    );
  });
});
