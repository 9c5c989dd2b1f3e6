/** Policies in YAML files. Kept apart, so that `yaml` is only loaded where there is one. */
import { isScalar, Scalar, type Document } from 'yaml';
import { pointerOf, pointerSteps } from '../estate/origin.ts';
import { parseYamlDocuments, readYaml } from '../text/yaml-document.ts';
import { editDocument, type PolicyEdit } from './policy-edit.ts';
import { isSameDocument } from './same-document.ts';
import { jsonTextSite, printed, type PolicySite, type Rewritten } from './site.ts';
import { applyTextEdits, type TextEdit } from './text-edit.ts';
import { placeAt, yamlTextEdits, type YamlPlace } from './yaml-edit.ts';

/** Sites of policies in a YAML file, by pointer; a pointer that leads nowhere has none. */
export function yamlSites(text: string, pointers: readonly string[]): Map<string, PolicySite> {
  const file: YamlFile = { text, documents: parseYamlDocuments(text), value: readYaml(text).value };
  const sites = new Map<string, PolicySite>();
  for (const pointer of pointers) {
    const site = siteIn(file, pointer);
    if (site !== undefined) sites.set(pointer, site);
  }
  return sites;
}

interface YamlFile {
  readonly text: string;
  readonly documents: readonly Document[];
  readonly value: unknown;
}

function siteIn(file: YamlFile, pointer: string): PolicySite | undefined {
  const { value, rest } = follow(file.value, pointerSteps(pointer));
  if (typeof value === 'string') {
    const outer = pointer.slice(0, pointer.length - pointerOf(rest).length);
    return siteInString(file, outer, value, pointerOf(rest));
  }
  return typeof value === 'object' && value !== null && rest.length === 0 ? siteOf(file, pointer, value) : undefined;
}

/** As far as objects and lists lead. */
function follow(
  value: unknown,
  steps: readonly string[],
): { readonly value: unknown; readonly rest: readonly string[] } {
  const [step, ...further] = steps;
  const isOpen = typeof value === 'object' && value !== null && step !== undefined && Object.hasOwn(value, step);
  return isOpen ? follow((value as Record<string, unknown>)[step], further) : { value, rest: steps };
}

function siteOf(file: YamlFile, pointer: string, value: object): PolicySite {
  return {
    text: printed(value),
    document: value,
    rewrite(edits) {
      const { document, inside } = documentOf(file, pointer);
      const fileEdits = document && yamlTextEdits(file.text, document, inside, edits);
      return fileEdits && checked(file, pointer, fileEdits, editDocument(value, edits));
    },
  };
}

/** The document of the stream that a pointer leads into, and the rest of the way. */
function documentOf(
  { documents }: YamlFile,
  pointer: string,
): { readonly document: Document | undefined; readonly inside: string } {
  if (documents.length === 1) return { document: documents[0], inside: pointer };
  const [index = '', ...steps] = pointerSteps(pointer);
  return { document: documents[Number(index)], inside: pointerOf(steps) };
}

/** The edited file must hold the edited policy at the pointer, and all else as it was. */
function checked(
  file: YamlFile,
  pointer: string,
  fileEdits: readonly TextEdit[],
  expected: unknown,
): Rewritten | undefined {
  const edited = readYaml(applyTextEdits(file.text, fileEdits)).value;
  const whole = replaceAt(file.value, pointerSteps(pointer), expected);
  if (!isSameDocument(edited, whole)) return undefined;
  const document = follow(edited, pointerSteps(pointer)).value;
  return { text: printed(document), document, fileEdits };
}

function replaceAt(value: unknown, steps: readonly string[], replacement: unknown): unknown {
  const [step, ...further] = steps;
  if (step === undefined) return replacement;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (String(index) === step ? replaceAt(item, further, replacement) : item));
  }
  const members = Object.entries(value as object) as [string, unknown][];
  return Object.fromEntries(
    members.map(([name, member]) => [name, name === step ? replaceAt(member, further, replacement) : member]),
  );
}

/** `aws kms get-key-policy --output yaml`: the policy as JSON text in a scalar. */
function siteInString(file: YamlFile, outer: string, value: string, inner: string): PolicySite | undefined {
  const site = jsonTextSite(value, inner);
  if (site === undefined) return undefined;
  return {
    ...site,
    rewrite(edits: readonly PolicyEdit[]) {
      const changed = site.rewrite(edits);
      const { document, inside } = documentOf(file, outer);
      const place = document && placeAt(document, inside);
      if (changed === undefined || place === undefined) return undefined;
      if (edits.length === 0) return changed;
      const text = applyTextEdits(value, changed.fileEdits);
      const whole = checked(file, outer, [replaceScalar(file.text, place, text)], text);
      return whole && { ...changed, fileEdits: whole.fileEdits };
    },
  };
}

/** A literal block stays one; what is quoted, plain or folded is written in double quotes, as JSON and YAML alike read it. */
function replaceScalar(text: string, { node }: YamlPlace, value: string): TextEdit {
  const [start = 0, end = 0] = node.range ?? [];
  if (!isScalar(node) || node.type !== Scalar.BLOCK_LITERAL) {
    return { offset: start, length: end - start, text: JSON.stringify(value) };
  }
  const source = text.slice(start, end);
  const eol = source.includes('\r\n') ? '\r\n' : '\n';
  const header = source.indexOf('\n') + 1;
  const indent = /^ */.exec(source.slice(header))?.[0] ?? '';
  const lines = value.replace(/\n$/, '').split(/\r?\n/);
  const body = lines.map((line) => (line === '' ? '' : indent + line)).join(eol);
  return { offset: start + header, length: source.length - header, text: body + (/\r?\n$/.exec(source)?.[0] ?? '') };
}
