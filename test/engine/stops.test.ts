/** A path is denied by whatever makes its jobs fail, not by refused requests alone. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { checkFolder } from '../support/check-folder.ts';

const deployments = fileURLToPath(new URL('../../fixtures/deployments/', import.meta.url));

test.for<readonly [string, readonly string[]]>([
  [
    'courts-with-strict-vault-lock',
    ['backup allowed', 'cross-account-copy allowed', 'cross-account-copy denied backup/vault-lock-retention'],
  ],
  [
    'theatre-role-without-trust',
    ['backup denied backup/service-role', 'cross-account-copy denied backup/service-role'],
  ],
  ['aquarium-role-without-copy-permission', ['backup allowed', 'cross-account-copy denied backup/service-role']],
  ['library-role-without-s3-policies', ['backup unknown backup/service-role', 'cross-account-copy allowed']],
  ['school-with-cron-mistake', ['backup denied backup/schedule', 'cross-account-copy denied backup/schedule']],
  [
    'observatory-cold-storage-too-short',
    ['backup denied backup/lifecycle', 'cross-account-copy denied backup/lifecycle'],
  ],
])('%s', async ([name, legs]) => {
  const { result } = await checkFolder(`${deployments}${name}`);
  const told = result.paths.flatMap((path) =>
    path.legs.map(({ leg, outcome, obstacles }) =>
      [
        leg.kind,
        outcome,
        ...new Set(obstacles.filter((obstacle) => obstacle.outcome === outcome).map(({ code }) => code)),
      ].join(' '),
    ),
  );
  expect([...new Set(told)].toSorted()).toEqual([...legs].toSorted());
});
