/** Many policies: throughput and memory of the built command, beside `JSON.parse` and plain reading, in one run. */
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { interleaved, measureNode, printFigures, type Measured } from './measure.ts';
import { deploymentFlags, keyPolicy } from './policies.ts';

const count = 10_000;
const folder = mkdtempSync(join(tmpdir(), 'backuplint-bench-'));

function policiesFile(name: string, broken: boolean): string {
  const file = join(folder, name);
  const policies = Array.from({ length: count }, (_, index) => keyPolicy(index, broken));
  writeFileSync(file, JSON.stringify(policies, null, 1));
  return file;
}

function policiesFolder(): string {
  const many = join(folder, 'many');
  for (let index = 0; index < count; index += 1) {
    const team = join(many, `team-${index % 100}`);
    if (index < 100) mkdirSync(team, { recursive: true });
    writeFileSync(join(team, `key-${index}.json`), JSON.stringify(keyPolicy(index), null, 1));
  }
  return many;
}

const check = (path: string): string[] => ['bin/backuplint.js', path, ...deploymentFlags, '--format', 'json'];
const parseAll = 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"))';
const readAll = `
const fs = require('fs'), path = require('path');
let elements = 0;
(function walk(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) walk(place);
    else elements += Object.keys(JSON.parse(fs.readFileSync(place, 'utf8'))).length;
  }
})(process.argv[1]);`;

try {
  const sound = policiesFile('sound.json', false);
  const broken = policiesFile('broken.json', true);
  const many = policiesFolder();
  const bytes = statSync(sound).size;
  measureNode(['-e', '0']);
  const runs = interleaved(
    {
      empty: ['-e', '0'],
      parse: ['-e', parseAll, sound],
      sound: check(sound),
      broken: check(broken),
      read: ['-e', readAll, many],
      files: check(many),
    },
    3,
  );
  const of = (name: string): Measured => runs.get(name)!;
  const perSecond = (name: string): number => count / ((of(name).ms - of('empty').ms) / 1000);
  const filesRatio = of('files').ms / of('read').ms;
  const memoryGoal = (3 * bytes) / 1024 / 1024 + 80;
  const rate = (what: string, name: string, goal: number) => ({
    what,
    measured: `${perSecond(name).toFixed(0)}/s`,
    goal: `${goal}/s`,
    met: perSecond(name) >= goal,
  });
  const memory = (what: string, name: string) => ({
    what,
    measured: `${of(name).mib.toFixed(0)} MiB`,
    goal: `${memoryGoal.toFixed(0)} MiB`,
    met: of(name).mib <= memoryGoal,
  });
  printFigures(`${count} policies of ${Math.round(bytes / count)} bytes`, [
    rate('one file, all sound', 'sound', 10_000),
    rate('one file, a finding each', 'broken', 3_000),
    {
      what: `${count} files against reading and parsing them`,
      measured: `${filesRatio.toFixed(2)}x`,
      goal: '3x',
      met: filesRatio <= 3,
    },
    memory('memory, one file, all sound', 'sound'),
    memory('memory, one file, a finding each', 'broken'),
  ]);
  for (const [name, { status, ms, mib }] of runs) {
    console.log(`       ${name.padEnd(8)} exit ${status} ${ms.toFixed(0)} ms ${mib.toFixed(0)} MiB`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
