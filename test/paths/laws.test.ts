import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Encryption, Estate, Key, Plan, PlanRule, Resource, Selection, Vault } from '../../src/estate/model.ts';
import { derivePaths } from '../../src/paths/derive.ts';
import type { DerivedPaths } from '../../src/paths/types.ts';
import {
  at,
  bareKey,
  central,
  copyTo,
  estate,
  key,
  plan,
  region,
  resource,
  role,
  rule,
  selection,
  stranger,
  vault,
  website,
  workload,
} from './estates.ts';
import { renderPaths } from './render.ts';

const keys: readonly Key[] = [
  key('a'),
  key('b', { bare: true }),
  key('c', { account: central, bare: true }),
  key('d', { manager: 'AWS', aliases: ['alias/aws/rds'] }),
  bareKey('one.json'),
  bareKey('two.json', { resourceTypes: ['S3', 'RDS'] }),
  bareKey('three.json', { account: stranger }),
];

const arns: readonly (readonly [type: string, arn: string])[] = [
  ['EBS', `arn:aws:ec2:${region}:${workload}:volume/vol-1`],
  ['EC2', `arn:aws:ec2:${region}:${workload}:instance/i-1`],
  ['RDS', `arn:aws:rds:${region}:${workload}:db:orders`],
  ['RDS', `arn:aws:rds:${region}:${workload}:cluster:ledger`],
  ['Aurora', `arn:aws:rds:${region}:${workload}:cluster:aurora`],
  ['S3', 'arn:aws:s3:::reports'],
  ['DynamoDB', `arn:aws:dynamodb:${region}:${workload}:table/t`],
  ['Redshift', `arn:aws:redshift:${region}:${workload}:cluster:dwh`],
  ['VirtualMachine', `arn:aws:backup-gateway:${region}:${workload}:vm/vm-1`],
  ['Lambda', `arn:aws:lambda:${region}:${workload}:function:f`],
];

const encryption: fc.Arbitrary<Encryption> = fc.oneof(
  fc.constantFrom(...keys).map((key): Encryption => ({ kind: 'key', key })),
  fc.constantFrom<Encryption>(
    { kind: 'aws-managed', alias: 'alias/aws/backup' },
    { kind: 'aws-owned' },
    { kind: 'unencrypted' },
    { kind: 'unknown', why: 'not given' },
  ),
);
const tags = fc.constantFrom<Record<string, string> | undefined>(undefined, {}, { backup: 'yes' });
const resources: fc.Arbitrary<Resource[]> = fc
  .subarray([...arns])
  .chain((chosen) =>
    fc.tuple(
      ...chosen.map(([type, arn]) =>
        fc
          .tuple(fc.array(encryption, { maxLength: 2 }), tags)
          .map(([encryption, tags]) => resource(type, arn, { encryption, ...(tags && { tags }) })),
      ),
    ),
  );

