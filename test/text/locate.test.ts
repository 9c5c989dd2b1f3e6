import * as fc from 'fast-check';
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import { pointerOf } from '../../src/estate/origin.ts';
import { scanJson } from '../../src/text/json-scan.ts';
import { locateJson, locateJsonKeys } from '../../src/text/locate.ts';
import { jsonText, mutatedJson } from './json-values.ts';

function located(text: string, pointer: string): string | undefined {
  const span = locateJson(text, [pointer]).get(pointer);
  return span && text.slice(span.start, span.end);
}

describe('values', () => {
  test.for([
    ['the document', ' {"a":1} ', '', '{"a":1}'],
    ['a member', '{"a":1, "b" : [2] }', '/b', '[2]'],
    ['an element', '[10,[20, 30]]', '/1/1', '30'],
    ['a string with escapes', '{"a":"x\\"y"}', '/a', '"x\\"y"'],
    ['a word at the end of an array', '[null,true]', '/1', 'true'],
    ['behind a byte order mark', '\uFEFF{"a":1}', '/a', '1'],
    ['a key with slash and tilde', '{"a/b~c":1}', '/a~1b~0c', '1'],
    ['an empty key', '{"":{"":7}}', '//', '7'],
    ['a key spelled with escapes', '{"\\u0061":5}', '/a', '5'],
    ['the last of two equal keys', '{"a":{"b":1},"a":{"b":2}}', '/a/b', '2'],
    ['nothing of the earlier of two equal keys', '{"a":{"b":1},"a":{"c":2}}', '/a/b', undefined],
    ['nothing where nothing is', '{"a":[1]}', '/a/1', undefined],
    ['no member of a number', '{"a":1}', '/a/b', undefined],
    ['no member of a string that holds no JSON', '{"a":"plain"}', '/a/b', undefined],
    ['a prototype name', '{"__proto__":{"constructor":3}}', '/__proto__/constructor', '3'],
    ['in the second of two documents', '{"a":1}\n{"a":2}', '/1/a', '2'],
    ['in a document after an array', '[1,2]\n[3]', '/1/0', '3'],
  ] as const)('%s', ([, text, pointer, value]) => {
    expect(located(text, pointer)).toBe(value);
  });
});

describe('through strings that hold JSON', () => {
  const policy = '{\n  "Statement": [{"Sid": "it\'s \\"me\\" \u00e9"}]\n}';
  test.for([
    ['a value', '/Policy/Statement/0', '{\\"Sid\\": \\"it\'s \\\\\\"me\\\\\\" \u00e9\\"}'],
    ['a string in it', '/Policy/Statement/0/Sid', '\\"it\'s \\\\\\"me\\\\\\" \u00e9\\"'],
    ['the whole string', '/Policy', JSON.stringify(policy)],
  ] as const)('%s', ([, pointer, value]) => {
    expect(located(JSON.stringify({ Policy: policy }), pointer)).toBe(value);
  });

  test('strings in strings', () => {
    const text = JSON.stringify({ a: JSON.stringify({ b: JSON.stringify([0, { c: 'x' }]) }) });
    expect(located(text, '/a/b/1/c')).toBe('\\\\\\"x\\\\\\"');
  });

  test('escapes of every length', () => {
    expect(located('{"a":"\\u007b\\"k\\"\\u003a12\\n,\\"z\\":3}"}', '/a/k')).toBe('12');
    expect(located('{"a":"\\u007b\\"k\\"\\u003a12\\n,\\"z\\":3}"}', '/a/z')).toBe('3');
  });
});

describe('keys', () => {
  test.for([
    ['a member', '{"a":1, "b" : [2] }', '/b', '"b"'],
    ['inside a string', '{"Policy":"{\\"Id\\":1}"}', '/Policy/Id', '\\"Id\\"'],
    ['the later of two', '{"a":1, "a" :2}', '/a', '"a"'],
    ['an element has none', '[1]', '/0', undefined],
    ['the document has none', '{}', '', undefined],
  ] as const)('%s', ([, text, pointer, key]) => {
    const span = locateJsonKeys(text, [pointer]).get(pointer);
    expect(span && text.slice(span.start, span.end)).toBe(key);
  });

  test('of two equal ones, the place of the later', () => {
    expect(locateJsonKeys('{"a":1, "a" :2}', ['/a']).get('/a')).toEqual({ start: 8, end: 11 });
  });
});

