import { describe, expect, test } from 'vitest';
import { soundPolicyFile, type ExampleStatement } from '../../../rules/examples.ts';
import { checkPolicy } from '../../support/check-files.ts';
import { lineOf } from '../../support/findings.ts';

function statement(parts: ExampleStatement): ExampleStatement {
  return {
    Effect: 'Allow',
    Principal: { AWS: 'AROAEXAMPLEID12345678' },
    Action: 'kms:Decrypt',
    Resource: '*',
    ...parts,
  };
}

describe('kms/orphaned-principal', () => {
  test.for<{ name: string; policy: string; lines: readonly string[] }>([
    {
      name: 'a role, told once however often it stands there',
      policy: soundPolicyFile(statement({}), statement({ Action: 'kms:Encrypt' })),
      lines: [
        'warning /Statement/3/Principal/AWS The key policy names AROAEXAMPLEID12345678, the unique id of a role that was deleted; it matches nobody',
      ],
    },
    {
      name: 'a user in a list',
      policy: soundPolicyFile(
        statement({ Principal: { AWS: ['arn:aws:iam::111122223333:role/app', 'AIDAEXAMPLEID12345678'] } }),
      ),
      lines: [
        'warning /Statement/3/Principal/AWS/1 The key policy names AIDAEXAMPLEID12345678, the unique id of a user that was deleted; it matches nobody',
      ],
    },
    {
      name: 'one that a Deny was to spare',
      policy: soundPolicyFile({
        Effect: 'Deny',
        NotPrincipal: { AWS: ['AROAEXAMPLEID12345678', '111122223333', '444455556666'] },
        Action: 'kms:ScheduleKeyDeletion',
        Resource: '*',
      }),
      lines: [
        'warning /Statement/3/NotPrincipal/AWS/0 The key policy names AROAEXAMPLEID12345678, the unique id of a role that was deleted; it matches nobody',
      ],
    },
    {
      name: 'a role of such a name',
      policy: soundPolicyFile(
        statement({ Principal: { AWS: 'arn:aws:iam::111122223333:role/AROAEXAMPLEID12345678' } }),
      ),
      lines: [],
    },
  ])('$name', async ({ policy, lines }) => {
    expect((await checkPolicy(policy)).map(lineOf)).toEqual(lines);
  });
});
