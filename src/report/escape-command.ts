/**
 * GitHub's workflow commands: `::error file=app.js,line=1::text`. The runner reads them back the same way.
 * https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
 */

/** For the text behind the second `::`, which is one line. */
export function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** For the value of a property, which a comma or the `::` would end. */
export function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
