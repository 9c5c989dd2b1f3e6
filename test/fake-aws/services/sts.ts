import { AwsError, optionalText, requiredText } from '../errors.ts';
import { policyText, type RoleSeed, type Seed } from '../seed.ts';
import type { Caller } from '../callers.ts';
import type { Call, Operations } from '../call.ts';
import { roleArn } from './iam.ts';

export const sts: Operations = {
  GetCallerIdentity: ({ caller }) => ({ UserId: caller.userId, Account: caller.account, Arn: caller.arn }),

  AssumeRole: (call, { seed, sessions }) => {
    const arn = requiredText(call.input, 'RoleArn', 'ValidationError');
    const session = sessionName(call);
    const duration = Number(optionalText(call.input, 'DurationSeconds') ?? 3600);
    const { account, role } = findRole(seed, arn) ?? {};
    checkCode(call);
    if (account === undefined || role === undefined || !trusts(role, call)) throw refused(call, arn);
    const caller: Caller = {
      account,
      arn: `arn:aws:sts::${account}:assumed-role/${role.name}/${session}`,
      userId: `AROAFAKE${role.name}:${session}`,
      role: arn,
    };
    const token = `session-${sessions.size + 1}-of-${account}`;
    sessions.set(token, caller);
    return {
      Credentials: {
        AccessKeyId: `ASIAFAKE${account}`,
        SecretAccessKey: `secret-of-${token}`,
        SessionToken: token,
        Expiration: new Date(Date.now() + duration * 1000).toISOString(),
      },
      AssumedRoleUser: { AssumedRoleId: caller.userId, Arn: caller.arn },
    };
  },
};

/** The code that every device shows. */
export const mfaCode = '246810';

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
function checkCode({ input }: Call): void {
  const code = optionalText(input, 'TokenCode');
  if (code === undefined) return;
  if (!/^\d{6}$/.test(code)) {
    throw new AwsError(
      'ValidationError',
      "1 validation error detected: Value at 'tokenCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\d]*",
    );
  }
  if (code !== mfaCode || optionalText(input, 'SerialNumber') === undefined) {
    throw new AwsError('AccessDenied', 'MultiFactorAuthentication failed with invalid MFA one time pass code. ', 403);
  }
}

function sessionName({ input }: Call): string {
  const name = requiredText(input, 'RoleSessionName', 'ValidationError');
  if (/^[\w+=,.@-]{2,64}$/.test(name)) return name;
  throw new AwsError(
    'ValidationError',
    `1 validation error detected: Value '${name}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`,
  );
}

function findRole(seed: Seed, arn: string): { account: string; role: RoleSeed } | undefined {
  const account = arn.split(':')[4] ?? '';
  const role = seed.accounts[account]?.roles?.find((role) => roleArn(account, role) === arn);
  return role === undefined ? undefined : { account, role };
}

interface TrustStatement {
  readonly Effect?: string;
  readonly Principal?: { readonly AWS?: string | readonly string[] } | string;
  readonly Condition?: {
    readonly StringEquals?: { readonly 'sts:ExternalId'?: string };
    readonly Bool?: { readonly 'aws:MultiFactorAuthPresent'?: string };
  };
}

/** The trust policies a seed needs: an Allow for everyone, the caller's account or the caller, with or without external id or MFA. */
function trusts(role: RoleSeed, call: Call): boolean {
  const { Statement = [] } = JSON.parse(policyText(role.trust)) as { Statement?: TrustStatement | TrustStatement[] };
  return [Statement].flat().some((statement) => statement.Effect === 'Allow' && admits(statement, call));
}

function admits({ Principal, Condition }: TrustStatement, { caller, input }: Call): boolean {
  const externalId = Condition?.StringEquals?.['sts:ExternalId'];
  if (externalId !== undefined && externalId !== input['ExternalId']) return false;
  const needsCode = Condition?.Bool?.['aws:MultiFactorAuthPresent'] === 'true';
  if (needsCode && input['TokenCode'] === undefined) return false;
  const named = typeof Principal === 'string' ? [Principal] : [Principal?.AWS ?? []].flat();
  const self = ['*', caller.account, `arn:aws:iam::${caller.account}:root`, caller.arn, caller.role];
  return named.some((principal) => self.includes(principal));
}

function refused({ caller }: Call, arn: string): AwsError {
  return new AwsError(
    'AccessDenied',
    `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
    403,
  );
}