test('many pointers in one pass', () => {
  const text = JSON.stringify(Array.from({ length: 1000 }, (_, i) => ({ i })));
  const pointers = Array.from({ length: 1000 }, (_, i) => `/${i}/i`);
  const spans = locateJson(text, pointers);
  expect(pointers.map((pointer) => text.slice(spans.get(pointer)?.start, spans.get(pointer)?.end))).toEqual(
    Array.from({ length: 1000 }, (_, i) => String(i)),
  );
});

test('a pointer ten thousand levels deep', () => {
  const depth = 10_000;
  expect(located('['.repeat(depth) + ']'.repeat(depth), '/0'.repeat(depth - 1))).toBe('[]');
});

/** Every place in a value, strings that hold JSON included. */
function places(value: unknown, steps: readonly string[] = []): (readonly string[])[] {
  const inner = typeof value === 'string' ? parsedContainer(value) : value;
  if (typeof inner !== 'object' || inner === null) return [steps];
  return [steps, ...Object.entries(inner).flatMap(([key, part]) => places(part, [...steps, key]))];
}

function parsedContainer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

describe('laws', () => {
  test('agrees with the tree of jsonc-parser', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        fc.pre(scanJson(text).duplicates.length === 0); // that tree finds the first of two equal keys
        const tree = parseTree(text);
        const value: unknown = JSON.parse(text);
        for (const steps of places(value).filter((steps) => !passesString(value, steps))) {
          const path = steps.map((step, i) => stepFor(value, steps.slice(0, i), step));
          const node = tree && findNodeAtLocation(tree, path);
          expect(located(text, pointerOf(steps))).toBe(
            text.slice(node?.offset, (node?.offset ?? 0) + (node?.length ?? 0)),
          );
        }
      }),
    );
  });

  test('the text at a place is its value', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        const value: unknown = JSON.parse(text);
        const all = places(value).filter((steps) => !passesString(value, steps));
        const spans = locateJson(
          text,
          all.map((steps) => pointerOf(steps)),
        );
        for (const steps of all) {
          const span = spans.get(pointerOf(steps));
          expect(span && JSON.parse(text.slice(span.start, span.end))).toEqual(at(value, steps));
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a place inside a string unescapes to its value', () => {
    fc.assert(
      fc.property(jsonText, (inner) => {
        const text = JSON.stringify({ Policy: inner });
        for (const steps of places(JSON.parse(inner)).filter((s) => !passesString(JSON.parse(inner), s))) {
          const pointer = pointerOf(['Policy', ...steps]);
          const span = locateJson(text, [pointer]).get(pointer);
          if (steps.length === 0 || !/^\s*["[{]/.test(inner)) continue;
          const unescaped = JSON.parse(`"${text.slice(span?.start, span?.end)}"`) as string;
          expect(JSON.parse(unescaped)).toEqual(at(JSON.parse(inner), steps));
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a broken text neither hangs nor throws, and spans stay inside it', () => {
    const pointers = ['', '/a', '/0', '/a/b', '/0/0', '/a/0/a', '//', '/__proto__'];
    fc.assert(
      fc.property(fc.oneof(mutatedJson, fc.string({ unit: 'binary' })), (text) => {
        for (const locate of [locateJson, locateJsonKeys]) {
          for (const { start, end } of locate(text, pointers).values()) {
            expect(0 <= start && start <= end && end <= text.length).toBe(true);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});

function at(value: unknown, steps: readonly string[]): unknown {
  let part = value;
  for (const step of steps) {
    const inner = typeof part === 'string' ? parsedContainer(part) : part;
    part = Object.getOwnPropertyDescriptor(inner, step)?.value;
  }
  return part;
}

function passesString(value: unknown, steps: readonly string[]): boolean {
  return steps.some((_, i) => typeof at(value, steps.slice(0, i)) === 'string');
}

function stepFor(value: unknown, parent: readonly string[], step: string): string | number {
  return Array.isArray(at(value, parent)) ? Number(step) : step;
}
