// XML 1.0 knows no way to write these, not even as references: controls, halves of surrogate pairs, U+FFFE and U+FFFF.
// https://www.w3.org/TR/xml/#charsets
// oxlint-disable-next-line no-control-regex
const impossible = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // As they are, a parser turns them into spaces in an attribute, and a carriage return into a line feed in text.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** For an attribute's value in double quotes. What XML cannot hold is spelled out: `\u{1b}`. */
export function escapeXml(text: string): string {
  return visible(text).replace(/[&<>"'\t\n\r]/g, (character) => entities[character] ?? character);
}

/** For the text of an element: as `escapeXml`, with its line breaks and tabs as they are. */
export function escapeXmlText(text: string): string {
  return visible(text).replace(/[&<>\r]/g, (character) => entities[character] ?? character);
}

function visible(text: string): string {
  return text.replace(impossible, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
