/** The plans of an effective backup policy, for one account: a plan in each of its Regions. */
import type { AccountId } from '../estate/arn.ts';
import type {
  CopyActionFragment,
  Fragment,
  PlanFragment,
  PlanRuleFragment,
  SelectionFragment,
} from '../estate/fragment.ts';
import type { Lifecycle, Selection, SelectionConditions, TagCondition } from '../estate/model.ts';
import { hasHole } from '../estate/hole.ts';
import { placeInWords } from '../estate/linking/merge.ts';
import { toNumber, toSwitch } from './faults.ts';
import type { Setting } from './merge.ts';

/** `undefined`: any that the inputs show. */
export type PlanAccount = AccountId | undefined;

/** A plan for which Organizations refuses the whole effective policy; the account then keeps its last valid one. */
export interface InvalidPlan {
  readonly plan: Setting;
  /** Goes on after the plan's name. */
  readonly faults: readonly string[];
}

export interface PlansOfPolicy {
  readonly fragments: readonly Fragment[];
  readonly invalid: readonly InvalidPlan[];
}

/** `within`: only in these Regions. */
export function plansOf(policy: Setting, account: PlanAccount, within?: readonly string[]): PlansOfPolicy {
  const plans = membersOf(member(policy, 'plans'));
  const fragments = plans.flatMap((plan) => {
    const regions = (texts(plan, 'regions') ?? []).filter((region) => within?.includes(region) ?? true);
    return regions.flatMap((region) => new PlanReader(plan, account, region).fragments());
  });
  const checked = plans.map((plan) => ({ plan, faults: [...faultsOfPlan(plan)] }));
  return { fragments, invalid: checked.filter(({ faults }) => faults.length > 0) };
}

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html */
const mostRules = 10;

/** https://docs.aws.amazon.com/organizations/latest/userguide/invalid-policy-alerts.html */
function* faultsOfPlan(plan: Setting): Iterable<string> {
  const rules = membersOf(member(plan, 'rules'));
  if (isEmpty(texts(plan, 'regions'))) yield 'has no regions';
  if (rules.length === 0) yield 'has no rules';
  if (rules.length > mostRules) yield `has ${rules.length} rules, and ${mostRules} are the most`;
  for (const rule of rules) {
    for (const needed of ['schedule_expression', 'target_backup_vault_name']) {
      if (text(rule, needed) === undefined) yield `has no ${needed} in its rule ${rule.name}`;
    }
  }
  yield* faultsOfSelections(selectionsOf(plan));
}

function* faultsOfSelections(selections: readonly SelectionSetting[]): Iterable<string> {
  if (selections.length === 0) yield 'has no selections';
  if (new Set(selections.map(({ kind }) => kind)).size > 1) yield 'selects both by tags and by resources';
  for (const { setting, kind } of selections) {
    const lists = kind === 'tags' ? 'tag_value' : 'resource_types';
    if (isEmpty(texts(setting, lists))) yield `has no ${lists} in its selection ${setting.name}`;
    for (const needed of kind === 'tags' ? ['iam_role_arn', 'tag_key'] : ['iam_role_arn']) {
      if (text(setting, needed) === undefined) yield `has no ${needed} in its selection ${setting.name}`;
    }
  }
}

function isEmpty(list: readonly string[] | undefined): boolean {
  return list === undefined || list.length === 0;
}

class PlanReader {
  readonly #plan: Setting;
  readonly #account: PlanAccount;
  readonly #region: string;

  constructor(plan: Setting, account: PlanAccount, region: string) {
    this.#plan = plan;
    this.#account = account;
    this.#region = region;
  }

