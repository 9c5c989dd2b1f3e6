/** Keys, their policies, aliases and grants. https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/kms_key */
import { parseAccountId } from '../../estate/arn.ts';
import { assertNever } from '../../estate/assert-never.ts';
import type { KeyFragment } from '../../estate/fragment.ts';
import type { Grant, KeyPolicy } from '../../estate/model.ts';
import { isObject, type JsonObject } from '../kinds/kind.ts';
import { defined } from '../kinds/defined.ts';
import { listOf, textOf, type TerraformResource } from './document.ts';
import type { TerraformPlan } from './plan.ts';
import { policyOf } from './policies.ts';

const keyTypes = ['aws_kms_key', 'aws_kms_external_key', 'aws_kms_replica_key', 'aws_kms_replica_external_key'];
const knownKeyTypes: ReadonlySet<string> = new Set([...keyTypes, 'data.aws_kms_key']);
const keySources: ReadonlySet<string> = new Set([
  ...knownKeyTypes,
  'aws_kms_alias',
  'data.aws_kms_alias',
  'aws_ebs_default_kms_key',
  'data.aws_ebs_default_kms_key',
]);

/** Names of the key that an argument refers to; none where nothing tells it. */
export function keyNames(plan: TerraformPlan, resource: TerraformResource, attribute: string): readonly string[] {
  return keyNamesOf(plan, resource, resource.values[attribute], plan.configuration.argument(resource, attribute));
}

export function keyNamesOf(
  plan: TerraformPlan,
  resource: TerraformResource,
  value: unknown,
  expression: unknown,
): readonly string[] {
  if (typeof value === 'string' && value !== '') return [withoutAlias(plan, resource, value)];
  const source = plan.source(resource, expression, keySources);
  return source === undefined ? [] : [plan.local(source)];
}

/** `alias/…` and a bare key id mean one of the provider's account and Region. */
function withoutAlias(plan: TerraformPlan, resource: TerraformResource, name: string): string {
  if (name.startsWith('arn:') || name.startsWith('alias/aws/')) return name;
  const isAlias = name.startsWith('alias/');
  return plan.arn(resource, 'kms', isAlias ? name : `key/${name}`) ?? name;
}

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

/** A key that has no policy of its own may have one that does not tell which key it is for. */
function ownPolicy(plan: TerraformPlan, key: TerraformResource, unowned: string | undefined): KeyPolicy {
  const policy = keyPolicyOf(plan, key);
  if (policy.kind !== 'default' || unowned === undefined) return policy;
  return { kind: 'unknown', why: `${unowned} may be for ${key.address}` };
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

function keyPolicyOf(plan: TerraformPlan, key: TerraformResource): KeyPolicy {
  const found = policyOf(plan, key, 'policy');
  switch (found.kind) {
    case 'given':
      return { kind: 'given', ...found.policy };
    case 'none':
      return { kind: 'default' };
    case 'unknown':
      return { kind: 'unknown', why: `the policy of ${key.address} is ${found.why}` };
    default:
      return assertNever(found);
  }
}

interface SeparatePolicies {
  /** By the name of the key. */
  readonly separate: ReadonlyMap<string, KeyFragment>;
  /** One of which the key is not known. */
  readonly unowned: string | undefined;
}

/** The argument of a key gives way to its `aws_kms_key_policy`. */
function separatePolicies(plan: TerraformPlan): SeparatePolicies {
  let unowned: string | undefined;
  const policies = new Map<string, KeyFragment>();
  const byId = new Map(
    plan.ofType(...keyTypes).flatMap((key) => idsOf(key).map((id) => [id, plan.local(key)] as const)),
  );
  for (const resource of plan.ofType('aws_kms_key_policy')) {
    const [name] = keyNames(plan, resource, 'key_id');
    const id = textOf(resource.values['key_id']);
    const owner = (id && byId.get(id)) ?? name;
    if (owner === undefined) {
      plan.note(resource.address, `which key it is for is ${plan.why(resource, argument(plan, resource))}`);
      unowned ??= resource.address;
      continue;
    }
    policies.set(owner, {
      kind: 'key',
      names: [owner],
      subject: owner.startsWith('local:') ? resource.address : owner,
      mentioned: true,
      policy: keyPolicyOf(plan, resource),
      bare: false,
      origin: plan.at(resource),
    });
  }
  return { separate: policies, unowned };
}

function argument(plan: TerraformPlan, resource: TerraformResource): unknown {
  return plan.configuration.argument(resource, 'key_id');
}

function idsOf({ values }: TerraformResource): string[] {
  return ['arn', 'key_id', 'id'].flatMap((attribute) => textOf(values[attribute]) ?? []);
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

function grantOf(plan: TerraformPlan, resource: TerraformResource): KeyFragment[] {
  const names = keyNames(plan, resource, 'key_id');
  const grantee = textOf(resource.values['grantee_principal']);
  if (names.length === 0 || grantee === undefined) {
    plan.note(resource.address, 'its key or its grantee is only known after apply');
    return [];
  }
  const grant: Grant = {
    GranteePrincipal: grantee,
    ...defined({
      GrantId: textOf(resource.values['grant_id']),
      RetiringPrincipal: textOf(resource.values['retiring_principal']) || undefined,
    }),
    Operations: listOf(resource.values['operations']).filter((each) => typeof each === 'string'),
    ...constraintsOf(resource.values['constraints']),
  };
  return [
    { kind: 'key', names, subject: resource.address, mentioned: true, grants: [grant], origin: plan.at(resource) },
  ];
}

function constraintsOf(value: unknown): Pick<Grant, 'Constraints'> {
  const [constraints] = listOf(value);
  if (!isObject(constraints)) return {};
  return {
    Constraints: defined({
      EncryptionContextEquals: contextOf(constraints['encryption_context_equals']),
      EncryptionContextSubset: contextOf(constraints['encryption_context_subset']),
    }),
  };
}

function contextOf(value: unknown): Record<string, string> | undefined {
  if (!isObject(value)) return undefined;
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function booleanOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}
