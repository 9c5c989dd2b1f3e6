/** Plans with their rules and copies. https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/backup_plan */
import { accountOf, regionOf } from '../../estate/arn.ts';
import type { CopyActionFragment, PlanFragment, PlanRuleFragment } from '../../estate/fragment.ts';
import type { Lifecycle } from '../../estate/model.ts';
import { originAt, type Origin } from '../../estate/origin.ts';
import { defined } from '../kinds/defined.ts';
import { isObject, type JsonObject } from '../kinds/kind.ts';
import { constantOf, type Expression } from './configuration.ts';
import { listOf, objectOf, textOf, type TerraformResource } from './document.ts';
import { days, known } from './known.ts';
import type { TerraformPlan } from './plan.ts';
import { vaultSources } from './vaults.ts';

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

function textOrNull(value: unknown): string | null {
  return textOf(value) || null;
}

/** Rules are a set: a name tells which block of the configuration a rule is. */
function writtenRule(plan: TerraformPlan, resource: TerraformResource, rule: JsonObject): JsonObject | undefined {
  const written = listOf(plan.configuration.argument(resource, 'rule')).filter(isObject);
  if (written.length === 1 && listOf(resource.values['rule']).length === 1) return written[0];
  return written.find((block) => constantOf(block['rule_name']) === rule['rule_name']);
}

function vaultOfArgument(plan: TerraformPlan, resource: TerraformResource, argument: Expression): string | undefined {
  const source = plan.source(resource, argument, vaultSources);
  return source && plan.local(source);
}

/** The copy actions of one rule: a set, too. */
class Copies {
  readonly #plan: TerraformPlan;
  readonly #resource: TerraformResource;
  readonly #rule: number;
  readonly #values: readonly unknown[];
  readonly #unknown: readonly unknown[];
  readonly #written: readonly JsonObject[];

  constructor(plan: TerraformPlan, resource: TerraformResource, rule: number, written: JsonObject | undefined) {
    this.#plan = plan;
    this.#resource = resource;
    this.#rule = rule;
    this.#values = listOf(objectOf(listOf(resource.values['rule'])[rule])['copy_action']);
    this.#unknown = listOf(objectOf(listOf(resource.unknown['rule'])[rule])['copy_action']);
    this.#written = listOf(written?.['copy_action']).filter(isObject);
  }

  at(index: number): CopyActionFragment {
    const value = objectOf(this.#values[index]);
    const arn = textOf(value['destination_vault_arn']);
    const origin = this.#plan.at(this.#resource, 'rule', this.#rule, 'copy_action', index);
    const isOpen = this.#unknown[index] === true;
    const destinationVault = arn === undefined && !isOpen ? this.#destination(value) : undefined;
    if (arn === undefined && destinationVault === undefined) this.#complain();
    return {
      ...defined({
        destinationVaultArn: arn,
        destinationVault,
        lifecycle: lifecycleOf(
          value['lifecycle'],
          isOpen || objectOf(this.#unknown[index])['lifecycle'],
          originAt(origin, 'lifecycle', 0),
        ),
      }),
      origin,
    };
  }

  /** Of several destinations that are not known, the retention tells which is meant, if anything does. */
  #destination(value: JsonObject): string | undefined {
    const open = this.#written.filter((block) => constantOf(block['destination_vault_arn']) === undefined);
    const count = this.#unknown.filter((each) => objectOf(each)['destination_vault_arn'] === true).length;
    const alike = open.filter((block) => count === 1 || hasLifecycle(block, value));
    const sources = new Set(
      alike.map((block) => vaultOfArgument(this.#plan, this.#resource, block['destination_vault_arn'])),
    );
    // A block whose vault is known by now stands beside the open one: it leads to no unknown vault.
    const found = [...sources].filter((source) => source !== undefined);
    return found.length === 1 ? found[0] : undefined;
  }

  #complain(): void {
    const arguments_ = this.#written.map((block) => block['destination_vault_arn']);
    const why = this.#plan.why(this.#resource, arguments_);
    const rule = objectOf(listOf(this.#resource.values['rule'])[this.#rule])['rule_name'];
    this.#plan.note(`${this.#resource.address}, rule ${textOf(rule) ?? this.#rule}`, `where it copies to is ${why}`);
  }
}

function hasLifecycle(block: JsonObject, value: JsonObject): boolean {
  const [written] = listOf(block['lifecycle']).filter(isObject);
  const [planned] = listOf(value['lifecycle']).filter(isObject);
  return ['delete_after', 'cold_storage_after'].every(
    (member) => days(constantOf(written?.[member])) === days(planned?.[member]),
  );
}

function lifecycleOf(value: unknown, unknown: unknown, origin: Origin): Lifecycle | null | undefined {
  const [lifecycle] = listOf(value).filter(isObject);
  const open = unknown === true ? true : listOf(unknown)[0];
  if (open === true) return undefined;
  if (lifecycle === undefined) return null;
  const archive = lifecycle['opt_in_to_archive_for_supported_resources'];
  return {
    ...defined({
      deleteAfterDays: known(lifecycle, objectOf(open), 'delete_after', days),
      moveToColdStorageAfterDays: known(lifecycle, objectOf(open), 'cold_storage_after', days),
    }),
    optInToArchive: typeof archive === 'boolean' ? archive : null,
    origin,
  };
}
