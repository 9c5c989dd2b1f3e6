import { epochSeconds, madeAt } from '../instant.ts';
import { AwsError, optionalText, requiredText } from '../errors.ts';
import { policyText, type KeySeed } from '../seed.ts';
import { regionOf, type RegionIndex } from '../region-index.ts';
import type { Call, Operations, Output, World } from '../call.ts';
import type { Page, Paging } from '../pages.ts';

/** Sizes: https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeys.html, API_ListAliases.html, API_ListGrants.html */
const paging = { size: 'Limit', token: 'Marker', badToken: 'InvalidMarkerException', badSize: 'ValidationException' };
const keyPaging: Paging = { ...paging, max: 1000, fallback: 100 };
const smallPaging: Paging = { ...paging, max: 100, fallback: 50 };

export const kms: Operations = {
  ListKeys: (call, { seed, pager }) => {
    const { keys } = regionOf(seed, call.caller.account, call.region);
    const page = pager(call, [...keys.keys()], keyPaging);
    const entry = (id: string): Output => ({ KeyId: id, KeyArn: keyArn(call.region, call.caller.account, id) });
    return { Keys: page.items.map(entry), ...markers(page) };
  },

  DescribeKey: (call, world) => {
    const { key, account } = findKey(call, world, { alias: true, otherAccounts: true });
    return { KeyMetadata: keyMetadata(call.region, account, key) };
  },

  GetKeyPolicy: (call, world) => {
    const { key } = findKey(call, world, { alias: false, otherAccounts: false });
    const name = optionalText(call.input, 'PolicyName') ?? 'default';
    if (name !== 'default') throw new AwsError('NotFoundException', `No such policy exists`);
    return { Policy: policyText(key.policy), PolicyName: name };
  },

  ListAliases: (call, world) => {
    const { aliases } = regionOf(world.seed, call.caller.account, call.region);
    const only =
      call.input['KeyId'] === undefined
        ? undefined
        : findKey(call, world, { alias: false, otherAccounts: false }).key.id;
    const wanted = [...aliases.values()].filter(({ keyId }) => only === undefined || keyId === only);
    const page = world.pager(call, wanted, smallPaging);
    const entry = ({ name, keyId }: (typeof wanted)[number]): Output => ({
      AliasName: name,
      AliasArn: `arn:aws:kms:${call.region}:${call.caller.account}:${name}`,
      TargetKeyId: keyId,
      CreationDate: keyId === undefined ? undefined : epochSeconds(madeAt),
      LastUpdatedDate: keyId === undefined ? undefined : epochSeconds(madeAt),
    });
    return { Aliases: page.items.map(entry), ...markers(page) };
  },

  ListGrants: (call, world) => {
    const { key, account } = findKey(call, world, { alias: false, otherAccounts: true });
    const grantee = optionalText(call.input, 'GranteePrincipal');
    const id = optionalText(call.input, 'GrantId');
    const wanted = (key.grants ?? []).filter(
      (grant) =>
        (grantee === undefined || grant.GranteePrincipal === grantee) && (id === undefined || grant.GrantId === id),
    );
    const page = world.pager(call, wanted, smallPaging);
    const common = { KeyId: keyArn(call.region, account, key.id), CreationDate: epochSeconds(madeAt) };
    return { Grants: page.items.map((grant) => ({ ...common, ...grant })), ...markers(page) };
  },
};

function markers({ next }: Page<unknown>): Output {
  return { NextMarker: next, Truncated: next !== undefined };
}

interface Found {
  readonly key: KeySeed;
  readonly account: string;
}

/** A key by id or ARN, and where the operation takes them by alias too; of another account where AWS permits that. */
function findKey(call: Call, { seed }: World, may: { alias: boolean; otherAccounts: boolean }): Found {
  const given = requiredText(call.input, 'KeyId');
  const { account, resource } = readKeyId(given, call);
  if (account !== call.caller.account && !may.otherAccounts) throw refusedTo(call, given);
  const index = regionOf(seed, account, call.region);
  const key = resource.startsWith('alias/') ? keyByAlias(index, resource, given, may.alias) : index.keys.get(resource);
  if (key !== undefined && account !== call.caller.account && !admits(key, call.caller.account)) {
    throw refusedTo(call, given);
  }
  if (key !== undefined) return { key, account };
  if (account !== call.caller.account) throw refusedTo(call, given);
  throw new AwsError('NotFoundException', `Key '${keyArn(call.region, account, resource)}' does not exist`);
}

function readKeyId(given: string, { region, caller }: Call): { account: string; resource: string } {
  const arn = /^arn:[\w-]+:kms:([\w-]*):(\d{12}):(?:key\/(.+)|(alias\/.+))$/.exec(given);
  if (arn === null && given.startsWith('arn:')) throw new AwsError('InvalidArnException', `Invalid arn ${given}`);
  if (arn === null) return { account: caller.account, resource: given };
  const [, arnRegion = '', account = '', keyId, alias] = arn;
  if (arnRegion !== region) throw new AwsError('NotFoundException', `Invalid arn ${arnRegion}`);
  return { account, resource: keyId ?? alias ?? '' };
}

function keyByAlias(index: RegionIndex, alias: string, given: string, allowed: boolean): KeySeed {
  if (!allowed) throw new AwsError('NotFoundException', `Invalid keyId ${given}`);
  const key = index.keys.get(index.aliases.get(alias)?.keyId ?? '');
  if (key !== undefined) return key;
  throw new AwsError('NotFoundException', `Alias ${given} is not found.`);
}

/** Across accounts the key policy must admit the caller; here it is enough that it names the caller's account. */
function admits({ policy }: KeySeed, account: string): boolean {
  return policyText(policy).includes(account);
}

function refusedTo({ caller, operation }: Call, resource: string): AwsError {
  return new AwsError(
    'AccessDeniedException',
    `User: ${caller.arn} is not authorized to perform: kms:${operation} on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access (${resource})`,
  );
}

function keyArn(region: string, account: string, id: string): string {
  return `arn:aws:kms:${region}:${account}:key/${id}`;
}

function keyMetadata(region: string, account: string, { id, metadata = {} }: KeySeed): Output {
  return {
    AWSAccountId: account,
    KeyId: id,
    Arn: keyArn(region, account, id),
    CreationDate: epochSeconds(madeAt),
    Enabled: metadata['KeyState'] === undefined || metadata['KeyState'] === 'Enabled',
    Description: '',
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeyState: 'Enabled',
    Origin: 'AWS_KMS',
    KeyManager: 'CUSTOMER',
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: false,
    ...metadata,
  };
}
