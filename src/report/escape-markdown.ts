import { escapeHtml } from './escape-html.ts';
import { printable } from './printable.ts';

/**
 * Characters with a meaning somewhere in GitHub's or GitLab's Markdown. As a character reference each is only itself:
 * https://spec.commonmark.org/0.31.2/#entity-and-numeric-character-references
 */
const special = /[\\`*_~|[\]<>&#!@$]/g;

/** Text as one line, between a table's bars too: no markup, no HTML, no link, and nobody is called. */
export function escapeMarkdown(text: string): string {
  return withoutReferences(printable(text)).replace(special, reference).replaceAll(apart, '&#8203;');
}

/** The same in a code element, in which nothing is linked: what is copied from it is the text itself. */
export function markdownCode(text: string): string {
  return `<code>${printable(text).replace(special, reference)}</code>`;
}

/** A sentence of ours: `such parts` of it are code. */
export function markdownSentence(text: string): string {
  return text
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 1 ? markdownCode(part) : escapeMarkdown(part)))
    .join('');
}

/** Several lines as they are. */
export function markdownPre(lines: readonly string[]): string {
  return `<pre>${escapeHtml(lines.map(printable).join('\n'))}</pre>`;
}

/** A fenced block whose fence is longer than any in it. */
export function markdownFence(language: string, text: string): string {
  const longest = (text.match(/`+/g) ?? []).reduce((most, { length }) => Math.max(most, length), 2);
  const fence = '`'.repeat(longest + 1);
  const lines = text.replace(/\n$/, '').split('\n').map(printable);
  return [fence + language, ...lines, fence].join('\n');
}

/** Stands for a zero-width space while the text is escaped: `printable` has left no such character in it. */
const apart = '\u200b';

/**
 * Mentions, references and bare addresses are found in the finished text, where a character reference does not hide
 * them: a space of no width does. https://docs.gitlab.com/user/markdown/#gitlab-specific-references lists the signs.
 */
function withoutReferences(text: string): string {
  return text
    .replace(/[@#!~%&$^](?=[\w"*])/g, `$&${apart}`)
    .replace(/\bGH-(?=\d)/gi, `$&${apart}`)
    .replace(/:(?=\/\/)|\bwww(?=\.)/gi, `$&${apart}`);
}

function reference(character: string): string {
  return `&#${character.codePointAt(0) ?? 0};`;
}
