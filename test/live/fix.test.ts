import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder } from '../cli/run.ts';
import { fakeAws, live } from './run-live.ts';
import {
  admitting,
  closedKey,
  delegating,
  keyArn,
  openKey,
  region,
  regionSeed,
  twoVolumes,
  workload,
} from './seeds.ts';

test('--fix prints the corrected policies by the ARN of their keys', async () => {
  const { status, stdout } = await live(await fakeAws(twoVolumes), ['--live', '--fix']);
  const policies = JSON.parse(stdout) as Record<string, { Statement: unknown[] }>;
  expect(Object.keys(policies)).toContain(keyArn(closedKey));
  expect(policies[keyArn(openKey)]).toEqual(admitting());
  expect(policies[keyArn(closedKey)]?.Statement).toHaveLength(admitting().Statement.length);
  expect(status).toBe(0);
});

test('--commands writes them to files and prints the commands, and changes nothing', async () => {
  const fake = await fakeAws(twoVolumes);
  const cwd = folder({});
  const args = ['--live', '--fix', '--commands', '--policy-folder', "it's here"];
  const { status, stdout } = await live(fake, args, { cwd });
  const file = `${closedKey}.${region}.json`;
  expect(stdout).toBe(
    `aws kms put-key-policy --region ${region} --key-id ${keyArn(closedKey)} --policy-name default --policy 'file://it'\\''s here/${file}'\n`,
  );
  expect(readdirSync(join(cwd, "it's here"))).toEqual([file]);
  const policy = JSON.parse(readFileSync(join(cwd, "it's here", file), 'utf8')) as { Statement: unknown[] };
  expect(policy.Statement[0]).toEqual(delegating().Statement[0]);
  expect(
    Object.keys(fake.requests.summary().operations).filter((name) => /Put|Create|Update|Delete/.test(name)),
  ).toEqual([]);
  expect(status).toBe(0);
});

test('names and policies from AWS reach neither the terminal nor a report as they are', async () => {
  const evil = '\u001b]0;owned\u0007<script>alert(1)</script>]]>';
  const seed = {
    accounts: {
      ...twoVolumes.accounts,
      [workload]: {
        ...twoVolumes.accounts[workload]!,
        regions: {
          [region]: regionSeed([
            {
              id: closedKey,
              policy: {
                ...delegating(),
                Statement: [{ ...delegating().Statement[0], Sid: evil, Action: [`kms:${evil}`] }],
              },
              aliases: [`alias/${evil}`],
            },
          ]),
        },
      },
    },
  };
  const fake = await fakeAws(seed);
  for (const format of ['pretty', 'html', 'junit', 'markdown', 'github']) {
    const { stdout, stderr } = await live(fake, ['--live', '--verbose', '--format', format]);
    expect(stdout + stderr).not.toContain('\u001b]0;');
    if (format === 'html' || format === 'junit' || format === 'markdown') expect(stdout).not.toContain('<script>alert');
  }
});
