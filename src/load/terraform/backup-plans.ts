/** Plans with their rules and copies. https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/backup_plan */
import { accountOf, regionOf } from '../../estate/arn.ts';
import type { PlanFragment, PlanRuleFragment } from '../../estate/fragment.ts';
import { originAt } from '../../estate/origin.ts';
import { defined } from '../kinds/defined.ts';
import { isObject, type JsonObject } from '../kinds/kind.ts';
import { constantOf } from './configuration.ts';
import { Copies, vaultOfArgument } from './copy-actions.ts';
import { listOf, objectOf, textOf, type TerraformResource } from './document.ts';
import { days, known } from './known.ts';
import { isOpenSetting, lifecycleOf } from './lifecycle.ts';
import type { TerraformPlan } from './plan.ts';

export function planFragments(plan: TerraformPlan): readonly PlanFragment[] {
  return plan.ofType('aws_backup_plan').map((resource): PlanFragment => {
    const { values, unknown } = resource;
    if (unknown['rule'] === true) {
      const why = plan.why(resource, plan.configuration.argument(resource, 'rule'));
      plan.note(`the rules of ${resource.address}`, `which they are is ${why}`);
    }
    const [arn, id] = [textOf(values['arn']), textOf(values['id'])];
    const { account, region } = plan.place(resource);
    return {
      kind: 'plan',
      names: [arn, id, plan.local(resource)].flatMap((each) => each || []),
      name: textOf(values['name']) ?? resource.address,
      subject: resource.address,
      ...defined({ id, arn, account: accountOf(arn ?? '') ?? account, region: regionOf(arn ?? '') ?? region }),
      rules: listOf(values['rule']).flatMap((_, index) => ruleOf(plan, resource, index)),
      fromOrganization: false,
      origin: plan.at(resource),
    };
  });
}

/** None for a rule of which nothing is known: what it does not say is not absent. */
function ruleOf(plan: TerraformPlan, resource: TerraformResource, index: number): PlanRuleFragment[] {
  const value = listOf(resource.values['rule'])[index];
  const unknown = listOf(resource.unknown['rule'])[index];
  if (isObject(value) && unknown !== true) return [knownRule(plan, resource, index, value, objectOf(unknown))];
  const why = plan.why(resource, plan.configuration.argument(resource, 'rule'));
  plan.note(`rule ${index} of ${resource.address}`, `what it says is ${why}`);
  return [];
}

function knownRule(
  plan: TerraformPlan,
  resource: TerraformResource,
  index: number,
  value: JsonObject,
  unknown: JsonObject,
): PlanRuleFragment {
  const written = writtenRule(plan, resource, value);
  const origin = plan.at(resource, 'rule', index);
  const name = textOf(value['rule_name']) ?? `rule ${index}`;
  const target = textOf(value['target_vault_name']);
  const source = target === undefined ? vaultOfArgument(plan, resource, written?.['target_vault_name']) : undefined;
  if (target === undefined && source === undefined) {
    plan.note(
      `${resource.address}, rule ${name}`,
      `its vault is ${plan.why(resource, written?.['target_vault_name'])}`,
    );
  }
  if (unknown['copy_action'] === true) {
    const why = plan.why(resource, written?.['copy_action']);
    plan.note(`${resource.address}, rule ${name}`, `what it copies is ${why}`);
  }
  for (const [attribute, words] of settings) {
    if (!isOpenSetting(unknown[attribute])) continue;
    plan.note(`the ${words} of ${resource.address}, rule ${name}`, `it is ${plan.why(resource, written?.[attribute])}`);
  }
  const airGapped = textOf(value['target_logically_air_gapped_backup_vault_arn']);
  const isOpen = unknown['target_logically_air_gapped_backup_vault_arn'] === true;
  return {
    name,
    ...defined({ targetVaultName: target, targetVault: source }),
    ...(isOpen ? {} : { targetAirGappedVaultArn: airGapped === undefined || airGapped === '' ? null : airGapped }),
    ...defined({
      scheduleExpression: known(value, unknown, 'schedule', textOrNull),
      scheduleTimezone: known(value, unknown, 'schedule_expression_timezone', textOrNull),
      startWindowMinutes: known(value, unknown, 'start_window', days),
      completionWindowMinutes: known(value, unknown, 'completion_window', days),
      lifecycle: lifecycleOf(value['lifecycle'], unknown['lifecycle'], originAt(origin, 'lifecycle', 0)),
      continuous: known(value, unknown, 'enable_continuous_backup', (given) => given === true),
    }),
    copyActions: listOf(value['copy_action']).map((_, at) => new Copies(plan, resource, index, written).at(at)),
    origin,
  };
}

/** What a rule is judged by, besides its vault and its copies. */
const settings = [
  ['target_logically_air_gapped_backup_vault_arn', 'logically air-gapped vault'],
  ['schedule', 'schedule'],
  ['schedule_expression_timezone', 'time zone'],
  ['start_window', 'start window'],
  ['completion_window', 'completion window'],
  ['lifecycle', 'lifecycle'],
  ['enable_continuous_backup', 'continuous backup'],
] as const;

function textOrNull(value: unknown): string | null {
  return textOf(value) || null;
}

/** Rules are a set: a name tells which block of the configuration a rule is. */
function writtenRule(plan: TerraformPlan, resource: TerraformResource, rule: JsonObject): JsonObject | undefined {
  const written = listOf(plan.configuration.argument(resource, 'rule')).filter(isObject);
  if (written.length === 1 && listOf(resource.values['rule']).length === 1) return written[0];
  return written.find((block) => constantOf(block['rule_name']) === rule['rule_name']);
}
