/**
 * A file's name in a report as a URI reference: each segment percent-encoded, relative to the working folder.
 * A file on another drive or elsewhere on the disk has an absolute name, and so an absolute URI.
 */
export function fileUri(file: string): string {
  const encoded = file.split('/').map(encodeSegment).join('/');
  if (/^[a-z]:\//i.test(file)) return `file:///${encoded.replace('%3A', ':')}`;
  return file.startsWith('/') ? `file://${encoded}` : encoded;
}

/** Halves of surrogate pairs have no encoding; `encodeURIComponent` would throw. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.replace(/\p{Cs}/gu, '\ufffd'));
}
