import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { accountOf, keyIdOf, regionOf, roleNameOf, splitArn, vaultNameOf } from '../../src/estate/arn.ts';

test.for([
  ['a key', 'arn:aws:kms:eu-west-2:111122223333:key/1', ['aws', 'kms', 'eu-west-2', '111122223333', 'key/1']],
  ['a bucket, which has neither Region nor account', 'arn:aws:s3:::b', ['aws', 's3', '', '', 'b']],
  ['a resource with colons', 'arn:aws:rds:r:1:db:a:b', ['aws', 'rds', 'r', '1', 'db:a:b']],
  ['an empty resource', 'arn:aws:rds:r:1:', ['aws', 'rds', 'r', '1', '']],
] as const)('splits %s', ([, arn, parts]) => {
  const [partition, service, region, account, resource] = parts;
  expect(splitArn(arn)).toEqual({ partition, service, region, account, resource });
});

test.for([
  '',
  'arn',
  'arn:',
  'arn:aws',
  'arn:aws:s3',
  'arn:aws:s3:r',
  'arn:aws:s3:r:1',
  'arn::s3:::b',
  'arn:aws::::b',
  'x:aws:s3:::b',
  'alias/a',
])('%s is no ARN', (text) => {
  expect(splitArn(text)).toBeUndefined();
});

test('agrees with splitting at each colon', () => {
  const text = fc.string({ unit: fc.constantFrom('arn', ':', 'a', '1', '/'), maxLength: 14 });
  fc.assert(
    fc.property(text, (rest) => {
      const arn = `arn:${rest}`;
      const [, partition = '', service = '', region, account, ...resource] = arn.split(':');
      const isArn = partition !== '' && service !== '' && resource.length > 0;
      expect(splitArn(arn)).toEqual(
        isArn ? { partition, service, region, account, resource: resource.join(':') } : undefined,
      );
    }),
    { numRuns: 1000 },
  );
});

test.for([
  ['account', accountOf, 'arn:aws:kms:r:012345678901:key/1', '012345678901'],
  ['no account', accountOf, 'arn:aws:iam::aws:policy/x', undefined],
  ['Region', regionOf, 'arn:aws:kms:eu-west-2:1:key/1', 'eu-west-2'],
  ['no Region', regionOf, 'arn:aws:s3:::b', undefined],
  ['key id', keyIdOf, 'arn:aws:kms:r:1:key/mrk-1', 'mrk-1'],
  ['no key id in an alias', keyIdOf, 'arn:aws:kms:r:1:alias/key/x', undefined],
  ['role name behind a path', roleNameOf, 'arn:aws:iam::1:role/a/b/name', 'name'],
  ['no role name in a user', roleNameOf, 'arn:aws:iam::1:user/name', undefined],
  ['vault name', vaultNameOf, 'arn:aws:backup:r:1:backup-vault:v', 'v'],
  ['no vault name in a recovery point', vaultNameOf, 'arn:aws:backup:r:1:recovery-point:v', undefined],
] as const)('%s', ([, read, arn, expected]) => {
  expect(read(arn)).toBe(expected);
});
