/** The sample, and with it all that is hard to show: every outcome, long lists, names that attack each format. */
import type { Report, ReportFinding, ReportLeg, ReportPath, ReportRequest } from '../../src/report/model.ts';
import type { ReportOptions } from '../../src/report/reporter.ts';
import { sample } from './sample.ts';

/** Tries to end an attribute, an element, a table cell, a comment, a code span, a command, a script; to mention, to link. */
export const hostile =
  '"><script>alert(1)</script>\'|@org/team #1 GH-2 `code` ``` ]]> --> [x](http://evil.example) <!-- ::error::50%\r\n::stop {0} \u001b[31m\u202e\ud800 $x$ \\| </script>';

const workload = '111122223333';
const central = '444455556666';
const role = `arn:aws:iam::${workload}:role/website-backup`;
const serviceLinkedRole = `arn:aws:iam::${central}:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup`;
const clusterKey = `arn:aws:kms:eu-west-2:${workload}:key/mrk-0a1b2c3d4e5f60718293a4b5c6d7e8f9`;
const liveKey = `arn:aws:kms:eu-west-2:${workload}:key/55555555-6666-7777-8888-999999999999`;
const vault = `arn:aws:backup:eu-west-2:${workload}:backup-vault:website`;
const elsewhere = `arn:aws:backup:eu-west-1:${workload}:backup-vault:website-copy`;
const centralVault = `arn:aws:backup:eu-west-2:${central}:backup-vault:central`;
const airGapped = `arn:aws:backup:eu-west-2:${central}:backup-vault:immutable`;

const useActions = ['Encrypt', 'Decrypt', 'ReEncryptFrom', 'ReEncryptTo', 'GenerateDataKey', 'DescribeKey'];

function requests(
  principal: string,
  key: string,
  outcome: ReportRequest['outcome'],
  reason: string,
  statements: readonly string[],
): ReportRequest[] {
  return useActions.map((action) => ({ principal, action: `kms:${action}`, key, outcome, reason, statements }));
}

const common = { deployment: 'website', plan: 'GFS-7-28-90', rule: 'daily', notConsidered: [] } as const;

const paths: readonly ReportPath[] = [
  {
    ...common,
    id: 'p4',
    resource: `arn:aws:rds:eu-west-2:${workload}:cluster:customers`,
    resourceType: 'Aurora',
    fullyManaged: false,
    outcome: 'denied',
    key: clusterKey,
    legs: [
      {
        kind: 'backup',
        from: `arn:aws:rds:eu-west-2:${workload}:cluster:customers`,
        to: vault,
        outcome: 'allowed',
        requests: requests(role, clusterKey, 'allowed', 'allowed-by-key-policy', ['/Statement/0']),
      },
      { kind: 'copy', from: vault, to: elsewhere, outcome: 'allowed', requests: [] },
      {
        kind: 'cross-account-copy',
        from: vault,
        to: centralVault,
        outcome: 'denied',
        requests: [
          ...requests(serviceLinkedRole, clusterKey, 'denied', 'explicit-deny', ['/Statement/3']).map((request) => ({
            ...request,
            deciding: [
              {
                policy: 'key-policy',
                policyIndex: 0,
                pointer: '/Statement/3',
                sid: 'OnlyOurAccount',
                effect: 'Deny',
              } as const,
            ],
          })),
          ...requests(role, clusterKey, 'allowed', 'allowed-by-key-policy', ['/Statement/0', '/Statement/1']),
        ],
      },
    ],
  },
  {
    ...common,
    id: 'p5',
    resource: `arn:aws:dynamodb:eu-west-2:${workload}:table/sessions`,
    resourceType: 'DynamoDB',
    outcome: 'denied',
    key: 'alias/aws/dynamodb',
    legs: [
      {
        kind: 'backup',
        from: `arn:aws:dynamodb:eu-west-2:${workload}:table/sessions`,
        to: vault,
        outcome: 'allowed',
        requests: [],
      },
      {
        kind: 'cross-account-copy',
        from: vault,
        to: centralVault,
        outcome: 'denied',
        reason: 'dynamodb-advanced-features',
        requests: [],
        obstacles: [
          {
            code: 'dynamodb-advanced-features',
            outcome: 'denied',
            why: `advanced features for DynamoDB are off in ${workload}, eu-west-2`,
          },
        ],
      },
    ],
  },
  {
    ...common,
    id: 'p6',
    rule: 'monthly',
    resource: 'EFS',
    resourceType: 'EFS',
    fullyManaged: true,
    outcome: 'unknown',
    assumption: 'judged as a resource of type EFS, which the selection names',
    legs: [
      { kind: 'backup', from: 'EFS', to: vault, outcome: 'allowed', requests: [] },
      {
        kind: 'air-gapped-copy',
        from: vault,
        to: airGapped,
        outcome: 'unknown',
        requests: requests(role, liveKey, 'unknown', 'unknown-identity-policy', []),
        obstacles: [
          { code: 'vault-aws-managed-key', outcome: 'warning', why: 'the vault is encrypted with aws/backup' },
        ],
      },
    ],
  },
  {
    ...common,
    id: 'p7',
    deployment: hostile,
    plan: hostile,
    rule: hostile,
    resource: hostile,
    resourceType: hostile,
    outcome: 'denied',
    notConsidered: [hostile],
    assumption: hostile,
    key: hostile,
    legs: [
      {
        kind: 'backup',
        from: hostile,
        to: hostile,
        outcome: 'denied',
        reason: hostile,
        requests: [
          {
            principal: hostile,
            action: hostile,
            key: hostile,
            outcome: 'denied',
            reason: hostile,
            statements: [hostile],
          },
        ],
        obstacles: [{ code: hostile, outcome: 'denied', why: hostile }],
      },
    ],
  },
  { ...common, id: 'p8', resource: 'VirtualMachine', resourceType: 'VirtualMachine', outcome: 'allowed', legs: [] },
  ...Array.from({ length: 24 }, (_, index) => volumePath(index)),
];

