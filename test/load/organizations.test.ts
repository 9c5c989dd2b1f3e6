import { describe, expect, test } from 'vitest';
import { fragmentsOf, keyPolicy, load, problemsOf } from './load.ts';

const document = { plans: { nightly: { regions: { '@@assign': ['eu-west-2'] }, rules: {}, selections: {} } } };
const described = (Content: unknown, Type = 'BACKUP_POLICY') => ({
  Policy: { PolicySummary: { Id: 'p-abc', Arn: 'arn:p', Name: 'daily', Type, AwsManaged: false }, Content },
});
const effective = (PolicyContent: unknown) => ({
  EffectivePolicy: { PolicyContent, TargetId: '111122223333', PolicyType: 'BACKUP_POLICY' },
});

describe('a policy of the organization', () => {
  test('describe-policy', async () => {
    expect(await fragmentsOf(described(JSON.stringify(document)))).toMatchObject([
      {
        kind: 'organization-policy',
        type: 'BACKUP_POLICY',
        names: ['p-abc', 'arn:p'],
        subject: 'a.json: the BACKUP_POLICY daily',
        policy: { source: { document }, origin: { pointer: '/Policy/Content' } },
      },
    ]);
  });

  test('describe-policy of a service control policy', async () => {
    expect(await fragmentsOf(described(JSON.stringify(keyPolicy), 'SERVICE_CONTROL_POLICY'))).toMatchObject([
      { kind: 'organization-policy', type: 'SERVICE_CONTROL_POLICY', policy: { source: { document: keyPolicy } } },
    ]);
  });

  test('describe-effective-policy', async () => {
    expect(await fragmentsOf(effective(JSON.stringify(document)))).toMatchObject([
      { kind: 'organization-policy', type: 'BACKUP_POLICY', effectiveFor: '111122223333' },
    ]);
  });

  test('an effective policy where none is attached', async () => {
    expect(await fragmentsOf(effective('{}'))).toHaveLength(1);
  });

  test('the document by itself, with operators and without, in JSON and in YAML', async () => {
    const bare = { kind: 'organization-policy', type: 'BACKUP_POLICY', names: [] };
    expect(await fragmentsOf(document)).toMatchObject([{ ...bare, policy: { source: { document } } }]);
    expect(await fragmentsOf({ plans: { nightly: { regions: ['eu-west-2'] } } })).toMatchObject([bare]);
    expect(await fragmentsOf('plans:\n  nightly:\n    regions: [eu-west-2]\n', 'a.yaml')).toMatchObject([bare]);
  });

  test.for([{ plans: [] }, { plans: { basic: { price: 1 } } }, { plans: { basic: { rules: 'none' } } }])(
    'plans of something else are none: %j',
    async (other) => {
      expect(await load(other)).toMatchObject({ outcome: 'foreign' });
    },
  );
});

describe('list-policies-for-target', () => {
  const list = { Policies: [{ Id: 'p-abc', Arn: 'arn:p', Name: 'daily', Type: 'BACKUP_POLICY', AwsManaged: false }] };

  test.for([
    ['policies-of-r-ab12.json', 'r-ab12'],
    ['ou-ab12-11111111/list-policies-for-target.json', 'ou-ab12-11111111'],
    ['r-ab12/list-policies-for-target-111122223333.json', '111122223333'],
  ] as const)('%s tells the target %s', async ([file, target]) => {
    expect(await fragmentsOf(list, file)).toEqual([
      { kind: 'policy-attachments', target, policies: [{ id: 'p-abc', type: 'BACKUP_POLICY' }] },
    ]);
  });

  test('without a target it is named, and not looked at', async () => {
    expect(await fragmentsOf(list, 'policies-for-target.json')).toMatchObject([
      { kind: 'not-looked-at', what: 'policies-for-target.json: which policies are attached' },
    ]);
  });
});

describe('what Organizations would refuse', () => {
  const inPlan = (members: object) => ({ plans: { nightly: { rules: { daily: members } } } });

  test.for<[string, unknown, string[]]>([
    [
      'an operator that is misspelled',
      { plans: { nightly: { regions: { '@@asign': ['eu-west-2'] } } } },
      ['5:20 plans.nightly.regions.@@asign is no inheritance operator'],
    ],
    [
      'a setting that is misspelled',
      inPlan({ schedule_expresion: { '@@assign': 'cron(0 5 ? * * *)' } }),
      ['6:33 plans.nightly.rules.daily.schedule_expresion is no setting of a backup policy'],
    ],
    [
      'days that are no number',
      inPlan({ lifecycle: { delete_after_days: { '@@assign': 'ninety' } } }),
      ['8:27 plans.nightly.rules.daily.lifecycle.delete_after_days.@@assign is "ninety": expected a whole number'],
    ],
    [
      'an addition to a single value',
      inPlan({ target_backup_vault_name: { '@@append': ['main'] } }),
      ['7:25 plans.nightly.rules.daily.target_backup_vault_name.@@append is for lists only'],
    ],
    [
      'an unknown word for children',
      { plans: { '@@operators_allowed_for_child_policies': ['@@some'], nightly: { rules: {} } } },
      ['3:47 plans.@@operators_allowed_for_child_policies lists "@@some"'],
    ],
    [
      'a value where settings are expected',
      { plans: { nightly: { rules: { '@@assign': 'daily' } } } },
      ['5:21 plans.nightly.rules.@@assign stands where settings are expected, not a value'],
    ],
    [
      'a value beside operators',
      { plans: { nightly: { regions: { '@@assign': ['eu-west-2'], more: 1 } } } },
      ['8:17 plans.nightly.regions.more stands beside operators: expected either a value or settings'],
    ],
  ])('%s', async ([, content, problems]) => {
    expect(await problemsOf(content)).toEqual(problems);
  });

  test('inside the text of an effective policy, the right character', async () => {
    const text = JSON.stringify({ plans: { nightly: { regions: { '@@asign': ['eu-west-2'] } } } });
    const line = `{"EffectivePolicy":{"PolicyContent":${JSON.stringify(text)}}}`;
    const column = line.indexOf(String.raw`[\"eu-west-2`) + 1;
    expect(await problemsOf(line)).toEqual([`1:${column} plans.nightly.regions.@@asign is no inheritance operator`]);
  });

  test('a key that stands twice, in a text and in a file', async () => {
    const text = '{"plans":{"a":{"regions":["x"]},"a":{"regions":["y"]}}}';
    expect(await problemsOf(effective(text))).toEqual([expect.stringContaining('stands twice')]);
    expect(await problemsOf(text)).toEqual([expect.stringContaining('twice')]);
  });

  test('text that is no JSON', async () => {
    expect(await problemsOf(effective('{"plans": '))).toEqual([
      expect.stringMatching(/^3:22 holds a policy that is not valid JSON: expected .*line 1, column 11 of the policy/),
    ]);
  });

  test('what is nested without end', async () => {
    const deep = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`;
    expect(await problemsOf(`{"plans":{"p":{"regions":["x"],"backup_plan_tags":${deep}}}}`)).toEqual([
      expect.stringContaining('is nested too deeply'),
    ]);
  });

  test('a setting that is not known here is named, not refused', async () => {
    const plan = { regions: ['eu-west-2'], quantum_settings: { on: { '@@assign': 'true' } } };
    expect(await fragmentsOf({ plans: { nightly: plan } })).toMatchObject([
      { kind: 'organization-policy' },
      { kind: 'not-looked-at', what: 'a.json: the backup policy, plans.nightly.quantum_settings' },
    ]);
  });
});
