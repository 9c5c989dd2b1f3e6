/** Keys: aliases, descriptions, policies, and the grants of those that are in doubt. */
import { isAwsManagedAlias } from '../../estate/linking/key-names.ts';
import { keyIdOf } from '../../estate/arn.ts';
import { inTurn } from './in-turn.ts';
import type { Place } from './place.ts';

export async function collectKeys(place: Place): Promise<void> {
  const [aliases, keys] = await Promise.all([place.list('kms:ListAliases', {}), place.list('kms:ListKeys', {})]);
  const { Aliases } = aliases.answer;
  if (aliases.isWhole || Aliases.length > 0) place.keep('kms:ListAliases', aliases.answer);
  // Their aliases say all there is to say of AWS managed keys: their policies cannot be changed.
  const managed = new Set(
    Aliases.filter(({ AliasName }) => isAwsManagedAlias(AliasName)).map(({ TargetKeyId }) => TargetKeyId),
  );
  const arns = keys.answer.Keys.map(({ KeyArn }) => KeyArn);
  const customer = arns.filter((arn) => !managed.has(keyIdOf(arn)));
  await inTurn(customer, async (arn) => collectKey(place, arn));
}

export async function collectKey(place: Place, arn: string): Promise<void> {
  const [description, policy] = await Promise.all([
    place.ask('kms:DescribeKey', { KeyId: arn }, arn),
    place.ask('kms:GetKeyPolicy', { KeyId: arn, PolicyName: 'default' }, arn),
  ]);
  if (description) place.keep('kms:DescribeKey', description, arn);
  if (policy) place.keep('kms:GetKeyPolicy', { Policy: policy.Policy }, arn);
}

export async function collectGrants(place: Place, arn: string): Promise<void> {
  const { isWhole, answer } = await place.list('kms:ListGrants', { KeyId: arn }, arn);
  if (isWhole) place.keep('kms:ListGrants', answer, arn);
}
