/** Plans, selections and vaults. https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/backup_plan */
import { accountOf, regionOf } from '../../estate/arn.ts';
import type {
  CopyActionFragment,
  EncryptionRef,
  Fragment,
  PlanFragment,
  PlanRuleFragment,
  VaultFragment,
} from '../../estate/fragment.ts';
import type { Lifecycle, VaultType } from '../../estate/model.ts';
import { originAt, type Origin } from '../../estate/origin.ts';
import { defined } from '../kinds/defined.ts';
import { isObject, type JsonObject } from '../kinds/kind.ts';
import { constantOf, type Expression } from './configuration.ts';
import { listOf, textOf, type TerraformResource } from './document.ts';
import { keyNames } from './keys.ts';
import type { TerraformPlan } from './plan.ts';
import { policyOf } from './policies.ts';

const vaultTypes = {
  aws_backup_vault: 'BACKUP_VAULT',
  aws_backup_logically_air_gapped_vault: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT',
  'data.aws_backup_vault': undefined,
} as const;

const vaultSources: ReadonlySet<string> = new Set(Object.keys(vaultTypes));

export function vaultFragments(plan: TerraformPlan): readonly Fragment[] {
  const vaults = Object.entries(vaultTypes).flatMap(([type, kind]) =>
    plan.ofType(type).map((vault) => vaultOf(plan, vault, kind)),
  );
  return [
    ...vaults,
    ...plan.ofType('aws_backup_vault_policy').flatMap((resource) => accessPolicyOf(plan, resource)),
    ...plan.ofType('aws_backup_vault_lock_configuration').flatMap((resource) => lockOf(plan, resource)),
  ];
}

function vaultOf(plan: TerraformPlan, vault: TerraformResource, type: VaultType | undefined): VaultFragment {
  const { values } = vault;
  const name = textOf(values['name']);
  const called = name ?? (plan.isUnknown(vault, 'name') ? plan.hole(`${vault.address}.name`) : undefined);
  const arn = textOf(values['arn']) ?? plan.arn(vault, 'backup', called && `backup-vault:${called}`);
  const { account, region } = plan.place(vault);
  const isAirGapped = type === 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT';
  return {
    kind: 'vault',
    names: [arn, plan.local(vault), name].filter((each) => each !== undefined),
    subject: vault.address,
    ...defined({ name, account: accountOf(arn ?? '') ?? account, region: regionOf(arn ?? '') ?? region, type }),
    encryption: isAirGapped ? airGappedEncryption(plan, vault) : vaultEncryption(plan, vault),
    ...(isAirGapped && retentionOf(vault)),
    origin: plan.at(vault),
  };
}

/** Without a key of its own a vault uses `aws/backup`. https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html */
function vaultEncryption(plan: TerraformPlan, vault: TerraformResource): EncryptionRef {
  const names = keyNames(plan, vault, 'kms_key_arn');
  if (names.length > 0) return { kind: 'key', names };
  // What is read from AWS is never written, whether it is there or not.
  if (vault.mode === 'data') return { kind: 'unknown', why: 'its key is only known after apply' };
  if (plan.isUnknown(vault, 'kms_key_arn') && plan.isWritten(vault, 'kms_key_arn') !== false) {
    return unknownKey(plan, vault, 'kms_key_arn');
  }
  return { kind: 'aws-managed', alias: 'alias/aws/backup' };
}

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/logicallyairgappedvault.html */
function airGappedEncryption(plan: TerraformPlan, vault: TerraformResource): EncryptionRef {
  const names = keyNames(plan, vault, 'encryption_key_arn');
  if (names.length > 0) return { kind: 'key', names };
  const isOpen = plan.isUnknown(vault, 'encryption_key_arn') && plan.isWritten(vault, 'encryption_key_arn') !== false;
  return isOpen ? unknownKey(plan, vault, 'encryption_key_arn') : { kind: 'aws-owned' };
}

export function unknownKey(plan: TerraformPlan, resource: TerraformResource, attribute: string): EncryptionRef {
  const expression = plan.configuration.argument(resource, attribute);
  return { kind: 'unknown', why: `its key is ${plan.why(resource, expression)}` };
}

/** Names of the vault that a policy or lock is for. */
function vaultNames(plan: TerraformPlan, resource: TerraformResource): readonly string[] {
  const name = textOf(resource.values['backup_vault_name']);
  if (name === undefined) {
    const source = plan.source(resource, plan.configuration.argument(resource, 'backup_vault_name'), vaultSources);
    return source === undefined ? [] : [plan.local(source)];
  }
  const arn = textOf(resource.values['backup_vault_arn']) ?? plan.arn(resource, 'backup', `backup-vault:${name}`);
  const place = plan.place(resource);
  const own = plan
    .ofType(...vaultSources)
    .find((vault) => vault.values['name'] === name && isSamePlace(plan.place(vault), place));
  return [arn, own && plan.local(own), name].filter((each) => each !== undefined);
}

function isSamePlace(a: { account?: unknown; region?: unknown }, b: { account?: unknown; region?: unknown }): boolean {
  return a.account === b.account && a.region === b.region;
}

function mention(plan: TerraformPlan, resource: TerraformResource, names: readonly string[]): VaultFragment {
  const { account, region } = plan.place(resource);
  const name = textOf(resource.values['backup_vault_name']);
  return {
    kind: 'vault',
    names,
    subject: names.find((each) => each.startsWith('arn:')) ?? name ?? resource.address,
    mentioned: true,
    ...defined({ name, account, region }),
    origin: plan.at(resource),
  };
}

function accessPolicyOf(plan: TerraformPlan, resource: TerraformResource): Fragment[] {
  const names = vaultNames(plan, resource);
  const policy = policyOf(plan, resource, 'policy');
  if (names.length === 0 || policy.kind !== 'given') {
    const why = policy.kind === 'unknown' ? policy.why : 'which vault it is for is only known after apply';
    plan.note(`the access policy ${resource.address}`, policy.kind === 'unknown' ? `it is ${why}` : why);
    return [];
  }
  return [{ ...mention(plan, resource, names), accessPolicy: policy.policy }];
}

function lockOf(plan: TerraformPlan, resource: TerraformResource): Fragment[] {
  const names = vaultNames(plan, resource);
  if (names.length === 0) {
    plan.note(`the lock ${resource.address}`, 'which vault it is for is only known after apply');
    return [];
  }
  return [{ ...mention(plan, resource, names), locked: true, ...retentionOf(resource) }];
}

function retentionOf({
  values,
  unknown,
}: TerraformResource): Pick<VaultFragment, 'minRetentionDays' | 'maxRetentionDays'> {
  return defined({
    minRetentionDays: known(values, unknown, 'min_retention_days', days),
    maxRetentionDays: known(values, unknown, 'max_retention_days', days),
  });
}

/** `undefined` where it is only known after apply. */
function known<T>(
  values: JsonObject,
  unknown: JsonObject,
  attribute: string,
  read: (value: unknown) => T,
): T | undefined {
  return unknown[attribute] === true ? undefined : read(values[attribute]);
}

/** What is not set is zero in a state. */
function days(value: unknown): number | null {
  return typeof value === 'number' && value > 0 ? value : null;
}

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

export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}
