/** Which policies count for which accounts, and what becomes of them. */
import { describe, expect, test } from 'vitest';
import type { Deployment } from '../../src/estate/deployment.ts';
import type { Fragment, OrganizationPolicyFragment, PlanFragment } from '../../src/estate/fragment.ts';
import { parseAccountId, type AccountId } from '../../src/estate/arn.ts';
import { hole } from '../../src/estate/hole.ts';
import { resolveOrganization } from '../../src/organization/resolve.ts';

const account = (id: string): AccountId => parseAccountId(id)!;
const first = account('111122223333');
const second = account('222233334444');
const central = account('444455556666');

const paths = {
  [first]: 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/',
  [second]: 'o-a1b2c3d4e5/r-ab12/ou-ab12-22222222/',
  [central]: 'o-a1b2c3d4e5/r-ab12/ou-ab12-33333333/',
};
const unconfigured: Deployment = {
  name: 'website',
  partition: 'aws',
  workloadAccounts: [first, second],
  centralAccount: central,
};
const configured: Deployment = { ...unconfigured, organization: { id: 'o-a1b2c3d4e5', paths } };

const selection = {
  iam_role_arn: { '@@assign': 'arn:aws:iam::$account:role/backup' },
  resource_types: { '@@assign': ['arn:aws:s3:::*'] },
};
const daily = {
  schedule_expression: { '@@assign': 'cron(0 5 ? * * *)' },
  target_backup_vault_name: { '@@assign': 'main' },
};
const nightly = (regions: unknown = { '@@assign': ['eu-west-2'] }, rule: object = {}) => ({
  plans: {
    Nightly: {
      regions,
      rules: { Daily: { ...daily, ...rule } },
      selections: { resources: { buckets: selection } },
    },
  },
});

function policy(
  name: string,
  document: unknown,
  more: Partial<OrganizationPolicyFragment> = {},
): OrganizationPolicyFragment {
  return {
    kind: 'organization-policy',
    type: 'BACKUP_POLICY',
    names: [name],
    subject: name,
    policy: { source: { document, duplicateKeys: [] }, origin: { kind: 'file', file: `${name}.json`, pointer: '' } },
    ...more,
  };
}

const attached = (target: string, ...ids: string[]): Fragment => list(target, 'BACKUP_POLICY', ids);
const list = (target: string, type: string, ids: readonly string[]): Fragment => ({
  kind: 'policy-attachments',
  target,
  policies: ids.map((id) => ({ id, type })),
});

function resolved(fragments: readonly Fragment[], deployment: Deployment = configured) {
  const all = resolveOrganization(fragments, [deployment]);
  const plans = all.filter((each): each is PlanFragment => each.kind === 'plan');
  return {
    all,
    plans: plans.map(({ name, account: owner, region }) => `${name} ${owner} ${region}`),
    rules: plans.map(({ rules }) => rules),
    selections: all.flatMap((each) => (each.kind === 'selection' ? [each.selection] : [])),
    notes: all.flatMap((each) => (each.kind === 'not-looked-at' ? [`${each.what}: ${each.why}`] : [])),
    guardrails: all.filter((each) => each.kind === 'guardrails'),
  };
}

