import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Inventory } from '../../src/load/live/inventory.ts';
import { snapshotText } from '../../src/load/snapshot/text.ts';
import { region, workload } from './seeds.ts';

const selections = ['a', 'b', 'c', 'd'].map((SelectionId) => ({ SelectionId, BackupSelection: {} }));
const policies = ['x', 'y', 'z'].map((PolicyName) => ({ PolicyName }));
const answers = [
  ...selections.map((answer) => ({ call: 'backup:GetBackupSelection', subject: 'plan', answer }) as const),
  ...policies.map((answer) => ({ call: 'iam:GetRolePolicy', subject: 'role', answer }) as const),
  { call: 'kms:ListAliases', answer: { Aliases: [] } } as const,
];

test('whichever answer comes first, the snapshot is the same', () => {
  const textOf = (order: readonly (typeof answers)[number][]): string => {
    const inventory = new Inventory();
    for (const { call, answer, ...of } of order) inventory.keep(call, { account: workload, region, ...of }, answer);
    return [...snapshotText(inventory.snapshot())].join('');
  };
  const expected = textOf(answers);
  const anyOrder = fc.shuffledSubarray(answers, { minLength: answers.length });
  fc.assert(
    fc.property(anyOrder, (order) => {
      expect(textOf(order)).toBe(expected);
    }),
  );
});
