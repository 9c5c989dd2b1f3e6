import { expect, test } from 'vitest';
import { afterApply, refs, terraformPlan, type PlannedResource } from '../../support/terraform-plan.ts';
import { fragmentsOf, problemsOf } from '../load.ts';

const document = { plans: { nightly: { regions: { '@@assign': ['eu-west-2'] } } } };

function policy(values: Record<string, unknown>, more: Partial<PlannedResource> = {}): PlannedResource {
  return {
    type: 'aws_organizations_policy',
    name: 'daily',
    values: { id: afterApply, arn: afterApply, name: 'daily', ...values },
    ...more,
  };
}

function attachment(name: string, target: unknown): PlannedResource {
  return {
    type: 'aws_organizations_policy_attachment',
    name,
    values: { policy_id: afterApply, target_id: target },
    references: { policy_id: refs('aws_organizations_policy.daily.id', 'aws_organizations_policy.daily') },
  };
}

const backup = policy({ type: 'BACKUP_POLICY', content: JSON.stringify(document) });

test('a backup policy, with what it is attached to', async () => {
  const resources = [backup, attachment('root', 'r-ab12'), attachment('unit', 'ou-ab12-11111111')];
  expect(await fragmentsOf(terraformPlan({ resources }), 'plan.json')).toMatchObject([
    {
      kind: 'organization-policy',
      type: 'BACKUP_POLICY',
      subject: 'plan.json: the BACKUP_POLICY aws_organizations_policy.daily',
      targets: ['r-ab12', 'ou-ab12-11111111'],
      policy: { source: { document } },
    },
  ]);
});

test('one of which nothing says where it is attached', async () => {
  const [fragment] = await fragmentsOf(terraformPlan({ resources: [backup] }), 'plan.json');
  expect(fragment).not.toHaveProperty('targets');
});

test('without a type it is a service control policy', async () => {
  const resources = [policy({ content: '{"Version":"2012-10-17","Statement":[]}' })];
  expect(await fragmentsOf(terraformPlan({ resources }))).toMatchObject([{ type: 'SERVICE_CONTROL_POLICY' }]);
});

test('content that is only known after apply is named', async () => {
  const resources = [policy({ type: 'BACKUP_POLICY', content: afterApply })];
  expect(await fragmentsOf(terraformPlan({ resources }), 'plan.json')).toMatchObject([
    {
      kind: 'not-looked-at',
      what: 'plan.json: the BACKUP_POLICY aws_organizations_policy.daily',
      why: 'its content is only known after apply',
    },
  ]);
});

test('a mistake in it has its place inside the text', async () => {
  const content = JSON.stringify({ plans: { nightly: { regions: { '@@asign': [] } } } });
  const resources = [policy({ type: 'BACKUP_POLICY', content })];
  expect(await problemsOf(terraformPlan({ resources }))).toEqual([
    expect.stringMatching(/^\d+:\d+ plans\.nightly\.regions\.@@asign is no inheritance operator$/),
  ]);
});
