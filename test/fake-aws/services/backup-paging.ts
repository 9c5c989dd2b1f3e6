import type { Paging } from '../pages.ts';

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListBackupVaults.html: 1 to 1,000, no default given. */
export const backupPaging: Paging = {
  size: 'MaxResults',
  token: 'NextToken',
  max: 1000,
  fallback: 1000,
  badToken: 'InvalidParameterValueException',
  badSize: 'InvalidParameterValueException',
};
