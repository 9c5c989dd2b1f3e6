/** A page with the text between its marks `<!-- name -->` and `<!-- end of name -->` made anew; the rest is written by hand. */
export function between(page: string, name: string, text: string): string {
  const marks = new RegExp(`(<!-- ${name} -->\\n)[^]*?(<!-- end of ${name} -->)`);
  if (!marks.test(page)) throw new Error(`the page has no place for ${name}`);
  return page.replace(marks, (_, start: string, end: string) => `${start}\n${text}\n\n${end}`);
}
