import { describe, expect, test } from 'vitest';
import { junit } from '../../src/report/junit.ts';
import type { Report } from '../../src/report/model.ts';
import type { ReportOptions } from '../../src/report/reporter.ts';
import { clean, empty, full, hostile, options } from './full.ts';
import { sample } from './sample.ts';
import { elements, parseXml, type XmlElement } from './xml.ts';

function casesOf(report: Report, more: Partial<ReportOptions> = {}): XmlElement[] {
  return elements(parseXml(junit(report, { ...options, ...more })), 'testcase');
}

function caseOf(report: Report, name: string, more: Partial<ReportOptions> = {}): XmlElement {
  const found = casesOf(report, more).find((each) => each.attributes['name'] === name);
  if (found === undefined) throw new Error(`no test case ${name}`);
  return found;
}

const rdsKey = 'arn:aws:kms:eu-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const vaultKey = 'arn:aws:kms:eu-west-2:111122223333:key/9876fedc-98fe-76dc-54ba-0987654321fe';
const ordersPath = 'website, RDS arn:aws:rds:eu-west-2:111122223333:db:orders, plan GFS-7-28-90, rule daily';

describe('each path is a test case', () => {
  test('one that breaks is a failure that names the leg and the cause', () => {
    const [failure] = elements(caseOf(sample, ordersPath), 'failure');
    expect(failure?.attributes).toEqual({
      message:
        'cross-account copy fails: AWSServiceRoleForBackup (444455556666) may not call kms:CreateGrant on key 1234abcd: nothing allows it',
      type: 'denied',
    });
  });

  test('one that cannot be decided is skipped: neither passed nor failed', () => {
    expect(elements(caseOf(sample, 'website, S3, plan GFS-7-28-90, rule daily'), 'skipped')).toHaveLength(1);
  });

  test('one that arrives passes', () => {
    const name = 'website, EBS arn:aws:ec2:eu-west-2:111122223333:volume/vol-0abc, plan GFS-7-28-90, rule daily';
    expect(caseOf(sample, name).children).toEqual([]);
  });
});

describe('each subject is a test case', () => {
  test('errors fail it, and all that was found is in the text', () => {
    const [failure] = elements(caseOf(sample, rdsKey), 'failure');
    expect(failure?.attributes['type']).toBe('kms/grant-access');
    expect(failure?.attributes['message']).toMatch(/\(and 1 other finding\)$/);
    expect(failure?.text).toContain('error kms/service-linked-role-arn: arn:aws:iam::444455556666');
    expect(failure?.text).toContain('policies/rds.json:12:5');
  });

  test('a warning does not fail it, and is in the output', () => {
    const [output] = elements(caseOf(sample, vaultKey), 'system-out');
    expect(output?.text).toMatch(/^warning kms\/undecided: /);
  });

  test.for([
    ['warning', 1],
    ['info', 1],
    ['error', 0],
    ['never', 0],
  ] as const)('with --fail-on %s the warning is %i failures', ([failOn, failures]) => {
    expect(elements(caseOf(sample, vaultKey, { failOn }), 'failure')).toHaveLength(failures);
  });

  test('where the failing finding stands is told', () => {
    expect(caseOf(sample, rdsKey).attributes).toMatchObject({
      file: 'policies/rds.json',
      line: '12',
    });
  });
});

test('what could not be looked at is an error', () => {
  const [error] = elements(caseOf(sample, 'describe-region-settings of 111122223333 in eu-west-2'), 'error');
  expect(error?.attributes['message']).toBe('AccessDeniedException');
});

test('the counts are those of the cases', () => {
  const root = parseXml(junit(full, options));
  for (const suite of [root, ...elements(root, 'testsuite')]) {
    expect(suite.attributes).toMatchObject({
      tests: String(elements(suite, 'testcase').length),
      failures: String(elements(suite, 'failure').length),
      errors: String(elements(suite, 'error').length),
      skipped: String(elements(suite, 'skipped').length),
    });
  }
});

test('a clean run shows every path and key that passed', () => {
  const cases = casesOf(clean);
  expect(cases).toHaveLength(3);
  expect(cases.flatMap(({ children }) => children)).toEqual([]);
});

test('a run without anything to judge is a valid document', () => {
  expect(parseXml(junit(empty, options)).attributes).toMatchObject({ tests: '0', failures: '0' });
});

test('hostile text comes out as it went in, except for what XML cannot hold', () => {
  const written = hostile.replace('\u001b', '\\u{1b}').replace('\ud800', '\\u{d800}');
  const [failure] = elements(caseOf(full, written), 'failure');
  expect(failure?.attributes['message']).toBe(written);
  expect(failure?.text).toContain(written);
});
