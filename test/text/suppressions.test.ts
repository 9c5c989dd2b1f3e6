import { describe, expect, test } from 'vitest';
import { readSuppressions } from '../../src/text/suppressions.ts';

function linesOf(text: string): (string | undefined)[] {
  return readSuppressions(text).map(({ lines }) => lines && `${lines.first}-${lines.last}`);
}

const next = '# backuplint-disable-next-line kms/lockout -- why';
const line = '# backuplint-disable-line kms/lockout -- why';

describe('a comment is about', () => {
  test.for([
    ['the line below it', `${next}\na: 1\nb: 2\n`, ['2-2']],
    ['a block below it, with gaps and comments in it', `${next}\na:\n  b: 1\n\n# c\n  d: 2\ne: 3\n`, ['2-6']],
    ['a list that stands right below its key', `${next}\na:\n- 1\n- 2\nb: 3\n`, ['2-4']],
    ['one item of a list', `a:\n- b: 1\n${next}\n- b: 2\n  c: 3\n- b: 4\n`, ['4-5']],
    ['a text of several lines', `${next}\na: |\n  # b\n  c\nd: 1\n`, ['2-4']],
    ['the line on which it stands', `a: 1\nb: 2 ${line}\nc: 3\n`, ['2-2']],
    ['the block whose first line it ends', `a: ${line}\n  b: 1\nc: 2\n`, ['1-2']],
    ['nothing, at the end', `a: 1\n${next}\n`, [undefined]],
    ['the same line as one above it', `${next}\n${next}\na: 1\n`, ['3-3', '3-3']],
    ['a line after CRLF', `${next}\r\na:\r\n  b: 1\r\nc: 2\r\n`, ['2-3']],
    ['a line in a later document', `a: 1\n---\n${next}\nb: 2\n`, ['4-4']],
  ] as const)('%s', ([, text, expected]) => {
    expect(linesOf(text)).toEqual(expected);
  });
});

describe('no comment is', () => {
  test.for([
    ['a text in double quotes', `a: "${next}"`],
    ['a text in single quotes', `a: '${next}'`],
    ['a line of a block text', `a: |\n  ${next}\n`],
    ['a line of a folded text', `a: >-\n  x\n  ${next}\n`],
    ['what follows a plain text without a space', `a: b${next}`],
    ['a comment about something else', '# backuplint is a linter'],
  ] as const)('%s', ([, text]) => {
    expect(readSuppressions(text)).toEqual([]);
  });
});

test('rules, reason and place are read', () => {
  expect(readSuppressions('\uFEFFa: 1 ## backuplint-disable-line kms/lockout ,kms/* --  one -- two \n')).toEqual([
    {
      text: '## backuplint-disable-line kms/lockout ,kms/* --  one -- two',
      start: { line: 1, column: 6 },
      end: { line: 1, column: 66 },
      lines: { first: 1, last: 1 },
      verb: 'disable-line',
      rules: ['kms/lockout', 'kms/*'],
      reason: 'one -- two',
    },
  ]);
});
