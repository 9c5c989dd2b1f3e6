import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { causesOf, failureCauses } from '../../rules/failure-causes.ts';
import { rules } from '../../rules/index.ts';
import { failureCausesPage } from '../../scripts/failure-causes-page.ts';

describe('the table of failure causes', () => {
  test('holds all twenty-five causes, in order', () => {
    expect(failureCauses.map(({ number }) => number)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
  });

  test('says for every cause what AWS shows, and which rule predicts it or why none can', () => {
    const silent = failureCauses.filter(({ messages, symptom }) => messages.length === 0 && symptom === undefined);
    const unexplained = failureCauses.filter(({ rules, note }) => rules.length === 0 && note === undefined);
    expect([...silent, ...unexplained].map(({ number }) => number)).toEqual([]);
  });

  test('names rules that exist', () => {
    const known = new Set(rules.map(({ id }) => id));
    const unknown = failureCauses.flatMap((cause) => cause.rules).filter((id) => !known.has(id));
    expect(unknown).toEqual([]);
  });

  test('is what the page shows', async () => {
    const page = await readFile(new URL('../../docs/failure-causes.md', import.meta.url), 'utf8');
    expect(page).toBe(failureCausesPage());
  });

  test('finds each cause by each of its own messages', () => {
    const lost = failureCauses.flatMap((cause) =>
      cause.messages.filter((parts) => !causesOf(parts.join(' something ')).includes(cause)),
    );
    expect(lost).toEqual([]);
  });
});

test.for([
  {
    name: 'a whole message with what differs from job to job',
    message:
      'The source snapshot KMS key [arn:aws:kms:eu-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab] does not exist, is not enabled or you do not have permissions to access it',
    causes: [7],
  },
  {
    name: 'the closest of several causes first',
    message:
      'AMI snapshot copy failed with error: Given key ID is not accessible. You must have DescribeKey permissions on the default key',
    causes: [6],
  },
  {
    name: 'text around the message and another letter case',
    message: 'StatusMessage: ACCESS DENIED trying to call AWS Backup service (Service: Backup)',
    causes: [3],
  },
  {
    name: 'the role refused an action of AWS Backup: its policies',
    message:
      'User: arn:aws:sts::111122223333:assumed-role/website-backup/AWSBackup is not authorized to perform: backup:CopyFromBackupVault',
    causes: [17],
  },
  {
    name: 'parts in another order',
    message: 'does not exist, is not enabled or you do not have permissions to access it: The source snapshot KMS key',
    causes: [],
  },
  { name: 'a message that is none of these', message: 'Backup job completed', causes: [] },
])('recognises $name', ({ message, causes }) => {
  expect(causesOf(message).map(({ number }) => number)).toEqual(causes);
});
