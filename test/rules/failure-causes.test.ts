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
  { name: 'line breaks and other space', message: '  Given key\n  ID is\tnot accessible ', causes: [6] },
  {
    name: 'an ARN within what is fixed',
    message:
      'Given key ID arn:aws:kms:eu-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab is not accessible',
    causes: [6],
  },
  { name: 'misspelt words', message: 'Given key ID is not accesible', causes: [6] },
  { name: 'a word that is missing', message: 'Given key is not accessible', causes: [6] },
  {
    name: 'a message that is cut short',
    message: 'Copy job failed because the destination Backup vault is encry',
    causes: [4],
  },
  {
    name: 'a message that is cut short within its end',
    message: 'Copy job failed. The retention specified in the job is not within',
    causes: [10],
  },
  {
    name: 'a message of which the head is missing',
    message: '... exist, is not enabled or you do not have permissions to access it',
    causes: [7],
  },
  {
    name: 'the message in a whole log',
    message: `${'INFO the job is running as it is meant to\n'.repeat(500)}ERROR Given key ID is not accessible`,
    causes: [6],
  },
  {
    name: 'a long log without a message',
    message: 'INFO the job is running as it is meant to\n'.repeat(500),
    causes: [],
  },
  {
    name: 'typographic apostrophes',
    message: "Snapshots encrypted with the AWS managed key can't be shared",
    causes: [5],
  },
  { name: 'too little to tell', message: 'Copy job failed', causes: [] },
  {
    name: 'words of a message in an unlike sentence',
    message: 'The key of the backup vault is not what I had in mind when the job was made',
    causes: [],
  },
  { name: 'an empty message', message: '', causes: [] },
  { name: 'a message that is none of these', message: 'Backup job completed', causes: [] },
])('takes for what it is: $name', ({ message, causes }) => {
  expect(causesOf(message).map(({ number }) => number)).toEqual(causes);
});
