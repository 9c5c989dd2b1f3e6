/** Which accounts are looked at, and how each is entered. */
import { accountOf, splitArn } from '../../estate/arn.ts';
import { CannotStart } from './cannot-start.ts';
import { Place, type Asking } from './place.ts';
import type { ResolvedSettings } from './session.ts';

export interface Identity {
  readonly account: string;
  readonly partition: string;
}

export interface AccountScope {
  readonly accounts: readonly string[];
  /** A role's name with its path, or its ARN. */
  readonly assumeRole?: string | undefined;
}

/** The accounts that are asked for by number, or the one of the role, or the credentials' own. */
export function accountsAskedFor({ accounts, assumeRole }: AccountScope, own: Identity): readonly string[] {
  const ofRole = accountOf(assumeRole ?? '');
  const wanted = accounts.length > 0 ? [...new Set(accounts)].sort() : [ofRole ?? own.account];
  const [foreign] = wanted.filter((account) => account !== own.account);
  if (foreign === undefined || assumeRole !== undefined) return wanted;
  throw new CannotStart(`the credentials are for account ${own.account}, not for ${foreign}`, [
    'give --assume-role NAME, a role of that account that they may assume, or another --profile',
  ]);
}

/** How an account is entered; `undefined`: its role cannot be assumed, which is noted. */
export async function enter(
  account: string,
  {
    own,
    base,
    assumeRole,
  }: { readonly own: Identity; readonly base: ResolvedSettings; readonly assumeRole?: string | undefined },
  inScope: boolean,
  asking: Asking,
): Promise<ResolvedSettings | undefined> {
  // A role of the own account is assumed where its ARN says so; a bare name is meant for the others.
  if (assumeRole === undefined || (account === own.account && accountOf(assumeRole) !== account)) return base;
  const RoleArn = `arn:${own.partition}:iam::${account}:role/${roleIn(assumeRole)}`;
  const sts = new Place({ account: own.account, region: base.region, inScope, client: base }, asking);
  const assume = async () => {
    const answer = await sts.ask('sts:AssumeRole', { RoleArn, RoleSessionName: 'backuplint' }, RoleArn, true);
    return answer?.Credentials;
  };
  const first = await assume();
  if (first === undefined) {
    sts.close();
    return undefined;
  }
  let fresh: typeof first | undefined = first;
  const credentials = async () => {
    const given = fresh ?? (await assume()) ?? first;
    fresh = undefined;
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = given;
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      expiration: Expiration,
    };
  };
  return { ...base, credentials };
}

function roleIn(role: string): string {
  return (splitArn(role)?.resource ?? role).replace(/^\/?(role\/)?/, '');
}
