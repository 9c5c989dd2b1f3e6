import { expect, test } from 'vitest';
import { legCauses } from '../../src/report/leg-causes.ts';

const key = 'arn:aws:kms:eu-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

test('requests that different statements refuse for one reason are one sentence', () => {
  const refused = (action: string, pointer: string) =>
    ({
      principal: 'arn:aws:iam::111122223333:role/backup-role',
      action,
      key,
      outcome: 'denied',
      reason: 'explicit-deny',
      statements: [pointer],
      deciding: [{ policy: 'key-policy', policyIndex: 0, pointer, effect: 'Deny' }],
    }) as const;
  const causes = legCauses({
    kind: 'backup',
    from: 'a',
    to: 'b',
    outcome: 'denied',
    requests: [refused('kms:Decrypt', '/Statement/1'), refused('kms:CreateGrant', '/Statement/2')],
  });
  expect(causes).toEqual([
    'backup-role (111122223333) may not call kms:Decrypt, kms:CreateGrant on key 1234abcd: a Deny statement refuses it',
  ]);
});
