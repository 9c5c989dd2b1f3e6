import { describe, expect, test } from 'vitest';
import { rules } from '../../../rules/index.ts';
import {
  exampleConfig,
  exampleRole,
  exampleServiceLinkedRole,
  grantStatement,
  policyFile,
  rootStatement,
  useStatement,
} from '../../../rules/examples.ts';
import type { Finding } from '../../../src/engine/finding.ts';
import { run } from '../../../src/engine/run.ts';
import { defaultSettings } from '../../../src/engine/settings.ts';
import { parseAccountId } from '../../../src/estate/arn.ts';
import { buildEstate } from '../../../src/estate/build.ts';
import type { Fragment } from '../../../src/estate/fragment.ts';
import type { PlacedPolicy } from '../../../src/estate/model.ts';
import { checkFiles } from '../../support/check-files.ts';
import { lineOf } from '../../support/findings.ts';

const workload = parseAccountId('111122223333')!;

/** The role is reached by the account's delegation alone, the service-linked role by name. */
const linkedRole = { AWS: exampleServiceLinkedRole };
const delegating = policyFile(
  rootStatement,
  { ...useStatement, Principal: linkedRole },
  { ...grantStatement, Principal: linkedRole },
);

const everything = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'kms:*', Resource: '*' } };
const fullAccess = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };
const storageOnly = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' } };

interface Guards {
  readonly keyPolicy?: string;
  readonly identity?: readonly unknown[];
  readonly boundary?: unknown;
  readonly serviceControl?: readonly (readonly unknown[])[];
}

/** Roles whose policies are all known, and guardrails, as the live loader will give them. */
function check({ keyPolicy = delegating, identity = [], boundary, serviceControl }: Guards): readonly Finding[] {
  const fragments: readonly Fragment[] = [
    {
      kind: 'key',
      names: [],
      subject: 'policy.json',
      bare: true,
      policy: { kind: 'given', ...placed(JSON.parse(keyPolicy), 'policy.json') },
      origin: { kind: 'file', file: 'policy.json', pointer: '' },
    },
    {
      kind: 'role',
      names: [exampleRole],
      subject: exampleRole,
      inlinePolicies: identity.map((policy) => placed(policy, 'role.json')),
      complete: { inline: true, attached: true },
      permissionsBoundary: boundary === undefined ? null : placed(boundary, 'boundary.json'),
      origin: { kind: 'file', file: 'role.json', pointer: '' },
    },
    ...(serviceControl === undefined
      ? []
      : [
          {
            kind: 'guardrails' as const,
            account: workload,
            serviceControlPolicies: serviceControl.map((level) =>
              level.map((policy, index) => ({ ...placed(policy, 'scp.json'), name: `scp-${index}` })),
            ),
          },
        ]),
  ];
  const deployment = {
    name: 'website',
    workloadAccounts: [workload],
    centralAccount: parseAccountId('444455556666')!,
    backupRole: 'backup-role',
    partition: 'aws' as const,
  };
  const { estate } = buildEstate(fragments);
  const { findings, crashes } = run({
    estate,
    deployments: [deployment],
    profile: 'guidance',
    rules: rules.filter(({ id }) => id.startsWith('kms/')),
    settings: defaultSettings,
  });
  for (const { error } of crashes) throw error;
  return findings;
}

function placed(document: unknown, file: string): PlacedPolicy {
  return { source: { document, duplicateKeys: [] }, origin: { kind: 'file', file, pointer: '' } };
}