function volumePath(index: number): ReportPath {
  const resource = `arn:aws:ec2:eu-west-2:${workload}:volume/vol-${String(index).padStart(17, '0')}`;
  const legs: ReportLeg[] = [
    { kind: 'backup', from: resource, to: vault, outcome: 'allowed', requests: [] },
    { kind: 'cross-account-copy', from: vault, to: centralVault, outcome: 'allowed', requests: [] },
  ];
  return {
    ...common,
    id: `p${index + 9}`,
    resource,
    resourceType: 'EBS',
    fullyManaged: false,
    outcome: 'allowed',
    key: clusterKey,
    legs,
  };
}

const noPlace = { location: {}, fixed: false, requests: [], explanation: [], fix: 'none', paths: [] } as const;

const live: readonly ReportFinding[] = [
  {
    ...noPlace,
    rule: 'kms/explicit-deny',
    severity: 'error',
    message: `A Deny statement of ${clusterKey} refuses the central account's AWSServiceRoleForBackup`,
    subject: clusterKey,
    paths: ['p4'],
    requests: useActions.map((action) => ({
      principal: serviceLinkedRole,
      action: `kms:${action}`,
      outcome: 'denied' as const,
      reason: 'explicit-deny',
    })),
    explanation: [
      'Statement 4 "OnlyOurAccount" (/Statement/3) denies kms:* to whom aws:PrincipalAccount is not 111122223333',
    ],
    related: [{ message: 'statement 4 "OnlyOurAccount"', location: { pointer: '/Statement/3' } }],
    help: 'Except the service-linked role from the Deny; `--fix --unsafe-fixes` prints the corrected policy.',
    docs: 'docs/rules/kms/explicit-deny.md',
    fix: 'unsafe',
    fingerprint: '9d1e2b3c4f5a6071',
  },
  {
    ...noPlace,
    rule: 'backup/dynamodb-advanced-features',
    severity: 'error',
    message: `Advanced features for DynamoDB are off in ${workload}, eu-west-2, and the rule daily copies`,
    subject: workload,
    paths: ['p5', 'p9'],
    help: 'Turn the advanced features on.',
    docs: 'docs/rules/backup/dynamodb-advanced-features.md',
    fingerprint: 'aa01bb02cc03dd04',
  },
  ...Array.from({ length: 12 }, (_, index): ReportFinding => ({
    ...noPlace,
    rule: 'backup/undecided',
    severity: 'info',
    message: `The access policy of vault-${index} is not among the inputs`,
    subject: `arn:aws:backup:eu-west-2:${central}:backup-vault:vault-${index}`,
    help: 'Add the output of `aws backup get-backup-vault-access-policy`.',
    docs: 'docs/rules/backup/undecided.md',
    fingerprint: `000000000000${String(index).padStart(4, '0')}`,
  })),
];

const attack: ReportFinding = {
  rule: 'kms/placeholder',
  severity: 'error',
  message: hostile,
  location: {
    file: `policies/${hostile}/ä b#?%.json`,
    pointer: hostile,
    start: { line: 3, column: 1 },
    end: { line: 3, column: 9 },
  },
  subject: hostile,
  paths: ['p7'],
  fixed: true,
  requests: [{ principal: hostile, action: hostile, outcome: 'denied', reason: hostile }],
  explanation: [hostile, `  ${hostile}`],
  related: [{ message: hostile, location: { file: hostile, pointer: hostile, start: { line: 1, column: 1 } } }],
  help: hostile,
  docs: 'docs/rules/kms/placeholder.md',
  fix: 'safe',
  fingerprint: 'dead0000beef0000',
};

