import { expect, test } from 'vitest';
import { deploymentsOf, type DeploymentFlags } from '../../src/config/deployments.ts';
import type { ConfigFile } from '../../src/config/schema.ts';
import type { AccountId } from '../../src/estate/arn.ts';

const central = '444455556666' as AccountId;
const workload = '111122223333' as AccountId;
const website = { name: 'website', centralAccount: central, backupRole: 'website-backup' };
const paths = { [workload]: 'o-a1b2c3d4e5/r-ab12/' };

const config = (...deployments: NonNullable<ConfigFile['deployments']>): ConfigFile => ({ deployments });

test.for<[string, DeploymentFlags, ConfigFile | undefined, unknown]>([
  ['nothing is known', {}, undefined, [{ name: 'default', partition: 'aws' }]],
  [
    'flags alone make a deployment',
    { centralAccount: central, workloadAccounts: [workload], backupRole: 'b' },
    undefined,
    [{ name: 'default', partition: 'aws', centralAccount: central, workloadAccounts: [workload], backupRole: 'b' }],
  ],
  ['the config alone', {}, config(website), [{ ...website, partition: 'aws' }]],
  [
    'a flag overrides the single deployment',
    { backupRole: 'other' },
    config(website),
    [{ ...website, backupRole: 'other', partition: 'aws' }],
  ],
  [
    'a flag fills in the single deployment',
    { organization: 'o-a1b2c3d4e5' },
    config(website),
    [{ ...website, partition: 'aws', organization: { id: 'o-a1b2c3d4e5' } }],
  ],
  [
    "the same organization keeps the config's paths",
    { organization: 'o-a1b2c3d4e5' },
    config({ ...website, organization: { id: 'o-a1b2c3d4e5', paths } }),
    [{ ...website, partition: 'aws', organization: { id: 'o-a1b2c3d4e5', paths } }],
  ],
  [
    "another organization does not take the config's paths",
    { organization: 'o-ffffffffff' },
    config({ ...website, organization: { id: 'o-a1b2c3d4e5', paths } }),
    [{ ...website, partition: 'aws', organization: { id: 'o-ffffffffff' } }],
  ],
  [
    "the role's ARN tells the partition",
    { backupRole: 'arn:aws-cn:iam::111122223333:role/b' },
    undefined,
    [{ name: 'default', partition: 'aws-cn', backupRole: 'arn:aws-cn:iam::111122223333:role/b' }],
  ],
  [
    'several deployments',
    {},
    config(website, { name: 'shop' }),
    [
      { ...website, partition: 'aws' },
      { name: 'shop', partition: 'aws' },
    ],
  ],
])('%s', ([, flags, file, expected]) => {
  expect(deploymentsOf(flags, file)).toEqual(expected);
});

test('flags beside several deployments are refused, since they may mean any', () => {
  expect(() => deploymentsOf({ backupRole: 'b' }, config(website, { name: 'shop' }))).toThrow(
    "flags cannot tell which of the config's 2 deployments they mean",
  );
});
