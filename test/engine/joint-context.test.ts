import { expect, test } from 'vitest';
import { jointContext } from '../../src/engine/joint-context.ts';
import type { ContextValue } from '../../src/iam/types.ts';

const known = (...values: string[]): ContextValue => ({ state: 'known', values });
const absent: ContextValue = { state: 'absent' };
const unknown: ContextValue = { state: 'unknown' };

test.for<[name: string, values: ContextValue[], expected: ContextValue]>([
  ['one context is itself', [known('a')], known('a')],
  ['equal values stay known', [known('a'), known('a')], known('a')],
  ['different values: one of them', [known('a'), known('b')], { state: 'one-of', cases: [['a'], ['b']] }],
  ['absent somewhere', [known('a'), absent], { state: 'one-of', cases: [['a'], undefined] }],
  ['absent everywhere', [absent, absent], absent],
  [
    'a choice and a value',
    [{ state: 'one-of', cases: [['a'], undefined] }, known('b')],
    { state: 'one-of', cases: [['a'], undefined, ['b']] },
  ],
  ['unknown somewhere', [known('a'), unknown], unknown],
  ['unknown everywhere', [unknown, { state: 'unknown' }], unknown],
  ['present everywhere', [{ state: 'present' }, { state: 'present' }], { state: 'present' }],
  ['present here, unknown there', [{ state: 'present' }, unknown], unknown],
  [
    'at least different values',
    [
      { state: 'at-least', values: ['a'] },
      { state: 'at-least', values: ['b'] },
    ],
    unknown,
  ],
])('%s', ([, values, expected]) => {
  const contexts = values.map((value, index) => ({ name: `context ${index}`, context: () => value }));
  expect(jointContext(contexts)('kms:viaservice')).toEqual(expected);
});
