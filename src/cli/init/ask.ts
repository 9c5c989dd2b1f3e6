/** Asks people, on a terminal. */
import { createInterface } from 'node:readline/promises';
import { wrap } from '../../report/wrap.ts';
import { InvalidValue } from '../invalid-value.ts';
import { widthOf, type Io } from '../io.ts';
import type { Answers, Question } from './questions.ts';

/** Ctrl-C, Ctrl-D, or a terminal that has gone. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

export async function askAll(questions: readonly Question[], io: Io): Promise<Answers> {
  const lines = linesOf(io);
  try {
    let answers: Answers = {};
    for (const question of questions) answers = { ...answers, ...(await ask(question, lines, io)) };
    return answers;
  } finally {
    lines.close();
  }
}

interface Lines {
  /** Throws `Interrupted` where there is no other. */
  readonly next: (prompt: string) => Promise<string>;
  readonly close: () => void;
}

/** Lines that are typed, or pasted, ahead of their question are kept for it. */
function linesOf({ stdin, stdout }: Io): Lines {
  // On a terminal both are whole streams; `Io` names only what everything else needs.
  const streams = {
    input: stdin as unknown as NodeJS.ReadableStream,
    output: stdout as unknown as NodeJS.WritableStream,
  };
  const asking = createInterface({ ...streams, terminal: true, historySize: 0 });
  const lines = asking[Symbol.asyncIterator]();
  asking.on('SIGINT', () => asking.close());
  return {
    async next(prompt) {
      asking.setPrompt(prompt);
      asking.prompt();
      const line = await lines.next();
      if (line.done === true) throw new Interrupted();
      return line.value;
    },
    close: () => asking.close(),
  };
}

/** Until the answer makes sense, or is left out. */
async function ask(question: Question, lines: Lines, io: Io): Promise<Answers> {
  const width = widthOf(io.stdout, io.env);
  const [offered, ...others] = question.seen;
  const seen = others.length === 0 ? [] : wrap(`also seen: ${others.join(', ')}`, width, '  ');
  io.stdout.write(`${[...wrap(`${question.text}.`, width), ...seen].join('\n')}\n`);
  for (;;) {
    const line = (
      await lines.next(offered === undefined ? '(Enter: not known) > ' : `(Enter: ${offered}; -: not known) > `)
    ).trim();
    if (line === '-' || (line === '' && offered === undefined)) return {};
    const answer = attempt(question, line === '' ? (offered ?? '') : line);
    if ('answers' in answer) return answer.answers;
    io.stdout.write(`${wrap(`"${line}" will not do: ${answer.complaint}`, width, '  ').join('\n')}\n`);
  }
}

function attempt({ answer }: Question, text: string): { readonly answers: Answers } | { readonly complaint: string } {
  try {
    return { answers: answer(text) };
  } catch (error) {
    if (error instanceof InvalidValue) return { complaint: error.message };
    throw error;
  }
}
