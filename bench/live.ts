/** The live check, run by the built command against a fake AWS in a process of its own; and whether all of a seed is collected. */
import { collectLive } from '../src/load/live/collect.ts';
import { credentialsFor } from '../test/fake-aws/callers.ts';
import { centralAccount, largeSeed, type LargeSeedSize } from '../test/fake-aws/large-seed.ts';
import { startFakeAwsProcess } from '../test/fake-aws/process.ts';
import type { RequestSummary } from '../test/fake-aws/request-log.ts';
import type { FakeAwsOptions } from '../test/fake-aws/server.ts';
import { factsOfSeed, factsOfSnapshot } from './live-facts.ts';
import { measureNode, printFigures, type Figure, type Measured } from './measure.ts';

const region = 'eu-west-1';

/** One account, checked by the command as a user runs it. */
async function check(
  size: Omit<LargeSeedSize, 'accounts' | 'regions'>,
  options: FakeAwsOptions,
  flags: readonly string[],
): Promise<{ run: Measured; requests: RequestSummary }> {
  const seed = largeSeed({ ...size, accounts: 1, regions: 1 });
  const [account = ''] = Object.keys(seed.accounts);
  const fake = await startFakeAwsProcess(seed, options);
  setEnvironment(fake.url, account);
  try {
    const run = measureNode(['bin/backuplint.js', 'check', '--live', '--format', 'json', ...flags]);
    // Every tenth key is broken, so findings are as it should be.
    if (run.status !== 0 && run.status !== 1) throw new Error(`check --live ended with ${run.status}: ${run.stderr}`);
    return { run, requests: await fake.summary() };
  } finally {
    fake.close();
  }
}

/** An account's credentials, and nothing that this machine may hold of its own. */
function setEnvironment(url: string, account: string): void {
  const { accessKeyId, secretAccessKey } = credentialsFor(account);
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  });
}

async function speed(): Promise<readonly Figure[]> {
  const latencyMs = 20;
  const concurrency = 10;
  const flags = ['--concurrency', String(concurrency)];
  const { run, requests } = await check({ keys: 1000, volumes: 0 }, { latencyMs }, flags);
  const ratio = run.ms / ((requests.total * latencyMs) / concurrency);
  const peak = Math.max(...Object.values(requests.peaks));
  return [
    {
      what: `1,000 keys: ${requests.total} calls of ${latencyMs} ms, ${concurrency} at once`,
      measured: `${ratio.toFixed(2)}x (${run.ms.toFixed(0)} ms)`,
      goal: '1.5x',
      met: ratio <= 1.5,
    },
    {
      what: 'most calls at once, of an account to a service',
      measured: String(peak),
      goal: String(concurrency),
      met: peak <= concurrency,
    },
  ];
}

async function memory(): Promise<readonly Figure[]> {
  const { run, requests } = await check({ keys: 20_000 }, {}, []);
  return [
    {
      what: `memory, 20,000 keys and volumes (${requests.total} calls, ${(run.ms / 1000).toFixed(0)} s)`,
      measured: `${run.mib.toFixed(0)} MiB`,
      goal: '300 MiB',
      met: run.mib <= 300,
    },
  ];
}

async function completeness(): Promise<readonly Figure[]> {
  const seed = largeSeed({ keys: 10, accounts: 100, regions: 2 });
  const accounts = Object.keys(seed.accounts).filter((account) => account !== centralAccount);
  const faults = [
    { kind: 'throttle', rate: 0.1 },
    { kind: 'reset', rate: 0.01 },
  ] as const;
  const fake = await startFakeAwsProcess(seed, { faults, latencyMs: 5 });
  setEnvironment(fake.url, centralAccount);
  try {
    const regions = Object.keys(seed.accounts[centralAccount]!.regions);
    const started = performance.now();
    const collection = await collectLive(
      { accounts, assumeRole: 'reader', regions, backupRoles: [] },
      { env: process.env, signal: new AbortController().signal, onProgress: () => undefined },
    );
    const seconds = (performance.now() - started) / 1000;
    const { facts, incomplete } = factsOfSnapshot(collection.snapshot());
    const lost = [...factsOfSeed(seed, accounts).filter((fact) => !facts.has(fact)), ...incomplete];
    const { total, outcomes } = await fake.summary();
    const struck = total - (outcomes['ok'] ?? 0) - (outcomes['ResourceNotFoundException'] ?? 0);
    return [
      nothingLost(`100 accounts x 2 Regions, ${struck} of ${total} calls failing, ${seconds.toFixed(0)} s`, lost),
    ];
  } finally {
    fake.close();
  }
}

function nothingLost(what: string, lost: readonly string[]): Figure {
  for (const fact of lost.slice(0, 5)) console.log(`       lost: ${fact.slice(0, 160)}`);
  return { what: what, measured: `${lost.length} lost`, goal: '0', met: lost.length === 0 };
}

printFigures('Live', [...(await speed()), ...(await memory()), ...(await completeness())]);
