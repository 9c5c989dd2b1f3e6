/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/kms_grant */
import type { KeyFragment } from '../../estate/fragment.ts';
import type { Grant } from '../../estate/model.ts';
import { defined } from '../kinds/defined.ts';
import { isObject } from '../kinds/kind.ts';
import { listOf, textOf, type TerraformResource } from './document.ts';
import { keyNames } from './key-names.ts';
import type { TerraformPlan } from './plan.ts';

export function grantOf(plan: TerraformPlan, resource: TerraformResource): KeyFragment[] {
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
