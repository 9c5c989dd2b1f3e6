import { expect, test } from 'vitest';
import { escapeData, escapeProperty } from '../../src/report/escape-command.ts';
import { escapeHtml } from '../../src/report/escape-html.ts';
import {
  escapeMarkdown,
  markdownCode,
  markdownFence,
  markdownPre,
  markdownSentence,
} from '../../src/report/escape-markdown.ts';
import { escapeSarif } from '../../src/report/escape-sarif.ts';
import { escapeXml, escapeXmlText } from '../../src/report/escape-xml.ts';

test.for([
  ['markup', `<a b="c" d='e'>&`, '&lt;a b=&quot;c&quot; d=&apos;e&apos;&gt;&amp;'],
  ['line breaks and tabs, which a parser would turn into spaces', 'a\tb\r\nc', 'a&#9;b&#13;&#10;c'],
  ['controls, which XML cannot hold', 'a\u0000\u001b[31m\u000b', 'a\\u{0}\\u{1b}[31m\\u{b}'],
  ['noncharacters', '\ufffe\uffff', '\\u{fffe}\\u{ffff}'],
  ['half a surrogate pair', 'a\ud800b', 'a\\u{d800}b'],
  ['a whole surrogate pair', '🔑', '🔑'],
  ['the end of a CDATA section', ']]>', ']]&gt;'],
] as const)('escapeXml: %s', ([, text, escaped]) => {
  expect(escapeXml(text)).toBe(escaped);
});

test('escapeXmlText keeps line breaks and tabs, not carriage returns', () => {
  expect(escapeXmlText('a\n\t"<b>"\r\n\u0007')).toBe('a\n\t"&lt;b&gt;"&#13;\n\\u{7}');
});

test.for([
  ['a second command', 'a\r\n::set-output name=x::y', 'a%0D%0A::set-output name=x::y'],
  ['what looks escaped already', '%0A', '%250A'],
  ['colons and commas as they are', 'a:b,c', 'a:b,c'],
] as const)('escapeData: %s', ([, text, escaped]) => {
  expect(escapeData(text)).toBe(escaped);
});

test.for([
  ['colons and commas', 'a,line=1::b', 'a%2Cline=1%3A%3Ab'],
  ['line breaks and percent signs', '50%\n', '50%25%0A'],
] as const)('escapeProperty: %s', ([, text, escaped]) => {
  expect(escapeProperty(text)).toBe(escaped);
});

test.for([
  ['a link', 'see [this](http://evil.example)', 'see [this] (http://evil.example)'],
  ['a placeholder', '{0} and {12}', '{{0}} and {{12}}'],
  ['other brackets and braces', '${WorkloadAccountID} [a] {b}', '${WorkloadAccountID} [a] {b}'],
] as const)('escapeSarif: %s', ([, text, escaped]) => {
  expect(escapeSarif(text)).toBe(escaped);
});

test.for([
  ['markup and attribute breaks', `"><script>'&`, '&quot;&gt;&lt;script&gt;&#39;&amp;'],
  ['what is escaped already', '&lt;', '&amp;lt;'],
  ['the end of a script', '</script>', '&lt;/script&gt;'],
  ['carriage returns and NUL, which a parser would change', 'a\r\nb\0', 'a&#13;\nb\ufffd'],
] as const)('escapeHtml: %s', ([, text, escaped]) => {
  expect(escapeHtml(text)).toBe(escaped);
});

test.for([
  ['a cell that would end', 'a|b\\|c', 'a&#124;b&#92;&#124;c'],
  ['HTML', '<img src=x>&amp;', '&#60;img src=x&#62;&#38;&#8203;amp;'],
  [
    'emphasis, code, math',
    '*a* _b_ ~c~ `d` $e$',
    '&#42;a&#42; &#95;b&#95; &#126;&#8203;c&#126; &#96;d&#96; &#36;&#8203;e&#36;',
  ],
  ['links and images', '![a](b)', '&#33;&#91;a&#93;(b)'],
  ['mentions', '@team', '&#64;&#8203;team'],
  ['references to issues', 'o/r#1 GH-2 !3', 'o/r&#35;&#8203;1 GH-&#8203;2 &#33;&#8203;3'],
  ['addresses', 'https://x.example www.x.example', 'https:&#8203;//x.example www&#8203;.x.example'],
  ['line breaks and controls', 'a\r\n- b\u001b', 'a&#92;r&#92;n- b&#92;u{1b}'],
  ['ordinary text as it is', "The central account's role (444455556666)", "The central account's role (444455556666)"],
] as const)('escapeMarkdown: %s', ([, text, escaped]) => {
  expect(escapeMarkdown(text)).toBe(escaped);
});

test('markdownCode holds text that can be copied: nothing is put into it', () => {
  expect(markdownCode('arn:aws:*|`@x`')).toBe('<code>arn:aws:&#42;&#124;&#96;&#64;x&#96;</code>');
});

test('markdownSentence: what stands between backticks is code, whatever it holds', () => {
  expect(markdownSentence('run `a|b` @x `')).toBe('run <code>a&#124;b</code> &#64;&#8203;x &#96;');
});

test.for([
  ['text without a fence', 'a\n', '```diff\na\n```'],
  ['a fence inside', '````\nb', '`````diff\n````\nb\n`````'],
  ['a carriage return, which ends a line', 'a\r```\n', '````diff\na\\r```\n````'],
] as const)('markdownFence: %s', ([, text, fenced]) => {
  expect(markdownFence('diff', text)).toBe(fenced);
});

test('markdownPre does not end early', () => {
  expect(markdownPre(['a', '  </pre>'])).toBe('<pre>a\n  &lt;/pre&gt;</pre>');
});
