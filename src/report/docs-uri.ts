export const homePage = 'https://www.npmjs.com/package/backuplint';

/** Where a page of the package can be read, as it was in this very version. A plugin's own page may be elsewhere. */
export function docsUri(docs: string, version: string): string {
  return /^https?:\/\//.test(docs) ? docs : `https://unpkg.com/backuplint@${version}/${docs}`;
}
