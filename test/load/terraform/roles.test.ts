import { expect, test } from 'vitest';
import { buildEstate } from '../../../src/estate/build.ts';
import { isMadeUp, piecesOf, showHoles } from '../../../src/estate/hole.ts';
import { afterApply, refs, terraformPlan, type PlannedResource } from '../../support/terraform-plan.ts';
import { folderWith } from '../folder.ts';
import { loadFiles } from '../../../src/load/load-files.ts';

const caller: PlannedResource = {
  type: 'aws_caller_identity',
  name: 'me',
  data: true,
  values: { account_id: '111122223333' },
};

function roleWith({ values, ...more }: Partial<PlannedResource>): PlannedResource {
  return { type: 'aws_iam_role', name: 'backup', values: { arn: afterApply, path: '/', ...values }, ...more };
}

const backupPolicy = 'arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup';
const suffix: PlannedResource = { type: 'random_id', name: 'suffix', values: { hex: afterApply } };

async function roleArns(...plans: readonly (readonly PlannedResource[])[]): Promise<readonly string[]> {
  const files = plans.map((resources, index) => [`plan-${index}.json`, JSON.stringify(terraformPlan({ resources }))]);
  const workingFolder = folderWith(Object.fromEntries(files) as Record<string, string>);
  const { fragments } = await loadFiles(['.'], { workingFolder });
  return buildEstate(fragments).estate.roles.map(({ arn }) => arn);
}

test.for<readonly [string, Partial<PlannedResource>, name: string, 'given' | 'made up']>([
  ['known', { values: { name: 'backup' } }, 'backup', 'given'],
  ['not written', { values: { name: afterApply, name_prefix: afterApply } }, '⟨aws_iam_role.backup.name⟩', 'made up'],
  [
    'made of a prefix',
    { values: { name: afterApply, name_prefix: 'backup-' } },
    'backup-⟨aws_iam_role.backup.name⟩',
    'made up',
  ],
  [
    'made of a prefix, where a module may be given a name as well',
    {
      values: { name: afterApply, name_prefix: 'backup-' },
      references: { name: refs('random_id.suffix.hex'), name_prefix: refs('each.key') },
    },
    'backup-⟨aws_iam_role.backup.name⟩',
    'made up',
  ],
  [
    'null, since all that it is made of is known',
    { values: { name: afterApply }, references: { name: refs('data.aws_caller_identity.me.account_id') } },
    '⟨aws_iam_role.backup.name⟩',
    'made up',
  ],
  [
    'made of something that is only known after apply',
    { values: { name: afterApply }, references: { name: refs('random_id.suffix.hex') } },
    '⟨aws_iam_role.backup.name⟩',
    'given',
  ],
  [
    'made of a local value',
    { values: { name: afterApply }, references: { name: refs('local.name') } },
    '⟨aws_iam_role.backup.name⟩',
    'given',
  ],
  [
    'below a path that is only known after apply',
    { values: { name: 'backup', path: afterApply }, references: { path: refs('random_id.suffix.hex') } },
    '⟨aws_iam_role.backup.path⟩/backup',
    'given',
  ],
])('a role whose name is %s', async ([, role, name, kind]) => {
  const [arn = ''] = await roleArns([caller, suffix, roleWith(role)]);
  expect(showHoles(arn)).toBe(`arn:aws:iam::111122223333:role/${name}`);
  expect(piecesOf(arn).some(isMadeUp)).toBe(kind === 'made up');
});

test.for<readonly [string, Partial<PlannedResource>, role: string | undefined]>([
  ['by the name of its role', { values: { name: 'backup', path: '/jobs/' } }, 'role/jobs/backup'],
  [
    'as far as the name of its role is known',
    { values: { name: afterApply }, references: { name: refs('random_id.suffix.hex') } },
    'role/⟨aws_iam_role.backup.name⟩',
  ],
  ['not at all, where the plan shows no name', {}, undefined],
])('where nothing tells the account, a selection is linked %s', async ([, role, expected]) => {
  const selection: PlannedResource = {
    type: 'aws_backup_selection',
    name: 'all',
    values: { name: 'all', plan_id: afterApply, iam_role_arn: afterApply, resources: ['*'] },
    references: { iam_role_arn: refs('aws_iam_role.backup.arn') },
  };
  const document = terraformPlan({ resources: [suffix, roleWith(role), selection] });
  const workingFolder = folderWith({ 'plan.json': JSON.stringify(document) });
  const { fragments } = await loadFiles(['.'], { workingFolder });
  const [found] = buildEstate(fragments).estate.orphanSelections;
  expect(found?.roleArn && showHoles(found.roleArn)).toBe(expected);
});

test.for<readonly [string, Partial<PlannedResource>, isComplete: boolean]>([
  ['none that are written', {}, true],
  ['all of them', { values: { managed_policy_arns: [backupPolicy] } }, true],
  [
    'a list that is only known after apply',
    { values: { managed_policy_arns: afterApply }, references: { managed_policy_arns: refs('local.policies') } },
    false,
  ],
  [
    'a list of which one is only known after apply',
    {
      values: { managed_policy_arns: [backupPolicy, afterApply] },
      references: { managed_policy_arns: refs('local.policy') },
    },
    false,
  ],
])('what a new role may do is known where the plan shows %s', async ([, { values, references }, isComplete]) => {
  const role = roleWith({ values: { name: 'backup', ...values }, ...(references && { references }) });
  const workingFolder = folderWith({ 'plan.json': JSON.stringify(terraformPlan({ resources: [caller, role] })) });
  const { fragments } = await loadFiles(['.'], { workingFolder });
  expect(buildEstate(fragments).estate.roles[0]?.identityPoliciesComplete).toBe(isComplete);
});

test('roles of two plans are two, though both are called alike and have no name', async () => {
  const plan = [caller, roleWith({ values: { name: afterApply } })];
  const arns = await roleArns(plan, plan);
  expect(new Set(arns).size).toBe(2);
  expect(new Set(arns.map(showHoles)).size).toBe(1);
});
