/**
 * The fake AWS as a process of its own:
 * `npx tsx test/fake-aws/main.ts --seed FILE [--latency MS] [--port N] [--page-size N] [--empty-pages] [--faults JSON] [--random-seed N]`.
 * The first line it prints is its URL. Forked, it ends with who forked it.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Fault } from './faults.ts';
import type { Seed } from './seed.ts';
import { startFakeAws } from './server.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    latency: { type: 'string' },
    port: { type: 'string' },
    'page-size': { type: 'string' },
    'empty-pages': { type: 'boolean' },
    faults: { type: 'string' },
    'random-seed': { type: 'string' },
  },
});
if (values.seed === undefined) throw new Error('--seed FILE is missing');

const number = (text: string | undefined, fallback: number): number => (text === undefined ? fallback : Number(text));
const { url, close } = await startFakeAws(JSON.parse(readFileSync(values.seed, 'utf8')) as Seed, {
  latencyMs: number(values.latency, 0),
  port: number(values.port, 0),
  pageSize: number(values['page-size'], Number.MAX_SAFE_INTEGER),
  emptyPages: values['empty-pages'],
  faults: JSON.parse(values.faults ?? '[]') as readonly Fault[],
  randomSeed: number(values['random-seed'], 1),
});
console.log(url);
process.once('disconnect', () => void close());
