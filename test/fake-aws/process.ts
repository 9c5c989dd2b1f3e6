import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { RequestSummary } from './request-log.ts';
import type { Seed } from './seed.ts';
import { summaryPath, type FakeAwsOptions } from './server.ts';

export interface FakeAwsProcess {
  readonly url: string;
  readonly summary: () => Promise<RequestSummary>;
  readonly close: () => void;
}

/** The fake AWS in a process of its own, where it takes no time from whom it serves. */
export async function startFakeAwsProcess(seed: Seed, options: FakeAwsOptions = {}): Promise<FakeAwsProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'fake-aws-'));
  const seedFile = join(folder, 'seed.json');
  writeFileSync(seedFile, JSON.stringify(seed));
  const child = fork(fileURLToPath(new URL('main.ts', import.meta.url)), [...flags(options), '--seed', seedFile], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  try {
    const url = await firstLine(child.stdout!);
    return {
      url,
      summary: async () => (await (await fetch(url + summaryPath)).json()) as RequestSummary,
      close: () => void child.kill(),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function flags({ latencyMs, port, pageSize, emptyPages, faults, randomSeed }: FakeAwsOptions): string[] {
  const given = {
    latency: latencyMs,
    port,
    'page-size': pageSize,
    faults: faults && JSON.stringify(faults),
    'random-seed': randomSeed,
  };
  return [
    ...Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, String(value)])),
    ...(emptyPages === true ? ['--empty-pages'] : []),
  ];
}

async function firstLine(stdout: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stdout })) return line;
  throw new Error('The fake AWS ended before it served.');
}
