import { expect, test } from 'vitest';
import { escapeData, escapeProperty } from '../../src/report/escape-command.ts';
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
