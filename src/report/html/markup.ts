import { escapeHtml } from '../escape-html.ts';
import { printable } from '../printable.ts';

/** Text that is HTML already. Only `html` makes it, and `trusted` of texts that are ours. */
export interface Markup {
  readonly markup: string;
}

/** `undefined` and `false` are nothing; a list is its parts one after the other. */
type Content = string | number | Markup | undefined | false | readonly Content[];

/** HTML in which everything that is put in is escaped, in text and in quoted attributes. */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return {
    markup: lean(parts)
      .map((part, index) => part + written(contents[index]))
      .join(''),
  };
}

const leanParts = new WeakMap<TemplateStringsArray, readonly string[]>();

/** The template's own text without its indentation, which a browser would ignore and thousands of cards would repeat. */
function lean(parts: TemplateStringsArray): readonly string[] {
  const known = leanParts.get(parts);
  if (known !== undefined) return known;
  const made = parts.map((part) => part.replace(/\s*\n\s*/g, '\n'));
  leanParts.set(parts, made);
  return made;
}

export function trusted(markup: string): Markup {
  return { markup };
}

function written(content: Content): string {
  if (content === undefined || content === false) return '';
  if (typeof content === 'string') return escapeHtml(shown(content));
  if (typeof content === 'number') return String(content);
  return isMarkup(content) ? content.markup : content.map(written).join('');
}

/** Line breaks and tabs stay; what a reader could not see, or would see out of its order, is spelled out. */
function shown(text: string): string {
  return text.replace(/[^\n\t]+/g, printable);
}

function isMarkup(content: Markup | readonly Content[]): content is Markup {
  return 'markup' in content;
}

/** A sentence of ours: `such parts` of it are code. */
export function sentence(text: string): Markup[] {
  return text.split(/`([^`]+)`/).map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
}