describe('one policy', () => {
  test('a plan for each account and Region', () => {
    const { plans, notes } = resolved(
      [policy('p-1', nightly({ '@@assign': ['eu-west-2', 'eu-west-1'] }))],
      unconfigured,
    );
    expect(plans).toEqual([
      `Nightly ${first} eu-west-2`,
      `Nightly ${first} eu-west-1`,
      `Nightly ${second} eu-west-2`,
      `Nightly ${second} eu-west-1`,
    ]);
    expect(notes).toEqual([]);
  });

  test('one role name in every account, and the account and Region in ARNs of vaults', () => {
    const target = 'arn:aws:backup:$region:$account:backup-vault:second';
    const rule = {
      copy_actions: { [target]: { target_backup_vault_arn: { '@@assign': target } } },
      target_logically_air_gapped_backup_vault_arn: { '@@assign': target },
    };
    const { rules, selections } = resolved([policy('p-1', nightly(undefined, rule))]);
    expect(selections.map(({ roleArn }) => roleArn)).toEqual([
      `arn:aws:iam::${first}:role/backup`,
      `arn:aws:iam::${second}:role/backup`,
    ]);
    const vault = `arn:aws:backup:eu-west-2:${second}:backup-vault:second`;
    expect(rules[1]).toMatchObject([{ targetAirGappedVaultArn: vault, copyActions: [{ destinationVaultArn: vault }] }]);
  });

  test('without accounts, one plan in which the account stays open', () => {
    const { plans, selections } = resolved([policy('p-1', nightly())], { name: 'website', partition: 'aws' });
    expect(plans).toEqual(['Nightly undefined eu-west-2']);
    expect(selections).toMatchObject([{ roleArn: 'arn:aws:iam::$account:role/backup' }]);
  });

  test('numbers and truth values are read however they are written', () => {
    const rule = {
      start_backup_window_minutes: { '@@assign': '60' },
      complete_backup_window_minutes: 120,
      enable_continuous_backup: { '@@assign': 'true' },
      lifecycle: { delete_after_days: '35', move_to_cold_storage_after_days: { '@@assign': 7 } },
    };
    expect(resolved([policy('p-1', nightly(undefined, rule))]).rules[0]).toMatchObject([
      {
        startWindowMinutes: 60,
        completionWindowMinutes: 120,
        continuous: true,
        lifecycle: { deleteAfterDays: 35, moveToColdStorageAfterDays: 7 },
      },
    ]);
  });

  test('a copy action without target goes to its key in lower case', () => {
    const rule = { copy_actions: { 'arn:aws:backup:eu-west-2:444455556666:backup-vault:Central': {} } };
    expect(resolved([policy('p-1', nightly(undefined, rule))]).rules[0]).toMatchObject([
      { copyActions: [{ destinationVaultArn: 'arn:aws:backup:eu-west-2:444455556666:backup-vault:central' }] },
    ]);
  });

  test('a selection by tags', () => {
    const tags = {
      pii: {
        iam_role_arn: selection.iam_role_arn,
        tag_key: { '@@assign': 'data' },
        tag_value: { '@@append': ['PII', 'RED'] },
      },
    };
    const document = { plans: { Nightly: { ...nightly().plans.Nightly, selections: { tags } } } };
    expect(resolved([policy('p-1', document)]).selections[0]).toMatchObject({
      resources: [],
      listOfTags: [
        { key: 'data', value: 'PII' },
        { key: 'data', value: 'RED' },
      ],
    });
  });

  test('what lacks makes the policy invalid', () => {
    const { notes, all } = resolved([policy('p-1', { plans: { Nightly: { regions: ['eu-west-2'] } } })]);
    expect(notes).toEqual([
      expect.stringMatching(
        /^p-1.json#\/plans\/Nightly: the backup plan Nightly: it has no rules, and has no selections: /,
      ),
    ]);
    expect(all).toContainEqual(expect.objectContaining({ required: true }));
  });
});

