import { describe, expect, test } from 'vitest';
import type { FileOrigin } from '../../src/estate/origin.ts';
import { unifiedDiff } from '../../src/fix/diff.ts';
import { changedFiles, fixOutput, type FixedPolicy } from '../../src/fix/output.ts';

const policy = (text: string, place: Partial<FixedPolicy> = {}): FixedPolicy => ({
  subject: 'arn:aws:kms:eu-west-2:111122223333:key/1',
  bare: true,
  editable: true,
  result: { changed: false, text, fileEdits: [] },
  ...place,
});
const at = (file: string, pointer = ''): FileOrigin => ({ kind: 'file', file, pointer });

describe('what --fix prints', () => {
  test('one policy: its text, byte for byte', () => {
    const text = '\uFEFF{ "a" :\r\n\t1}';
    expect(fixOutput([policy(text, { origin: at('key.json') })])).toBe(text);
  });

  test('no policy: nothing', () => {
    expect(fixOutput([])).toBe('');
  });

  test('policies of several files: one object keyed by file', () => {
    const output = fixOutput([
      policy('\uFEFF{\r\n  "a": 1\r\n}\r\n', { origin: at('a.json') }),
      policy('{"b":2}', { origin: at('b.json', '/Policy') }),
    ]);
    expect(output).toBe('{\n  "a.json": {\n    "a": 1\n  },\n  "b.json": {"b":2}\n}\n');
    expect(JSON.parse(output)).toEqual({ 'a.json': { a: 1 }, 'b.json': { b: 2 } });
  });

  test('several policies of one file: keyed by file and pointer', () => {
    const output = fixOutput([
      policy('{"a":1}', { origin: at('keys.json', '/0') }),
      policy('{"b":2}', { origin: at('keys.json', '/1') }),
      policy('{"c":3}', { origin: at('c.json') }),
    ]);
    expect(Object.keys(JSON.parse(output) as object)).toEqual(['keys.json#/0', 'keys.json#/1', 'c.json']);
  });

  test('policies of templates: keyed by address, with the file where two share one', () => {
    const output = fixOutput([
      policy('{}', {
        subject: 'Key',
        bare: false,
        editable: false,
        origin: at('a.template.json', '/Resources/Key/Properties/KeyPolicy'),
      }),
      policy('{}', {
        subject: 'Key',
        bare: false,
        editable: false,
        origin: at('b.template.json', '/Resources/Key/Properties/KeyPolicy'),
      }),
      policy('{}', { subject: 'aws_kms_key.rds', bare: false, editable: false, origin: at('plan.json', '/x') }),
    ]);
    expect(Object.keys(JSON.parse(output) as object)).toEqual([
      'a.template.json#/Resources/Key/Properties/KeyPolicy',
      'b.template.json#/Resources/Key/Properties/KeyPolicy',
      'aws_kms_key.rds',
    ]);
  });

  test('policies of an account: keyed by ARN', () => {
    const output = fixOutput([
      policy('{"a":1}'),
      policy('{"b":2}', { subject: 'arn:aws:kms:eu-west-2:111122223333:key/2' }),
    ]);
    expect(Object.keys(JSON.parse(output) as object)).toEqual([
      'arn:aws:kms:eu-west-2:111122223333:key/1',
      'arn:aws:kms:eu-west-2:111122223333:key/2',
    ]);
  });

  test('a policy that is no JSON comes out as a string', () => {
    const output = fixOutput([
      policy('{"a"', { origin: at('a.json', '/Policy') }),
      policy('{}', { origin: at('b.json') }),
    ]);
    expect(JSON.parse(output)).toEqual({ 'a.json': '{"a"', 'b.json': {} });
  });

  test('names that an object would treat in its own way come out as names', () => {
    expect(fixOutput([policy('{}', { origin: at('__proto__') }), policy('{}', { origin: at('"\n') })])).toBe(
      '{\n  "__proto__": {},\n  "\\"\\n": {}\n}\n',
    );
  });
});

describe('what --write writes', () => {
  const edit = (offset: number, text: string) => ({ offset, length: 0, text });
  const texts: Readonly<Record<string, string>> = { 'a.json': '[{},{}]', 'b.json': '{}' };
  const textOf = (file: string) => texts[file] ?? '';

  test('all policies of a file at once, and only changed files', () => {
    const changed = changedFiles(
      [
        policy('', { origin: at('a.json', '/1'), result: { changed: true, text: '', fileEdits: [edit(5, '2')] } }),
        policy('', { origin: at('b.json') }),
        policy('', { origin: at('a.json', '/0'), result: { changed: true, text: '', fileEdits: [edit(2, '1')] } }),
        policy('', { result: { changed: true, text: '', fileEdits: [] } }),
        policy('', {
          bare: false,
          editable: false,
          origin: at('plan.json', '/x'),
          result: { changed: true, text: '', fileEdits: [edit(1, '1')] },
        }),
      ],
      textOf,
    );
    expect([...changed]).toEqual([['a.json', '[{1},{2}]']]);
  });
});

describe('a unified diff', () => {
  test('names the file, and shows three lines around a change', () => {
    const before = ['1', '2', '3', '4', '5', '6', '7', '8', ''].join('\n');
    expect(unifiedDiff('policies/key.json', before, before.replace('5\n', '5\nfive\n'))).toBe(
      '--- a/policies/key.json\n+++ b/policies/key.json\n@@ -3,6 +3,7 @@\n 3\n 4\n 5\n+five\n 6\n 7\n 8\n',
    );
  });

  test('is empty without a change', () => {
    expect(unifiedDiff('key.json', 'a\n', 'a\n')).toBe('');
  });

  test('keeps carriage returns, and tells of a missing newline at the end', () => {
    expect(unifiedDiff('key.json', 'a\r\nb', 'a\r\nb\r\nc')).toBe(
      '--- a/key.json\n+++ b/key.json\n@@ -1,2 +1,3 @@\n a\r\n-b\n\\ No newline at end of file\n+b\r\n+c\n\\ No newline at end of file\n',
    );
  });
});
