import { closeSync, openSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../config/usage-error.ts';
import type { RunnableRule } from '../engine/rule.ts';
import { reporters } from '../report/index.ts';
import { jsonPieces } from '../report/json.ts';
import type { Report } from '../report/model.ts';
import type { ReportOptions, RuleRuns, RuleText } from '../report/reporter.ts';
import type { CheckOptions } from './check-options.ts';
import type { FailOn } from './fail-on.ts';
import { chunks } from './chunks.ts';
import { wantsColor, widthOf, type Io, type Terminal } from './io.ts';
import type { ReportTarget } from './report-target.ts';

interface Writing {
  readonly targets: readonly ReportTarget[];
  readonly source: (file: string) => string | undefined;
  readonly failOn: FailOn;
  readonly nextRuns: readonly RuleRuns[];
  readonly options: CheckOptions;
  readonly rules: readonly RunnableRule[];
}

/** Where the report goes when a corrected policy has standard output; no path is written like that. */
export const stderrName = '\0stderr';

export function isStdout({ file }: ReportTarget): boolean {
  return file === undefined || file === '-';
}

/** Files come last: a full disk spoils no screen. */
export async function writeReports(report: Report, writing: Writing, io: Io): Promise<void> {
  const screenOf = (target: ReportTarget): Terminal | undefined =>
    isStdout(target) ? io.stdout : target.file === stderrName ? io.stderr : undefined;
  for (const target of writing.targets) {
    const terminal = screenOf(target);
    if (terminal === undefined) continue;
    const screen = { terminal, env: io.env };
    for (const chunk of chunks(await pieces(report, target.format, writing, screen))) await put(terminal, chunk);
  }
  for (const { format, file = '' } of writing.targets.filter((target) => screenOf(target) === undefined)) {
    writeFile(resolve(io.cwd(), file), file, chunks(await pieces(report, format, writing)));
  }
}

interface Screen {
  readonly terminal: Terminal;
  readonly env: Io['env'];
}

/** A large JSON report would be several copies of itself in memory; the other formats are for people, or small. */
async function pieces(
  report: Report,
  format: ReportTarget['format'],
  writing: Omit<Writing, 'targets'>,
  screen?: Screen,
): Promise<Iterable<string>> {
  return format === 'json' ? jsonPieces(report) : [await render(report, format, writing, screen)];
}

/** Waits for a reader that is slower; one that has gone away is waited for no longer. */
async function put(terminal: Terminal, text: string): Promise<void> {
  await new Promise<void>((resume) => {
    terminal.write(text, () => resume());
  });
}

/** On a screen with its colour and width; files have neither. */
async function render(
  report: Report,
  format: ReportTarget['format'],
  { source, failOn, nextRuns, options, rules }: Omit<Writing, 'targets'>,
  screen?: Screen,
): Promise<string> {
  const color = screen !== undefined && wantsColor(screen.terminal, screen.env, options.color);
  const width = screen === undefined ? 80 : widthOf(screen.terminal, screen.env);
  const reportOptions: ReportOptions = {
    source,
    color,
    width,
    failOn,
    nextRuns,
    verbose: options.verbose === true,
    quiet: options.quiet === true,
    get rules() {
      return ruleTexts(rules);
    },
  };
  const reporter = await reporters[format]({ color });
  return reporter(report, reportOptions);
}

function ruleTexts(rules: readonly RunnableRule[]): Readonly<Record<string, RuleText>> {
  return Object.fromEntries(
    rules.map(({ id, severity, docs: { what, why, remedy } }) => [id, { what, why, remedy, severity }]),
  );
}

function writeFile(path: string, name: string, texts: Iterable<string>): void {
  try {
    const file = openSync(path, 'w');
    try {
      for (const text of texts) writeFileSync(file, text);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw new UsageError(`${name} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
