/**
 * What it costs to start: one key policy to a JSON report, against `node -e 0`, in interleaved runs of the built command.
 * Run it with `npm run build && npx tsx bench/startup.ts`. Budget: 1.5 × the wall time of `node -e 0`, and 90 MB.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const deployment = ['--central-account', '444455556666', '--backup-role', 'website-backup'];
const policy = 'fixtures/examples/sound/policy.json';
const command = ['bin/backuplint.js', policy, ...deployment];

interface Variant {
  readonly name: string;
  readonly args: readonly string[];
}

const variants: readonly Variant[] = [
  { name: 'node -e 0', args: ['-e', '0'] },
  { name: 'one policy, JSON report', args: [...command, '--format', 'json'] },
  { name: 'one policy, pretty report', args: command },
  { name: '--version', args: ['bin/backuplint.js', '--version'] },
];

const rounds = Number(process.argv[2] ?? 40);

/** `/usr/bin/time` is not everywhere; the kernel's own peak is told by the child at its end. */
const peakOf =
  'data:text/javascript,process.on("exit",()=>{process.stderr.write(`peak ${process.resourceUsage().maxRSS}`)})';

function run({ args }: Variant): number {
  const start = process.hrtime.bigint();
  spawnSync(process.execPath, args, { cwd: root, stdio: 'ignore', env: { PATH: process.env['PATH'] } });
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function peak({ args }: Variant): number {
  const { stderr } = spawnSync(process.execPath, ['--import', peakOf, ...args], { cwd: root, encoding: 'utf8' });
  return Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const times = new Map<string, number[]>(variants.map(({ name }) => [name, []]));
for (let round = 0; round < rounds; round++) {
  // Interleaved, so that a machine that drifts drifts for all of them.
  for (const variant of variants) times.get(variant.name)?.push(run(variant));
}

const base = times.get('node -e 0') ?? [];
console.log(
  `node ${process.version}, ${rounds} interleaved runs, policy of ${readFileSync(`${root}${policy}`).length} bytes\n`,
);
console.log('| variant | median ms | × node -e 0 | peak MB |');
console.log('| --- | --- | --- | --- |');
for (const variant of variants) {
  const own = times.get(variant.name) ?? [];
  // The ratio of each pair, so that slow spells of the machine cancel out.
  const ratio = median(own.map((time, index) => time / (base[index] ?? Number.NaN)));
  console.log(`| ${variant.name} | ${median(own).toFixed(1)} | ${ratio.toFixed(2)} | ${peak(variant).toFixed(0)} |`);
}
