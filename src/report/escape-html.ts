const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  // A parser would make a line feed of it.
  '\r': '&#13;',
};

/** For text and for attributes in quotes. A NUL, which no reference can stand for, becomes U+FFFD. */
export function escapeHtml(text: string): string {
  return text.replaceAll('\0', '\ufffd').replace(/[&<>"'\r]/g, (character) => entities[character] ?? character);
}
