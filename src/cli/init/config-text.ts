/** The config as `init` writes it: what is known, and beside each line what it means. */
import type { Candidates } from './candidates.ts';
import type { Answers } from './questions.ts';

/** What is not known stands there as a comment, so that it is but filled in. */
export function configText(
  answers: Answers,
  partition: Candidates['partition'],
  seen: Partial<Record<keyof Answers, readonly string[]>>,
): string {
  return `${[
    '# yaml-language-server: $schema=./node_modules/backuplint/schema/config.schema.json',
    '# What backuplint is told of this repository. All keys: the schema above, and the README of backuplint.',
    '',
    '# guidance: what the guidance for cross-account copies asks of key policies; minimal: only what AWS Backup surely calls.',
    'requirements: guidance',
    '# The lowest severity that makes the exit code 1: error, warning, info or never.',
    'failOn: error',
    '',
    'deployments:',
    '  - name: default',
    ...member('workloadAccounts', accountList(answers.workloadAccounts), "['111122223333']", seen.workloadAccounts),
    ...member('centralAccount', quoted(answers.centralAccount), "'444455556666'", seen.centralAccount),
    ...member('backupRole', quoted(answers.backupRole), "'service-role/AWSBackupDefaultServiceRole'", seen.backupRole),
    ...(partition === 'aws' ? [] : [`    partition: ${partition}`]),
    ...member(
      'organization',
      answers.organization && `{ id: ${quoted(answers.organization)} }`,
      "{ id: 'o-a1b2c3d4e5' }",
      [],
    ),
    '',
    '# What a policy file alone cannot tell of its key.',
    '# keys:',
    '#   - { policy: policies/rds.json, alias: alias/rds, resourceTypes: [RDS, Aurora] }',
    '',
    '# Severities of rules: off, info, warning or error.',
    '# rules: { kms/undecided: error }',
    '',
    '# Findings that are accepted, why, and until when.',
    '# overrides:',
    "#   - { files: ['legacy/**'], rules: { kms/lockout: off }, reason: closed in spring, until: 2027-03-31 }",
  ].join('\n')}\n`;
}

const meanings: Readonly<Record<keyof Answers, string>> = {
  workloadAccounts: 'Accounts whose resources are backed up.',
  centralAccount: 'The account that receives the copies.',
  backupRole:
    'The role that AWS Backup assumes in the workload accounts, where a selection names none: name, path/name or ARN.',
  organization: 'The organization of the accounts.',
};

function member(
  name: keyof Answers,
  value: string | undefined,
  example: string,
  seen: readonly string[] = [],
): readonly string[] {
  const alternatives = seen.length < 2 || value !== undefined ? [] : [`    # Seen: ${seen.join(', ')}`];
  const line = value === undefined ? `    # ${name}: ${example}` : `    ${name}: ${value}`;
  return [`    # ${meanings[name]}`, ...alternatives, line];
}

function accountList(accounts: readonly string[] | undefined): string | undefined {
  return accounts === undefined || accounts.length === 0
    ? undefined
    : `[${accounts.map((account) => quoted(account)).join(', ')}]`;
}

/** Quoted, twelve digits are no number. What was accepted as an answer holds no quote. */
function quoted(text: string): string;
function quoted(text: string | undefined): string | undefined;
function quoted(text: string | undefined): string | undefined {
  return text === undefined ? undefined : `'${text}'`;
}
