import { expect, test } from 'vitest';
import { loadFiles, type LoadOptions } from '../../../src/load/load-files.ts';
import { locateOrigins } from '../../../src/load/positions.ts';
import { afterApply, terraformPlan, type PlannedResource, type PlanParts } from '../../support/terraform-plan.ts';
import { folderWith } from '../folder.ts';

const key: PlannedResource = { type: 'aws_kms_key', name: 'main', values: { arn: afterApply, policy: afterApply } };
const inRoot = planText({ resources: [key] });
const inModule = planText({
  modules: { keys: { source: './modules/keys' }, 'keys.inner': { source: '../inner' } },
  resources: [{ ...key, module: 'module.keys["a.b"].module.inner', index: 'x' }],
});
const fromRegistry = planText({
  modules: { keys: { source: 'terraform-aws-modules/kms/aws' } },
  resources: [{ ...key, module: 'module.keys' }],
});

function planText(parts: PlanParts): string {
  return JSON.stringify(terraformPlan(parts), null, 1);
}

const block = '\n\nresource "aws_kms_key" "main" {\n}\n';
const others = 'data "aws_kms_key" "main" {\n}\nresource "aws_kms_key" "other" {\n}\n';

test.for<[string, Readonly<Record<string, string>>, LoadOptions, string]>([
  ['in the plan, without its files', { 'plan.json': inRoot }, {}, 'plan.json:15'],
  ['in the file beside the plan', { 'plan.json': inRoot, 'a.tf': others, 'b.tf': block }, {}, 'b.tf:3'],
  ['in the file of OpenTofu', { 'plan.json': inRoot, 'a.tofu': block }, {}, 'a.tofu:3'],
  [
    'in the folder that was named',
    { 'plan.json': inRoot, 'infra/b.tf': block },
    { sourceFolder: 'infra' },
    'infra/b.tf:3',
  ],
  ['in the plan, where the files are of another one', { 'plan.json': inRoot, 'a.tf': others }, {}, 'plan.json:15'],
  ['in a module of a module', { 'p/plan.json': inModule, 'p/modules/inner/m.tf': block }, {}, 'p/modules/inner/m.tf:3'],
  ['in the plan, for modules from elsewhere', { 'plan.json': fromRegistry, 'a.tf': block }, {}, 'plan.json:18'],
])('the block of a resource is found %s', async ([, files, options, expected]) => {
  const inputs = await loadFiles(['.'], { workingFolder: folderWith(files), ...options });
  expect(inputs.problems).toEqual([]);
  const [origin] = inputs.fragments.flatMap((fragment) => ('origin' in fragment ? [fragment.origin] : []));
  if (origin?.kind !== 'file') throw new Error('no origin');
  const place = (await locateOrigins(inputs, [origin]))(origin)!;
  const file = 'file' in place ? place.file : origin.file;
  expect(`${file}:${place.start.line}`).toBe(expected);
  const line = inputs.sourceText(file)?.split('\n')[place.start.line - 1];
  expect(line).toContain('file' in place ? 'resource "aws_kms_key" "main" {' : '"values": {');
});

test('a place inside a policy that is a string in a plan is found behind its escapes', async () => {
  const statement = { Sid: 'Say "no" \\ café\n', Effect: 'Deny', Principal: '*', Action: 'kms:Sign', Resource: '*' };
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow' }, statement] });
  const folder = folderWith({ 'plan.json': planText({ resources: [{ ...key, values: { policy } }] }) });
  const inputs = await loadFiles(['.'], { workingFolder: folder });
  const [fragment] = inputs.fragments;
  if (fragment?.kind !== 'key' || fragment.policy?.kind !== 'given') throw new Error('no policy');
  const { origin } = fragment.policy;
  if (origin.kind !== 'file') throw new Error('no file');
  const at = { ...origin, pointer: `${origin.pointer}/Statement/1/Action` };
  const { start, end } = (await locateOrigins(inputs, [at]))(at)!;
  const line = inputs.sourceText('plan.json')!.split('\n')[start.line - 1]!;
  expect(line.slice(start.column - 1, end.column - 1)).toBe('\\"kms:Sign\\"');
});
