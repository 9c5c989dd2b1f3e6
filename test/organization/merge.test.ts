import { describe, expect, test } from 'vitest';
import { mergePolicies, shown } from '../../src/organization/merge.ts';
import { attachmentMatters, levelsMatter } from '../../src/organization/order.ts';

const source = (document: unknown, file = 'a.json') =>
  ({ document, origin: { kind: 'file', file, pointer: '' } }) as const;
const merged = (...levels: readonly (readonly unknown[])[]) =>
  mergePolicies(levels.map((level) => level.map((document) => source(document))));
const effective = (...levels: readonly (readonly unknown[])[]) => shown(merged(...levels).policy);
const none = { '@@operators_allowed_for_child_policies': ['@@none'] };

/** https://docs.aws.amazon.com/organizations/latest/userguide/inheritance-examples.html, in backup policies' words. */
describe('a parent and its child', () => {
  const parent = { plans: { Nightly: { regions: { '@@assign': ['eu-west-2', 'eu-west-1'] } } } };
  const withRegions = (regions: unknown, plan = 'Nightly') => ({ plans: { [plan]: { regions } } });

  test.for<[string, unknown, unknown, unknown]>([
    ['the child assigns anew', parent, withRegions({ '@@assign': ['us-east-1'] }), ['us-east-1']],
    [
      'the child adds to a list',
      parent,
      withRegions({ '@@append': ['us-east-1'] }),
      ['eu-west-2', 'eu-west-1', 'us-east-1'],
    ],
    [
      'what is there is not added twice',
      parent,
      withRegions({ '@@append': ['eu-west-1'] }),
      ['eu-west-2', 'eu-west-1'],
    ],
    ['the child takes from a list', parent, withRegions({ '@@remove': ['eu-west-1', 'eu-west-3'] }), ['eu-west-2']],
    ['names are the same in any case', parent, withRegions({ '@@remove': ['eu-west-1'] }, 'NIGHTLY'), ['eu-west-2']],
    ['values are not', parent, withRegions({ '@@remove': ['EU-WEST-1'] }), ['eu-west-2', 'eu-west-1']],
    ['without operators, values are assigned', withRegions(['eu-west-2']), withRegions(['eu-west-1']), ['eu-west-1']],
    [
      'a setting that the parent locks stays',
      withRegions({ '@@assign': ['eu-west-2'], ...none }),
      withRegions({ '@@assign': ['us-east-1'] }),
      ['eu-west-2'],
    ],
    [
      'a parent may leave one operator to its children',
      withRegions({ '@@assign': ['eu-west-2'], '@@operators_allowed_for_child_policies': ['@@append'] }),
      withRegions({ '@@assign': ['us-east-1'], '@@append': ['eu-west-1'] }),
      ['eu-west-2', 'eu-west-1'],
    ],
    [
      'leaving all of them is leaving them',
      withRegions({ '@@assign': ['eu-west-2'], '@@operators_allowed_for_child_policies': ['@@all'] }),
      withRegions({ '@@assign': ['us-east-1'] }),
      ['us-east-1'],
    ],
  ])('%s', ([, above, below, regions]) => {
    expect(effective([above], [below])).toEqual({ plans: { Nightly: { regions } } });
  });

  test('a plan that only the child has is added', () => {
    const child = withRegions({ '@@assign': ['us-east-1'] }, 'Monthly');
    expect(effective([parent], [child])).toEqual({
      plans: { Nightly: { regions: ['eu-west-2', 'eu-west-1'] }, Monthly: { regions: ['us-east-1'] } },
    });
  });

  test('where plans are locked, none is added', () => {
    const child = withRegions({ '@@assign': ['us-east-1'] }, 'Monthly');
    expect(effective([{ plans: { ...none, ...parent.plans } }], [child])).toEqual(effective([parent]));
  });

  test('where plans may be appended, one is added whole, with whatever operators it has', () => {
    const appended = { '@@operators_allowed_for_child_policies': ['@@append'] };
    const child = withRegions({ '@@assign': ['us-east-1'] }, 'Monthly');
    expect(effective([{ plans: { ...appended, ...parent.plans } }], [child])).toMatchObject({
      plans: { Monthly: { regions: ['us-east-1'] } },
    });
  });

  test('a child cannot lift the limit of a parent', () => {
    const locked = withRegions({ '@@assign': ['eu-west-2'], ...none });
    const lifting = withRegions({ '@@operators_allowed_for_child_policies': ['@@all'] });
    const changing = withRegions({ '@@assign': ['us-east-1'] });
    expect(effective([locked], [lifting], [changing])).toEqual(effective([locked]));
  });

  test('a limit around a setting that has none of its own is a doubt', () => {
    const { policy, doubts } = merged(
      [{ plans: { Nightly: { ...none, regions: { '@@assign': ['eu-west-2'] } } } }],
      [withRegions({ '@@assign': ['us-east-1'] })],
    );
    expect(shown(policy)).toEqual(withRegions(['us-east-1']));
    expect(doubts).toEqual([{ kind: 'file', file: 'a.json', pointer: '/plans/Nightly/regions/@@assign' }]);
  });
});

describe('policies at one level', () => {
  const vault = (name: string) => ({ vault: { '@@assign': name } });

  test('the value that was attached first counts', () => {
    expect(effective([vault('first'), vault('second')])).toEqual({ vault: 'first' });
  });

  test('a limit does not bind its neighbours, only what is below', () => {
    const limited = { list: { '@@assign': ['a'], ...none } };
    const neighbour = { list: { '@@append': ['b'] } };
    expect(effective([limited, neighbour])).toEqual({ list: ['a', 'b'] });
    expect(effective([limited], [neighbour])).toEqual({ list: ['a'] });
  });

  test('of their limits the intersection counts', () => {
    const limit = (...words: string[]) => ({ list: { '@@operators_allowed_for_child_policies': words } });
    const first = { list: { '@@assign': ['a'], ...limit('@@append').list } };
    const below = { list: { '@@append': ['b'], '@@remove': ['a'] } };
    expect(effective([first, limit('@@append', '@@remove')], [below])).toEqual({ list: ['a', 'b'] });
  });
});

test('a value knows where it was last changed', () => {
  const levels = [
    [source({ list: { '@@assign': ['a'] } }, 'root.json')],
    [source({ list: { '@@append': ['b'] } }, 'unit.json')],
  ];
  expect(mergePolicies(levels).policy.members.get('list')?.origin).toEqual({
    kind: 'file',
    file: 'unit.json',
    pointer: '/list/@@append',
  });
});

describe('the order', () => {
  const assigned = (value: string) => source({ a: { '@@assign': value } });
  const appended = (value: string) => source({ a: { '@@append': [value] } });

  test.for([
    ['of two values matters', assigned('x'), assigned('y'), true],
    ['of the same value does not', assigned('x'), assigned('x'), false],
    ['of additions does not', appended('x'), appended('y'), false],
    ['of unlike settings does not', assigned('x'), source({ b: { '@@assign': 'y' } }), false],
    ['of an addition and a removal matters', appended('x'), source({ a: { '@@remove': ['x'] } }), true],
  ] as const)('%s', ([, left, right, expected]) => {
    expect(levelsMatter([left, right])).toBe(expected);
    expect(attachmentMatters([left, right])).toBe(expected);
  });
});
