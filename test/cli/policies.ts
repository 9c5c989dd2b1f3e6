/** Key policies for tests of the command: the guidance's, and ways to break it. */
export const role = 'arn:aws:iam::111122223333:role/website-backup';
export const serviceLinkedRole =
  'arn:aws:iam::444455556666:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup';

export const deployment = ['--central-account', '444455556666', '--backup-role', 'website-backup'];

interface Parts {
  readonly sid?: string;
  readonly principals?: readonly string[];
  readonly extra?: readonly unknown[];
}

/** Sound as it is. */
export function keyPolicy({ sid = 'Use', principals = [role, serviceLinkedRole], extra = [] }: Parts = {}): string {
  const statement = (Sid: string, Action: readonly string[], rest: object = {}): object => ({
    Sid,
    Effect: 'Allow',
    Principal: { AWS: principals },
    Action,
    Resource: '*',
    ...rest,
  });
  const document = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' },
      statement(sid, [
        'kms:DescribeKey',
        'kms:Encrypt',
        'kms:Decrypt',
        'kms:ReEncrypt*',
        'kms:GenerateDataKey',
        'kms:GenerateDataKeyWithoutPlaintext',
      ]),
      statement('Grants', ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'], {
        Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      }),
      ...extra,
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Nothing for the central account. */
export const broken = keyPolicy({ principals: [role] });
export const sound = keyPolicy();
