/**
 * What it costs to start: one key policy to a report, against `node -e 0`, in interleaved runs of the built command.
 * Run it with `npm run build && npx tsx bench/startup.ts [rounds]`. Budget: 1.5 × the wall time of `node -e 0`, and 90 MB.
 *
 * NODE_EXTRA_CA_CERTS, which many companies set, makes Node itself start slower; where it is set, both are told.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const deployment = ['--central-account', '444455556666', '--backup-role', 'website-backup'];
const command = (example: string): string[] => [
  'bin/backuplint.js',
  `fixtures/examples/${example}/policy.json`,
  ...deployment,
];

interface Variant {
  readonly name: string;
  readonly args: readonly string[];
}

const variants: readonly Variant[] = [
  { name: 'node -e 0', args: ['-e', '0'] },
  { name: 'sound policy, JSON report', args: [...command('sound'), '--format', 'json'] },
  { name: 'sound policy, pretty report', args: command('sound') },
  { name: 'broken policy, JSON report', args: [...command('broken'), '--format', 'json'] },
  { name: 'broken policy, pretty report', args: command('broken') },
];

type Environment = Readonly<Record<string, string | undefined>>;

const rounds = Number(process.argv[2] ?? 40);

function run({ args }: Variant, env: Environment): number {
  const start = process.hrtime.bigint();
  spawnSync(process.execPath, args, { cwd: root, stdio: 'ignore', env: { ...env } });
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** The child tells the kernel's own figure at its end. */
const peakOf =
  'data:text/javascript,process.on("exit",()=>{process.stderr.write(`peak ${process.resourceUsage().maxRSS}`)})';

function peak({ args }: Variant): number {
  const { stderr } = spawnSync(process.execPath, ['--import', peakOf, ...args], { cwd: root, encoding: 'utf8' });
  return Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function printTable(title: string, env: Environment): void {
  const times = new Map<string, number[]>(variants.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    // Interleaved, so that a machine that drifts drifts for all of them.
    for (const variant of variants) times.get(variant.name)?.push(run(variant, env));
  }
  const base = times.get('node -e 0') ?? [];
  console.log(`\n${title}\n\n| variant | median ms | × node -e 0 | peak MB |\n| --- | --- | --- | --- |`);
  for (const variant of variants) {
    const own = times.get(variant.name) ?? [];
    // The ratio of each pair, so that slow spells of the machine cancel out.
    const ratio = median(own.map((time, index) => time / (base[index] ?? Number.NaN)));
    console.log(`| ${variant.name} | ${median(own).toFixed(1)} | ${ratio.toFixed(2)} | ${peak(variant).toFixed(0)} |`);
  }
}

const { NODE_EXTRA_CA_CERTS: extraCertificates, ...rest } = process.env;
console.log(`node ${process.version}, ${rounds} interleaved runs`);
printTable('In this environment', process.env);
if (extraCertificates !== undefined) printTable('Without NODE_EXTRA_CA_CERTS', rest);
