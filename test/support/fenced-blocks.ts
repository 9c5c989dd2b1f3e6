/** A fenced block of a Markdown page, as it is written there. */
export interface FencedBlock {
  readonly language: string;
  readonly text: string;
  readonly line: number;
}

export function fencedBlocks(page: string): readonly FencedBlock[] {
  return [...page.matchAll(/^```(\w*)\n([^]*?)^```$/gm)].map(({ 1: language = '', 2: text = '', index }) => ({
    language,
    text,
    line: page.slice(0, index).split('\n').length,
  }));
}
