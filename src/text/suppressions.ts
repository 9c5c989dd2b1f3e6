/** Comments that silence findings: `# backuplint-disable-next-line kms/lockout -- reason`. Loads the `yaml` package. */
import { indexLines, type Position } from './line-index.ts';
import { blockAt, nextContentLine, type Lines } from './yaml-block.ts';
import { yamlComments } from './yaml-comments.ts';

export interface Suppression {
  /** As it is written. */
  readonly text: string;
  readonly start: Position;
  /** Exclusive. */
  readonly end: Position;
  /** The lines that it is about; `undefined` where nothing follows. */
  readonly lines: Lines | undefined;
  /** `disable-next-line`, `disable-line`, or what stands there instead. */
  readonly verb: string;
  /** Ids of rules, or `kms/*`. */
  readonly rules: readonly string[];
  readonly reason: string;
}

const pattern = /^#+\s*backuplint-(?<verb>[\w-]+)(?<rest>.*)$/;

export function readSuppressions(text: string): Suppression[] {
  const index = indexLines(text);
  const lines = text.split(/\r\n|\n|\r/);
  return yamlComments(text).flatMap(({ start, end }): Suppression[] => {
    const comment = text.slice(start, end).trimEnd();
    const { verb, rest } = pattern.exec(comment)?.groups ?? {};
    if (verb === undefined || rest === undefined) return [];
    const { line, column } = index.positionAt(start);
    const target = verb === 'disable-line' ? line : nextContentLine(lines, line);
    return [
      {
        text: comment,
        start: { line, column },
        end: { line, column: column + comment.length },
        lines: target === undefined ? undefined : blockAt(lines, target),
        verb,
        ...parts(rest),
      },
    ];
  });
}

/** `kms/lockout, kms/undecided -- why` */
function parts(rest: string): Pick<Suppression, 'rules' | 'reason'> {
  const dashes = /(?:^|\s)--(?:\s|$)/.exec(rest);
  const names = dashes === null ? rest : rest.slice(0, dashes.index);
  return {
    rules: names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
    reason: dashes === null ? '' : rest.slice(dashes.index + dashes[0].length).trim(),
  };
}
