/** `--stats`: where a run's time goes, and its memory. */
import type { Time } from '../engine/time.ts';
import { count } from '../report/count.ts';
import type { Report } from '../report/model.ts';

interface Entry {
  readonly calls: number;
  readonly milliseconds: number;
}

export class Stats {
  readonly #entries = { phase: new Map<string, Entry>(), rule: new Map<string, Entry>() };
  /** Milliseconds since the process started. */
  readonly #now: () => number;
  readonly #startUp: number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#startUp = now();
  }

  readonly time: Time = (group, name, work) => {
    const start = this.#now();
    const note = (): void => this.#note(group, name, this.#now() - start);
    const result = work();
    if (result instanceof Promise) void result.then(note, note);
    else note();
    return result;
  };

  /** `peak`: bytes of memory. */
  lines({ summary }: Report, peak: number): string[] {
    const { inputs, paths, findings } = summary;
    const rules = [...this.#entries.rule].sort(([, left], [, right]) => right.milliseconds - left.milliseconds);
    const ruleTime = rules.reduce((sum, [, { milliseconds }]) => sum + milliseconds, 0);
    const phases: [string, Entry][] = [
      ['start', { calls: 1, milliseconds: this.#startUp }],
      ...this.#entries.phase,
      ['rules', { calls: rules.length, milliseconds: ruleTime }],
    ];
    const things = [
      count(inputs.keys, 'key'),
      count(inputs.plans, 'plan'),
      count(inputs.resources, 'resource'),
      count(paths.total, 'path'),
      count(findings.error + findings.warning + findings.info, 'finding'),
    ];
    return [
      ...table('phase', phases),
      '',
      ...table('rule', rules),
      '',
      `${things.join(', ')}; ${Math.round(this.#now())} ms in all; at most ${Math.round(peak / 1_000_000)} MB of memory`,
    ];
  }

  #note(group: 'phase' | 'rule', name: string, milliseconds: number): void {
    const before = this.#entries[group].get(name) ?? { calls: 0, milliseconds: 0 };
    this.#entries[group].set(name, {
      calls: before.calls + 1,
      milliseconds: before.milliseconds + milliseconds,
    });
  }
}

function table(title: string, entries: readonly (readonly [string, Entry])[]): string[] {
  const row = (name: string, calls: string, milliseconds: string): string =>
    `${name.padEnd(34)}${calls.padStart(9)}${milliseconds.padStart(12)}`;
  return [
    row(title, 'calls', 'ms'),
    ...entries.map(([name, { calls, milliseconds }]) => row(name, String(calls), milliseconds.toFixed(1))),
  ];
}

/** The most that the process has held; Node tells it in kilobytes. https://nodejs.org/api/process.html#processresourceusage */
export function peakMemory(): number {
  return process.resourceUsage().maxRSS * 1024;
}
