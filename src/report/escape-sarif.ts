/**
 * For a SARIF message: in it `{0}` stands for an argument, and `[text](target)` is a link.
 * Other braces and brackets are left alone: many viewers show a message as it is written.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html#_Toc34317460 (3.11.5, 3.11.6)
 */
export function escapeSarif(text: string): string {
  return text.replace(/\{(\d+)\}/g, '{{$1}}').replaceAll('](', '] (');
}
