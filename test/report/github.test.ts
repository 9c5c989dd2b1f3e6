import { expect, test } from 'vitest';
import { github } from '../../src/report/github.ts';
import type { Report } from '../../src/report/model.ts';
import { clean, empty, full, options } from './full.ts';
import { sample } from './sample.ts';

function lines(report: Report): string[] {
  return github(report, options).split('\n').slice(0, -1);
}

test('a finding is an annotation at its start, with why and what to do', () => {
  expect(lines(sample)[1]).toBe(
    "::error file=policies/rds.json,line=12,col=5,title=kms/grant-access::The central account's AWSServiceRoleForBackup may not manage grants on alias/rds" +
      '%0AStatement 2 "Grants" (/Statement/1) comes nearest:' +
      '%0A  Principal: names arn:aws:iam::444455556666:role/AWSServiceRoleForBackup: lacks the path /aws-service-role/backup.amazonaws.com/' +
      '%0ALet both principals manage grants for AWS resources; `--fix` prints the corrected policy.',
  );
});

test.for([
  ['error', 1, '::error '],
  ['warning', 3, '::warning '],
  ['info', 0, '::notice '],
] as const)('severity %s is the command %3$s', ([, line, command]) => {
  expect(lines(sample)[line]).toMatch(new RegExp(`^${command}`));
});

test('a finding from a live account has no place, so its text names the subject', () => {
  expect(lines(sample)[3]).toMatch(/^::warning title=kms\/undecided::arn:aws:kms:eu-west-2:111122223333:key\/9876/);
});

test('whatever a policy holds, a line is one command', () => {
  const shown = lines(full);
  const commands = shown.slice(0, -1);
  expect(commands).toHaveLength(full.findings.length + full.summary.incomplete.length);
  for (const line of commands) expect(line).toMatch(/^::(?:error|warning|notice) [^\r\n]*::[^\r\n]*$/);
  // oxlint-disable-next-line no-control-regex
  expect(commands.join('')).not.toMatch(/[\u0000-\u001f\u202e]/);
  expect(new Set(commands.flatMap(propertiesOf))).toEqual(new Set(['file', 'line', 'col', 'title']));
});

function propertiesOf(line: string): string[] {
  const [, properties = ''] = /^::\w+ (.*?)::/.exec(line) ?? [];
  return properties.split(',').map((property) => property.split('=')[0] ?? '');
}

test('the last line says what was checked, in a clean run too', () => {
  expect(lines(sample).at(-1)).toBe(
    '1 of 3 backup paths will not arrive, 1 cannot be decided: 2 errors, 1 warning, 1 info (3 keys, 1 plan, 1 selection, 2 vaults, 1 role, 2 resources)',
  );
  expect(github(clean, options)).toBe(
    'All 2 backup paths arrive: no findings (3 keys, 1 plan, 1 selection, 2 vaults, 1 role, 2 resources)\n',
  );
  expect(github(empty, options)).toMatch(/^No backup path to judge: no findings \(/);
});
