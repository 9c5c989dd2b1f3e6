/** JSON values and texts for the laws of scanning and locating: escapes, odd keys, doubled keys, all white space. */
import * as fc from 'fast-check';

const space = fc.string({ unit: fc.constantFrom(' ', '\n', '\r\n', '\t'), maxLength: 2 });
const unit = fc.oneof(
  fc.constantFrom('"', '\\', '/', '~', '{', '}', '[', ']', ':', ',', '\n', 'é', '😀', '\ud800'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
);

/** A string token in one of its many spellings. */
export const stringToken = fc
  .array(fc.tuple(fc.oneof(unit, fc.constantFrom('a', 'b')), fc.boolean()), { maxLength: 6 })
  .map((units) => `"${units.map(([text, escape]) => spell(text, escape)).join('')}"`);

const keyToken = fc.oneof(
  fc.constantFrom('"a"', '"b"', '"\\u0061"', '"__proto__"', '"0"', '""', '"a/b~c"'),
  stringToken,
);

function spell(text: string, escape: boolean): string {
  if (!escape) return JSON.stringify(text).slice(1, -1);
  return text.replace(/[\s\S]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const scalarToken = fc.oneof(
  stringToken,
  fc.constantFrom('true', 'false', 'null', '0', '-0', '1.5e+3', '-12E-1', '0.0'),
  fc.integer().map(String),
);

const { json } = fc.letrec<{ json: string; array: string; object: string; embedded: string }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalarToken,
    tie('array'),
    tie('object'),
    tie('embedded'),
  ),
  array: fc
    .array(fc.tuple(space, tie('json'), space), { maxLength: 4 })
    .map((parts) => `[${parts.map((p) => p.join('')).join(',')}]`),
  object: fc
    .array(fc.tuple(space, keyToken, space, fc.constant(':'), space, tie('json'), space), {
      maxLength: 4,
    })
    .map((parts) => `{${parts.map((p) => p.join('')).join(',')}}`),
  embedded: fc.tuple(tie('json'), fc.boolean()).map(([text, escape]) => `"${spell(text, escape)}"`),
}));

/** Valid JSON texts, in which keys may stand twice and strings may hold JSON. */
export const jsonText: fc.Arbitrary<string> = fc.tuple(space, json, space).map((parts) => parts.join(''));

/** Almost JSON: a valid text with a few units removed, doubled or replaced. */
export const mutatedJson: fc.Arbitrary<string> = fc
  .tuple(
    jsonText,
    fc.array(fc.tuple(fc.nat(), fc.constantFrom('', '"', '\\', '{', ']', ',', ':', '0', 'e', '.', '\u0000', ' ')), {
      maxLength: 3,
    }),
  )
  .map(([text, edits]) =>
    edits.reduce((edited, [at, unit]) => {
      const i = at % (edited.length + 1);
      return edited.slice(0, i) + unit + edited.slice(i + (at % 2));
    }, text),
  );

export function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
