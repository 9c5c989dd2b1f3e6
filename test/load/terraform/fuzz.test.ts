/** Whatever stands in a plan, loading it comes to an end, and the estate can be built of what it yields. */
import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { buildEstate } from '../../../src/estate/build.ts';
import { loadText } from '../../../src/load/load-text.ts';
import { PolicyStore } from '../../../src/load/policy-store.ts';
import { addressSteps, modulePath, splitModule, withIndex } from '../../../src/load/terraform/address.ts';
import { afterApply, refs, terraformPlan, type PlannedResource } from '../../support/terraform-plan.ts';

const sample: unknown = JSON.parse(
  readFileSync(new URL('../../../fixtures/deployments/lighthouse-terraform-plan/plan.json', import.meta.url), 'utf8'),
);

const strange = fc.constantFrom<unknown>(null, 1, '', 'x', true, false, [], {}, [null], [[]], { references: ['a'] });

/** Replaces the values at some places. */
function mutated(count: number, places: readonly number[], values: readonly unknown[]): string {
  let at = 0;
  const wanted = new Map(places.map((place, index) => [place % count, values[index % values.length]]));
  // Each time another object: a place inside the one that replaces it would make a circle.
  const replaced = (part: unknown): unknown => (wanted.has(at++) ? structuredClone(wanted.get(at - 1)) : part);
  return JSON.stringify(sample, (_key, part: unknown) => replaced(part)) ?? 'null';
}

test('a plan with anything anywhere is read, refused or told to be something else', async () => {
  let count = 0;
  JSON.stringify(sample, (_key, part: unknown) => (count++, part));
  const places = fc.array(fc.nat(), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(places, fc.array(strange, { minLength: 1, maxLength: 3 }), async (at, values) => {
      const result = await loadText({ file: 'plan.json', text: mutated(count, at, values) }, new PolicyStore());
      if (result.outcome === 'loaded') buildEstate(result.fragments);
    }),
    { numRuns: 300 },
  );
});

test('modules that refer to each other in a circle are unknown, and nothing more', async () => {
  const volume: PlannedResource = {
    type: 'aws_ebs_volume',
    name: 'v',
    module: 'module.a',
    values: { encrypted: true, kms_key_id: afterApply, arn: afterApply },
    references: { kms_key_id: refs('var.key') },
  };
  const plan = terraformPlan({
    modules: {
      a: { source: './a', inputs: { key: ['module.b.key'] }, outputs: { key: ['var.key'] } },
      b: {
        source: './b',
        inputs: { key: ['module.a.key', 'module.b.key'] },
        outputs: { key: ['var.key', 'module.a.key'] },
      },
    },
    resources: [volume, { type: 'aws_kms_key', name: 'k', module: 'module.b', values: { arn: afterApply } }],
  });
  const result = await loadText({ file: 'plan.json', text: JSON.stringify(plan) }, new PolicyStore());
  expect(result).toMatchObject({ outcome: 'loaded', problems: [] });
  const resources = result.outcome === 'loaded' ? result.fragments.filter(({ kind }) => kind === 'resource') : [];
  expect(resources).toMatchObject([
    { encryption: [{ kind: 'unknown', why: expect.stringContaining('only known after apply') }] },
  ]);
});

test.for<[string, ReturnType<typeof addressSteps>]>([
  ['aws_kms_key.main.arn', [{ name: 'aws_kms_key' }, { name: 'main' }, { name: 'arn' }]],
  ['module.a["x.y"].b[0]', [{ name: 'module' }, { name: 'a', index: 'x.y' }, { name: 'b', index: 0 }]],
  ['data.t.n["say \\"]\\""]', [{ name: 'data' }, { name: 't' }, { name: 'n', index: 'say "]"' }]],
  ['', []],
])('the address %s is taken apart', ([address, steps]) => {
  expect(addressSteps(address)).toEqual(steps);
});

test('a module address is split at its last call, whatever the keys hold', () => {
  const name = fc.stringMatching(/^[a-z_][a-z0-9_-]{0,6}$/);
  const index = fc.oneof(
    fc.constant(undefined),
    fc.nat(9),
    fc.constantFrom('a', 'x.y', '.module.z', 'module.', '"', 'a]'),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(name, index), { minLength: 1, maxLength: 3 }), (calls) => {
      const parts = calls.map(([each, key]) => withIndex(`module.${each}`, key));
      const last = calls.at(-1);
      expect(modulePath(parts.join('.'))).toEqual(calls.map(([each]) => each));
      expect(splitModule(parts.join('.'))).toEqual({
        parent: parts.slice(0, -1).join('.'),
        call: last?.[1] === undefined ? { name: last?.[0] } : { name: last[0], index: last[1] },
      });
    }),
  );
});
