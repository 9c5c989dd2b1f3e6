import { expect, test } from 'vitest';
import { markdown } from '../../src/report/markdown.ts';
import type { Report, ReportPath } from '../../src/report/model.ts';
import { clean, empty, full, hostile, options } from './full.ts';
import { sample } from './sample.ts';

function lines(report: Report): string[] {
  return markdown(report, options).split('\n');
}

test.for([
  ['a broken path', sample, '## ❌ backuplint: 1 of 3 backup paths will not arrive, 1 cannot be decided'],
  ['a clean run', clean, '## ✅ backuplint: All 2 backup paths arrive'],
  ['nothing to judge, which is no success', empty, '## ⚠️ backuplint: No backup path to judge'],
] as const)('the first line says how it went: %s', ([, report, heading]) => {
  expect(lines(report)[0]).toBe(heading);
});

test('a clean run says what was checked', () => {
  expect(lines(clean)[2]).toContain('checked: 3 keys, 1 plan, 1 selection, 2 vaults, 1 role, 2 resources');
});

test('a broken path is a row with the leg and the cause', () => {
  expect(lines(sample)).toContain(
    '| <code>RDS orders</code> | ❌ fails | GFS-7-28-90, daily | cross-account copy → <code>vault central (444455556666)</code> | AWSServiceRoleForBackup (444455556666) may not call kms:CreateGrant on key 1234abcd: nothing allows it |',
  );
});

test('paths that are alike but for the resource share a row', () => {
  const [broken] = sample.paths;
  const paths = Array.from({ length: 40 }, (_, index) => ({ ...broken, resource: `db-${index}` })) as ReportPath[];
  const rows = lines({ ...sample, paths }).filter((line) => line.startsWith('| <code>'));
  expect(rows).toHaveLength(1);
  expect(rows[0]).toContain('<code>db-0</code>, <code>db-1</code>, <code>db-2</code> and 37 more');
});

test('errors come before warnings, and what is only for information is folded into one', () => {
  const summaries = lines(full).filter((line) => line.startsWith('<details><summary>'));
  const severities = summaries.map((line) => /<summary>\S+ (error|warning|\d+ info)/.exec(line)?.[1]);
  expect(severities.filter((severity) => severity !== undefined)).toEqual([
    ...Array.from({ length: 5 }, () => 'error'),
    'warning',
    'warning',
    '13 info',
  ]);
});

test('whatever a policy holds, every row of the table has its five cells', () => {
  const rows = lines(full).filter((line) => line.startsWith('| '));
  expect(rows.length).toBeGreaterThan(6);
  for (const row of rows) expect(row.split('|')).toHaveLength(7);
});

test('whatever a policy holds, no tag, mention, link or address but ours is in the text', () => {
  const text = markdown(full, options).replace(/^(`{3,})(?:diff|hcl)\n[^]*?\n\1$/gm, '');
  const tags = new Set([...text.matchAll(/<\/?(\w*)/g)].map(([, name]) => name));
  expect(tags).toEqual(new Set(['details', 'summary', 'code', 'pre', 'a', 'br']));
  const prose = text.replace(/<(code|pre)>[^]*?<\/\1>/g, '').replace(/<a href="https:\/\/unpkg[^"]*">/g, '');
  expect(prose).not.toContain('](');
  const shown = prose.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
  expect(shown).toContain('@\u200borg/team');
  expect(shown).not.toMatch(/@\w|#\d|https?:\/\//);
});

test('details that are opened are closed', () => {
  const text = markdown(full, options);
  expect(text.match(/<details>/g)).toHaveLength(text.match(/<\/details>/g)?.length ?? 0);
});

test('a page too long for a comment is cut, and what is left out is counted', () => {
  const [path] = full.paths;
  const findings = full.findings.flatMap((finding) =>
    Array.from({ length: 300 }, (_, index) => ({
      ...finding,
      message: `${index} ${hostile.repeat(500)}`,
      explanation: Array.from({ length: 500 }, () => hostile),
    })),
  );
  const paths = Array.from({ length: 3000 }, (_, index) => ({ ...path, plan: `plan ${index}` })) as ReportPath[];
  const fixes = Array.from({ length: 50 }, () => ({
    ...(full.fixes ?? [])[0],
    diff: hostile.repeat(100),
  })) as Report['fixes'];
  const incomplete = Array.from({ length: 900 }, () => ({ what: hostile.repeat(50), why: hostile }));
  const text = markdown(
    { ...full, summary: { ...full.summary, incomplete }, findings, paths, fixes: fixes ?? [] },
    options,
  );
  expect(Buffer.byteLength(text)).toBeLessThan(65_536);
  expect(text).toMatch(/_\d{4} more paths left out here\._/);
  expect(text).toMatch(/_\d{4} more findings left out here\._/);
  expect(text).toContain('_50 more corrected policies left out here._');
  expect(text.match(/<details>/g)).toHaveLength(text.match(/<\/details>/g)?.length ?? 0);
});