describe('several policies', () => {
  const unit = { plans: { nightly: { regions: { '@@append': ['eu-west-1'] } } } };

  test('those of the root, the unit and the account, however they come', () => {
    const { plans, notes } = resolved([
      policy('p-account', { plans: { nightly: { regions: { '@@remove': ['eu-west-2'] } } } }),
      policy('p-unit', unit),
      policy('p-root', nightly()),
      attached(first, 'p-account'),
      attached('ou-ab12-11111111', 'p-unit'),
      attached('r-ab12', 'p-root'),
    ]);
    expect(plans).toEqual([`Nightly ${first} eu-west-1`, `Nightly ${second} eu-west-2`]);
    expect(notes).toEqual([]);
  });

  test('without a level, the order of the inputs, and a word about it where it matters', () => {
    const swap = { plans: { nightly: { regions: { '@@assign': ['eu-west-1'] } } } };
    const { plans, notes } = resolved([policy('p-1', nightly()), policy('p-2', swap)]);
    expect(plans).toEqual([`Nightly ${first} eu-west-1`, `Nightly ${second} eu-west-1`]);
    expect(notes).toEqual([expect.stringMatching(/^the order of p-1, p-2: it matters/)]);
  });

  test('where the order does not matter, nothing is said', () => {
    const other = { plans: { Monthly: nightly().plans.Nightly } };
    const { plans, notes } = resolved([policy('p-1', nightly()), policy('p-2', other)]);
    expect(plans).toHaveLength(4);
    expect(notes).toEqual([]);
  });

  test('at one level the list tells which came first', () => {
    const swap = { plans: { nightly: { regions: { '@@assign': ['eu-west-1'] } } } };
    const { plans, notes } = resolved([
      policy('p-1', nightly()),
      policy('p-2', swap),
      attached('r-ab12', 'p-2', 'p-1'),
    ]);
    expect(plans).toEqual([`nightly ${first} eu-west-1`, `nightly ${second} eu-west-1`]);
    expect(notes).toEqual([expect.stringMatching(/^the order of p-2, p-1: they are attached to the same/)]);
  });

  test('a unit that may hold an account is taken to, and that is said', () => {
    const fragments = [policy('p-1', nightly()), attached('ou-ab12-11111111', 'p-1')];
    const { plans, notes } = resolved(fragments, unconfigured);
    expect(plans).toHaveLength(2);
    expect(notes).toEqual([
      expect.stringMatching(/^whether p-1 counts for account 111122223333: /),
      expect.stringMatching(/^whether p-1 counts for account 222233334444: /),
    ]);
  });

  test('one that is attached elsewhere is named', () => {
    const { plans, notes } = resolved([policy('p-1', nightly()), attached('ou-ab12-99999999', 'p-1')]);
    expect(plans).toEqual([]);
    expect(notes).toEqual([expect.stringMatching(/^p-1: it is attached to none of the workload accounts/)]);
  });

  test('an effective policy counts before what is attached', () => {
    const effective = policy('effective', nightly(['eu-west-3']), { effectiveFor: first });
    const { plans } = resolved([policy('p-1', nightly()), effective]);
    expect(plans).toEqual([`Nightly ${first} eu-west-3`, `Nightly ${second} eu-west-2`]);
  });
});

test('what a template leaves open is not known, and not absent', () => {
  const rule = {
    lifecycle: { delete_after_days: hole('Days') },
    start_backup_window_minutes: { '@@assign': hole('Start') },
  };
  const [rules] = resolved([policy('p-1', nightly(undefined, rule))]).rules;
  expect(rules?.[0]?.lifecycle).not.toHaveProperty('deleteAfterDays');
  expect(rules?.[0]).not.toHaveProperty('startWindowMinutes');
});

test('a deployed plan that the policy made is replaced by it, with its selections; others stay', () => {
  const deployed = (name: string): PlanFragment => {
    const arn = `arn:aws:backup:eu-west-2:${first}:backup-plan:orgs/${name}`;
    const origin = { kind: 'live', arn } as const;
    const place = { account: first, region: 'eu-west-2', subject: arn, arn, names: [arn, `orgs/${name}`] };
    return { kind: 'plan', name, ...place, rules: [], fromOrganization: true, origin };
  };
  const selectionOf = ({ origin, names }: PlanFragment): Fragment => {
    const conditions = { stringEquals: [], stringNotEquals: [], stringLike: [], stringNotLike: [] };
    const parts = { subject: 's', name: 's', notResources: [], listOfTags: [], conditions, origin };
    return { kind: 'selection', names: [], subject: 's', planNames: names, selection: parts, origin };
  };
  const [nightlyPlan, other] = [deployed('nightly'), deployed('Monthly')];
  const fragments = [nightlyPlan, selectionOf(nightlyPlan), other, selectionOf(other), policy('p-1', nightly())];
  const { plans, selections } = resolved(fragments);
  expect(plans).toEqual([`Monthly ${first} eu-west-2`, `Nightly ${first} eu-west-2`, `Nightly ${second} eu-west-2`]);
  expect(selections.map(({ name }) => name)).toEqual(['s', 'buckets', 'buckets']);
});

