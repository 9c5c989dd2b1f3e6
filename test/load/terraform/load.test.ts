import { expect, test } from 'vitest';
import { buildEstate } from '../../../src/estate/build.ts';
import { showHoles } from '../../../src/estate/hole.ts';
import type { Estate } from '../../../src/estate/model.ts';
import {
  afterApply,
  refs,
  terraformPlan,
  terraformState,
  type PlannedResource,
  type PlanParts,
} from '../../support/terraform-plan.ts';
import { fragmentsOf, keyPolicy, problemsOf } from '../load.ts';

const account = '111122223333';
const keyArn = `arn:aws:kms:eu-west-2:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const policyText = JSON.stringify(keyPolicy);

async function estateOf(parts: PlanParts): Promise<Estate> {
  const { estate, problems } = buildEstate(await fragmentsOf(terraformPlan(parts), 'plan.json'));
  expect(problems).toEqual([]);
  return estate;
}

const caller: PlannedResource = {
  type: 'aws_caller_identity',
  name: 'current',
  data: true,
  values: { account_id: account },
};

function newKey(name: string, more: Partial<PlannedResource> = {}): PlannedResource {
  const { values, ...rest } = more;
  return { type: 'aws_kms_key', name, values: { arn: afterApply, policy: afterApply, ...values }, ...rest };
}

function volume(more: Partial<PlannedResource> & { values?: Record<string, unknown> }): PlannedResource {
  const { values, ...rest } = more;
  return {
    type: 'aws_ebs_volume',
    name: 'data',
    values: { encrypted: true, arn: afterApply, kms_key_id: afterApply, tags: null, tags_all: {}, ...values },
    ...rest,
  };
}

/** What the volume is encrypted with, in a word. */
async function keyOfVolume(parts: PlanParts): Promise<string> {
  const { resources } = await estateOf(parts);
  const [encryption] = resources.find(({ resourceType }) => resourceType === 'EBS')?.encryption ?? [];
  if (encryption?.kind === 'key') return encryption.key.subject;
  if (encryption?.kind === 'unknown') return `unknown: ${encryption.why}`;
  return encryption?.kind === 'aws-managed' ? encryption.alias : (encryption?.kind ?? 'nothing');
}

const byModules = {
  keys: { source: './keys', outputs: { arn: ['aws_kms_key.main.arn'] } },
  disks: { source: './disks', inputs: { key_arn: ['module.keys.arn'] } },
};

test.for<[string, PlanParts, string]>([
  ['by ARN', { resources: [volume({ values: { kms_key_id: keyArn } })] }, keyArn],
  [
    'by a key of the plan',
    { resources: [newKey('main'), volume({ references: { kms_key_id: refs('aws_kms_key.main.arn') } })] },
    'aws_kms_key.main',
  ],
  [
    'by an alias of the plan',
    {
      resources: [
        {
          type: 'aws_kms_alias',
          name: 'main',
          values: { name: 'alias/main', target_key_id: afterApply, arn: afterApply },
          references: { target_key_id: refs('aws_kms_key.main.key_id') },
        },
        newKey('main'),
        volume({ references: { kms_key_id: refs('aws_kms_alias.main.arn') } }),
      ],
    },
    'aws_kms_key.main',
  ],
  [
    "through a module's output and another's input",
    {
      modules: byModules,
      resources: [
        newKey('main', { module: 'module.keys' }),
        volume({ module: 'module.disks', references: { kms_key_id: refs('var.key_arn') } }),
      ],
    },
    'module.keys.aws_kms_key.main',
  ],
  [
    'by the key of the same for_each',
    {
      resources: [
        newKey('main', { index: 'a' }),
        newKey('main', { index: 'b' }),
        volume({ index: 'b', references: { kms_key_id: { references: ['aws_kms_key.main', 'each.key'] } } }),
      ],
    },
    'aws_kms_key.main["b"]',
  ],
  [
    'by what its own map names, which need not be what is called as it is',
    {
      resources: [
        newKey('main', { index: 'a' }),
        newKey('main', { index: 'b' }),
        volume({
          index: 'b',
          references: { kms_key_id: { references: ['aws_kms_key.main', 'each.value.key', 'each.value'] } },
        }),
      ],
    },
    'unknown: its key is only known after apply, since it depends on aws_kms_key.main["a"], aws_kms_key.main["b"]',
  ],
  [
    "by each.value, where for_each is the keys' block",
    {
      resources: [
        newKey('main', { index: 'a' }),
        newKey('main', { index: 'b' }),
        volume({
          index: 'b',
          references: {
            kms_key_id: { references: ['each.value.arn', 'each.value'] },
            for_each: { references: ['aws_kms_key.main'] },
          },
        }),
      ],
    },
    'aws_kms_key.main["b"]',
  ],
  [
    'by an index',
    {
      resources: [
        newKey('main', { index: 0 }),
        newKey('main', { index: 1 }),
        volume({
          references: {
            kms_key_id: { references: ['aws_kms_key.main[1].arn', 'aws_kms_key.main[1]', 'aws_kms_key.main'] },
          },
        }),
      ],
    },
    'aws_kms_key.main[1]',
  ],
  [
    'by a choice of which only one side is unknown',
    {
      variables: { arn: null },
      resources: [newKey('main'), volume({ references: { kms_key_id: refs('var.arn', 'aws_kms_key.main.arn') } })],
    },
    'aws_kms_key.main',
  ],
  [
    'by a choice of two keys',
    {
      resources: [
        newKey('main'),
        newKey('other'),
        volume({ references: { kms_key_id: refs('aws_kms_key.other.arn', 'aws_kms_key.main.arn') } }),
      ],
    },
    'unknown: its key is only known after apply, since it depends on aws_kms_key.other.arn, aws_kms_key.main.arn',
  ],
  [
    'by a local value, which a plan does not show',
    { resources: [newKey('main'), volume({ references: { kms_key_id: refs('local.key_arn') } })] },
    'unknown: its key is only known after apply, since it depends on local.key_arn',
  ],
  [
    'by no key, where the account may have set a default',
    { resources: [volume({})] },
    "unknown: it uses the account's default key for volumes, which the inputs do not show",
  ],
  [
    'by no key, where the plan sets the default',
    {
      resources: [
        newKey('main'),
        {
          type: 'aws_ebs_default_kms_key',
          name: 'main',
          values: { key_arn: afterApply },
          references: { key_arn: refs('aws_kms_key.main.arn') },
        },
        volume({}),
      ],
    },
    'aws_kms_key.main',
  ],
  ['not at all', { resources: [volume({ values: { encrypted: false }, actions: ['no-op'] })] }, 'unencrypted'],
  [
    'perhaps all the same, where it is new',
    { resources: [volume({ values: { encrypted: false } })] },
    'unknown: the account may encrypt all new volumes, which the inputs do not show',
  ],
  [
    'or not, where the plan does not say it',
    { resources: [volume({ values: { encrypted: undefined } })] },
    'unknown: whether it is encrypted, and with which key, is only known after apply',
  ],
])('a volume is encrypted %s', async ([, parts, expected]) => {
  expect(await keyOfVolume(parts)).toBe(expected);
});

test.for<[string, Partial<PlannedResource>, readonly PlannedResource[], unknown]>([
  ['given', { values: { policy: policyText } }, [], keyPolicy],
  ['left out: the default', {}, [], 'default'],
  ['none: the default', { values: { policy: null } }, [], 'default'],
  ['not shown', { values: { policy: undefined } }, [], 'unknown: the policy of aws_kms_key.main is not shown'],
  [
    'made of something that is only known after apply',
    { references: { policy: refs('aws_iam_role.backup.arn') } },
    [],
    'unknown: the policy of aws_kms_key.main is only known after apply, since it depends on aws_iam_role.backup.arn',
  ],
  [
    "aws_kms_key_policy's, whatever its own says",
    { values: { policy: '{"Statement":[]}' } },
    [
      {
        type: 'aws_kms_key_policy',
        name: 'main',
        values: { key_id: afterApply, policy: policyText },
        references: { key_id: refs('aws_kms_key.main.id') },
      },
    ],
    keyPolicy,
  ],
])('the policy of a new key is %s', async ([, key, others, expected]) => {
  const { keys } = await estateOf({ resources: [newKey('main', key), ...others] });
  expect(keys).toHaveLength(1);
  const [{ policy }] = keys as [Estate['keys'][number]];
  if (policy.kind === 'given') expect(policy.source.document).toEqual(expected);
  else expect(policy.kind === 'unknown' ? `unknown: ${policy.why}` : policy.kind).toBe(expected);
});

function policyDocument(statement: object, written: object, name = 'key'): PlannedResource {
  return {
    type: 'aws_iam_policy_document',
    name,
    data: true,
    values: { json: afterApply, statement: [statement] },
    references: { statement: [written] },
  };
}

const usesDocument: Partial<PlannedResource> = {
  references: { policy: refs('data.aws_iam_policy_document.key.json') },
};
const backupRole: PlannedResource = {
  type: 'aws_iam_role',
  name: 'backup',
  values: { name: 'backup', path: '/service/', arn: afterApply },
};
const identifiers = (...references: readonly string[]) => ({
  principals: [{ type: { constant_value: 'AWS' }, identifiers: refs(...references) }],
});

test.for<[string, readonly PlannedResource[], object]>([
  [
    'with the ARN that follows from the name of a role',
    [
      caller,
      backupRole,
      policyDocument(
        {
          sid: 'Use',
          actions: ['kms:Decrypt'],
          resources: ['*'],
          principals: [{ type: 'AWS', identifiers: [afterApply] }],
        },
        identifiers('aws_iam_role.backup.arn'),
      ),
    ],
    {
      Sid: 'Use',
      Effect: 'Allow',
      Principal: { AWS: [`arn:aws:iam::${account}:role/service/backup`] },
      Action: 'kms:Decrypt',
      Resource: '*',
    },
  ],
  [
    'with holes for what is not known',
    [
      backupRole,
      policyDocument(
        {
          effect: 'Deny',
          not_actions: ['kms:Get*', 'kms:List*'],
          resources: ['*'],
          principals: [{ type: 'AWS', identifiers: [afterApply, 'arn:aws:iam::111122223333:root'] }],
          condition: [{ test: 'StringEquals', variable: 'aws:PrincipalOrgID', values: afterApply }],
        },
        {
          ...identifiers('aws_iam_role.backup.arn'),
          condition: [{ values: refs('aws_organizations_organization.ours.id') }],
        },
      ),
    ],
    {
      Effect: 'Deny',
      Principal: { AWS: ['⟨aws_iam_role.backup.arn⟩', 'arn:aws:iam::111122223333:root'] },
      NotAction: ['kms:Get*', 'kms:List*'],
      Resource: '*',
      Condition: { StringEquals: { 'aws:PrincipalOrgID': '⟨aws_organizations_organization.ours.id⟩' } },
    },
  ],
  [
    'for anyone, and with policy variables',
    [
      policyDocument(
        {
          actions: ['kms:*'],
          resources: ['arn:aws:kms:*:*:key/&{aws:username}'],
          principals: [{ type: '*', identifiers: ['*'] }],
        },
        {},
      ),
    ],
    { Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: 'arn:aws:kms:*:*:key/${aws:username}' },
  ],
])('a policy document that is only known after apply is put together %s', async ([, resources, expected]) => {
  const { keys } = await estateOf({ resources: [newKey('main', usesDocument), ...resources] });
  const { policy } = keys[0]!;
  const document = policy.kind === 'given' ? policy.source.document : policy;
  expect(JSON.parse(showHoles(JSON.stringify(document)))).toEqual({ Version: '2012-10-17', Statement: [expected] });
});

test('a statement of which nothing is known is no statement that says nothing', async () => {
  const document: PlannedResource = {
    type: 'aws_iam_policy_document',
    name: 'key',
    data: true,
    values: { json: afterApply, statement: [{ actions: ['kms:*'], resources: ['*'] }, afterApply] },
  };
  const { keys } = await estateOf({ resources: [newKey('main', usesDocument), document] });
  const { policy } = keys[0]!;
  expect(policy.kind === 'given' && JSON.parse(showHoles(JSON.stringify(policy.source.document)))).toMatchObject({
    Statement: [{ Effect: 'Allow' }, '⟨data.aws_iam_policy_document.key.statement[1]⟩'],
  });
});

test('a policy document takes in the statements of others', async () => {
  const other = policyDocument(
    { sid: 'Use', actions: ['kms:Decrypt'], resources: ['*'], principals: afterApply },
    {},
    'base',
  );
  const replaced = JSON.stringify({
    Statement: [{ Sid: 'Use', Effect: 'Deny', Action: 'kms:*', Resource: '*', Principal: '*' }],
  });
  const merged: PlannedResource = {
    type: 'aws_iam_policy_document',
    name: 'key',
    data: true,
    values: {
      json: afterApply,
      statement: [],
      source_policy_documents: [afterApply],
      override_policy_documents: [replaced],
    },
    references: { source_policy_documents: refs('data.aws_iam_policy_document.base.json') },
  };
  const { keys } = await estateOf({ resources: [newKey('main', usesDocument), other, merged] });
  const { policy } = keys[0]!;
  expect(policy.kind === 'given' && policy.source.document).toEqual({
    Version: '2012-10-17',
    Statement: [{ Sid: 'Use', Effect: 'Deny', Action: 'kms:*', Resource: '*', Principal: '*' }],
  });
});

test.for<[string, unknown, string[]]>([
  [
    'a major version that is not known',
    { ...terraformPlan({ resources: [] }), format_version: '2.0' },
    ['2:21 format_version is "2.0": expected 0.x or 1.x'],
  ],
  [
    'a state as Terraform keeps it',
    { version: 4, terraform_version: '1.9.8', lineage: 'x', resources: [] },
    ['a.json foreign: a state as Terraform keeps it: give what `terraform show -json` prints of it'],
  ],
  ['a plan that ends early', JSON.stringify(terraformPlan({ resources: [] })).slice(0, 200), ['is not valid JSON']],
])('%s is told', async ([, content, expected]) => {
  const problems = await problemsOf(content);
  expect(problems).toHaveLength(expected.length);
  for (const [index, problem] of problems.entries()) expect(problem).toContain(expected[index]);
});

test.for(['0.1', '0.2', '1.0', '1.2'])('format version %s of plan and state is read', async (version) => {
  const key = newKey('main', { values: { policy: policyText } });
  const stateKey = { ...key, values: { arn: keyArn, policy: policyText } };
  expect(await fragmentsOf(terraformPlan({ resources: [key], formatVersion: version }))).toHaveLength(1);
  expect(await fragmentsOf(terraformState([stateKey], version))).toMatchObject([
    { kind: 'key', names: [keyArn, expect.anything()] },
  ]);
});

test.for<[string, object, string[]]>([
  [
    'what is deferred',
    { deferred_changes: [{ reason: 'resource_config_unknown', resource_change: { address: 'aws_kms_key.a' } }] },
    ['plan.json: aws_kms_key.a: Terraform defers it to a later plan'],
  ],
  [
    'what a target leaves out',
    { complete: false },
    ['plan.json: the rest of the plan: Terraform says that it is not complete (-target, or deferred changes)'],
  ],
  [
    'what Terraform did not come to',
    { complete: false, errored: true },
    ['plan.json: the rest of the plan: Terraform failed while it was made'],
  ],
  ['nothing', {}, []],
])('of a plan %s is named', async ([, more, expected]) => {
  const fragments = await fragmentsOf({ ...terraformPlan({ resources: [] }), ...more }, 'plan.json');
  const unseen = fragments.flatMap((each) => (each.kind === 'not-looked-at' ? [`${each.what}: ${each.why}`] : []));
  expect(unseen).toEqual(expected);
});

test('a key without a policy may be the one of a policy that does not tell its key', async () => {
  const policy: PlannedResource = {
    type: 'aws_kms_key_policy',
    name: 'some',
    values: { key_id: afterApply, policy: policyText },
    references: { key_id: refs('local.key') },
  };
  const { keys } = await estateOf({
    resources: [newKey('a'), newKey('b', { values: { policy: policyText } }), policy],
  });
  expect(keys.map((key) => key.policy.kind)).toEqual(['unknown', 'given']);
});

test('a module that may be handed any of several providers is in no account for certain', async () => {
  const key = newKey('a', { module: 'module.keys', provider: 'keys:aws' });
  const providers = { aws: { region: 'eu-west-2' } };
  const central = { ...providers, 'aws.central': { region: 'eu-west-1' } };
  const regions = async (given: PlanParts['providers']) =>
    (await estateOf({ resources: [key], modules: { keys: byModules.keys }, providers: given! })).keys.map(
      ({ region }) => region,
    );
  expect([await regions(providers), await regions(central)]).toEqual([['eu-west-2'], [undefined]]);
});

test('an empty state is read', async () => {
  expect(await fragmentsOf({ format_version: '1.0' })).toEqual([]);
});

test('what is deleted is left out, and what is left of a replaced object, too', async () => {
  const plan = terraformPlan({ resources: [newKey('kept')] }) as { resource_changes: object[] };
  plan.resource_changes.push(
    {
      address: 'aws_kms_key.gone',
      mode: 'managed',
      type: 'aws_kms_key',
      name: 'gone',
      change: { actions: ['delete'], before: {}, after: null },
    },
    {
      address: 'aws_kms_key.kept',
      deposed: 'a1b2c3d4',
      mode: 'managed',
      type: 'aws_kms_key',
      name: 'kept',
      change: { actions: ['delete'], before: {}, after: null },
    },
  );
  expect(await fragmentsOf(plan)).toMatchObject([{ subject: 'aws_kms_key.kept', policy: { kind: 'default' } }]);
});
