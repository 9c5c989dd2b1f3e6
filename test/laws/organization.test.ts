/** Laws of merging the organization's policies. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergePolicies, shown } from '../../src/organization/merge.ts';

const origin = { kind: 'file', file: 'a.json', pointer: '' } as const;
const effective = (...levels: readonly unknown[]) =>
  shown(mergePolicies(levels.map((document) => [{ document, origin }])).policy);

const words = fc.uniqueArray(fc.constantFrom('eu-west-1', 'eu-west-2', 'us-east-1', 'PII', 'RED'));
const settingNames = ['regions', 'tag_value', 'kinds'];
const planNames = ['Nightly', 'Monthly', 'Daily'];

function policies(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const plan = fc.dictionary(fc.constantFrom(...settingNames), value, { maxKeys: 3 });
  return fc.record({ plans: fc.dictionary(fc.constantFrom(...planNames), plan, { maxKeys: 3 }) });
}

const assigning = policies(fc.record({ '@@assign': words }));
const changing = policies(
  fc.oneof(fc.record({ '@@assign': words }), fc.record({ '@@append': words }), fc.record({ '@@remove': words })),
);

test('merging with an empty policy changes nothing', () => {
  fc.assert(
    fc.property(changing, changing, (parent, child) => {
      expect(effective({}, parent, {}, child, {})).toEqual(effective(parent, child));
    }),
  );
});

test('what is effective for a unit is the parent of what is below it', () => {
  fc.assert(
    fc.property(changing, changing, changing, (root, unit, account) => {
      const whole = effective(root, unit, account);
      expect(effective(effective(root, unit), account)).toEqual(whole);
    }),
  );
});

test('assignments may be put together from either side', () => {
  fc.assert(
    fc.property(assigning, assigning, assigning, (root, unit, account) => {
      const ordered = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
      expect(ordered(effective(root, effective(unit, account)))).toEqual(ordered(effective(root, unit, account)));
    }),
  );
});

test('an effective policy merged with itself stays', () => {
  fc.assert(
    fc.property(changing, changing, (parent, child) => {
      const once = effective(parent, child);
      expect(effective(once)).toEqual(once);
      expect(effective(once, once)).toEqual(once);
    }),
  );
});

test('what is removed after it was appended is gone, and nothing else', () => {
  fc.assert(
    fc.property(words, words, (before, added) => {
      const at = (setting: unknown) => ({ plans: { Nightly: { regions: setting } } });
      const regions = effective(at({ '@@assign': before }), at({ '@@append': added }), at({ '@@remove': added }));
      expect(regions).toEqual(at(before.filter((region) => !added.includes(region))));
    }),
  );
});

test('a locked policy stays as it is, whatever is below it', () => {
  const none = { '@@operators_allowed_for_child_policies': ['@@none'] };
  const locked = (value: unknown): unknown =>
    typeof value !== 'object' || value === null || Array.isArray(value)
      ? value
      : { ...Object.fromEntries(Object.entries(value).map(([key, each]) => [key, locked(each)])), ...none };
  fc.assert(
    fc.property(assigning, changing, (parent, child) => {
      expect(effective(locked(parent), child)).toEqual(effective(parent));
    }),
  );
});
