import { pointerOf } from '../estate/origin.ts';
import type { Loaded, Problem, Range } from '../load/types.ts';
import { scanJson } from '../text/json-scan.ts';
import { indexLines } from '../text/line-index.ts';
import { locateJson, locateJsonKeys } from '../text/locate.ts';
import type { Span } from '../text/span.ts';

/** A step from a value to a part of it. */
export type Step = string | number;

/** The text of a config file as a value that knows where its parts stand. */
export interface ConfigDocument {
  readonly file: string;
  readonly text: string;
  readonly value: unknown;
  /** Where the value at `steps` stands, or the nearest one around it that is there. */
  readonly rangeOf: (steps: readonly Step[]) => Range | undefined;
  /** Where the last step's key stands. */
  readonly keyRangeOf: (steps: readonly Step[]) => Range | undefined;
  /** The value's text as it is written. */
  readonly writtenAt: (steps: readonly Step[]) => string | undefined;
}

interface Parsed {
  readonly value: unknown;
  readonly duplicates: readonly { readonly pointer: string; readonly span: Span }[];
  readonly error?: { readonly offset: number; readonly message: string };
  readonly locate: typeof locateJson;
  readonly locateKeys: typeof locateJsonKeys;
}

export async function readConfigText(
  file: string,
  text: string,
  format: 'json' | 'yaml' = file.endsWith('.json') ? 'json' : 'yaml',
): Promise<Loaded<ConfigDocument>> {
  const parsed = format === 'json' ? parseJson(text) : await parseYaml(text);
  const lines = indexLines(text);
  const problem = (offset: number, message: string): Problem => ({ file, ...lines.positionAt(offset), message });
  if (parsed.error !== undefined) {
    return { ok: false, problems: [problem(parsed.error.offset, parsed.error.message)] };
  }
  const [doubled, ...others] = parsed.duplicates.map(({ pointer, span }) =>
    problem(span.start, `the key ${pointer} stands here a second time`),
  );
  if (doubled !== undefined) return { ok: false, problems: [doubled, ...others] };
  const rangeOf = (span: Span | undefined): Range | undefined =>
    span && { start: lines.positionAt(span.start), end: lines.positionAt(span.end) };
  return {
    ok: true,
    value: {
      file,
      text,
      value: parsed.value,
      rangeOf: (steps) => rangeOf(nearest(parsed, text, steps)),
      keyRangeOf: (steps) => rangeOf(spanOf(parsed.locateKeys, text, steps) ?? nearest(parsed, text, steps)),
      writtenAt: (steps) => written(text, spanOf(parsed.locate, text, steps)),
    },
  };
}

function parseJson(text: string): Parsed {
  const { documents, duplicates, error } = scanJson(text);
  const parsed = { duplicates, locate: locateJson, locateKeys: locateJsonKeys };
  if (error !== undefined) {
    const message = `found ${error.found}, expected ${error.expected}`;
    return { ...parsed, value: undefined, error: { offset: error.offset, message } };
  }
  const second = documents[1];
  if (second !== undefined) {
    return { ...parsed, value: undefined, error: { offset: second.start, message: 'a second document starts here' } };
  }
  const [{ start, end } = { start: 0, end: 0 }] = documents;
  return { ...parsed, value: JSON.parse(text.slice(start, end)) as unknown };
}

async function parseYaml(text: string): Promise<Parsed> {
  const [{ readYaml }, { locateYaml, locateYamlKeys }] = await Promise.all([
    import('../text/yaml-document.ts'),
    import('../text/locate-yaml.ts'),
  ]);
  return { ...readYaml(text), locate: locateYaml, locateKeys: locateYamlKeys };
}

function spanOf(locate: typeof locateJson, text: string, steps: readonly Step[]): Span | undefined {
  const pointer = pointerOf(steps);
  return locate(text, [pointer]).get(pointer);
}

function nearest({ locate }: Parsed, text: string, steps: readonly Step[]): Span | undefined {
  for (let depth = steps.length; depth >= 0; depth--) {
    const span = spanOf(locate, text, steps.slice(0, depth));
    if (span !== undefined) return span;
  }
  return undefined;
}

function written(text: string, span: Span | undefined): string | undefined {
  return span && text.slice(span.start, span.end);
}
