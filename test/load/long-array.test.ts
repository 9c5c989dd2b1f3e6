import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { elementTexts, NoArray } from '../../src/text/json-elements.ts';
import { keyPolicy, load, problemsOf } from './load.ts';

const spaces = fc.constantFrom('', ' ', '\n', '\r\n\t');

describe('the elements of an array', () => {
  test('are those that the whole has, whatever its layout', () => {
    fc.assert(
      fc.property(fc.array(fc.json(), { minLength: 1, maxLength: 6 }), spaces, spaces, (elements, before, after) => {
        const text = `${before}[${elements.map((element) => `${before}${element}${after}`).join(',')}]${after}`;
        const found = [...elementTexts(text)].map(({ start, end }) => JSON.parse(text.slice(start, end)) as unknown);
        expect(found).toEqual(JSON.parse(text));
      }),
    );
  });

  test.for<[name: string, text: string]>([
    ['an object', '{"a": [1]}'],
    ['two arrays in a row', '[1, 2] [3]'],
    ['an array that does not end', '[1, 2'],
    ['a string that does not end', '[1, "2]'],
    ['an array that ends twice', '[1, 2]]'],
    ['nothing', ''],
  ])('are none of %s', ([, text]) => {
    expect(() => [...elementTexts(text)]).toThrow(NoArray);
  });

  test('are counted with their members, those that stand twice counted twice', () => {
    const text = '[{"a": 1, "a": {"b": ":,{"}}, [{}], {"\\"": []}]';
    expect([...elementTexts(text)].map(({ members }) => members)).toEqual([3, 0, 1]);
  });
});

describe('a long list of key policies', () => {
  /** More than a million units, each policy with a statement of its own. */
  const policies = Array.from({ length: 2500 }, (_, index) => ({
    ...keyPolicy,
    Id: `key-${index}`,
    Statement: [...keyPolicy.Statement, { ...keyPolicy.Statement[0], Sid: `For ${index}` }],
  }));
  const text = JSON.stringify(policies, null, 2);
  const broken = (what: string, by: string): string => text.replace(what, by);

  test('is loaded element by element, each at its place', async () => {
    expect(text.length).toBeGreaterThan(1_000_000);
    const loaded = await load(text);
    if (loaded.outcome !== 'loaded') throw new Error(loaded.outcome);
    expect(loaded.recognised).toBe(policies.length);
    expect(loaded.fragments).toMatchObject(
      policies.map((document, index) => ({
        subject: `a.json#/${index}`,
        origin: { file: 'a.json', pointer: `/${index}` },
        policy: { source: { document, duplicateKeys: [] } },
      })),
    );
  });

  test('shares what its policies repeat', async () => {
    const loaded = await load(text);
    if (loaded.outcome !== 'loaded') throw new Error(loaded.outcome);
    const statements = loaded.fragments.map(
      (fragment) =>
        fragment.kind === 'key' &&
        fragment.policy?.kind === 'given' &&
        (fragment.policy.source.document as { readonly Statement: readonly object[] }).Statement,
    );
    expect(new Set(statements.map((all) => all && all[0])).size).toBe(1);
    expect(new Set(statements.map((all) => all && all[1])).size).toBe(policies.length);
  });

  test.for<[name: string, text: string, problems: readonly string[]]>([
    [
      'that breaks in its middle',
      broken('"Id": "key-1999"', '"Id" "key-1999"'),
      ['48000:10 is not valid JSON: expected `:`, found `"`'],
    ],
    [
      'whose end is missing',
      text.slice(0, -2),
      ['60001:4 is not valid JSON: expected `,` or `]`, found the end of the text'],
    ],
  ])('%s is told of as a whole', async ([, given, problems]) => {
    expect(await load(given)).toMatchObject({ outcome: 'unparsable' });
    expect(await problemsOf(given)).toEqual(problems);
  });

  test('with a key that stands twice in one of them', async () => {
    const loaded = await load(broken('"Id": "key-1999"', '"Id": "key-1999", "Id": "key-0"'));
    if (loaded.outcome !== 'loaded') throw new Error(loaded.outcome);
    const doubled = loaded.fragments.filter(
      (fragment) =>
        fragment.kind === 'key' &&
        fragment.policy?.kind === 'given' &&
        fragment.policy.source.duplicateKeys.includes('/Id'),
    );
    expect(doubled).toMatchObject([{ subject: 'a.json#/1999' }]);
  });
});
