/** What a resource is encrypted with, read from the attributes that the matrix of resource types names. */
import type { EncryptionRef } from '../../estate/fragment.ts';
import type { ResourceTypeRow, TemplateResource } from '../../paths/resource-type-row.ts';
import { isObject } from '../kinds/kind.ts';
import { bucketEncryption } from './buckets.ts';
import { listOf, textOf, type TerraformResource } from './document.ts';
import { keyNames, keyNamesOf } from './key-names.ts';
import { holdsUnknown, type TerraformPlan } from './plan.ts';

type Encryption = readonly EncryptionRef[];

/** Types whose key is elsewhere than in an attribute of their own. */
const special: Readonly<Record<string, (plan: TerraformPlan, resource: TerraformResource) => Encryption>> = {
  aws_s3_bucket: bucketEncryption,
  aws_instance: instanceEncryption,
  aws_dynamodb_table: tableEncryption,
  aws_fsx_ontap_volume: ontapEncryption,
  aws_timestreamwrite_table: timestreamEncryption,
};

export function encryptionOf(
  plan: TerraformPlan,
  resource: TerraformResource,
  template: TemplateResource,
  row: ResourceTypeRow,
): Encryption {
  const own = special[resource.type];
  if (own !== undefined) return own(plan, resource);
  const place = placeOfKey(plan, resource, template);
  return place === undefined ? [] : [refOf(plan, resource, place, row.defaultKey)];
}

/** Where a key may be named: the values, what of them is unknown, and how the configuration writes them. */
interface KeyPlace {
  readonly value: unknown;
  readonly isOpen: boolean;
  readonly expression: unknown;
  /** `undefined`: encryption cannot be off. */
  readonly encrypted?: { readonly value: unknown; readonly isOpen: boolean } | undefined;
}

/** `kms_key_id`, or `encryption_config[].provider[].key_arn` down into blocks. */
function placeOfKey(
  plan: TerraformPlan,
  resource: TerraformResource,
  { key, encrypted }: TemplateResource,
): KeyPlace | undefined {
  if (key === undefined) return undefined;
  const path = key.split('.').map((step) => step.replace('[]', ''));
  const [first = ''] = path;
  const expression = inBlocks(plan.configuration.argument(resource, first), path.slice(1));
  const toggle = encrypted?.includes('[]') === false ? encrypted : undefined;
  return {
    value: inBlocks(resource.values[first], path.slice(1)),
    isOpen: holdsUnknown(resource.unknown[first]),
    expression,
    encrypted:
      toggle === undefined ? undefined : { value: resource.values[toggle], isOpen: plan.isUnknown(resource, toggle) },
  };
}

/** The value at the end of a path through blocks, of which there is one. */
function inBlocks(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, step) => {
    const [block] = Array.isArray(at) ? (at as unknown[]) : [at];
    return isObject(block) ? block[step] : undefined;
  }, value);
}

function refOf(
  plan: TerraformPlan,
  resource: TerraformResource,
  { value, isOpen, expression, encrypted }: KeyPlace,
  defaultKey: string | undefined,
): EncryptionRef {
  if (encrypted !== undefined && !encrypted.isOpen && (encrypted.value === false || encrypted.value === null)) {
    return whenOff(resource, encrypted.value);
  }
  if (value === 'AWS_OWNED_KMS_KEY') return { kind: 'aws-owned' };
  const names = keyNamesOf(plan, resource, value, expression);
  if (names.length > 0) return { kind: 'key', names };
  if (isOpen && expression !== undefined) {
    return { kind: 'unknown', why: `its key is ${plan.why(resource, expression)}` };
  }
  if (encrypted !== undefined && encrypted.value !== true) {
    return { kind: 'unknown', why: 'whether it is encrypted, and with which key, is only known after apply' };
  }
  return ofDefaultKey(plan, resource, defaultKey);
}

/** A database without the argument is not encrypted; neither is what is said not to be, once it is there. */
function whenOff(resource: TerraformResource, value: unknown): EncryptionRef {
  if (resource.isNew && encryptedByAccount.has(resource.type)) {
    return { kind: 'unknown', why: 'the account may encrypt all new volumes, which the inputs do not show' };
  }
  const isRestored = restoredFrom.some((attribute) => isGiven(resource, attribute));
  return value === null && isRestored
    ? { kind: 'unknown', why: 'it is encrypted as what it is restored from, which the inputs do not show' }
    : { kind: 'unencrypted' };
}

/** https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html: whatever the request says. */
const encryptedByAccount: ReadonlySet<string> = new Set(['aws_ebs_volume', 'aws_instance']);

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html: a copy is encrypted as its source. */
const restoredFrom = [
  'snapshot_identifier',
  'replicate_source_db',
  'replication_source_identifier',
  'restore_to_point_in_time',
  'global_cluster_identifier',
] as const;

function isGiven({ values, unknown }: TerraformResource, attribute: string): boolean {
  const value = values[attribute];
  const isEmpty = value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
  return !isEmpty || holdsUnknown(unknown[attribute]);
}

/** The row says in words which key is used when none is named; an alias where it is an AWS managed key. */
function ofDefaultKey(plan: TerraformPlan, resource: TerraformResource, defaultKey: string | undefined): EncryptionRef {
  if (resource.type === 'aws_ebs_volume' || resource.type === 'aws_instance') return defaultVolumeKey(plan, resource);
  if (defaultKey?.includes('unverified') === true || defaultKey === undefined) {
    return { kind: 'unknown', why: 'it names no key, and which key AWS uses then is not known' };
  }
  const alias = /^alias\/aws\/[\w-]+/.exec(defaultKey)?.[0];
  // Scratch file systems use keys of AWS's own.
  // https://docs.aws.amazon.com/fsx/latest/LustreGuide/encryption-at-rest.html
  const isScratch = textOf(resource.values['deployment_type'])?.startsWith('SCRATCH') === true;
  return alias === undefined || isScratch ? { kind: 'aws-owned' } : { kind: 'aws-managed', alias };
}

