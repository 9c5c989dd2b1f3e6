/** The accounts and principals of the reference's examples, and questions about one key. */
import { evaluate } from '../../src/iam/library.ts';
import type { EvaluateInput } from '../../src/iam/library.ts';
import type { Decision } from '../../src/iam/types.ts';

export const W = '111122223333';
export const C = '444455556666';
export const X = '777788889999';
export const org = 'o-ex4mple111';

export const role = `arn:aws:iam::${W}:role/acme-backup-service-role`;
export const slr = `arn:aws:iam::${C}:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup`;
export const stranger = `arn:aws:iam::${X}:role/stranger`;
export const session = `arn:aws:sts::${W}:assumed-role/acme-backup-service-role/AWSBackup-acme-backup-service-role`;
export const user = `arn:aws:iam::${W}:user/alice`;
export const rootOf = (account: string) => `arn:aws:iam::${account}:root`;

export const key = `arn:aws:kms:eu-west-2:${W}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
export const vault = `arn:aws:backup:eu-west-2:${C}:backup-vault:central`;

export const everything = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};
export const nothing = { Version: '2012-10-17', Statement: [] };

export const policy = (...statements: readonly object[]) => ({
  Version: '2012-10-17',
  Statement: statements,
});

/** A statement of a key policy; what matters is overridden. */
export const allow = (overrides: object) => ({
  Effect: 'Allow',
  Principal: { AWS: role },
  Action: 'kms:*',
  Resource: '*',
  ...overrides,
});

export const deny = (overrides: object) => ({
  ...allow({ Principal: '*' }),
  Effect: 'Deny',
  ...overrides,
});

export const delegation = allow({ Principal: { AWS: rootOf(W) } });

/** ROLE asks for Decrypt; what matters is overridden. */
export function ask(input: Partial<EvaluateInput>): Decision {
  return evaluate({
    principal: role,
    action: 'kms:Decrypt',
    resource: key,
    identityPolicies: [],
    ...input,
  });
}

/** One word for the outcome, told apart where a denial is explicit. */
export function verdict(input: Partial<EvaluateInput>): string {
  const { outcome, reason } = ask(input);
  return reason === 'explicit-deny' ? 'explicitly denied' : outcome;
}
