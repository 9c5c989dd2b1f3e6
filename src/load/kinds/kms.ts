/** What `aws kms` prints of keys beside their policies. https://docs.aws.amazon.com/kms/latest/APIReference/ */
import { z } from 'zod';
import { parseAccountId, splitArn } from '../../estate/arn.ts';
import type { KeyFragment } from '../../estate/fragment.ts';
import type { Grant } from '../../estate/model.ts';
import { groupBy } from '../../estate/group-by.ts';
import { defined } from './defined.ts';
import { optional, shapeLoader } from './shape.ts';

const text = optional(z.string());

export const keyDescription = z.object({
  KeyMetadata: z.object({
    KeyId: z.string(),
    Arn: text,
    AWSAccountId: text,
    KeyManager: text,
    KeyState: text,
    KeySpec: text,
    // The name that KeySpec had before 2021.
    CustomerMasterKeySpec: text,
    KeyUsage: text,
    Origin: text,
    MultiRegion: optional(z.boolean()),
    MultiRegionConfiguration: optional(z.object({ MultiRegionKeyType: text })),
  }),
});

/** `describe-key`, and `create-key`, which prints the same. */
export const loadKeyDescription = shapeLoader(keyDescription, ({ KeyMetadata: key }, context) => {
  const fragment: KeyFragment = {
    kind: 'key',
    names: [key.Arn, key.KeyId].filter((name) => name !== undefined),
    subject: key.Arn ?? context.subject,
    ...defined({
      account: parseAccountId(key.AWSAccountId ?? ''),
      manager: oneOf(['AWS', 'CUSTOMER'], key.KeyManager),
      state: key.KeyState,
      spec: key.KeySpec ?? key.CustomerMasterKeySpec,
      usage: key.KeyUsage,
      keyOrigin: key.Origin,
      multiRegion: key.MultiRegion,
      multiRegionKeyType: oneOf(['PRIMARY', 'REPLICA'], key.MultiRegionConfiguration?.MultiRegionKeyType),
    }),
    origin: context.at('KeyMetadata'),
  };
  return { fragments: [fragment] };
});

/** A value that is new to us is not known. */
function oneOf<T extends string>(values: readonly T[], value: string | undefined): T | undefined {
  return values.find((known) => known === value);
}

export const aliasList = z.object({
  Aliases: z.array(z.object({ AliasName: z.string(), AliasArn: text, TargetKeyId: text })),
});

/** `list-aliases`. An alias without a key is one that AWS has reserved for a managed key that does not exist yet. */
export const loadAliases = shapeLoader(aliasList, ({ Aliases }, context) => {
  const fragments = Aliases.flatMap((alias, index): KeyFragment[] => {
    if (alias.TargetKeyId === undefined) return [];
    const keyArn = alias.AliasArn && arnOfTarget(alias.AliasArn, alias.TargetKeyId);
    const names = [keyArn, alias.AliasArn, alias.TargetKeyId, alias.AliasName].filter((name) => name !== undefined);
    return [
      {
        kind: 'key',
        names,
        subject: keyArn ?? alias.AliasName,
        mentioned: true,
        origin: context.at('Aliases', index),
      },
    ];
  });
  return { fragments };
});

/** An alias and its key are in the same account and Region. https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html */
function arnOfTarget(aliasArn: string, keyId: string): string | undefined {
  const arn = splitArn(aliasArn);
  return arn && `arn:${arn.partition}:kms:${arn.region}:${arn.account}:key/${keyId}`;
}

export const grantList = z.object({
  Grants: z.array(
    z.object({
      KeyId: text,
      GrantId: text,
      GranteePrincipal: z.string(),
      RetiringPrincipal: text,
      Operations: z.array(z.string()),
      Constraints: optional(
        z.object({
          EncryptionContextSubset: optional(z.record(z.string(), z.string())),
          EncryptionContextEquals: optional(z.record(z.string(), z.string())),
          SourceArn: text,
        }),
      ),
    }),
  ),
});

/** `list-grants`. A page of one key; an empty one does not say whose. */
export const loadGrants = shapeLoader(grantList, ({ Grants }, context) => {
  const byKey = groupBy(Grants, ({ KeyId }) => KeyId);
  if (Grants.length === 0) byKey.set(undefined, []);
  const fragments = [...byKey].map(([keyId, grants]): KeyFragment => {
    return {
      kind: 'key',
      names: keyId === undefined ? [] : [keyId],
      subject: keyId ?? context.subject,
      mentioned: true,
      grants: grants.map(toGrant),
      origin: context.at('Grants'),
    };
  });
  return { fragments };
});

function toGrant({ Constraints, ...grant }: z.output<typeof grantList>['Grants'][number]): Grant {
  return { ...defined(grant), ...(Constraints && { Constraints: defined(Constraints) }) };
}