/** https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html: an account may have set another default key. */
function defaultVolumeKey(plan: TerraformPlan, resource: TerraformResource): EncryptionRef {
  const place = plan.place(resource);
  const own = plan
    .ofType('aws_ebs_default_kms_key', 'data.aws_ebs_default_kms_key')
    .find((key) => plan.place(key).account === place.account && plan.place(key).region === place.region);
  const names = own === undefined ? [] : keyNames(plan, own, 'key_arn');
  if (names.length > 0) return { kind: 'key', names };
  return { kind: 'unknown', why: "it uses the account's default key for volumes, which the inputs do not show" };
}

/** Each volume of an instance may have its own key. */
function instanceEncryption(plan: TerraformPlan, resource: TerraformResource): Encryption {
  const blocks = ['root_block_device', 'ebs_block_device'];
  const isOpen = blocks.find((name) => resource.unknown[name] === true);
  const found = blocks.flatMap((name) =>
    listOf(resource.values[name]).map((value, index) => volumeOf(plan, resource, name, value, index)),
  );
  const rest: Encryption =
    isOpen === undefined && found.length > 0
      ? []
      : [{ kind: 'unknown', why: 'what its volumes are encrypted with is only known after apply' }];
  return [...found, ...rest];
}

function volumeOf(
  plan: TerraformPlan,
  resource: TerraformResource,
  block: string,
  value: unknown,
  index: number,
): EncryptionRef {
  const values = isObject(value) ? value : {};
  const unknown = listOf(resource.unknown[block])[index];
  const open = isObject(unknown) ? unknown : {};
  const written = listOf(plan.configuration.argument(resource, block));
  const expressions = written.length === listOf(resource.values[block]).length ? written[index] : undefined;
  const expression = isObject(expressions) ? expressions['kms_key_id'] : undefined;
  const isEncryptionOpen = open['encrypted'] === true;
  return refOf(
    plan,
    resource,
    {
      value: values['kms_key_id'],
      isOpen: open['kms_key_id'] === true,
      expression,
      encrypted: { value: values['encrypted'], isOpen: isEncryptionOpen },
    },
    undefined,
  );
}

/** Without the block, or switched off in it, an AWS owned key is used; switched on without a key, `aws/dynamodb`. */
function tableEncryption(plan: TerraformPlan, resource: TerraformResource): Encryption {
  const written = plan.configuration.argument(resource, 'server_side_encryption');
  const [block] = listOf(resource.values['server_side_encryption']).filter(isObject);
  if (block === undefined || block['enabled'] === false) return [{ kind: 'aws-owned' }];
  const expression = inBlocks(written, ['kms_key_arn']);
  const names = keyNamesOf(plan, resource, block['kms_key_arn'], expression);
  if (names.length > 0) return [{ kind: 'key', names }];
  if (expression !== undefined && holdsUnknown(resource.unknown['server_side_encryption'])) {
    return [{ kind: 'unknown', why: `its key is ${plan.why(resource, expression)}` }];
  }
  return [{ kind: 'aws-managed', alias: 'alias/aws/dynamodb' }];
}

const virtualMachines: ReadonlySet<string> = new Set(['aws_fsx_ontap_storage_virtual_machine']);
const fileSystems: ReadonlySet<string> = new Set(['aws_fsx_ontap_file_system']);

/** The key of an ONTAP volume is that of its file system. */
function ontapEncryption(plan: TerraformPlan, volume: TerraformResource): Encryption {
  const machine = owner(plan, volume, 'storage_virtual_machine_id', virtualMachines);
  const system = machine && owner(plan, machine, 'file_system_id', fileSystems);
  const names = system === undefined ? [] : keyNames(plan, system, 'kms_key_id');
  if (names.length > 0) return [{ kind: 'key', names }];
  if (system !== undefined && plan.isWritten(system, 'kms_key_id') === false) {
    return [{ kind: 'aws-managed', alias: 'alias/aws/fsx' }];
  }
  return [{ kind: 'unknown', why: 'the key of its file system is not known' }];
}

const databases: ReadonlySet<string> = new Set(['aws_timestreamwrite_database']);

/** The key of a Timestream table is that of its database. */
function timestreamEncryption(plan: TerraformPlan, table: TerraformResource): Encryption {
  const name = table.values['database_name'];
  const byName = plan.ofType(...databases).find(({ values }) => name !== undefined && values['database_name'] === name);
  const database = byName ?? owner(plan, table, 'database_name', databases);
  const names = database === undefined ? [] : keyNames(plan, database, 'kms_key_id');
  if (names.length > 0) return [{ kind: 'key', names }];
  if (database !== undefined && plan.isWritten(database, 'kms_key_id') === false) {
    return [{ kind: 'aws-managed', alias: 'alias/aws/timestream' }];
  }
  return [{ kind: 'unknown', why: 'the key of its database is not known' }];
}

/** The resource that another one belongs to, by its id, or by the reference where the id is not known yet. */
function owner(
  plan: TerraformPlan,
  resource: TerraformResource,
  attribute: string,
  types: ReadonlySet<string>,
): TerraformResource | undefined {
  const id = textOf(resource.values[attribute]);
  if (id !== undefined) return plan.ofType(...types).find(({ values }) => values['id'] === id);
  return plan.source(resource, plan.configuration.argument(resource, attribute), types);
}
