import { expect, test } from 'vitest';
import { checkedInputs, findingCounts, verdict } from '../../src/report/words.ts';
import { clean } from './full.ts';

const { summary } = clean;
const none = { error: 0, warning: 0, info: 0 };

test.for([
  ['nothing was judged', { total: 0, allowed: 0, denied: 0, unknown: 0 }, none, 'No backup path to judge'],
  ['all is well', { total: 2, allowed: 2, denied: 0, unknown: 0 }, none, 'All 2 backup paths arrive'],
  ['the only one is well', { total: 1, allowed: 1, denied: 0, unknown: 0 }, none, 'The backup path arrives'],
  ['some fail', { total: 3, allowed: 1, denied: 2, unknown: 0 }, none, '2 of 3 backup paths will not arrive'],
  ['the only one fails', { total: 1, allowed: 0, denied: 1, unknown: 0 }, none, 'The backup path will not arrive'],
  [
    'some fail, some are open',
    { total: 4, allowed: 1, denied: 2, unknown: 1 },
    none,
    '2 of 4 backup paths will not arrive, 1 cannot be decided',
  ],
  ['some are open', { total: 4, allowed: 3, denied: 0, unknown: 1 }, none, '1 of 4 backup paths cannot be decided'],
  [
    'every path is allowed and something else is wrong: that is no "all is well"',
    { total: 2, allowed: 2, denied: 0, unknown: 0 },
    { error: 1, warning: 0, info: 0 },
    '1 error to mend before all 2 backup paths can be relied on',
  ],
  [
    'the only one is allowed and something else is wrong',
    { total: 1, allowed: 1, denied: 0, unknown: 0 },
    { error: 2, warning: 0, info: 0 },
    '2 errors to mend before the backup path can be relied on',
  ],
] as const)('verdict: %s', ([, paths, findings, sentence]) => {
  expect(verdict({ ...summary, paths, findings })).toBe(sentence);
});

test.for([
  [none, 'no findings'],
  [{ error: 1, warning: 0, info: 0 }, '1 error'],
  [{ error: 2, warning: 1, info: 3 }, '2 errors, 1 warning, 3 info'],
] as const)('findingCounts: %j', ([findings, text]) => {
  expect(findingCounts({ ...summary, findings })).toBe(text);
});

test('checkedInputs names what there was, and says when there was nothing', () => {
  expect(checkedInputs(summary)).toBe('3 keys, 1 plan, 1 selection, 2 vaults, 1 role, 2 resources');
  const inputs = { keys: 0, plans: 0, selections: 0, vaults: 0, roles: 0, resources: 0, skippedFiles: 4 };
  expect(checkedInputs({ ...summary, inputs })).toBe('nothing to judge');
});
