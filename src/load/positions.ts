/** Places in texts, on demand: pointers to spans, spans to lines and columns. */
import { pointerSteps, type FileOrigin } from '../estate/origin.ts';
import { groupBy } from '../estate/group-by.ts';
import { indexLines } from '../text/line-index.ts';
import { locateJson, locateJsonKeys } from '../text/locate.ts';
import type { Span } from '../text/span.ts';
import type { TemplateSites } from './cloudformation/load-templates.ts';
import type { Format } from './documents.ts';
import type { SourcePlace } from './terraform/sources.ts';
import type { Range } from './types.ts';

export type Target = 'value' | 'key';

/** Spans of what is there; the `yaml` package is loaded only for YAML. */
export async function locateInText(
  text: string,
  format: Format,
  pointers: Iterable<string>,
  target: Target = 'value',
): Promise<Map<string, Span>> {
  if (format === 'json') return (target === 'key' ? locateJsonKeys : locateJson)(text, pointers);
  const { locateYaml, locateYamlKeys } = await import('../text/locate-yaml.ts');
  return (target === 'key' ? locateYamlKeys : locateYaml)(text, pointers);
}

/** What of the loaded inputs is needed to look places up. */
export interface LocatableInputs {
  readonly sourceText: (file: string) => string | undefined;
  readonly formatOf: (file: string) => Format | undefined;
  readonly sourcePlace?: (origin: FileOrigin) => SourcePlace | undefined;
  readonly templateSites?: TemplateSites;
}

/** The place as the file has it: a template comes to something else than is written. */
export function asWritten({ templateSites }: LocatableInputs, origin: FileOrigin): FileOrigin {
  return templateSites?.writtenAt(origin) ?? origin;
}

/** Of what is written elsewhere than at its origin, with that file. */
export type Locator = (origin: FileOrigin) => Range | SourcePlace | undefined;

/**
 * Lines and columns for all origins at once, one pass per file. A place that is not in the text is found at the nearest
 * that holds it; `undefined` for files that are not among the inputs.
 */
export async function locateOrigins(inputs: LocatableInputs, origins: Iterable<FileOrigin>): Promise<Locator> {
  const ranges = new Map<string, Map<string, Range>>();
  const elsewhere = new Map<string, SourcePlace>();
  const here: FileOrigin[] = [];
  for (const origin of origins) {
    const place = inputs.sourcePlace?.(origin);
    if (place === undefined) here.push(origin);
    else elsewhere.set(`${origin.file}#${origin.pointer}`, place);
  }
  for (const [file, inFile] of groupBy(here, (origin) => origin.file)) {
    const text = inputs.sourceText(file);
    const format = inputs.formatOf(file);
    if (text === undefined || format === undefined) continue;
    ranges.set(file, await rangesIn(text, format, new Set(inFile.map((origin) => asWritten(inputs, origin).pointer))));
  }
  return (origin) => {
    const { file, pointer } = asWritten(inputs, origin);
    return elsewhere.get(`${file}#${pointer}`) ?? ranges.get(file)?.get(pointer);
  };
}

async function rangesIn(text: string, format: Format, pointers: ReadonlySet<string>): Promise<Map<string, Range>> {
  const spans = await locateInText(text, format, pointers);
  const missing = [...pointers].filter((pointer) => !spans.has(pointer));
  const around = missing.length === 0 ? spans : await locateInText(text, format, new Set(missing.flatMap(wayTo)));
  const lines = indexLines(text);
  const ranges = new Map<string, Range>();
  for (const pointer of pointers) {
    const span = spans.get(pointer) ?? nearestOf(around, pointer);
    if (span === undefined) continue;
    ranges.set(pointer, { start: lines.positionAt(span.start), end: lines.positionAt(span.end) });
  }
  return ranges;
}

/** What holds the place that is not in the text. */
function nearestOf(spans: ReadonlyMap<string, Span>, pointer: string): Span | undefined {
  return wayTo(pointer)
    .map((step) => spans.get(step))
    .find((span) => span !== undefined);
}

/** The pointer, then those of what holds it, up to the document. */
function wayTo(pointer: string): string[] {
  const way = [pointer];
  for (let left = pointerSteps(pointer).length, at = pointer; left > 0; left--) {
    at = at.slice(0, at.lastIndexOf('/'));
    way.push(at);
  }
  return way;
}
