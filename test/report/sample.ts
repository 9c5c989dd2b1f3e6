/** One report that has every feature: every reporter is shown it. */
import type { Report } from '../../src/report/model.ts';

const rdsKey = 'arn:aws:kms:eu-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const vaultKey = 'arn:aws:kms:eu-west-2:111122223333:key/9876fedc-98fe-76dc-54ba-0987654321fe';
const role = 'arn:aws:iam::111122223333:role/website-backup';
const serviceLinkedRole =
  'arn:aws:iam::444455556666:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup';
const database = 'arn:aws:rds:eu-west-2:111122223333:db:orders';
const vault = 'arn:aws:backup:eu-west-2:111122223333:backup-vault:website';
const centralVault = 'arn:aws:backup:eu-west-2:444455556666:backup-vault:central';

export const sample: Report = {
  schemaVersion: 1,
  tool: { name: 'backuplint', version: '0.1.0' },
  summary: {
    findings: { error: 2, warning: 1, info: 1 },
    suppressed: 1,
    inputs: { keys: 3, plans: 1, selections: 1, vaults: 2, roles: 1, resources: 2, skippedFiles: 1 },
    paths: { total: 3, allowed: 1, denied: 1, unknown: 1 },
    incomplete: [{ what: 'describe-region-settings of 111122223333 in eu-west-2', why: 'AccessDeniedException' }],
    notJudged: [{ why: 'no backup path needs it', keys: 1 }],
    skipped: [{ file: 'policies/notes.json', why: 'no known input' }],
  },
  findings: [
    {
      rule: 'backup/undecided',
      severity: 'info',
      message: `The access policy of ${centralVault} is not among the inputs`,
      location: {
        file: 'plan.json',
        pointer: '/Rules/0/CopyActions/0',
        start: { line: 7, column: 9 },
        end: { line: 9, column: 10 },
      },
      subject: centralVault,
      paths: ['p1', 'p2', 'p3'],
      fixed: false,
      requests: [],
      explanation: [],
      help: 'Add the output of `aws backup get-backup-vault-access-policy --backup-vault-name central`.',
      docs: 'docs/rules/backup/undecided.md',
      fix: 'none',
      fingerprint: '6c1f0e5f2a9b4d37',
    },
    {
      rule: 'kms/grant-access',
      severity: 'error',
      message: "The central account's AWSServiceRoleForBackup may not manage grants on alias/rds",
      location: {
        file: 'policies/rds.json',
        pointer: '/Statement/1',
        start: { line: 12, column: 5 },
        end: { line: 22, column: 6 },
      },
      subject: rdsKey,
      paths: ['p1'],
      fixed: true,
      requests: [
        { principal: serviceLinkedRole, action: 'kms:CreateGrant', outcome: 'denied', reason: 'implicit-deny' },
        { principal: serviceLinkedRole, action: 'kms:ListGrants', outcome: 'denied', reason: 'implicit-deny' },
        { principal: serviceLinkedRole, action: 'kms:RevokeGrant', outcome: 'denied', reason: 'implicit-deny' },
      ],
      explanation: [
        'Statement 2 "Grants" (/Statement/1) comes nearest:',
        '  Principal: names arn:aws:iam::444455556666:role/AWSServiceRoleForBackup: lacks the path /aws-service-role/backup.amazonaws.com/',
      ],
      related: [
        {
          message: 'statement 2 "Grants" comes nearest',
          location: {
            file: 'policies/rds.json',
            pointer: '/Statement/1',
            start: { line: 12, column: 5 },
            end: { line: 22, column: 6 },
          },
        },
      ],
      help: 'Let both principals manage grants for AWS resources; `--fix` prints the corrected policy.',
      docs: 'docs/rules/kms/grant-access.md',
      fix: 'safe',
      fingerprint: '0f3a4c1b7d2e8f90',
    },
    {
      rule: 'kms/service-linked-role-arn',
      severity: 'error',
      message:
        'arn:aws:iam::444455556666:role/AWSServiceRoleForBackup is not the service-linked role: its path is missing',
      location: {
        file: 'policies/rds.json',
        pointer: '/Statement/1/Principal/AWS/1',
        start: { line: 17, column: 11 },
        end: { line: 17, column: 67 },
      },
      subject: rdsKey,
      paths: [],
      fixed: false,
      requests: [],
      explanation: [],
      help: `Write ${serviceLinkedRole}.`,
      docs: 'docs/rules/kms/service-linked-role-arn.md',
      fix: 'none',
      fingerprint: '77aa0c4d1e5b6f23',
    },
    {
      rule: 'kms/undecided',
      severity: 'warning',
      message: `Whether ${role} may use the key depends on aws:PrincipalOrgID`,
      location: {},
      subject: vaultKey,
      paths: ['p2'],
      fixed: false,
      requests: [{ principal: role, action: 'kms:Decrypt', outcome: 'unknown', reason: 'unknown-context' }],
      explanation: ['Statement 1 (/Statement/0) needs aws:PrincipalOrgID o-a1b2c3d4e5'],
      help: 'Give --organization, or organization.id in the config.',
      docs: 'docs/rules/kms/undecided.md',
      fix: 'none',
      fingerprint: 'b2c94d17e0f35a68',
    },
  ],
  paths: [
    {
      id: 'p1',
      deployment: 'website',
      resource: database,
      resourceType: 'RDS',
      fullyManaged: false,
      plan: 'GFS-7-28-90',
      rule: 'daily',
      outcome: 'denied',
      notConsidered: [`access policy of ${centralVault}`],
      key: rdsKey,
      legs: [
        { kind: 'backup', from: database, to: vault, outcome: 'allowed', requests: [] },
        {
          kind: 'cross-account-copy',
          from: vault,
          to: centralVault,
          outcome: 'denied',
          requests: [
            {
              principal: serviceLinkedRole,
              action: 'kms:CreateGrant',
              key: rdsKey,
              outcome: 'denied',
              reason: 'implicit-deny',
              statements: [],
            },
            {
              principal: role,
              action: 'kms:Decrypt',
              key: rdsKey,
              outcome: 'allowed',
              reason: 'allowed-by-key-policy',
              statements: ['/Statement/0'],
            },
          ],
        },
      ],
    },
    {
      id: 'p2',
      deployment: 'website',
      resource: 'S3',
      resourceType: 'S3',
      fullyManaged: true,
      plan: 'GFS-7-28-90',
      rule: 'daily',
      outcome: 'unknown',
      notConsidered: [`access policy of ${centralVault}`],
      key: vaultKey,
      assumption: 'judged as a resource of type S3, which the selection names',
      legs: [
        {
          kind: 'backup',
          from: 'S3',
          to: vault,
          outcome: 'unknown',
          requests: [
            {
              principal: role,
              action: 'kms:Decrypt',
              key: vaultKey,
              outcome: 'unknown',
              reason: 'unknown-context',
              statements: ['/Statement/0'],
            },
          ],
        },
        {
          kind: 'cross-account-copy',
          from: vault,
          to: centralVault,
          outcome: 'unknown',
          requests: [],
          obstacles: [{ code: 'vault-unknown', outcome: 'unknown', why: 'the vault website is not among the inputs' }],
        },
      ],
    },
    {
      id: 'p3',
      deployment: 'website',
      resource: 'arn:aws:ec2:eu-west-2:111122223333:volume/vol-0abc',
      resourceType: 'EBS',
      fullyManaged: false,
      plan: 'GFS-7-28-90',
      rule: 'daily',
      outcome: 'allowed',
      notConsidered: [],
      legs: [
        {
          kind: 'backup',
          from: 'arn:aws:ec2:eu-west-2:111122223333:volume/vol-0abc',
          to: vault,
          outcome: 'allowed',
          requests: [],
        },
      ],
    },
  ],
  fixes: [
    {
      file: 'policies/rds.json',
      subject: rdsKey,
      policy: { Version: '2012-10-17', Statement: [] },
      diff: '--- policies/rds.json\n+++ policies/rds.json\n@@ -1 +1 @@\n',
      safety: 'safe',
      edits: [
        {
          start: { line: 17, column: 12 },
          end: { line: 17, column: 66 },
          text: serviceLinkedRole,
        },
      ],
    },
  ],
};
