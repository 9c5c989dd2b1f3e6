import { describe, expect, test } from 'vitest';
import {
  exampleRole,
  exampleServiceLinkedRole,
  grantStatement,
  policyFile,
  rootStatement,
  useStatement,
} from '../../../rules/examples.ts';
import { copyToCentral, planFile, selectionFile } from '../../../rules/backup/support/examples.ts';
import { checkPolicy, findingsOf } from '../../support/check-files.ts';

const path = 'aws-service-role/backup.amazonaws.com/';

function naming(...linkedRoles: readonly string[]): string {
  const Principal = { AWS: [exampleRole, ...linkedRoles] };
  return policyFile(rootStatement, { ...useStatement, Principal }, { ...grantStatement, Principal });
}

describe('kms/service-linked-role-arn', () => {
  test.for<{ name: string; policy: string; faults: readonly string[] }>([
    { name: 'the ARN in full', policy: naming(exampleServiceLinkedRole), faults: [] },
    {
      name: 'without its path',
      policy: naming('arn:aws:iam::444455556666:role/AWSServiceRoleForBackup'),
      faults: [`the path ${path} is missing`],
    },
    {
      name: 'with the path of service roles',
      policy: naming('arn:aws:iam::444455556666:role/service-role/AWSServiceRoleForBackup'),
      faults: [`the path is service-role/, not ${path}`],
    },
    {
      name: 'with its path in another letter case',
      policy: naming('arn:aws:iam::444455556666:role/aws-service-role/Backup.amazonaws.com/AWSServiceRoleForBackup'),
      faults: [`the path is aws-service-role/Backup.amazonaws.com/, not ${path}`],
    },
    {
      name: "of the workload account, while the central account's is missing",
      policy: naming(`arn:aws:iam::111122223333:role/${path}AWSServiceRoleForBackup`),
      faults: ['the account is 111122223333, not the central account 444455556666'],
    },
    {
      name: "of the workload account, beside the central account's",
      policy: naming(`arn:aws:iam::111122223333:role/${path}AWSServiceRoleForBackup`, exampleServiceLinkedRole),
      faults: [],
    },
    {
      name: 'of another partition',
      policy: naming(`arn:aws-us-gov:iam::444455556666:role/${path}AWSServiceRoleForBackup`),
      faults: ['the partition is aws-us-gov, not aws'],
    },
    {
      name: 'with its name in another letter case',
      policy: naming(`arn:aws:iam::444455556666:role/${path}AwsServiceRoleForBackup`),
      faults: ['the name is AwsServiceRoleForBackup, not AWSServiceRoleForBackup'],
    },
    {
      name: 'with two mistakes',
      policy: naming('arn:aws:iam::444455556666:role/AWSServiceRoleForBackups'),
      faults: [`the path ${path} is missing and the name is AWSServiceRoleForBackups, not AWSServiceRoleForBackup`],
    },
    {
      name: 'a sibling that does something else',
      policy: naming(
        exampleServiceLinkedRole,
        'arn:aws:iam::444455556666:role/aws-service-role/reports.backup.amazonaws.com/AWSServiceRoleForBackupReports',
      ),
      faults: [],
    },
    {
      name: 'in a condition',
      policy: policyFile(
        rootStatement,
        ...[useStatement, grantStatement].map((statement) => ({
          ...statement,
          Principal: '*',
          Condition: {
            ...Object(statement['Condition']),
            ArnEquals: { 'aws:PrincipalArn': [exampleRole, 'arn:aws:iam::444455556666:role/AWSServiceRoleForBackup'] },
          },
        })),
      ),
      faults: [`the path ${path} is missing`],
    },
    {
      name: 'as a pattern that matches the role',
      policy: policyFile(
        rootStatement,
        ...[useStatement, grantStatement].map((statement) => ({
          ...statement,
          Principal: '*',
          Condition: {
            ...Object(statement['Condition']),
            ArnLike: { 'aws:PrincipalArn': [exampleRole, `arn:aws:iam::*:role/${path}AWSServiceRoleForBackup`] },
          },
        })),
      ),
      faults: [],
    },
  ])('$name', async ({ policy, faults }) => {
    const findings = (await checkPolicy(policy)).filter(({ rule }) => rule === 'kms/service-linked-role-arn');
    const told = findings.map(({ message }) =>
      message.replace(/^.* is not the service-linked role of AWS Backup: /, ''),
    );
    expect(told).toEqual(faults);
    for (const { help, severity } of findings) {
      expect(help).toBe(`Write ${exampleServiceLinkedRole} instead.`);
      expect(severity).toBe('error');
    }
  });

  test('one wrong ARN in several statements is told once, at the first', async () => {
    const findings = await checkPolicy(naming('arn:aws:iam::444455556666:role/AWSServiceRoleForBackup'));
    expect(findings.map(({ rule }) => rule)).toEqual([
      'kms/use-access',
      'kms/grant-access',
      'kms/service-linked-role-arn',
    ]);
    expect(findings[2]?.origin).toMatchObject({ pointer: '/Statement/1/Principal/AWS/1' });
    expect(findings[0]?.explanation[0]).toContain('ARN lacks the path');
  });

  test("the partition is the one that the plan's ARNs show, where none is configured", async () => {
    const inGovCloud = (text: string) => text.replaceAll('arn:aws:', 'arn:aws-us-gov:');
    const files = {
      'plan.json': inGovCloud(planFile({ CopyActions: [copyToCentral] })),
      'selection.json': inGovCloud(selectionFile({ Resources: ['arn:aws:rds:*:*:db:*'] })),
      'policy.json': inGovCloud(naming(exampleServiceLinkedRole)),
    };
    expect(await findingsOf('kms/service-linked-role-arn', files)).toEqual([]);
    const foreign = { ...files, 'policy.json': naming(exampleServiceLinkedRole) };
    expect(await findingsOf('kms/service-linked-role-arn', foreign)).toHaveLength(1);
  });
});
