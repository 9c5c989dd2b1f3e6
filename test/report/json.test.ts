import { assert, dictionary, jsonValue, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { json } from '../../src/report/json.ts';
import type { Report } from '../../src/report/model.ts';
import type { ReportOptions } from '../../src/report/reporter.ts';

const options: ReportOptions = { source: () => undefined, color: false, width: 80, verbose: false, quiet: false };

test('written in pieces it is the text that JSON.stringify makes', () => {
  assert(
    property(dictionary(string(), jsonValue(), { minKeys: 1 }), (value) => {
      // Whatever a report holds; its keys are ours, so `__proto__` is none of them.
      const report = value as unknown as Report;
      expect(json(report, options)).toBe(`${JSON.stringify(report, null, 2)}\n`);
    }),
  );
});
