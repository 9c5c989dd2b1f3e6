import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { indexLines } from '../../src/text/line-index.ts';

test.for([
  ['the first unit', 'ab\ncd', 0, { line: 1, column: 1 }],
  ['the unit after a line feed', 'ab\ncd', 3, { line: 2, column: 1 }],
  ['the line feed itself belongs to its line', 'ab\ncd', 2, { line: 1, column: 3 }],
  ['the end of the text', 'ab\ncd', 5, { line: 2, column: 3 }],
  ['past the end is the end', 'ab', 99, { line: 1, column: 3 }],
  ['CRLF is one line end', 'ab\r\ncd\r\nef', 8, { line: 3, column: 1 }],
  ['a lone carriage return ends a line', 'ab\rcd', 3, { line: 2, column: 1 }],
  ['columns count UTF-16 units', '😀x', 2, { line: 1, column: 3 }],
  ['a byte order mark is no column', '\uFEFFab', 1, { line: 1, column: 1 }],
  ['after a byte order mark', '\uFEFFa\nb', 3, { line: 2, column: 1 }],
  ['an empty text has one line', '', 0, { line: 1, column: 1 }],
] as const)('%s', ([, text, offset, position]) => {
  expect(indexLines(text).positionAt(offset)).toEqual(position);
});

test.for([
  ['line 0', { line: 0, column: 1 }],
  ['a line too many', { line: 3, column: 1 }],
  ['column 0', { line: 1, column: 0 }],
  ['a column behind the line', { line: 1, column: 9 }],
] as const)('there is no offset for %s', ([, position]) => {
  expect(indexLines('ab\ncd').offsetAt(position)).toBeUndefined();
});

const lines = fc.string({ unit: fc.constantFrom('a', '\n', '\r', '\r\n', '😀') });

test('offset and position lead back to each other', () => {
  fc.assert(
    fc.property(lines, fc.nat(60), (text, offset) => {
      fc.pre(offset <= text.length);
      const index = indexLines(text);
      expect(index.offsetAt(index.positionAt(offset))).toBe(offset);
    }),
  );
});
