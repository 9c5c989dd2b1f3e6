import { describe, expect, test } from 'vitest';
import type { FindingDraft } from '../../src/engine/finding.ts';
import { run, type RunInput } from '../../src/engine/run.ts';
import type { JudgedKey, Rule } from '../../src/engine/rule.ts';
import { defaultSettings } from '../../src/engine/settings.ts';
import { parseAccountId } from '../../src/estate/arn.ts';
import type { Estate, Key, Role } from '../../src/estate/model.ts';

const workload = parseAccountId('111122223333')!;
const central = parseAccountId('444455556666')!;
const role = `arn:aws:iam::${workload}:role/backup-role`;
const serviceLinkedRole = `arn:aws:iam::${central}:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup`;

const docs = {
  what: '',
  why: '',
  remedy: '',
  sources: [],
  firing: { title: '', files: {} },
  silent: { title: '', files: {} },
};

function policyFor(...principals: string[]): object {
  return {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${workload}:root` }, Action: 'kms:*', Resource: '*' },
      { Effect: 'Allow', Principal: { AWS: principals }, Action: 'kms:*', Resource: '*' },
    ],
  };
}

function key(name: string, policy: Key['policy']): Key {
  const origin = { kind: 'file', file: `${name}.json`, pointer: '' } as const;
  return { subject: `${name}.json`, aliases: [], policy, bare: true, origin };
}

function given(document: unknown): Key['policy'] {
  const source = { document, duplicateKeys: [] };
  return { kind: 'given', source, origin: { kind: 'file', file: 'policy.json', pointer: '' } };
}

function estateOf(...keys: Key[]): Estate {
  const none = { roles: [], vaults: [], plans: [], orphanSelections: [], resources: [] };
  return { ...none, keys, regionSettings: [], guardrails: [], notLookedAt: [] };
}

function runWith(keys: readonly Key[], rules: readonly Rule[], more: Partial<RunInput> = {}): ReturnType<typeof run> {
  const deployments = [
    {
      name: 'website',
      workloadAccounts: [workload],
      centralAccount: central,
      backupRole: 'backup-role',
      partition: 'aws',
    },
  ] as const;
  return run({
    estate: estateOf(...keys),
    deployments,
    profile: 'guidance',
    rules,
    settings: defaultSettings,
    ...more,
  });
}

function ruleOf(id: string, checkKey: (judged: JudgedKey) => Iterable<FindingDraft>): Rule {
  return { id, severity: 'error', docs, checkKey };
}

/** Tells every refused request. */
const refusals = ruleOf('kms/refusals', function* ({ key: judged, decisions }) {
  for (const { demanded, outcome, use } of decisions) {
    if (outcome !== 'denied') continue;
    const identity = `${use.principal.arn} ${demanded.action}`;
    yield { message: identity, at: judged.origin, subject: judged.subject, help: '', identity };
  }
});

describe('a key policy', () => {
  test('that names both principals lets every copy arrive', () => {
    const result = runWith([key('sound', given(policyFor(role, serviceLinkedRole)))], [refusals]);
    expect(result.findings).toEqual([]);
    expect(result.paths.map(({ outcome }) => outcome)).toEqual(['allowed']);
  });

  test('is alone in what a decision for the service-linked role rests on, whose own policy is not judged', () => {
    const bases = new Set<string>();
    const basis = ruleOf('kms/basis', function* ({ decisions }) {
      const linked = decisions.filter(({ use }) => use.principal.arn === serviceLinkedRole);
      for (const { verdict } of linked) bases.add(verdict.deciding.map((ref) => ref.policy + ref.pointer).join(' '));
      yield* [];
    });
    runWith([key('sound', given(policyFor(role, serviceLinkedRole)))], [basis]);
    expect([...bases]).toEqual(['key-policy/Statement/1']);
  });

  test('that leaves out the service-linked role breaks the copy, not the backup', () => {
    const result = runWith([key('half', given(policyFor(role)))], [refusals]);
    expect(result.paths.flatMap(({ legs }) => legs.map(({ leg, outcome }) => [leg.kind, outcome]))).toEqual([
      ['backup', 'allowed'],
      ['cross-account-copy', 'denied'],
    ]);
    expect(new Set(result.findings.map(({ message }) => message.split(' ')[0]))).toEqual(new Set([serviceLinkedRole]));
  });

  test('that is not known decides nothing', () => {
    const result = runWith([key('later', { kind: 'unknown', why: 'known after apply' })], [refusals]);
    expect(result.findings).toEqual([]);
    expect(result.paths.map(({ outcome }) => outcome)).toEqual(['unknown']);
  });

  test('in which a key stands twice decides nothing', () => {
    const policy = { ...given(policyFor(role, serviceLinkedRole)) };
    const doubled =
      policy.kind === 'given' ? { ...policy, source: { ...policy.source, duplicateKeys: ['/Statement'] } } : policy;
    const result = runWith([key('doubled', doubled)], [refusals]);
    expect(result.paths.map(({ outcome }) => outcome)).toEqual(['unknown']);
  });

  test.for<[name: string, facts: Partial<Key>]>([
    ['is disabled', { state: 'Disabled' }],
    ['is to be deleted', { state: 'PendingDeletion' }],
    ['is asymmetric', { spec: 'RSA_2048' }],
    ['makes HMACs', { usage: 'GENERATE_VERIFY_MAC' }],
  ])('does not help a key that %s', ([, facts]) => {
    const sound = { ...key('sound', given(policyFor(role, serviceLinkedRole))), ...facts };
    expect(runWith([sound], [refusals]).paths.map(({ outcome }) => outcome)).toEqual(['denied']);
  });

  test('is decided alike for every key that shares it', () => {
    const shared = given(policyFor(role));
    const result = runWith([key('one', shared), key('two', shared)], [refusals]);
    const of = (subject: string): string[] =>
      result.findings.filter((finding) => finding.subject === subject).map(({ message }) => message);
    expect(of('two.json')).toEqual(of('one.json'));
    expect(of('one.json')).not.toEqual([]);
  });

  test('is decided apart for keys that share it where the role may use but one of them', () => {
    const arn = (id: string): string => `arn:aws:kms:eu-west-2:${workload}:key/${id}`;
    const [mine, other] = ['00000000-1111-2222-3333-000000000001', '00000000-1111-2222-3333-000000000002'];
    const document = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: arn(mine) }],
    };
    const origin = { kind: 'file', file: 'role.json', pointer: '' } as const;
    const backupRole: Role = {
      subject: role,
      arn: role,
      name: 'backup-role',
      account: workload,
      identityPolicies: [{ source: { document, duplicateKeys: [] }, origin, name: 'keys' }],
      identityPoliciesComplete: true,
      origin,
    };
    const shared = given({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${workload}:root` }, Action: 'kms:*', Resource: '*' },
        { Effect: 'Allow', Principal: { AWS: serviceLinkedRole }, Action: 'kms:*', Resource: '*' },
      ],
    });
    const keys = [mine, other].map((id) => ({ ...key(id, shared), arn: arn(id), account: workload }));
    const { paths } = runWith(keys, [refusals], { estate: { ...estateOf(...keys), roles: [backupRole] } });
    expect(paths.map(({ outcome }) => outcome)).toEqual(['allowed', 'denied']);
  });
});

