/** Policies that are judged together come out as each does alone, however much of each other they repeat. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { check, type CheckInput } from '../../src/check.ts';
import type { Fragment } from '../../src/estate/fragment.ts';
import type { LoadedInputs } from '../../src/load/load-files.ts';
import { loadText } from '../../src/load/load-text.ts';
import { PolicyStore } from '../../src/load/policy-store.ts';
import type { Report } from '../../src/report/model.ts';
import { C, org, W } from '../iam/cast.ts';
import { keyStatement } from './policies.ts';

const input: CheckInput = {
  deployments: [
    {
      name: 'website',
      workloadAccounts: [W],
      centralAccount: C,
      backupRole: 'backup-role',
      regions: ['eu-west-2'],
      organization: { id: org },
    },
  ],
  verbose: true,
};

const root = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${W}:root` }, Action: 'kms:*', Resource: '*' };

/** Documents made of a few statements, in any order: each stands in several, at different places. */
const documents = fc.array(keyStatement, { minLength: 2, maxLength: 6 }).chain((pool) =>
  fc.array(
    fc
      .tuple(fc.array(fc.constantFrom(...pool), { maxLength: 3 }), fc.array(fc.constantFrom(...pool), { maxLength: 2 }))
      .map(([before, after]) => ({ Version: '2012-10-17', Statement: [...before, root, ...after] })),
    { minLength: 2, maxLength: 6 },
  ),
);

async function reportOn(texts: ReadonlyMap<string, string>): Promise<Report> {
  const policies = new PolicyStore();
  const fragments: Fragment[] = [];
  for (const [file, text] of texts) {
    const loaded = await loadText({ file, text }, policies);
    if (loaded.outcome !== 'loaded') throw new Error(JSON.stringify(loaded));
    fragments.push(...loaded.fragments);
  }
  const inputs: LoadedInputs = {
    fragments,
    problems: [],
    skipped: [],
    recognised: texts.size,
    sourceText: (file) => texts.get(file),
    formatOf: () => 'json',
  };
  return check(inputs, input);
}

/** What a report says of one file, without the numbers of its paths. */
function saidOf(file: string, { findings, paths }: Report): unknown {
  return {
    findings: findings.filter(({ subject }) => subject === file).map((finding) => ({ ...finding, paths: [] })),
    paths: paths.filter(({ key }) => key === file).map((path) => ({ ...path, id: '' })),
  };
}

test('a policy among others comes out as it does alone', async () => {
  await fc.assert(
    fc.asyncProperty(documents, async (all) => {
      const texts = all.map((document, index): [string, string] => [`key-${index}.json`, JSON.stringify(document)]);
      const together = await reportOn(new Map(texts));
      for (const [file, text] of texts) {
        const alone = await reportOn(new Map([[file, text]]));
        expect(saidOf(file, together)).toEqual(saidOf(file, alone));
      }
    }),
    { numRuns: 60 },
  );
});
