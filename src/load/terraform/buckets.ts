/** Buckets: encryption, versioning and notifications stand in blocks of their own. */
import type { EncryptionRef, ResourceFragment } from '../../estate/fragment.ts';
import { isObject, type JsonObject } from '../kinds/kind.ts';
import { listOf, textOf, type TerraformResource } from './document.ts';
import { keyNamesOf } from './key-names.ts';
import { holdsUnknown, type TerraformPlan } from './plan.ts';

const bucketTypes: ReadonlySet<string> = new Set(['aws_s3_bucket']);
const encryptionType = 'aws_s3_bucket_server_side_encryption_configuration';
const versioningType = 'aws_s3_bucket_versioning';
const notificationType = 'aws_s3_bucket_notification';

export function bucketEncryption(plan: TerraformPlan, bucket: TerraformResource): readonly EncryptionRef[] {
  const configuration = partOf(plan, bucket, encryptionType);
  if (configuration !== undefined) return [ruleEncryption(plan, configuration, 'rule')];
  // In the bucket's own block: as older versions write it, and as it is found in AWS.
  const [own] = listOf(bucket.values['server_side_encryption_configuration']);
  if (isObject(own)) return [ruleEncryption(plan, bucket, 'server_side_encryption_configuration')];
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html
  if (bucket.isNew && plan.isWritten(bucket, 'server_side_encryption_configuration') === false) {
    return [{ kind: 'aws-owned' }];
  }
  return [{ kind: 'unknown', why: 'the inputs do not show its default encryption' }];
}

function ruleEncryption(plan: TerraformPlan, resource: TerraformResource, attribute: string): EncryptionRef {
  const defaults = firstBlock(resource.values[attribute]);
  const algorithm = textOf(defaults?.['sse_algorithm']);
  if (algorithm === 'AES256') return { kind: 'aws-owned' };
  const expression = firstBlock(plan.configuration.argument(resource, attribute))?.['kms_master_key_id'];
  const names = keyNamesOf(plan, resource, defaults?.['kms_master_key_id'], expression);
  if (names.length > 0) return { kind: 'key', names };
  if (algorithm === undefined || (expression !== undefined && holdsUnknown(resource.unknown[attribute]))) {
    return { kind: 'unknown', why: `its key is ${plan.why(resource, expression)}` };
  }
  return { kind: 'aws-managed', alias: 'alias/aws/s3' };
}

/** `apply_server_side_encryption_by_default`, with or without the `rule` around it. */
function firstBlock(value: unknown): JsonObject | undefined {
  let [block] = listOf(value).filter(isObject);
  for (const name of ['rule', 'apply_server_side_encryption_by_default']) {
    const [inner] = listOf(block?.[name]).filter(isObject);
    block = inner ?? block;
  }
  return block;
}

/** What AWS Backup needs of a bucket beside its key. https://docs.aws.amazon.com/aws-backup/latest/devguide/s3-backups.html */
export function bucketFacts(
  plan: TerraformPlan,
  bucket: TerraformResource,
): Pick<ResourceFragment, 'versioning' | 'eventBridge'> {
  const versioning = versioningOf(plan, bucket);
  const notification = partOf(plan, bucket, notificationType)?.values['eventbridge'];
  return {
    ...(versioning === undefined ? {} : { versioning }),
    ...(typeof notification === 'boolean' ? { eventBridge: notification } : {}),
  };
}

function versioningOf(plan: TerraformPlan, bucket: TerraformResource): boolean | undefined {
  const part = partOf(plan, bucket, versioningType);
  const [block] = listOf(part?.values['versioning_configuration']).filter(isObject);
  const status = textOf(block?.['status']);
  if (status !== undefined) return status === 'Enabled';
  const [own] = listOf(bucket.values['versioning']).filter(isObject);
  return own?.['enabled'] === true ? true : undefined;
}

const parts = new WeakMap<TerraformPlan, Map<string, TerraformResource>>();

/** The block of a type that is for a bucket, by the bucket's name or by what it refers to. */
function partOf(plan: TerraformPlan, bucket: TerraformResource, type: string): TerraformResource | undefined {
  const index = parts.get(plan) ?? indexParts(plan);
  parts.set(plan, index);
  const name = textOf(bucket.values['bucket']) ?? textOf(bucket.values['id']);
  return index.get(`${type} ${plan.local(bucket)}`) ?? (name === undefined ? undefined : index.get(`${type} ${name}`));
}

function indexParts(plan: TerraformPlan): Map<string, TerraformResource> {
  const index = new Map<string, TerraformResource>();
  for (const part of plan.ofType(encryptionType, versioningType, notificationType)) {
    const name = textOf(part.values['bucket']);
    const source =
      name === undefined ? plan.source(part, plan.configuration.argument(part, 'bucket'), bucketTypes) : undefined;
    const owner = name ?? (source && plan.local(source));
    if (owner !== undefined) index.set(`${part.type} ${owner}`, part);
  }
  return index;
}
