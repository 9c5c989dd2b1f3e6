import { AwsError } from './errors.ts';
import type { ServiceName } from './call.ts';
import type { Seed } from './seed.ts';

/** Who signed a request: a user of the account, or a role that was assumed in it. */
export interface Caller {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
  /** The ARN of the role that was assumed. */
  readonly role?: string;
}

/** Assumed roles by their session token. */
export type Sessions = Map<string, Caller>;

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The long-lived credentials by which the fake knows an account. */
export function credentialsFor(account: string): Credentials {
  return { accessKeyId: `AKIAFAKE${account}`, secretAccessKey: `secret-of-${account}` };
}

export interface Signature {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

/** Reads the credential scope of Signature Version 4; the signature itself is taken on trust. */
export function readSignature(authorization: string | undefined): Signature | undefined {
  const scope = /^AWS4-HMAC-SHA256 Credential=(\w+)\/\d{8}\/([\w-]+)\/([\w-]+)\/aws4_request,/.exec(
    authorization ?? '',
  );
  if (scope === null) return undefined;
  const [, accessKeyId = '', region = '', service = ''] = scope;
  return { accessKeyId, region, service };
}

export function callerOf(
  { accessKeyId, region }: Signature,
  sessionToken: string | undefined,
  { seed, sessions }: { readonly seed: Seed; readonly sessions: Sessions },
): Caller | undefined {
  const [, kind, account = ''] = /^(AKIA|ASIA)FAKE(\d{12})$/.exec(accessKeyId) ?? [];
  const known = Object.hasOwn(seed.accounts, account) ? seed.accounts[account] : undefined;
  if (known === undefined || known.notOptedIn?.includes(region) === true) return undefined;
  if (kind === 'AKIA') return { account, arn: `arn:aws:iam::${account}:user/reader`, userId: `AIDAFAKE${account}` };
  const session = sessions.get(sessionToken ?? '');
  return session?.account === account ? session : undefined;
}

/** How each service refuses credentials that it does not know. */
export function unknownCredentials(service: ServiceName): AwsError {
  const message = 'The security token included in the request is invalid.';
  switch (service) {
    case 'iam':
    case 'sts':
      return new AwsError('InvalidClientTokenId', message, 403);
    case 'ec2':
      return new AwsError('AuthFailure', 'AWS was not able to validate the provided access credentials', 401);
    case 'backup':
      return new AwsError('UnrecognizedClientException', message, 403);
    default:
      return new AwsError('UnrecognizedClientException', message);
  }
}
