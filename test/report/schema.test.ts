import { expect, test } from 'vitest';
import { agreesWithModel, reportSchema } from '../../src/report/schema.ts';
import { full } from './full.ts';
import { sample } from './sample.ts';

test('the schema describes every member of a report: nothing is lost in parsing', () => {
  expect(reportSchema.parse(sample)).toEqual(sample);
  expect(reportSchema.parse(full)).toEqual(full);
});

test.for([
  ['a column 0', { ...sample, findings: [{ ...sample.findings[0], location: { start: { line: 1, column: 0 } } }] }],
  ['an unknown severity', { ...sample, findings: [{ ...sample.findings[0], severity: 'fatal' }] }],
  ['another schema version', { ...sample, schemaVersion: 2 }],
  ['a missing summary', { ...sample, summary: undefined }],
  ['a negative count', { ...sample, summary: { ...sample.summary, suppressed: -1 } }],
])('the schema refuses %s', ([, report]) => {
  expect(reportSchema.safeParse(report).success).toBe(false);
});

test('the schema and the types of a report are the same (the compiler checks it)', () => {
  expect(new Set(Object.values(agreesWithModel))).toEqual(new Set([true]));
});
