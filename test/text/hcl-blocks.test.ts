import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { hclBlocks } from '../../src/text/hcl-blocks.ts';

test.for<[string, string, string[]]>([
  ['a resource', 'resource "aws_kms_key" "main" {\n}\n', ['resource aws_kms_key main']],
  ['a block without labels, and one on a line', 'locals { a = 1 }\nterraform {\n}', ['locals', 'terraform']],
  ['labels without quotes', 'resource aws_kms_key main {}', ['resource aws_kms_key main']],
  ['nothing inside a block', 'module "a" {\n  resource "x" "y" {\n  }\n}', ['module a']],
  [
    'nothing in comments',
    '# resource "a" "b" {\n// data "a" "b" {\n/* data "c" "d" {\n*/\ndata "e" "f" {}',
    ['data e f'],
  ],
  ['a comment between the labels', 'resource /* of */ "a" "b" { # {\n}\ndata "c" "d" {}', ['resource a b', 'data c d']],
  [
    'braces in strings',
    'resource "a" "b" {\n  x = "}"\n  y = "\\"}"\n}\ndata "c" "d" {}',
    ['resource a b', 'data c d'],
  ],
  [
    'strings in templates in strings',
    'resource "a" "b" {\n  x = "${lookup({ k = "}" }, "k")} }"\n  y = "$${ {"\n}\ndata "c" "d" {}',
    ['resource a b', 'data c d'],
  ],
  [
    'heredocs',
    'resource "a" "b" {\n  x = <<EOT\n}\nresource "no" "no" {\nEOT\n  y = <<-EOT\n    }\n    EOT\n}\ndata "c" "d" {}',
    ['resource a b', 'data c d'],
  ],
  [
    'Windows line ends',
    'resource "a" "b" {\r\n  x = <<EOT\r\n}\r\nEOT\r\n}\r\ndata "c" "d" {}\r\n',
    ['resource a b', 'data c d'],
  ],
  ['no block for an attribute', 'x = {\n}\nresource "a" "b" {}', ['resource a b']],
  ['what stands before a mistake', 'resource "a" "b" {}\nresource "c', ['resource a b']],
])('finds %s', ([, text, names]) => {
  expect(hclBlocks(text).map(({ name }) => name)).toEqual(names);
});

test('a block starts at its first word and ends behind the brace', () => {
  const text = '\n  resource "a"  "b" {\n}';
  const [block] = hclBlocks(text);
  expect(text.slice(block!.span.start, block!.span.end)).toBe('resource "a"  "b" {');
});

test('any text comes to an end, and spans lie in it', () => {
  const piece = fc.constantFrom(
    '"',
    '${',
    '{',
    '}',
    '\\',
    '<<A\n',
    'A\n',
    '#',
    '/*',
    '*/',
    'resource',
    ' ',
    '\n',
    '$${',
    '(',
    ']',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('');
      for (const { span } of hclBlocks(text)) {
        expect(span.start).toBeLessThan(span.end);
        expect(text[span.end - 1]).toBe('{');
      }
    }),
  );
});