  fragments(): readonly Fragment[] {
    // Its id is not known before it is made; its name and place tell it from all others.
    const subject = subjectOf('the plan', this.#plan);
    const id = `local:${subject}@${this.#account ?? ''}/${this.#region}`;
    const plan: PlanFragment = {
      kind: 'plan',
      names: [id],
      name: this.#plan.name,
      // The same in every account and Region: what is wrong with it is told once.
      subject,
      ...(this.#account !== undefined && { account: this.#account }),
      ...(!hasHole(this.#region) && { region: this.#region }),
      rules: membersOf(member(this.#plan, 'rules')).map((rule) => this.#rule(rule)),
      fromOrganization: true,
      origin: this.#plan.origin,
    };
    const selections = selectionsOf(this.#plan).map(({ setting, kind }): SelectionFragment => {
      const selection = kind === 'tags' ? this.#byTags(setting) : this.#byResources(setting);
      return {
        kind: 'selection',
        names: [`${id}/${kind}/${setting.name}`],
        subject: selection.subject,
        planNames: [id],
        selection,
        origin: selection.origin,
      };
    });
    return [plan, ...selections];
  }

  #rule(rule: Setting): PlanRuleFragment {
    const vault = text(rule, 'target_backup_vault_name');
    return {
      name: rule.name,
      ...(vault !== undefined && { targetVaultName: vault }),
      targetAirGappedVaultArn: this.#arn(text(rule, 'target_logically_air_gapped_backup_vault_arn')) ?? null,
      scheduleExpression: text(rule, 'schedule_expression') ?? null,
      scheduleTimezone: text(rule, 'schedule_expression_timezone') ?? null,
      ...stated('startWindowMinutes', number(rule, 'start_backup_window_minutes')),
      ...stated('completionWindowMinutes', number(rule, 'complete_backup_window_minutes')),
      lifecycle: lifecycleOf(member(rule, 'lifecycle')),
      ...stated('continuous', toSwitch(member(rule, 'enable_continuous_backup')?.value ?? false)),
      copyActions: membersOf(member(rule, 'copy_actions')).map((copy) => this.#copy(copy)),
      origin: rule.origin,
    };
  }

  /** Without a target the key in lower case is taken, says the page of the syntax; it advises against that. */
  #copy(copy: Setting): CopyActionFragment {
    const target = text(copy, 'target_backup_vault_arn') ?? copy.name.toLowerCase();
    return {
      destinationVaultArn: this.#resolved(target),
      lifecycle: lifecycleOf(member(copy, 'lifecycle')),
      origin: copy.origin,
    };
  }

  #byTags(setting: Setting): Selection {
    const key = text(setting, 'tag_key') ?? '';
    const listOfTags = (texts(setting, 'tag_value') ?? []).map((value) => ({ key, value, type: 'STRINGEQUALS' }));
    return { ...this.#selection(setting), resources: [], notResources: [], listOfTags, conditions: noConditions };
  }

  #byResources(setting: Setting): Selection {
    return {
      ...this.#selection(setting),
      resources: texts(setting, 'resource_types') ?? [],
      notResources: texts(setting, 'not_resource_types') ?? [],
      listOfTags: [],
      conditions: conditionsOf(member(setting, 'conditions')),
    };
  }

  #selection(setting: Setting): Pick<Selection, 'subject' | 'name' | 'roleArn' | 'origin'> {
    const role = this.#arn(text(setting, 'iam_role_arn'));
    return {
      subject: subjectOf('the selection', setting),
      name: setting.name,
      ...(role !== undefined && { roleArn: role }),
      origin: setting.origin,
    };
  }

  #arn(written: string | undefined): string | undefined {
    return written === undefined ? undefined : this.#resolved(written);
  }

  /** What stays open is resolved where the plan meets a resource. */
  #resolved(arn: string): string {
    const placed = arn.replaceAll('$region', this.#region);
    return this.#account === undefined ? placed : placed.replaceAll('$account', this.#account);
  }
}

/** A live policy has no places of its own. */
function subjectOf(noun: string, { name, origin }: Setting): string {
  return origin.kind === 'live' ? `${noun} ${name} of ${origin.arn}` : placeInWords(origin);
}

interface SelectionSetting {
  readonly setting: Setting;
  readonly kind: 'tags' | 'resources';
}

function selectionsOf(plan: Setting): readonly SelectionSetting[] {
  const selections = member(plan, 'selections');
  return (['tags', 'resources'] as const).flatMap((kind) =>
    membersOf(member(selections, kind)).map((setting) => ({ setting, kind })),
  );
}

function lifecycleOf(setting: Setting | undefined): Lifecycle | null {
  if (setting === undefined) return null;
  return {
    ...stated('deleteAfterDays', number(setting, 'delete_after_days')),
    ...stated('moveToColdStorageAfterDays', number(setting, 'move_to_cold_storage_after_days')),
    optInToArchive: toSwitch(member(setting, 'opt_in_to_archive_for_supported_resources')?.value) ?? null,
    origin: setting.origin,
  };
}

const noConditions: SelectionConditions = { stringEquals: [], stringNotEquals: [], stringLike: [], stringNotLike: [] };

function conditionsOf(setting: Setting | undefined): SelectionConditions {
  const of = (operator: string): TagCondition[] =>
    membersOf(member(setting, operator)).map((each) => ({
      key: text(each, 'condition_key') ?? '',
      value: text(each, 'condition_value') ?? '',
    }));
  return {
    stringEquals: of('string_equals'),
    stringNotEquals: of('string_not_equals'),
    stringLike: of('string_like'),
    stringNotLike: of('string_not_like'),
  };
}

function member(setting: Setting | undefined, name: string): Setting | undefined {
  return setting?.members.get(name);
}

function membersOf(setting: Setting | undefined): readonly Setting[] {
  return [...(setting?.members.values() ?? [])];
}

function text(setting: Setting, name: string): string | undefined {
  const value = member(setting, name)?.value;
  return typeof value === 'string' ? value : undefined;
}

/** `null`: not set. `undefined`: left open by a template. */
function number(setting: Setting, name: string): number | null | undefined {
  const value = member(setting, name)?.value;
  return value === undefined ? null : toNumber(value);
}

function stated<Member extends string, T>(name: Member, value: T | undefined): { readonly [M in Member]?: T } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [M in Member]?: T });
}

function texts(setting: Setting, name: string): readonly string[] | undefined {
  const value = member(setting, name)?.value;
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : undefined;
}
