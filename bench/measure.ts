import { spawnSync } from 'node:child_process';

export interface Measured {
  /** Wall time of the process, milliseconds. */
  readonly ms: number;
  /** Peak resident memory, MiB. */
  readonly mib: number;
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Loaded before the program: prints its peak memory to stderr when it ends. */
const reportMemory = `data:text/javascript,${encodeURIComponent(
  "process.on('exit', () => process.stderr.write('\\npeak-kib ' + process.resourceUsage().maxRSS + '\\n'));",
)}`;

/** Runs `node ...args` to its end and measures it. */
export function measureNode(args: readonly string[], cwd = process.cwd()): Measured {
  const start = process.hrtime.bigint();
  const result = spawnSync(process.execPath, ['--import', reportMemory, ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: { ...process.env, NO_COLOR: '1' },
  });
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  const kib = Number(/peak-kib (\d+)/.exec(result.stderr)?.[1] ?? Number.NaN);
  return { ms, mib: kib / 1024, status: result.status, stdout: result.stdout, stderr: result.stderr };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Measures several commands in turn, so that a drifting machine touches all alike; median time, highest memory. */
export function interleaved(
  commands: Readonly<Record<string, readonly string[]>>,
  rounds: number,
): Map<string, Measured> {
  const runs = new Map<string, Measured[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, args] of Object.entries(commands)) {
      runs.set(name, [...(runs.get(name) ?? []), measureNode(args)]);
    }
  }
  return new Map(
    [...runs].map(([name, measured]) => [
      name,
      { ...measured[0]!, ms: median(measured.map(({ ms }) => ms)), mib: Math.max(...measured.map(({ mib }) => mib)) },
    ]),
  );
}

export interface Figure {
  readonly what: string;
  readonly measured: string;
  readonly goal: string;
  readonly met: boolean;
}

export function printFigures(title: string, figures: readonly Figure[]): void {
  console.log(`\n${title}`);
  for (const { what, measured, goal, met } of figures) {
    console.log(`  ${met ? 'ok  ' : 'MISS'} ${what.padEnd(58)} ${measured.padStart(16)}   goal ${goal}`);
  }
}