describe('the effective policy of the live account', () => {
  const inForce = (document: object, regions?: readonly string[]): OrganizationPolicyFragment => ({
    ...policy('', document, { names: [], effectiveFor: first, ...(regions !== undefined && { regions }) }),
    policy: { source: { document, duplicateKeys: [] }, origin: { kind: 'live', arn: 'effective' } },
  });
  const { Nightly } = nightly().plans;

  test('its plans have ids of their own, and only those of the Regions in sight count', () => {
    const document = { plans: { Nightly, Weekly: { ...Nightly, regions: ['eu-west-2', 'us-east-1'] } } };
    const { all, plans } = resolved([inForce(document, ['eu-west-2'])]);
    expect(plans).toEqual([`Nightly ${first} eu-west-2`, `Weekly ${first} eu-west-2`]);
    expect(new Set(all.flatMap((each) => (each.kind === 'plan' ? each.names : []))).size).toBe(2);
    expect(all.flatMap((each) => (each.kind === 'plan' ? [each.subject] : []))).toEqual([
      'the plan Nightly of effective',
      'the plan Weekly of effective',
    ]);
  });

  test('policies in files count before it, plan by plan', () => {
    const document = { plans: { NIGHTLY: Nightly, Weekly: Nightly } };
    const { plans, notes } = resolved([policy('p-1', nightly()), inForce(document)]);
    expect(plans).toEqual([`Nightly ${first} eu-west-2`, `Nightly ${second} eu-west-2`, `Weekly ${first} eu-west-2`]);
    expect(notes).toEqual([]);
  });

  test.for([first, null])('the effective policy in a file replaces it whole: of %s', (effectiveFor) => {
    const { plans } = resolved([
      policy('e', nightly(), { names: [], effectiveFor }),
      inForce({ plans: { Weekly: Nightly } }),
    ]);
    expect(plans.map((plan) => plan.split(' ')[0])).toEqual(['Nightly']);
  });

  test('what Organizations would refuse of it is named, and leaves the run complete', () => {
    const { all } = resolved([inForce({ plans: { Nightly: { ...Nightly, rules: {} } } })]);
    expect(all.filter(({ kind }) => kind === 'not-looked-at')).toEqual([
      {
        kind: 'not-looked-at',
        what: 'effective: the backup plan Nightly',
        why: 'it has no rules: Organizations refuses such an effective policy and leaves the last valid one in force',
      },
    ]);
  });
});

test('one policy in two inputs is one', () => {
  const both = [policy('p-1', nightly()), policy('p-1', nightly())];
  expect(resolved(both)).toMatchObject({ plans: { length: 2 }, notes: [] });
  const { plans, notes } = resolved([policy('p-1', nightly()), policy('p-1', nightly(['eu-west-3']))]);
  expect(plans).toEqual([`Nightly ${first} eu-west-2`, `Nightly ${second} eu-west-2`]);
  expect(notes).toEqual(['p-1: it is the same policy as p-1 with other content; the other one counts']);
});

describe('service control policies', () => {
  const type = 'SERVICE_CONTROL_POLICY';
  const deny = policy('p-deny', { Version: '2012-10-17', Statement: [] }, { type });
  const levels = (...lists: readonly (readonly [string, ...string[]])[]) =>
    lists.map(([target, ...ids]) => list(target, type, ids));
  const whole = levels(
    ['r-ab12', 'p-FullAWSAccess'],
    ['ou-ab12-11111111', 'p-FullAWSAccess', 'p-deny'],
    [first, 'p-FullAWSAccess'],
  );

  test('all levels of an account in sight', () => {
    const { guardrails, notes } = resolved([deny, ...whole]);
    expect(guardrails).toMatchObject([
      { account: first, serviceControlPolicies: [[{}], [{}, { origin: { file: 'p-deny.json' } }], [{}]] },
    ]);
    expect(notes).toEqual([]);
  });

  test.for([
    ['a level is missing', [deny, ...whole.slice(1)], configured],
    ['a policy in a list is missing', [deny, ...whole, list(first, type, ['p-other'])], configured],
    ['the way to the account is not known', [deny, ...whole], unconfigured],
  ] as const)('%s: it is named, and nothing is made of the rest', ([, fragments, deployment]) => {
    const { guardrails, notes } = resolved(fragments, deployment);
    expect(guardrails).toEqual([]);
    expect(notes).toEqual([expect.stringMatching(/^p-deny: no input tells for which accounts it counts/)]);
  });

  test('nothing binds the management account', () => {
    const names = ['p-deny', `arn:aws:organizations::${first}:policy/o-a1b2c3d4e5/service_control_policy/p-deny`];
    expect(resolved([{ ...deny, names }, ...whole]).guardrails).toEqual([]);
  });
});
