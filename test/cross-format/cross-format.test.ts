/**
 * The same deployment, as the AWS CLI, Terraform and CloudFormation describe it, is judged alike. Where one of them tells
 * less, it may leave open what the others decide, and never says the opposite.
 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { C, rootOf, slr } from '../iam/cast.ts';
import { keyDocument } from '../laws/policies.ts';
import { asCliOutputs, centralAccount } from './cli.ts';
import { asTemplate } from './cloudformation.ts';
import { contradictions, judged, unseen, type Judged } from './judged.ts';
import { centralVaultArn, guidance, policy, role, root, sound, trustOf, vaultArn } from './model.ts';
import type { Model, Type } from './model.ts';
import { openedPlans, openedTemplates } from './opened.ts';
import { asPlan, asSettledPlan, asState } from './terraform.ts';

type Variant = readonly [name: string, changes: Partial<Model>];

const allTypes: readonly Type[] = ['EBS', 'RDS', 'Aurora', 'EFS', 'S3', 'DynamoDB'];
const { vaultKeyPolicy: _own, ...onManagedKey } = sound;
const { centralVaultPolicy: _central, ...withoutVaultPolicy } = sound;
const denial = (Action: string) => ({ Effect: 'Deny', Principal: '*', Action, Resource: '*' });
const stranger = policy({
  Effect: 'Allow',
  Principal: { AWS: rootOf('777788889999') },
  Action: 'backup:CopyIntoBackupVault',
  Resource: '*',
});

const ofAllTypes: readonly Variant[] = [
  ['that is sound', {}],
  ['whose key leaves out the central account', { keyPolicy: policy(root, ...guidance(role)) }],
  ['that selects by ARN', { selects: 'arn' }],
  ['that selects by tag', { selects: 'tag' }],
];
const ofTwoTypes: readonly Variant[] = [
  ['whose key denies grants', { keyPolicy: policy(root, ...guidance(role, slr), denial('kms:CreateGrant')) }],
  ['whose key is disabled', { keyEnabled: false }],
  ["whose vault's key leaves out the central account", { vaultKeyPolicy: policy(root, ...guidance(role)) }],
  ['whose central vault lets in others', { centralVaultPolicy: stranger }],
  ['whose role another service may assume', { trust: trustOf('ec2.amazonaws.com') }],
  [
    'whose role may not copy',
    { inline: policy({ Effect: 'Deny', Action: ['backup:CopyIntoBackupVault', 'kms:Decrypt'], Resource: '*' }) },
  ],
  ['whose role may do all', { attached: [], inline: policy({ Effect: 'Allow', Action: '*', Resource: '*' }) }],
  ['that selects by condition', { selects: 'condition' }],
  ['that is deleted too soon after cold storage', { lifecycle: { delete: 35, cold: 10 } }],
  ['that is kept for ever', { lifecycle: {}, copyLifecycle: {} }],
  ['with a mistake in its schedule', { schedule: 'cron(0 5 * * * *)' }],
  ['that is deleted before the lock allows it', { lock: { min: 40, max: 100 } }],
  ['that copies within its vault', { copies: [vaultArn('main')] }],
  ['that copies to two places', { copies: [centralVaultArn, `arn:aws:backup:eu-central-1:${C}:backup-vault:central`] }],
  ['that copies into a default vault', { copies: [vaultArn('Default', C)] }],
];

const rows = [
  ...allTypes.flatMap((type) => ofAllTypes.map(([name, changes]) => [name, { ...sound, ...changes, type }] as const)),
  ...(['EBS', 'EFS'] as const).flatMap((type) =>
    ofTwoTypes.map(([name, changes]) => [name, { ...sound, ...changes, type }] as const),
  ),
  ['without a policy of the central vault', { ...withoutVaultPolicy, type: 'EBS' }] as const,
  ['of a volume, whose vault uses aws/backup', { ...onManagedKey, type: 'EBS' }] as const,
];

test.for(rows)('a deployment %s is judged alike, whoever describes it', async ([, model]) => {
  const [first, ...others] = (await renderings(model)).map(([, { paths, findings }]) => ({ paths, findings }));
  expect(first?.paths.length).toBe(1);
  for (const other of others) expect(other).toEqual(first);
});

/** What a rendering does not tell. */
const toldLess: readonly (readonly [string, Model])[] = [
  // The CLI prints one inline policy at a time, a state only those that Terraform manages: there may be others.
  ['a role that only its own policies can help', { ...sound, keyPolicy: policy(root) }],
  ['a role without policies', { ...sound, attached: [] }],
  // A state shows the ARN of a vault's key, not that AWS manages it.
  ['a file system, whose vault uses aws/backup', { ...onManagedKey, type: 'EFS' }],
  // The CLI lists protected resources without their tags.
  ['a tag that nothing has', { ...sound, selects: 'another tag' }],
  ['a type that the selection takes out', { ...sound, selects: 'all but this' }],
  // A bucket's notifications are a block of their own, which may be in another configuration.
  ['a bucket with continuous backups', { ...sound, type: 'S3', continuous: true, lifecycle: { delete: 30 } }],
];

test.for(toldLess)('of %s nobody says the opposite of what another one says', async ([, model]) => {
  const all = await renderings(model);
  for (const [name, one] of all) {
    for (const [other, two] of all) expect(contradictions(one, two), `${name}, ${other}`).toEqual([]);
  }
});

test('of any key policy nobody says the opposite of what another one says', async () => {
  const property = fc.asyncProperty(keyDocument, async (keyPolicy) => {
    const all = await renderings({ ...sound, keyPolicy });
    for (const [, one] of all) for (const [, two] of all) expect(contradictions(one, two)).toEqual([]);
  });
  await fc.assert(property, { numRuns: 20 });
});

const opened: readonly (readonly [string, Model])[] = [
  ['a sound deployment', { ...sound, selects: 'arn', lock: { min: 1, max: 200 } }],
  [
    'one of a role that may not copy',
    { ...sound, selects: 'condition', attached: [], lifecycle: { delete: 9, cold: 1 } },
  ],
];

test.for(opened)(
  'whatever a template of %s leaves open, what is said is not the opposite',
  { timeout: 120_000 },
  async ([, model]) => {
    const central = centralAccount(model);
    const template = asTemplate(model);
    const whole = await judged({ ...central, 'template.json': template });
    for (const [place, open] of openedTemplates(template)) {
      expect(contradictions(whole, await judged({ ...central, 'template.json': open }), unseen), place).toEqual([]);
    }
  },
);

test.for(opened)(
  'whatever a plan of %s leaves open, what is said is not the opposite',
  { timeout: 120_000 },
  async ([, model]) => {
    const central = centralAccount(model);
    const plan = asSettledPlan(model);
    const whole = await judged({ ...central, 'plan.json': plan });
    for (const [place, open] of openedPlans(plan)) {
      expect(contradictions(whole, await judged({ ...central, 'plan.json': open }), unseen), place).toEqual([]);
    }
  },
);

async function renderings(model: Model): Promise<readonly (readonly [string, Judged])[]> {
  const central = centralAccount(model);
  return [
    ['the AWS CLI', await judged(asCliOutputs(model), model.type)],
    ['a Terraform state', await judged({ ...central, 'state.json': asState(model) })],
    ['a plan that changes nothing', await judged({ ...central, 'plan.json': asSettledPlan(model) })],
    ['a plan of new resources', await judged({ ...central, 'plan.json': asPlan(model) })],
    ['a template', await judged({ ...central, 'template.json': asTemplate(model) })],
  ];
}