const vaults: fc.Arbitrary<Vault[]> = fc
  .tuple(encryption, encryption, encryption)
  .map(([own, far, locked]) => [
    vault('website', { encryption: own }),
    vault('central', { account: central, encryption: far, accessPolicy: null }),
    vault('locked', { type: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT', encryption: locked }),
  ])
  .chain((all) => fc.subarray(all));

const destination = fc.constantFrom(
  `arn:aws:backup:${region}:${central}:backup-vault:central`,
  `arn:aws:backup:eu-west-1:${central}:backup-vault:Default`,
  `arn:aws:backup:${region}:${workload}:backup-vault:locked`,
  `arn:aws:backup:${region}:${workload}:backup-vault:second`,
  'not an ARN',
);
const rules: fc.Arbitrary<PlanRule[]> = fc.uniqueArray(
  fc
    .tuple(fc.constantFrom('daily', 'weekly', 'monthly'), fc.uniqueArray(destination, { maxLength: 2 }))
    .map(([name, copies]) =>
      rule(name, { copyActions: copies.map(copyTo), origin: at('plan.json', `/Rules/${name}`) }),
    ),
  { minLength: 1, maxLength: 2, selector: ({ name }) => name },
);
const pattern = fc.constantFrom(
  '*',
  'arn:aws:rds:*:*:cluster:*',
  'arn:aws:rds:*:*:db:*',
  'arn:aws:s3:::*',
  'arn:aws:ec2:*',
  `arn:aws:ec2:${region}:${workload}:volume/vol-9`,
);
const selections: fc.Arbitrary<Selection[]> = fc.uniqueArray(
  fc.tuple(fc.uniqueArray(pattern, { maxLength: 3 }), fc.boolean(), fc.nat(99)).map(([patterns, byTag, index]) =>
    selection(patterns, {
      name: `s${index}`,
      listOfTags: byTag ? [{ key: 'backup', value: 'yes' }] : [],
      origin: at('selection.json', `/${index}`),
    }),
  ),
  { maxLength: 2, selector: ({ name }) => name },
);
const plans: fc.Arbitrary<Plan[]> = fc.uniqueArray(
  fc.tuple(rules, selections, fc.nat(99), fc.boolean()).map(([rules, selections, index, known]) =>
    plan(rules, selections, {
      name: `p${index}`,
      origin: at(`plan${index}.json`),
      ...(known ? {} : ({ account: undefined } as object)),
    }),
  ),
  { maxLength: 2, selector: ({ name }) => name },
);

const estates: fc.Arbitrary<Estate> = fc
  .record({
    keys: fc.subarray([...keys]),
    resources,
    vaults,
    plans,
    orphanSelections: selections,
    roles: fc.subarray([role()]),
  })
  .map(estate);
const profiles = fc.constantFrom('guidance', 'minimal');

/** Everything that a report or rule reads, as text. */
function readable(derived: DerivedPaths): unknown {
  const uses = derived.keyUses.map(({ principal, key, requirement, purpose, keyAccount }) => [
    principal.arn,
    key.subject,
    requirement.id,
    purpose,
    keyAccount,
  ]);
  const notJudged = derived.notJudged
    .map(({ key, why }) => `${key.subject}: ${why}`)
    .sort((left, right) => left.localeCompare(right));
  return {
    paths: renderPaths(derived),
    uses,
    vaultUses: derived.vaultUses.length,
    notJudged,
    missing: derived.missing,
  };
}

test('what is derived does not depend on the order of the inputs', () => {
  fc.assert(
    fc.property(estates, profiles, (original, profile) => {
      const mirrored: Estate = {
        ...original,
        keys: original.keys.toReversed(),
        resources: original.resources.toReversed(),
        vaults: original.vaults.toReversed(),
        plans: original.plans.toReversed().map((each) => ({ ...each, selections: each.selections.toReversed() })),
        orphanSelections: original.orphanSelections.toReversed(),
      };
      expect(readable(derivePaths(mirrored, [website], profile))).toEqual(
        readable(derivePaths(original, [website], profile)),
      );
    }),
    { numRuns: 150 },
  );
});

test('every leg refers to uses that are listed, and every listed use to a leg', () => {
  fc.assert(
    fc.property(estates, profiles, (original, profile) => {
      const { paths, keyUses, vaultUses } = derivePaths(original, [website], profile);
      const legs = paths.flatMap((path) => path.legs);
      expect(new Set(legs.flatMap((leg) => leg.keyUses))).toEqual(new Set(keyUses));
      expect(new Set(legs.flatMap(({ vaultUse }) => vaultUse ?? []))).toEqual(new Set(vaultUses));
      expect(new Set(keyUses).size).toBe(keyUses.length);
      expect(paths.map(({ id }) => id)).toEqual(paths.map((_, index) => `p${index + 1}`));
    }),
    { numRuns: 100 },
  );
});

test('every key is judged or counted with a reason, never both', () => {
  fc.assert(
    fc.property(estates, (original) => {
      const { paths, keyUses, notJudged } = derivePaths(original, [website], 'guidance');
      const judged = new Set(keyUses.map(({ key }) => key));
      const counted = new Set(notJudged.map(({ key }) => key));
      const shown = new Set(
        paths.flatMap(({ encryption }) => encryption.flatMap((each) => ('key' in each ? (each.key ?? []) : []))),
      );
      for (const each of original.keys) {
        expect(judged.has(each) && counted.has(each)).toBe(false);
        expect(judged.has(each) || counted.has(each) || shown.has(each)).toBe(true);
      }
      for (const each of original.keys.filter(({ bare }) => bare)) {
        const encryptsVault = original.vaults.some(
          ({ encryption }) => encryption.kind === 'key' && encryption.key === each,
        );
        if (!encryptsVault) expect(counted.has(each) && !isOfUnsupported(original, each)).toBe(false);
      }
    }),
    { numRuns: 100 },
  );
});

function isOfUnsupported({ resources }: Estate, key: Key): boolean {
  const protects = resources.filter(({ encryption }) =>
    encryption.some((each) => each.kind === 'key' && each.key === key),
  );
  return (
    protects.length > 0 && protects.every(({ resourceType }) => ['Lambda', 'VirtualMachine'].includes(resourceType))
  );
}

test('every demand on one key by one principal in one way is asked once', () => {
  fc.assert(
    fc.property(estates, profiles, (original, profile) => {
      const { keyUses } = derivePaths(original, [website], profile);
      const asked = keyUses.map(
        ({ principal, key, requirement, contexts }) => [principal, key, requirement, contexts] as const,
      );
      for (const [index, use] of asked.entries()) {
        const repeated = asked.slice(index + 1).some((other) => other.every((part, place) => part === use[place]));
        expect(repeated).toBe(false);
      }
    }),
    { numRuns: 100 },
  );
});
