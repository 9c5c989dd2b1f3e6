import type { CopyActionFragment } from '../../estate/fragment.ts';
import { originAt } from '../../estate/origin.ts';
import { defined } from '../kinds/defined.ts';
import { isObject, type JsonObject } from '../kinds/kind.ts';
import { constantOf, type Expression } from './configuration.ts';
import { listOf, objectOf, textOf, type TerraformResource } from './document.ts';
import { days } from './known.ts';
import { isOpenSetting, lifecycleOf } from './lifecycle.ts';
import type { TerraformPlan } from './plan.ts';
import { vaultSources } from './vaults.ts';

const destination = 'destination_vault_arn';

/** The copy actions of one rule: a set, too. */
export class Copies {
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
    const arn = textOf(value[destination]);
    const origin = this.#plan.at(this.#resource, 'rule', this.#rule, 'copy_action', index);
    const isOpen = this.#unknown[index] === true;
    const destinationVault = arn === undefined && !isOpen ? this.#destination(value) : undefined;
    const { lifecycle } = objectOf(this.#unknown[index]);
    if (arn === undefined && destinationVault === undefined) this.#complain('where it copies to', destination);
    if (isOpenSetting(lifecycle)) this.#complain('how long a copy is kept', 'lifecycle');
    return {
      ...defined({
        destinationVaultArn: arn,
        destinationVault,
        lifecycle: lifecycleOf(value['lifecycle'], isOpen || lifecycle, originAt(origin, 'lifecycle', 0)),
      }),
      origin,
    };
  }

  /** Of several destinations that are not known, the retention tells which is meant, if anything does. */
  #destination(value: JsonObject): string | undefined {
    const open = this.#written.filter((block) => constantOf(block[destination]) === undefined);
    const count = this.#unknown.filter((each) => objectOf(each)[destination] === true).length;
    const alike = open.filter((block) => count === 1 || hasLifecycle(block, value));
    const sources = new Set(alike.map((block) => vaultOfArgument(this.#plan, this.#resource, block[destination])));
    // A block whose vault is known by now stands beside the open one: it leads to no unknown vault.
    const found = [...sources].filter((source) => source !== undefined);
    return found.length === 1 ? found[0] : undefined;
  }

  #complain(what: string, argument: string): void {
    const written = this.#written.map((block) => block[argument]);
    const why = this.#plan.why(this.#resource, written);
    const rule = objectOf(listOf(this.#resource.values['rule'])[this.#rule])['rule_name'];
    this.#plan.note(`${this.#resource.address}, rule ${textOf(rule) ?? this.#rule}`, `${what} is ${why}`);
  }
}

function hasLifecycle(block: JsonObject, value: JsonObject): boolean {
  const [written] = listOf(block['lifecycle']).filter(isObject);
  const [planned] = listOf(value['lifecycle']).filter(isObject);
  return ['delete_after', 'cold_storage_after'].every(
    (member) => days(constantOf(written?.[member])) === days(planned?.[member]),
  );
}

export function vaultOfArgument(
  plan: TerraformPlan,
  resource: TerraformResource,
  argument: Expression,
): string | undefined {
  const source = plan.source(resource, argument, vaultSources);
  return source && plan.local(source);
}
