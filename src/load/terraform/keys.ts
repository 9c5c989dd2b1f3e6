/** Keys and their aliases. https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/kms_key */
import { parseAccountId } from '../../estate/arn.ts';
import type { KeyFragment } from '../../estate/fragment.ts';
import { defined } from '../kinds/defined.ts';
import type { JsonObject } from '../kinds/kind.ts';
import { textOf, type TerraformResource } from './document.ts';
import { grantOf } from './grants.ts';
import { keyNames, keyTypes } from './key-names.ts';
import { ownPolicy, separatePolicies } from './key-policies.ts';
import type { TerraformPlan } from './plan.ts';

export function keyFragments(plan: TerraformPlan): readonly KeyFragment[] {
  const { separate, unowned } = separatePolicies(plan);
  const keys = plan.ofType(...keyTypes).map((key) => managedKey(plan, key, separate.has(plan.local(key)), unowned));
  return [
    ...keys,
    ...plan.ofType('data.aws_kms_key').map((key) => describedKey(plan, key)),
    ...separate.values(),
    ...plan.ofType('aws_kms_alias', 'data.aws_kms_alias').map((alias) => aliasOf(plan, alias)),
    ...plan.ofType('aws_ebs_default_kms_key', 'data.aws_ebs_default_kms_key').flatMap((key) => defaultKey(plan, key)),
    ...plan.ofType('aws_kms_grant').flatMap((grant) => grantOf(plan, grant)),
  ];
}

function managedKey(
  plan: TerraformPlan,
  key: TerraformResource,
  hasSeparatePolicy: boolean,
  unowned: string | undefined,
): KeyFragment {
  const { values, type } = key;
  const isReplica = type.includes('replica');
  return {
    kind: 'key',
    names: namesOf(plan, key),
    subject: key.address,
    ...placeOf(plan, key),
    manager: 'CUSTOMER',
    ...defined({
      state: stateOf(values),
      spec: textOf(values['customer_master_key_spec']) ?? textOf(values['key_spec']),
      usage: textOf(values['key_usage']),
      keyOrigin: type.includes('external') ? 'EXTERNAL' : undefined,
      multiRegion: isReplica ? true : booleanOf(values['multi_region']),
    }),
    ...(isReplica && { multiRegionKeyType: 'REPLICA' as const }),
    ...(hasSeparatePolicy ? {} : { policy: ownPolicy(plan, key, unowned) }),
    bare: false,
    origin: plan.at(key),
  };
}

/** `enabled` or `is_enabled` is the wish, `key_state` what was found. */
function stateOf(values: JsonObject): string | undefined {
  if (values['is_enabled'] === false || values['enabled'] === false) return 'Disabled';
  const state = textOf(values['key_state']);
  return state === undefined || state === '' ? undefined : state;
}

function placeOf(plan: TerraformPlan, resource: TerraformResource): Pick<KeyFragment, 'account' | 'region'> {
  const { account, region } = plan.place(resource);
  return defined({ account, region });
}

function namesOf(plan: TerraformPlan, { values, ...resource }: TerraformResource): readonly string[] {
  const arn = textOf(values['arn']);
  const local = plan.local({ values, ...resource });
  return arn === undefined || arn === '' ? [local] : [arn, local];
}

const managers = ['AWS', 'CUSTOMER'] as const;

function describedKey(plan: TerraformPlan, key: TerraformResource): KeyFragment {
  const { values } = key;
  const account = parseAccountId(textOf(values['aws_account_id']) ?? '');
  const { key_manager: manager } = values;
  const names = [...namesOf(plan, key), textOf(values['key_id']) ?? ''];
  return {
    kind: 'key',
    names: names.filter(
      (name) => name !== '' && (name.startsWith('arn:') || name.startsWith('local:') || isAlias(name)),
    ),
    subject: key.address,
    ...placeOf(plan, key),
    ...defined({
      account: account ?? plan.place(key).account,
      manager: managers.find((known) => known === manager),
      state: stateOf(values),
      spec: textOf(values['key_spec']) ?? textOf(values['customer_master_key_spec']),
      usage: textOf(values['key_usage']),
      keyOrigin: textOf(values['origin']),
      multiRegion: booleanOf(values['multi_region']),
    }),
    origin: plan.at(key),
  };
}

function isAlias(name: string): boolean {
  return name.startsWith('alias/');
}

function aliasOf(plan: TerraformPlan, alias: TerraformResource): KeyFragment {
  const { values } = alias;
  const name = textOf(values['name']);
  const arn = textOf(values['arn']) ?? plan.arn(alias, 'kms', name);
  const target =
    alias.mode === 'data'
      ? [textOf(values['target_key_arn']) ?? '']
      : [textOf(values['target_key_arn']) ?? '', ...keyNames(plan, alias, 'target_key_id')];
  const names = [...target, plan.local(alias), arn ?? name ?? ''].filter((each) => each !== '');
  return { kind: 'key', names, subject: alias.address, mentioned: true, origin: plan.at(alias) };
}

/** The key that volumes get when encryption is on and none is named. */
function defaultKey(plan: TerraformPlan, resource: TerraformResource): KeyFragment[] {
  const names = keyNames(plan, resource, 'key_arn');
  if (names.length === 0) return [];
  const all = [...names, plan.local(resource)];
  return [{ kind: 'key', names: all, subject: resource.address, mentioned: true, origin: plan.at(resource) }];
}

function booleanOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}
