/** The parts of a run make the report of the whole: byte for byte, and each finding and path in one part only. */
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { deploymentsOf } from '../../src/config/deployments.ts';
import { keyHints } from '../../src/config/key-hints.ts';
import { findConfigs } from '../../src/config/lookup.ts';
import { readOverrides } from '../../src/config/overrides.ts';
import { readConfig } from '../../src/config/read.ts';
import { baselineOf, type Baseline } from '../../src/engine/baseline.ts';
import type { Shard } from '../../src/engine/share.ts';
import { judge, type Judged, type JudgeSetup } from '../../src/judge.ts';
import { loadFiles } from '../../src/load/load-files.ts';
import { json } from '../../src/report/json.ts';
import { mergeProblems, mergeReports, type NamedReport } from '../../src/report/merge.ts';
import type { Report } from '../../src/report/model.ts';
import { options } from '../report/full.ts';

const deployments = fileURLToPath(new URL('../../fixtures/deployments/', import.meta.url));
const counts = [1, 2, 3, 5, 16];

type Judge = (part: { shard?: Shard; baseline?: Baseline }) => Promise<Judged>;

async function judgeOf(folder: string, verbose: boolean): Promise<Judge> {
  const [place] = findConfigs(folder);
  const read = place && (await readConfig(place, folder));
  if (read?.ok !== true) throw new Error(`${folder} has no config`);
  const inputs = await loadFiles(['.'], { workingFolder: folder });
  const { current, expired } = await readOverrides(read.value, folder, '2026-11-24');
  const setup: JudgeSetup = {
    deployments: deploymentsOf({}, read.value.config),
    profile: read.value.config.requirements ?? 'guidance',
    keys: keyHints(read.value, folder),
    settings: { layers: [read.value.config.rules ?? {}], overrides: current, expired },
  };
  return async (part) => {
    const judged = await judge(inputs, { ...setup, ...part }, verbose);
    if (!judged.ok) throw new Error(JSON.stringify(judged.problems));
    return judged.value;
  };
}

async function partsOf(judgeIt: Judge, count: number, baseline?: Baseline): Promise<NamedReport[]> {
  const parts: NamedReport[] = [];
  for (let index = 1; index <= count; index++) {
    const { report } = await judgeIt({ shard: { index, count }, ...(baseline === undefined ? {} : { baseline }) });
    parts.push({ file: `${index}.json`, report: JSON.parse(json(report, options)) as Report });
  }
  return parts;
}

async function expectLaw(folder: string, verbose: boolean, baseline?: (whole: Judged) => Baseline): Promise<void> {
  const judgeIt = await judgeOf(folder, verbose);
  const given = baseline?.(await judgeIt({}));
  const whole = json((await judgeIt(given === undefined ? {} : { baseline: given })).report, options);
  for (const count of counts) {
    const parts = await partsOf(judgeIt, count, given);
    expect(mergeProblems(parts)).toEqual([]);
    const merged = mergeReports(parts.toReversed());
    expect(merged && json(merged, options)).toBe(whole);
    expectDisjoint(parts);
  }
}

function expectDisjoint(parts: readonly NamedReport[]): void {
  const sizes = parts.map(({ report }) => report.paths.length);
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  const findings = parts.flatMap(({ report }) => report.findings.map((finding) => JSON.stringify(finding)));
  expect(new Set(findings).size).toBe(findings.length);
}

describe('merging all parts gives the report of the whole', () => {
  test.for(readdirSync(deployments))('%s', async (name) => {
    await expectLaw(`${deployments}${name}`, false);
  });

  test('with everything shown', async () => {
    await expectLaw(`${deployments}gallery-in-two-vaults`, true);
  });

  test('with many keys, comments, overrides and a baseline', async () => {
    const folder = manyPolicies(23);
    await expectLaw(folder, false);
    await expectLaw(folder, true, ({ findings }) => [
      ...baselineOf(findings.slice(0, Math.ceil(findings.length / 2))),
      { fingerprint: '0'.repeat(20), rule: 'kms/lockout', severity: 'error', subject: 'gone.yaml', message: 'Gone' },
    ]);
  });
});

function manyPolicies(number: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'backuplint-shards-'));
  writeFileSync(
    join(folder, 'backuplint.config.yaml'),
    `deployments:
  - name: website
    workloadAccounts: ["111122223333"]
    centralAccount: "444455556666"
    backupRole: website-backup
overrides:
  - { files: ["1*.yaml"], rules: { kms/grant-access: off }, reason: known }
  - { files: ["2*.yaml"], rules: { kms/grant-access: off }, reason: over, until: 2020-01-01 }
`,
  );
  for (let index = 1; index <= number; index++) {
    writeFileSync(join(folder, `${index}.yaml`), policy(index));
  }
  return folder;
}

/** Some equal, some with a comment that is used in part, some with one that is not. */
function policy(index: number): string {
  const comment =
    index % 3 === 0 ? '# backuplint-disable-next-line kms/use-access, kms/lockout, kms/public-principal -- known' : '';
  return `Version: "2012-10-17"
${comment}
Statement:
  - Sid: Root
    Effect: Allow
    Principal: { AWS: "arn:aws:iam::111122223333:root" }
    Action: ${index % 4 === 0 ? 'kms:Decrypt' : 'kms:*'}
    Resource: "*"
  - Sid: S${index % 5}
    Effect: Allow
    Principal: ${index % 2 === 0 ? '"*"' : '{ AWS: "arn:aws:iam::111122223333:role/website-backup" }'}
    Action: ["kms:Decrypt", "kms:Encrypt"]
    Resource: "*"
`;
}
