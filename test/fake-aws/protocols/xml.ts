/** The members of a value as XML elements; a list's items become elements named `item`. */
export function xmlMembers(value: Readonly<Record<string, unknown>>, item: string): string {
  return Object.entries(value)
    .map(([name, member]) => xmlElement(name, member, item))
    .join('');
}

function xmlElement(name: string, value: unknown, item: string): string {
  if (value === undefined) return '';
  return `<${name}>${xmlContent(value, item)}</${name}>`;
}

function xmlContent(value: unknown, item: string): string {
  if (Array.isArray(value)) return value.map((entry) => xmlElement(item, entry, item)).join('');
  if (typeof value === 'object' && value !== null) return xmlMembers(value as Record<string, unknown>, item);
  return escapeXml(String(value));
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');
}
