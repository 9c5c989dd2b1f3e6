/** The policies of keys: their own argument, or an `aws_kms_key_policy`. */
import { assertNever } from '../../estate/assert-never.ts';
import type { KeyFragment } from '../../estate/fragment.ts';
import type { KeyPolicy } from '../../estate/model.ts';
import { textOf, type TerraformResource } from './document.ts';
import { keyNames, keyTypes } from './key-names.ts';
import type { TerraformPlan } from './plan.ts';
import { policyOf } from './policies.ts';

/** A key that has no policy of its own may have one that does not tell which key it is for. */
export function ownPolicy(plan: TerraformPlan, key: TerraformResource, unowned: string | undefined): KeyPolicy {
  const policy = keyPolicyOf(plan, key);
  if (policy.kind !== 'default' || unowned === undefined) return policy;
  return { kind: 'unknown', why: `${unowned} may be for ${key.address}` };
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
export function separatePolicies(plan: TerraformPlan): SeparatePolicies {
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