test('a rule that throws is recorded, and the others still run', () => {
  const broken = ruleOf('kms/broken', () => {
    throw new Error('no such element');
  });
  const { crashes, findings } = runWith([key('half', given(policyFor(role)))], [broken, refusals]);
  expect(crashes).toEqual([{ rule: 'kms/broken', subject: 'half.json', error: new Error('no such element') }]);
  expect(findings.length).toBeGreaterThan(0);
});

describe('severity', () => {
  const subject = key('half', given(policyFor(role)));
  const all = runWith([subject], [refusals]).findings.length;

  test.for<[name: string, settings: RunInput['settings'], severities: string[], suppressed: number]>([
    ["is the rule's own", defaultSettings, ['error'], 0],
    ['is what the config says', { layers: [{ 'kms/*': 'info' }], overrides: [] }, ['info'], 0],
    ['off: the rule does not run', { layers: [{ '*': 'off' }], overrides: [] }, [], 0],
    [
      'off in an override that matches: suppressed and counted',
      { layers: [], overrides: [{ matches: (file) => file === 'half.json', rules: { 'kms/refusals': 'off' } }] },
      [],
      all,
    ],
    [
      'an override that does not match changes nothing',
      { layers: [], overrides: [{ matches: () => false, rules: { '*': 'off' } }] },
      ['error'],
      0,
    ],
  ])('%s', ([, settings, severities, suppressed]) => {
    const result = runWith([subject], [refusals], { settings });
    expect([...new Set(result.findings.map(({ severity }) => severity))]).toEqual(severities);
    expect(result.suppressed).toBe(suppressed);
  });
});

test('fingerprints tell findings of one rule and subject apart, and do not depend on places', () => {
  const [first, ...others] = runWith([key('half', given(policyFor(role)))], [refusals]).findings;
  const moved = {
    ...key('half', given(policyFor(role))),
    origin: { kind: 'file', file: 'half.json', pointer: '/3' } as const,
  };
  expect(new Set([first, ...others].map((finding) => finding?.fingerprint)).size).toBe(others.length + 1);
  expect(runWith([moved], [refusals]).findings[0]?.fingerprint).toBe(first?.fingerprint);
});

test('what is the same at the same place is told once, with all its paths', () => {
  const at = { kind: 'file', file: 'policy.json', pointer: '/plans/nightly' } as const;
  const told: FindingDraft = { message: 'cannot be', at, subject: 'policy.json', help: '', identity: 'daily' };
  const rule: Rule = {
    id: 'backup/twice',
    severity: 'error',
    docs,
    *checkEstate() {
      yield { ...told, paths: ['p1'] };
      yield { ...told, paths: ['p2', 'p1'] };
      yield { ...told, paths: ['p3'], message: 'cannot be either' };
    },
  };
  const { findings } = runWith([], [rule]);
  expect(findings.map(({ message, paths }) => [message, paths])).toEqual([
    ['cannot be', ['p1', 'p2']],
    ['cannot be either', ['p3']],
  ]);
});
