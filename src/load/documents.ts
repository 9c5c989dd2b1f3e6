/** Text to documents: JSON by its look, else YAML; several documents in one text where pages were put together. */
import { hasDuplicateKeys } from '../text/duplicate-keys.ts';
import { scanJson, type DuplicateKey, type JsonSyntaxError } from '../text/json-scan.ts';
import { skipSpace, startOfText } from '../text/json-tokens.ts';
import { indexLines } from '../text/line-index.ts';
import type { Loaded, Problem, SourceText } from './types.ts';

export type Format = 'json' | 'yaml';

export interface ParsedText {
  readonly format: Format;
  /** Each with its pointer: empty for the only one, `/0`, `/1`, … in a stream. */
  readonly documents: readonly ParsedPart[];
  /** Keys that stand twice in one object. */
  readonly duplicates: readonly DuplicateKey[];
}

/** A value in the text, with its pointer. */
export interface ParsedPart {
  readonly value: unknown;
  readonly pointer: string;
}

/** Parsing YAML takes about a second per megabyte; nobody writes more by hand, and machines can write JSON. */
const longestYaml = 8_000_000;

/** Only YAML makes it wait. */
export function parseText(source: SourceText): Loaded<ParsedText> | Promise<Loaded<ParsedText>> {
  const { file, text } = source;
  if (skipSpace(text, startOfText(text)) >= text.length) return failed(file, { message: 'is empty' });
  if (!looksLikeJson(text)) return parseOther(source);
  const json = parseJson(source);
  return json.ok || !isYamlFile(file) ? json : parseYaml(source);
}

/** Broken JSON is mostly good YAML, and would pass for a policy that AWS refuses: what looks like JSON must be JSON. */
function looksLikeJson(text: string): boolean {
  return '{["'.includes(text.charAt(skipSpace(text, startOfText(text))) || ' ');
}

async function parseOther(source: SourceText): Promise<Loaded<ParsedText>> {
  const yaml = await parseYaml(source);
  const isStructured = yaml.ok && yaml.value.documents.some(({ value }) => typeof value === 'object' && value !== null);
  return source.file.endsWith('.json') && !isStructured ? parseJson(source) : yaml;
}

function isYamlFile(file: string): boolean {
  return /\.ya?ml$/i.test(file);
}

function parseJson({ file, text }: SourceText): Loaded<ParsedText> {
  const value = tryParse(text);
  if (value !== undefined && !hasDuplicateKeys(text, value)) return loaded('json', [value], []);
  const { error, duplicates, documents } = scanJson(text);
  if (error !== undefined) return failed(file, syntaxProblem(text, error));
  const values = documents.map(({ start, end }) => JSON.parse(text.slice(start, end)) as unknown);
  return loaded('json', values, duplicates);
}

/** `JSON.parse` throws for several reasons, all of which the scan tells better. */
function tryParse(text: string): unknown {
  try {
    return JSON.parse(startOfText(text) > 0 ? text.slice(1) : text);
  } catch {
    return undefined;
  }
}

function loaded(format: Format, values: readonly unknown[], duplicates: readonly DuplicateKey[]): Loaded<ParsedText> {
  const documents = values.map((value, index) => ({ value, pointer: values.length > 1 ? `/${index}` : '' }));
  return { ok: true, value: { format, documents, duplicates } };
}

function syntaxProblem(text: string, error: JsonSyntaxError): Omit<Problem, 'file'> {
  return { ...indexLines(text).positionAt(error.offset), message: `is not valid JSON: ${describeSyntaxError(error)}` };
}

export function describeSyntaxError({ expected, found }: JsonSyntaxError): string {
  return `expected ${expected}, found ${found}`;
}

async function parseYaml({ file, text }: SourceText): Promise<Loaded<ParsedText>> {
  if (text.length > longestYaml) {
    return failed(file, { message: 'is too long for YAML', help: 'Over 8 MB, JSON is expected.' });
  }
  const { readYaml } = await import('../text/yaml-document.ts');
  const { value, error, duplicates, isStream } = readYaml(text);
  if (error !== undefined) {
    return failed(file, {
      ...indexLines(text).positionAt(error.offset),
      message: `is not valid YAML: ${error.message}`,
    });
  }
  return loaded('yaml', isStream ? (value as unknown[]) : [value], duplicates);
}

function failed(file: string, complaint: Omit<Problem, 'file'>): Loaded<never> {
  return { ok: false, problems: [{ file, ...complaint }] };
}
