import { expect, test } from 'vitest';
import { gitlab } from '../../src/report/gitlab.ts';
import { clean, full, options } from './full.ts';
import { sample } from './sample.ts';

interface Issue {
  readonly severity: string;
  readonly fingerprint: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number; readonly end?: number } };
}

const issues = JSON.parse(gitlab(full, options)) as Issue[];

test('a finding is an issue with rule, fingerprint and lines', () => {
  expect(JSON.parse(gitlab(sample, options))).toContainEqual({
    description:
      "The central account's AWSServiceRoleForBackup may not manage grants on alias/rds. Let both principals manage grants for AWS resources; `--fix` prints the corrected policy.",
    check_name: 'kms/grant-access',
    fingerprint: '0f3a4c1b7d2e8f90',
    severity: 'critical',
    location: { path: 'policies/rds.json', lines: { begin: 12, end: 22 } },
  });
});

test('severities are those that GitLab knows', () => {
  expect(new Set(issues.map(({ severity }) => severity))).toEqual(new Set(['critical', 'minor', 'info']));
});

test('every issue has a path and a line: that of a live finding is its subject', () => {
  expect(issues).toHaveLength(full.findings.length);
  expect(issues[0]?.location).toEqual({
    path: 'arn:aws:kms:eu-west-2:111122223333:key/mrk-0a1b2c3d4e5f60718293a4b5c6d7e8f9',
    lines: { begin: 1 },
  });
});

test('an end at the start of a line is in the line before', () => {
  const own = issues.find(({ fingerprint }) => fingerprint === 'c0ffee00c0ffee00');
  expect(own?.location.lines).toEqual({ begin: 12, end: 12 });
});

test('a clean report is an empty list', () => {
  expect(gitlab(clean, options)).toBe('[]\n');
});