describe('a role that the key policy reaches by delegation', () => {
  test('is admitted when its identity policies are given and allow', () => {
    expect(check({ identity: [everything] })).toEqual([]);
  });

  test('is refused when they are given and do not allow', () => {
    const findings = check({ identity: [storageOnly] });
    expect(findings.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual([
      'error kms/use-access',
      'error kms/grant-access',
    ]);
    expect(findings[0]?.message).toMatch(/^The backup service role arn:.* may not use the key: nothing allows /);
    expect(findings[0]?.explanation[0]).toMatch(/leaves it to the account's IAM policies, and none of them allows it$/);
    expect(findings[0]?.requests.map(({ reason }) => reason)).toContain('implicit-deny');
    expect(findings[0]?.origin).toMatchObject({ file: 'policy.json', pointer: '/Statement/0' });
    expect(findings[0]?.fix).toBe('safe');
  });

  test('is blocked when one of them denies', () => {
    const deny = {
      Version: '2012-10-17',
      Statement: { Sid: 'NoGrants', Effect: 'Deny', Action: 'kms:CreateGrant', Resource: '*' },
    };
    expect(check({ identity: [everything, deny] }).map(lineOf)).toEqual([
      'error /Statement The backup service role arn:aws:iam::111122223333:role/backup-role is refused kms:CreateGrant by statement "NoGrants" of an identity policy of the role',
    ]);
  });

  test("gets what AWS's own policy for it gives, where the role's files are given", async () => {
    const { findings } = await checkFiles(
      {
        'policy.json': delegating,
        'role/get-role.json': JSON.stringify({
          Role: { RoleName: 'backup-role', Arn: exampleRole, AssumeRolePolicyDocument: trust },
        }),
        'role/attached.json': JSON.stringify({
          AttachedPolicies: [
            {
              PolicyName: 'AWSBackupServiceRolePolicyForBackup',
              PolicyArn: 'arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup',
            },
          ],
        }),
      },
      exampleConfig,
    );
    const refused = findings.filter(({ rule }) => rule.startsWith('kms/')).flatMap(({ requests }) => requests);
    const actions = refused.map(({ action }) => action);
    expect(actions).not.toContain('kms:CreateGrant');
    expect(actions).not.toContain('kms:DescribeKey');
    expect(actions).toContain('kms:Encrypt');
  });
});

const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'backup.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

describe('policies that only narrow', () => {
  const sound = policyFile(rootStatement, useStatement, grantStatement);

  test('a permissions boundary that is silent blocks, whatever the key policy allows', () => {
    const findings = check({ keyPolicy: sound, boundary: storageOnly });
    expect(findings.map(({ rule }) => rule)).toEqual(['kms/explicit-deny']);
    expect(findings[0]?.message).toMatch(/ by the permissions boundary of the role, which does not allow it$/);
    expect(findings[0]?.fix).toBeUndefined();
    expect(findings[0]?.origin).toMatchObject({ file: 'boundary.json' });
  });

  test('a service control policy that denies is named, with its place', () => {
    const deny = {
      Version: '2012-10-17',
      Statement: [{ Sid: 'NoDecrypt', Effect: 'Deny', Action: 'kms:Decrypt', Resource: '*' }],
    };
    const findings = check({ keyPolicy: sound, serviceControl: [[fullAccess], [fullAccess, deny]] });
    expect(findings.map(lineOf)).toEqual([
      'error /Statement/0 The backup service role arn:aws:iam::111122223333:role/backup-role is refused kms:Decrypt by statement "NoDecrypt" of a service control policy (scp-1)',
    ]);
    expect(findings[0]?.origin).toMatchObject({ file: 'scp.json' });
  });

  test('a level of service control policies that is silent blocks', () => {
    const findings = check({ keyPolicy: sound, serviceControl: [[fullAccess], [storageOnly]] });
    expect(findings.map(({ rule }) => rule)).toEqual(['kms/explicit-deny']);
    expect(findings[0]?.message).toMatch(/ by a service control policy, which does not allow it$/);
  });

  test('where the key policy does not allow it either, that is what is told', () => {
    const findings = check({ keyPolicy: delegating, boundary: storageOnly, identity: [storageOnly] });
    expect(findings.map(({ rule }) => rule)).toEqual(['kms/use-access', 'kms/grant-access']);
    // Naming the role would not help: the boundary still stands in the way.
    expect(findings.map(({ fix }) => fix)).toEqual([undefined, undefined]);
  });
});