const own: ReportFinding = {
  ...noPlace,
  rule: 'config/expired-override',
  severity: 'warning',
  message: 'The override of legacy/** ended on 2026-03-31 and no longer applies',
  location: { file: 'backuplint.config.yaml', start: { line: 12, column: 5 }, end: { line: 13, column: 1 } },
  subject: 'backuplint.config.yaml',
  help: 'Remove it, or give it a new date.',
  docs: 'docs/rules/config/expired-override.md',
  fingerprint: 'c0ffee00c0ffee00',
};

function countOf<T>(items: readonly T[], matches: (item: T) => boolean): number {
  return items.filter(matches).length;
}

const allPaths = [...sample.paths, ...paths];
const allFindings = [...live, own, ...sample.findings, attack];

export const full: Report = {
  ...sample,
  summary: {
    ...sample.summary,
    findings: {
      error: countOf(allFindings, ({ severity }) => severity === 'error'),
      warning: countOf(allFindings, ({ severity }) => severity === 'warning'),
      info: countOf(allFindings, ({ severity }) => severity === 'info'),
    },
    suppressed: 2,
    paths: {
      total: allPaths.length,
      allowed: countOf(allPaths, ({ outcome }) => outcome === 'allowed'),
      denied: countOf(allPaths, ({ outcome }) => outcome === 'denied'),
      unknown: countOf(allPaths, ({ outcome }) => outcome === 'unknown'),
    },
    incomplete: [...sample.summary.incomplete, { what: hostile, why: hostile }],
  },
  findings: allFindings,
  paths: allPaths,
  fixes: [
    ...(sample.fixes ?? []),
    {
      file: attack.location.file ?? '',
      subject: hostile,
      policy: { Version: '2012-10-17', Id: hostile, Statement: [] },
      diff: `--- a\n+++ b\n@@ -3 +3 @@\n-${hostile}\n+\`\`\`\`\n`,
      safety: 'unsafe',
      edits: [{ start: { line: 3, column: 1 }, end: { line: 3, column: 9 }, text: '' }],
      terraform: `data "aws_iam_policy_document" "aws_backup" {\n  # ${hostile}\n}\n`,
    },
  ],
};

/** Nothing found: what a report says then must not look like a run that checked nothing. */
export const clean: Report = {
  ...sample,
  summary: {
    ...sample.summary,
    findings: { error: 0, warning: 0, info: 0 },
    suppressed: 0,
    paths: { total: 2, allowed: 2, denied: 0, unknown: 0 },
    incomplete: [],
  },
  findings: [],
  paths: [volumePath(0), volumePath(1)],
  fixes: [],
};

/** No path at all: recognised inputs, and nothing to judge. */
export const empty: Report = {
  ...clean,
  summary: { ...clean.summary, paths: { total: 0, allowed: 0, denied: 0, unknown: 0 } },
  paths: [],
};

const keyPolicy = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Use",
      "Effect": "Allow",
      "Principal": { "AWS": "${role}" },
      "Action": "kms:*",
      "Resource": "*"
    },
    {
      "Sid": "Grants",
      "Effect": "Allow",
      "Principal": {
        "AWS": [
          "${role}",
          "arn:aws:iam::${central}:role/AWSServiceRoleForBackup"
        ]
      },
      "Action": ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
      "Resource": "*"
    }
  ]
}
`;

const sources: Readonly<Record<string, string>> = {
  'policies/rds.json': keyPolicy,
  [attack.location.file ?? '']: `{\n"Statement":\n${hostile.slice(0, 40)}\n}\n`,
};

export const options: ReportOptions = {
  source: (file) => sources[file],
  color: false,
  width: 100,
  verbose: false,
  quiet: false,
  rules: {
    'kms/grant-access': {
      what: 'The backup service role or the service-linked role may not manage grants on a key.',
      why: 'AWS Backup works through grants. Without `kms:CreateGrant` the job fails with "Given key ID is not accessible".',
      remedy: 'Let both principals create, list and revoke grants for AWS resources.',
      severity: 'error',
    },
    'kms/undecided': {
      what: 'Whether access is allowed depends on something that is not known.',
      why: 'A condition reads a value that no input holds, so the job may fail.',
      remedy: 'Give what the finding names.',
      severity: 'warning',
    },
    'backup/undecided': {
      what: "A document that would settle a path's fate is not in sight.",
      why: 'The copy may still be refused by it.',
      remedy: 'Add the document to the inputs.',
      severity: 'info',
    },
  },
};
