/** What a resource is encrypted with, by the properties that the matrix names, and what holds where it gives none. */
import type { EncryptionRef } from '../../estate/fragment.ts';
import type { TemplateResource } from '../../paths/resource-type-row.ts';
import { placeOf } from './place.ts';
import { splitName } from './sub-text.ts';
import { intrinsicOf, own, type WrittenResource } from './template.ts';
import type { Properties } from './properties.ts';
import type { Resource } from './resource.ts';

export function encryptionOf(resource: Resource, { type, key, encrypted }: TemplateResource): EncryptionRef {
  if (type === 'AWS::FSx::Volume') return keyOfFileSystem(resource);
  if (key === undefined) return { kind: 'unknown', why: 'its template type shows no key' };
  const holder = holderOf(resource.properties, key);
  if (holder === undefined) return open;
  const name = holder?.text(lastOf(key));
  if (name === undefined && holder !== null) return open;
  if (typeof name === 'string' && name !== '') return refOf(resource, name);
  const defaults = usual[type];
  return defaults === undefined ? open : defaults(isOn(resource, encrypted), resource);
}

const open: EncryptionRef = { kind: 'unknown', why: 'the template does not tell what it is encrypted with' };

/** Aurora DSQL names AWS's own key so. */
export function refOf(resource: Resource, name: string): EncryptionRef {
  return name === 'AWS_OWNED_KMS_KEY' ? { kind: 'aws-owned' } : { kind: 'key', names: resource.keyNames(name) };
}

/** The object in which the last name of a dotted path stands; `null`: there is none; of a list, the only element. */
function holderOf(properties: Properties, path: string): Properties | null | undefined {
  let holder: Properties | null | undefined = properties;
  for (const step of path.split('.').slice(0, -1)) {
    if (holder === null || holder === undefined) return holder;
    if (!step.endsWith('[]')) holder = holder.object(step);
    else {
      const name = step.slice(0, -'[]'.length);
      const { known, isWhole } = holder.objects(name);
      holder = !isWhole || known.length > 1 ? undefined : (known[0] ?? null);
    }
  }
  return holder;
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** `null`: not given. */
function isOn({ properties }: Resource, path: string | undefined): boolean | null | undefined {
  const holder = path === undefined ? null : holderOf(properties, path);
  if (path === undefined || holder === null) return null;
  // S3 writes an algorithm instead of yes or no.
  if (path.endsWith('SSEAlgorithm')) {
    const algorithm = holder?.text('SSEAlgorithm');
    return typeof algorithm === 'string' ? algorithm.startsWith('aws:kms') : algorithm;
  }
  return holder?.boolean(lastOf(path));
}

type Usual = (on: boolean | null | undefined, resource: Resource) => EncryptionRef;

function managed(alias: string): EncryptionRef {
  return { kind: 'aws-managed', alias: `alias/aws/${alias}` };
}

/** Nothing said means not encrypted, unless it is restored from something that is. */
function whenOn(alias: string, sources: readonly string[]): Usual {
  return (on, { properties }) => {
    if (on === undefined || sources.some((source) => properties.isGiven(source))) return open;
    return on === true ? managed(alias) : { kind: 'unencrypted' };
  };
}

/** `defaultKey` of the matrix, and https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/ per type. */
const usual: Readonly<Partial<Record<string, Usual>>> = {
  // An account's default for new volumes may be to encrypt them, with any key.
  // https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html
  'AWS::EC2::Volume': () => ({
    kind: 'unknown',
    why: 'the account decides whether such volumes are encrypted, and with which key',
  }),
  'AWS::RDS::DBInstance': whenOn('rds', [
    'DBSnapshotIdentifier',
    'DBClusterSnapshotIdentifier',
    'SourceDBInstanceIdentifier',
    'SourceDbiResourceId',
    'SourceDBClusterIdentifier',
  ]),
  'AWS::RDS::DBCluster': whenOn('rds', [
    'SnapshotIdentifier',
    'SourceDBClusterIdentifier',
    'ReplicationSourceIdentifier',
    'GlobalClusterIdentifier',
  ]),
  'AWS::DocDB::DBCluster': whenOn('rds', [
    'SnapshotIdentifier',
    'SourceDBClusterIdentifier',
    'GlobalClusterIdentifier',
  ]),
  'AWS::Neptune::DBCluster': whenOn('rds', ['SnapshotIdentifier', 'SourceDBClusterIdentifier']),
  'AWS::DynamoDB::Table': (on) => dynamoDb(on),
  'AWS::DynamoDB::GlobalTable': (on) => dynamoDb(on),
  'AWS::DSQL::Cluster': () => ({ kind: 'aws-owned' }),
  'AWS::EFS::FileSystem': (on) =>
    on === true ? managed('elasticfilesystem') : on === undefined ? open : { kind: 'unencrypted' },
  // SSE-S3 is the least. https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html
  'AWS::S3::Bucket': (on) => (on === true ? managed('s3') : on === undefined ? open : { kind: 'aws-owned' }),
  'AWS::FSx::FileSystem': (_, { properties }) => (properties.isGiven('BackupId') ? open : managed('fsx')),
  'AWS::Timestream::Database': () => managed('timestream'),
};

function dynamoDb(on: boolean | null | undefined): EncryptionRef {
  if (on === undefined) return open;
  return on === true ? managed('dynamodb') : { kind: 'aws-owned' };
}

/** A volume of ONTAP stands in a virtual machine of a file system, whose key it has. */
function keyOfFileSystem(resource: Resource): EncryptionRef {
  const { stack, written } = resource;
  const machine = targetOf(stack, own(own(written.properties, 'OntapConfiguration'), 'StorageVirtualMachineId'));
  const system = targetOf(stack, own(machine?.properties, 'FileSystemId'));
  if (system === undefined) return { kind: 'unknown', why: 'the file system of the volume is not in the template' };
  const key = own(system.properties, 'KmsKeyId');
  if (key === undefined) return managed('fsx');
  const name = stack.resolver().resolve(key, placeOf(`${system.pointer}/Properties/KmsKeyId`));
  return typeof name === 'string' ? refOf(resource, name) : open;
}

/** The resource that a value refers to. */
function targetOf({ resources }: Resource['stack'], value: unknown): WrittenResource | undefined {
  const given = intrinsicOf(value)?.given;
  const name: unknown = Array.isArray(given) ? given[0] : given;
  return typeof name === 'string' ? resources.get(splitName(name).id) : undefined;
}
