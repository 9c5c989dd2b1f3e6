import { expect, test } from 'vitest';
import { parseAccountId } from '../../src/estate/arn.ts';
import { central, fixText, placed, role, slr, workload, type FixOptions } from './uses.ts';

type Statement = Readonly<Record<string, unknown>>;

const useSid = 'Allow AWS Backup to use the key for backup and cross-account copy';
const grantSid = 'Allow AWS Backup to manage grants for backup and cross-account copy';
const useActions = [
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncrypt*',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
];
const forAwsResource = { Bool: { 'kms:GrantIsForAWSResource': 'true' } };

const root: Statement = {
  Sid: 'root',
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${workload}:root` },
  Action: 'kms:*',
  Resource: '*',
};
const both = { AWS: [role, slr] };
const use: Statement = { Sid: useSid, Effect: 'Allow', Principal: both, Action: useActions, Resource: '*' };
const grants: Statement = {
  Sid: grantSid,
  Effect: 'Allow',
  Principal: both,
  Action: ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'],
  Resource: '*',
  Condition: forAwsResource,
};
const allUse = 'DescribeKey Encrypt Decrypt ReEncrypt* GenerateDataKey GenerateDataKeyWithoutPlaintext';
const allGrants = 'CreateGrant ListGrants RevokeGrant for AWS resources';
const admin = `arn:aws:iam::${workload}:role/admin`;

interface Row {
  readonly name: string;
  readonly statements: readonly Statement[] | Statement;
  /** What the fix adds, as `additions` tells it. */
  readonly adds: readonly string[];
}

const without = (actions: readonly string[], ...left: readonly string[]) =>
  actions.filter((action) => !left.includes(action));

const mended: readonly Row[] = [
  { name: 'the guidance as it stands needs nothing', statements: [root, use, grants], adds: [] },
  { name: 'the guidance needs no root statement', statements: [use, grants], adds: [] },
  {
    name: 'only the account is named: its IAM policies are not known',
    statements: [root],
    adds: [`use: ROLE SLR may ${allUse}`, `grants: ROLE SLR may ${allGrants}`],
  },
  {
    name: 'the service-linked role is missing',
    statements: [root, { ...use, Principal: { AWS: role } }, { ...grants, Principal: { AWS: [role] } }],
    adds: [`use 2: SLR may ${allUse}`, `grants 2: SLR may ${allGrants}`],
  },
  {
    name: 'the backup role is missing',
    statements: [root, { ...use, Principal: { AWS: slr } }, { ...grants, Principal: { AWS: slr } }],
    adds: [`use 2: ROLE may ${allUse}`, `grants 2: ROLE may ${allGrants}`],
  },
  { name: 'the statement on grants is missing', statements: [root, use], adds: [`grants: ROLE SLR may ${allGrants}`] },
  { name: 'the statement on use is missing', statements: [root, grants], adds: [`use: ROLE SLR may ${allUse}`] },
  {
    name: 'an action is missing, and all of the statement need it',
    statements: [root, { ...use, Action: without(useActions, 'kms:Decrypt') }, grants],
    adds: ['statement 1: also Decrypt'],
  },
  {
    name: 'an action is missing, and not all of the statement need it',
    statements: [
      root,
      { ...use, Principal: { AWS: [role, slr, admin] }, Action: without(useActions, 'kms:Decrypt') },
      grants,
    ],
    adds: ['use 2: ROLE SLR may Decrypt'],
  },
  {
    name: 'each role has a statement of its own that lacks something else',
    statements: [
      root,
      { ...use, Principal: { AWS: role }, Action: without(useActions, 'kms:Decrypt') },
      { ...use, Sid: 'central', Principal: { AWS: slr }, Action: without(useActions, 'kms:Encrypt') },
      grants,
    ],
    adds: ['statement 1: also Decrypt', 'statement 2: also Encrypt'],
  },
  {
    name: 're-encryption is written as the name of the API',
    statements: [root, { ...use, Action: [...without(useActions, 'kms:ReEncrypt*'), 'kms:ReEncrypt'] }, grants],
    adds: ['statement 1: also ReEncrypt*'],
  },
  {
    name: 'half of the re-encryption is missing',
    statements: [root, { ...use, Action: [...without(useActions, 'kms:ReEncrypt*'), 'kms:ReEncryptFrom'] }, grants],
    adds: ['statement 1: also ReEncryptTo'],
  },
  {
    name: 'data keys without plaintext are forgotten',
    statements: [root, { ...use, Action: without(useActions, 'kms:GenerateDataKeyWithoutPlaintext') }, grants],
    adds: ['statement 1: also GenerateDataKeyWithoutPlaintext'],
  },
  {
    name: 'a single action stands as a bare string',
    statements: [{ ...use, Action: 'kms:Decrypt' }, grants],
    adds: ['statement 0: also DescribeKey Encrypt ReEncrypt* GenerateDataKey GenerateDataKeyWithoutPlaintext'],
  },
  {
    name: 'a misspelled grant action',
    statements: [use, { ...grants, Action: ['kms:CreateGrant', 'kms:ListGrant', 'kms:RevokeGrant'] }],
    adds: ['statement 1: also ListGrants'],
  },
  {
    name: 'actions in other letter case are no mistake',
    statements: [{ ...use, Action: useActions.map((action) => action.toUpperCase()) }, grants],
    adds: [],
  },
  {
    name: 'both statements in one, under the condition on grants',
    statements: [root, { ...grants, Action: [...useActions, 'kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'] }],
    adds: [`use: ROLE SLR may ${allUse}`],
  },
  {
    name: 'the service-linked role without its path',
    statements: [
      { ...use, Principal: { AWS: [role, `arn:aws:iam::${central}:role/AWSServiceRoleForBackup`] } },
      { ...grants, Principal: { AWS: [role, `arn:aws:iam::${central}:role/AWSServiceRoleForBackup`] } },
    ],
    adds: [`use 2: SLR may ${allUse}`, `grants 2: SLR may ${allGrants}`],
  },
  {
    name: 'the role in other letter case',
    statements: [
      { ...use, Principal: { AWS: [role.replace('acme', 'Acme'), slr] } },
      { ...grants, Principal: { AWS: [role, slr] } },
    ],
    adds: [`use 2: ROLE may ${allUse}`],
  },
  {
    name: 'the roles in the account of somebody else',
    statements: [{ ...use, Principal: { AWS: [role.replace(workload, '999988887777'), slr] } }, grants],
    adds: [`use 2: ROLE may ${allUse}`],
  },
  {
    name: 'the role in another partition',
    statements: [{ ...use, Principal: { AWS: [role.replace('arn:aws:', 'arn:aws-cn:'), slr] } }, grants],
    adds: [`use 2: ROLE may ${allUse}`],
  },
  {
    name: 'the role as the service that assumes it',
    statements: [{ ...use, Principal: { Service: 'backup.amazonaws.com', AWS: slr } }, grants],
    adds: [`use 2: ROLE may ${allUse}`],
  },
  {
    name: 'only calls through one service are allowed',
    statements: [{ ...use, Condition: { StringEquals: { 'kms:ViaService': 'rds.eu-west-2.amazonaws.com' } } }, grants],
    adds: [`use 2: ROLE SLR may ${allUse}`],
  },
  {
    name: 'only calls through AWS Backup itself are allowed',
    statements: [{ ...use, Condition: { StringLike: { 'kms:ViaService': 'backup.*.amazonaws.com' } } }, grants],
    adds: [`use 2: ROLE SLR may ${allUse}`],
  },
  {
    name: 'only callers from the owning account are allowed',
    statements: [{ ...use, Condition: { StringEquals: { 'kms:CallerAccount': workload } } }, grants],
    adds: [`use 2: SLR may ${allUse}`],
  },
  {
    name: 'a condition on something unknown',
    statements: [{ ...use, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }, grants],
    adds: [`use 2: ROLE SLR may ${allUse}`],
  },
  {
    name: 'an Allow for all actions but some',
    statements: [{ ...use, Action: undefined, NotAction: ['kms:Decrypt', 'kms:*Grant*', 'kms:Put*'] }, grants],
    adds: ['use 2: ROLE SLR may Decrypt'],
  },
  {
    name: 'a statement without Resource, which KMS ignores',
    statements: [{ ...use, Resource: undefined }, grants],
    adds: [`use 2: ROLE SLR may ${allUse}`],
  },
  {
    name: 'a statement for another key, which does nothing here',
    statements: [{ ...use, Resource: `arn:aws:kms:eu-west-2:${workload}:key/other` }, grants],
    adds: [`use 2: ROLE SLR may ${allUse}`],
  },
  {
    name: 'statements that share a Sid',
    statements: [
      { ...use, Principal: { AWS: role } },
      { ...grants, Sid: useSid },
    ],
    adds: [`use 2: SLR may ${allUse}`],
  },
  {
    name: 'the Sids of the guidance are taken, and their successors too',
    statements: [root, { ...root, Sid: useSid }, { ...root, Sid: `${useSid} 2` }, grants],
    adds: [`use 3: ROLE SLR may ${allUse}`],
  },
  {
    name: 'a single statement that is no list',
    statements: root,
    adds: [`use: ROLE SLR may ${allUse}`, `grants: ROLE SLR may ${allGrants}`],
  },
  {
    name: 'a single statement that is no list, and lacks an action',
    statements: { ...use, Principal: { AWS: [role, slr] }, Action: without(useActions, 'kms:Decrypt') },
    adds: ['statement 0: also Decrypt', `grants: ROLE SLR may ${allGrants}`],
  },
  {
    name: 'a Deny for somebody else stays out of it',
    statements: [root, { Effect: 'Deny', Principal: { AWS: admin }, Action: 'kms:*', Resource: '*' }, grants],
    adds: [`use: ROLE SLR may ${allUse}`],
  },
];

test.for(mended)('$name', ({ statements, adds }) => {
  const text = policyText(statements);
  const result = fixText(text);
  expect(result.withheld).toEqual([]);
  expect(additions(JSON.parse(text), result.policy)).toEqual(adds);
  expect(result.changed).toBe(adds.length > 0);
  expect(result.safety).toBe('safe');
});

test.for(mended)('fixed twice as once: $name', ({ statements }) => {
  const once = fixText(policyText(statements)).text;
  expect(fixText(once)).toMatchObject({ changed: false, text: once, withheld: [] });
});

test('under minimal requirements only what is really called is added, and a doubt is left', () => {
  const result = fixText(policyText([root]), { profile: 'minimal' });
  expect(additions({ Statement: [root] }, result.policy)).toEqual([
    'use: SLR may DescribeKey ReEncryptFrom GenerateDataKeyWithoutPlaintext',
    'grants: SLR may CreateGrant for AWS resources',
  ]);
  expect(result.withheld.map(({ reason }) => reason)).toEqual([
    'it depends on identity policies that were not given, and a doubt alone is not mended',
  ]);
  expect(result.withheld[0]?.requests.every(({ use: { principal } }) => principal.arn === role)).toBe(true);
});

test('the role is reached through the account where its policies are known to allow it', () => {
  const identityPolicies = [placed({ Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*' }] })];
  const result = fixText(policyText([root]), { roleFacts: { identityPolicies, identityPoliciesComplete: true } });
  expect(additions({ Statement: [root] }, result.policy)).toEqual([
    `use: SLR may ${allUse}`,
    `grants: SLR may ${allGrants}`,
  ]);
});

test('tells which requests it mends', () => {
  const { mended } = fixText(policyText([use]));
  expect(mended.map(({ use: { principal }, action }) => `${principal.arn} ${action}`)).toEqual([
    `${role} kms:CreateGrant`,
    `${role} kms:ListGrants`,
    `${role} kms:RevokeGrant`,
    `${slr} kms:CreateGrant`,
    `${slr} kms:ListGrants`,
    `${slr} kms:RevokeGrant`,
  ]);
});

interface Withheld extends FixOptions {
  readonly name: string;
  readonly text: string;
  readonly reason: RegExp;
  /** Pointers into what the fix adds all the same; default: nothing. */
  readonly adds?: readonly string[];
}

const boundary = placed({ Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] });
const denyAll = placed({ Statement: [{ Effect: 'Deny', Action: 'kms:*', Resource: '*' }] });

const withheld: readonly Withheld[] = [
  {
    name: 'a Deny for everybody',
    text: policyText([root, use, grants, { Effect: 'Deny', Principal: '*', Action: 'kms:Decrypt', Resource: '*' }]),
    reason: /^the Deny at \/Statement\/3 refuses it, and only --unsafe-fixes may narrow a Deny$/,
  },
  {
    name: 'a Deny on one thing, while another is missing',
    text: policyText([use, { Effect: 'Deny', Principal: '*', Action: 'kms:RevokeGrant', Resource: '*' }]),
    reason: /^the Deny at \/Statement\/1 refuses it/,
    adds: ['grants: ROLE SLR may CreateGrant ListGrants for AWS resources'],
  },
  {
    name: 'a Deny that may apply',
    text: policyText([
      use,
      grants,
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 'kms:*',
        Resource: '*',
        Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
      },
    ]),
    reason:
      /^whether the Deny at \/Statement\/2 applies depends on aws:SourceIp, whose value is not known, and only --unsafe-fixes may narrow a Deny$/,
  },
  {
    name: "the role's permissions boundary does not allow it",
    text: policyText([root]),
    roleFacts: { permissionsBoundary: boundary, identityPoliciesComplete: true },
    reason: /^its permissions boundary does not allow it, which no key policy can mend$/,
    adds: [`use: SLR may ${allUse}`, `grants: SLR may ${allGrants}`],
  },
  {
    name: 'a service control policy denies it',
    text: policyText([use, grants]),
    guardrails: [{ account: parseAccountId(workload)!, serviceControlPolicies: [[denyAll]] }],
    reason: /^it is denied by a service control policy, which no key policy can mend$/,
  },
  {
    name: 'an object key that stands twice',
    text: '{"Version":"2012-10-17","Statement":[],"Statement":[]}',
    duplicateKeys: ['/Statement'],
    reason: /^the policy has an object key that stands twice, at \/Statement, so one of the two values is lost$/,
  },
  {
    name: 'a placeholder that nobody filled in',
    text: policyText([root, { ...use, Principal: { AWS: ['arn:aws:iam::${WorkloadAccountID}:role/backup', slr] } }]),
    reason:
      /^KMS would refuse the policy all the same: arn:aws:iam::\$\{WorkloadAccountID\}:role\/backup holds a placeholder \(\/Statement\/1\/Principal\/AWS\/0\)$/,
  },
  {
    name: 'the id of a principal that was deleted',
    text: policyText([root, { ...use, Principal: { AWS: 'AROAEXAMPLEID1234567' } }]),
    reason:
      /^KMS would refuse the policy all the same: AROAEXAMPLEID1234567 is what is left of a deleted principal \(\/Statement\/1\/Principal\/AWS\)$/,
  },
  {
    name: 'an element that no statement has',
    text: policyText([root, { ...use, Actions: 'kms:Decrypt' }]),
    reason: /^KMS would refuse the policy all the same: .*\(\/Statement\/1\/Actions\)$/,
  },
  {
    name: 'statements that are none',
    text: JSON.stringify({ Version: '2012-10-17', Statement: null }),
    reason: /^KMS would refuse the policy all the same: Statement is null, not an array of statements \(\/Statement\)$/,
  },
  {
    name: 'the corrected policy would be too large',
    text: policyText([root, { ...root, Sid: 'x'.repeat(31_800) }]),
    reason: /^no fix could be proved: the corrected policy would have \d+ bytes, and KMS takes 32768$/,
  },
  {
    name: 'the policy is too large already, in bytes if not in characters',
    text: policyText([root, { ...root, Sid: 'ä'.repeat(17_000) }]),
    reason: /^no fix could be proved: the corrected policy would have \d+ bytes, and KMS takes 32768$/,
  },
];

test.for(withheld)('withheld: $name', ({ text, reason, adds = [], ...options }) => {
  const result = fixText(text, options);
  for (const entry of result.withheld) expect(entry.reason).toMatch(reason);
  expect(result.withheld).not.toEqual([]);
  expect(additions(JSON.parse(text), result.policy)).toEqual(adds);
  expect(result.changed).toBe(adds.length > 0);
  if (!result.changed) expect([result.text, result.fileEdits, result.mended]).toEqual([text, [], []]);
});

test.for(withheld)('withheld again when fixed again: $name', ({ text, ...options }) => {
  const once = fixText(text, options);
  const twice = fixText(once.text, options);
  expect(twice.changed).toBe(false);
  expect(twice.withheld.map(({ reason }) => reason)).toEqual(once.withheld.map(({ reason }) => reason));
});

test('a policy of exactly the size that KMS takes is fixed', () => {
  const spare = 32_768 - fixText(policyText([{ ...root, Sid: '' }])).text.length;
  expect(fixText(policyText([{ ...root, Sid: 'x'.repeat(spare) }])).text).toHaveLength(32_768);
  expect(fixText(policyText([{ ...root, Sid: 'x'.repeat(spare + 1) }])).changed).toBe(false);
});

function policyText(statements: readonly Statement[] | Statement): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2);
}

/** In a few words, what one policy has more than the other; anything else that differs is told in full. */
function additions(before: unknown, after: unknown): string[] {
  const was = statementsOf(before);
  return statementsOf(after).flatMap((statement, index) => {
    const old = was[index];
    if (old === undefined) return [addedStatement(statement)];
    if (JSON.stringify(old) === JSON.stringify(statement)) return [];
    const more = listOf(statement['Action']).filter((action) => !listOf(old['Action']).includes(action));
    const rest = { ...statement, Action: old['Action'] };
    return JSON.stringify(rest) === JSON.stringify(old)
      ? [`statement ${index}: also ${names(more)}`]
      : [JSON.stringify(statement)];
  });
}

function statementsOf(policy: unknown): Statement[] {
  const { Statement } = policy as { Statement: Statement | Statement[] };
  return Array.isArray(Statement) ? Statement : [Statement];
}

function addedStatement(statement: Statement): string {
  const { Sid, Effect, Principal, Action, Resource, Condition, ...more } = statement;
  const sid = String(Sid).replace(useSid, 'use').replace(grantSid, 'grants');
  const principals = listOf((Principal as { AWS: unknown }).AWS).map((arn) =>
    arn === role ? 'ROLE' : arn === slr ? 'SLR' : arn,
  );
  const isForAwsResource = JSON.stringify(Condition) === JSON.stringify(forAwsResource);
  if (Effect !== 'Allow' || Resource !== '*' || Object.keys(more).length > 0) return JSON.stringify(statement);
  const condition = Condition === undefined ? '' : isForAwsResource ? ' for AWS resources' : JSON.stringify(Condition);
  return `${sid}: ${principals.join(' ')} may ${names(listOf(Action))}${condition}`;
}

function listOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]) as string[];
}

function names(actions: readonly string[]): string {
  return actions.map((action) => action.replace('kms:', '')).join(' ');
}
