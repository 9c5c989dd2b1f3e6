/** Where a policy's text stands, and how it is changed there: at the top of a file, inside it, or in a string of it. */
import { scanJson } from '../text/json-scan.ts';
import { locateJson } from '../text/locate.ts';
import { openJsonString } from './embedded.ts';
import { jsonTextEdits } from './json-edit.ts';
import { indentAt } from './json-style.ts';
import { editDocument, type PolicyEdit } from './policy-edit.ts';
import { isSameDocument } from './same-document.ts';
import { applyTextEdits, type TextEdit } from './text-edit.ts';

export interface PolicySite {
  /** The policy as `--fix` prints it: its own JSON text, or JSON made of what a file in another syntax says. */
  readonly text: string;
  /** What the text says; undefined where it is no JSON. */
  readonly document: unknown;
  /** Undefined where the text cannot be edited so that it says exactly what the edits ask for. */
  readonly rewrite: (edits: readonly PolicyEdit[]) => Rewritten | undefined;
}

export interface Rewritten {
  readonly text: string;
  /** Read again from the changed text. */
  readonly document: unknown;
  /** The same change as edits of the whole file; empty where the policy comes from no file. */
  readonly fileEdits: readonly TextEdit[];
}

/** Sites of policies in a JSON file, by pointer; a pointer that leads nowhere has none. One pass over the text for all. */
export function jsonSites(text: string, pointers: readonly string[]): Map<string, PolicySite> {
  const spans = locateJson(text, pointers.flatMap(prefixesOf));
  const sites = new Map<string, PolicySite>();
  for (const pointer of pointers) {
    const string = prefixesOf(pointer).find((prefix) => text[spans.get(prefix)?.start ?? -1] === '"');
    const site =
      string === undefined
        ? siteAt(text, pointer, spans.get(pointer)?.start, spans.get(pointer)?.end)
        : siteInString(text, pointer.slice(string.length), spans.get(string));
    if (site !== undefined) sites.set(pointer, site);
  }
  return sites;
}

/** A policy that stands nowhere as text of its own: from the AWS API, or computed by a template. */
export function documentSite(document: unknown): PolicySite {
  return {
    text: printed(document),
    document,
    rewrite(edits) {
      const edited = editDocument(document, edits);
      return { text: printed(edited), document: edited, fileEdits: [] };
    },
  };
}

export function printed(document: unknown): string {
  return `${JSON.stringify(document, undefined, 2) ?? 'null'}\n`;
}

/** The pointer and those of all values around it, outermost first. */
function prefixesOf(pointer: string): string[] {
  const ends = [...pointer.matchAll(/\//g)].map((match) => match.index);
  return [...ends.map((end) => pointer.slice(0, end)), pointer];
}

function siteAt(
  text: string,
  pointer: string,
  start: number | undefined,
  end: number | undefined,
): PolicySite | undefined {
  if (start === undefined || end === undefined) return undefined;
  // A policy that is the whole text keeps what surrounds it: byte order mark, blank lines, the newline at the end.
  const from = pointer === '' ? 0 : start;
  const own = pointer === '' ? text : text.slice(start, end);
  return {
    text: own,
    document: parse(own),
    rewrite(edits) {
      // On one line nothing is indented; and that line may be all of a very long file.
      const outerIndent = own.includes('\n') ? indentAt(text, start, '') : '';
      const textEdits = jsonTextEdits(own, edits, outerIndent);
      return textEdits && rewritten(own, edits, textEdits, from);
    },
  };
}

function rewritten(
  own: string,
  edits: readonly PolicyEdit[],
  textEdits: readonly TextEdit[],
  from: number,
): Rewritten | undefined {
  const text = applyTextEdits(own, textEdits);
  const document = parse(text);
  if (!isSameDocument(document, editDocument(parse(own), edits))) return undefined;
  return { text, document, fileEdits: textEdits.map((edit) => ({ ...edit, offset: edit.offset + from })) };
}

function parse(text: string): unknown {
  return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
}

/** The text of a string that ought to hold a policy. */
export function jsonTextSite(text: string, pointer: string): PolicySite | undefined {
  const { documents, error } = scanJson(text);
  const isJson = error === undefined && documents.length === 1;
  return isJson ? jsonSites(text, [pointer]).get(pointer) : brokenSite(text);
}

/** Text that is no JSON document is printed as it is, and nobody can edit it. */
function brokenSite(text: string): PolicySite {
  return { text, document: undefined, rewrite: () => undefined };
}

function siteInString(
  text: string,
  pointer: string,
  span: { readonly start: number; readonly end: number } | undefined,
): PolicySite | undefined {
  if (span === undefined) return undefined;
  const { value, outward } = openJsonString(text, span.start, span.end - span.start);
  const inner = jsonTextSite(value, pointer);
  return (
    inner && {
      ...inner,
      rewrite(edits) {
        const changed = inner.rewrite(edits);
        return changed && { ...changed, fileEdits: changed.fileEdits.map(outward) };
      },
    }
  );
}
