/** The built command as a process that asks a fake AWS of this process. */
import { spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { credentialsFor } from '../fake-aws/callers.ts';
import type { Seed } from '../fake-aws/seed.ts';
import { startFakeAws, type FakeAws, type FakeAwsOptions } from '../fake-aws/server.ts';
import { command, folder, type Result } from '../cli/run.ts';
import { region, workload } from './seeds.ts';

export async function fakeAws(seed: Seed, options: FakeAwsOptions = {}): Promise<FakeAws> {
  const fake = await startFakeAws(seed, options);
  onTestFinished(() => fake.close());
  return fake;
}

interface Running {
  readonly cwd?: string;
  readonly account?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Sends Ctrl-C once this is so. */
  readonly interruptWhen?: () => boolean;
}

/** With nothing of the developer's environment, least of all credentials. */
export async function live(fake: FakeAws, args: readonly string[], running: Running = {}): Promise<Result> {
  const { cwd = folder({}), account = workload, env = {}, interruptWhen = () => false } = running;
  const { accessKeyId, secretAccessKey } = credentialsFor(account);
  const child = spawn(process.execPath, [command, ...args], {
    cwd,
    env: {
      PATH: process.env['PATH'],
      HOME: cwd,
      AWS_ENDPOINT_URL: fake.url,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      ...env,
    },
  });
  const out: string[] = [];
  const err: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk.toString()));
  const watch = setInterval(() => {
    if (!interruptWhen()) return;
    child.kill('SIGINT');
    clearInterval(watch);
  }, 10);
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearInterval(watch);
  return { status, stdout: out.join(''), stderr: err.join('') };
}
