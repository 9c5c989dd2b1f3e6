/** A strict little XML reader, for tests: throws where a document is not well-formed. Knows no DTDs and comments. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

/** The elements of a name inside an element, at any depth. */
export function elements(root: XmlElement, name: string): XmlElement[] {
  return root.children.flatMap((child) => [...(child.name === name ? [child] : []), ...elements(child, name)]);
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
// https://www.w3.org/TR/xml/#charsets
// oxlint-disable-next-line no-control-regex
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/u;

export function parseXml(source: string): XmlElement {
  if (!source.startsWith(declaration)) throw new Error('no XML declaration');
  const at = forbidden.exec(source)?.index;
  if (at !== undefined) throw new Error(`a character that XML cannot hold at ${at}`);
  const body = source.slice(declaration.length);
  const { element, end } = parseElement(body, 0);
  if (body.slice(end).trim() !== '') throw new Error('text after the root element');
  return element;
}

function parseElement(source: string, start: number): { readonly element: XmlElement; readonly end: number } {
  const [opening, name = '', list = '', empty] = match(source, start, /<([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>/y);
  const attributes = attributesOf(list);
  let end = start + opening.length;
  if (empty === '/') return { element: { name, attributes, children: [], text: '' }, end };
  const children: XmlElement[] = [];
  let text = '';
  for (;;) {
    const [words] = match(source, end, /[^<]*/y);
    if (words.includes(']]>')) throw new Error('the end of a CDATA section in text');
    text += unescape(words);
    end += words.length;
    if (source.startsWith('</', end)) break;
    const child = parseElement(source, end);
    children.push(child.element);
    end = child.end;
  }
  const [closing] = match(source, end, new RegExp(`</${name}>`, 'y'));
  return { element: { name, attributes, children, text }, end: end + closing.length };
}

function attributesOf(list: string): Record<string, string> {
  const pairs = [...list.matchAll(/ ([a-z]+)="([^"]*)"/g)].map(([, name = '', value = '']) => {
    // A raw line break or tab would be read as a space.
    if (/[\n\t]/.test(value)) throw new Error(`a raw line break in ${name}`);
    return [name, unescape(value)] as const;
  });
  if (new Set(pairs.map(([name]) => name)).size < pairs.length) throw new Error(`an attribute twice: ${list}`);
  return Object.fromEntries(pairs);
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescape(text: string): string {
  return text.replace(/&([^;]*);?/g, (whole, name: string) => {
    const known = entities[name] ?? /^#(\d+)$/.exec(name)?.[1];
    if (known === undefined || !whole.endsWith(';')) throw new Error(`no such entity: ${whole}`);
    return name.startsWith('#') ? String.fromCodePoint(Number(known)) : known;
  });
}

function match(source: string, at: number, pattern: RegExp): RegExpExecArray {
  pattern.lastIndex = at;
  const found = pattern.exec(source);
  if (found === null) throw new Error(`not well-formed at ${at}: ${source.slice(at, at + 60)}`);
  return found;
}
