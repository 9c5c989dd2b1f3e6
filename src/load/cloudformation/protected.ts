/** Resources that AWS Backup protects: which of them a template's resource is, and what it is encrypted with. */
import type { Fragment, ResourceFragment } from '../../estate/fragment.ts';
import { hasHole } from '../../estate/hole.ts';
import type { ResourceTypeRow, TemplateResource } from '../../paths/resource-type-row.ts';
import { resourceTypes } from '../../paths/resource-types.ts';
import { groupBy } from '../../estate/group-by.ts';
import { defined } from '../kinds/defined.ts';
import { blockDevices } from './block-devices.ts';
import { encryptionOf } from './encryption-default.ts';
import type { Resource } from './resource.ts';
import { tagsOf } from './tags.ts';

/** The matrix's rows by CloudFormation type. */
const rowsByType = groupBy(
  resourceTypes.flatMap((row) => row.cloudFormation.map((template) => ({ row, template }))),
  ({ template }) => template.type,
);

interface Candidate {
  readonly row: ResourceTypeRow;
  readonly template: TemplateResource;
}

/** Parts of others, or no resources by themselves. */
const notAlone: ReadonlySet<string> = new Set(['AWS::EC2::LaunchTemplate', 'AWS::CloudFormation::Stack']);

export function isProtectedType(type: string): boolean {
  return rowsByType.has(type) && !notAlone.has(type);
}

export function loadProtected(resource: Resource): Fragment[] {
  const candidates = rowsByType.get(resource.type) ?? [];
  const fitting = variantsOf(resource, candidates);
  const [first] = fitting;
  if (first === undefined) return [];
  const { physical, local, id, origin } = resource;
  const fragment: ResourceFragment = {
    kind: 'resource',
    names: [local, ...(physical === undefined || resource.type === 'AWS::Timestream::Database' ? [] : [physical.arn])],
    subject: id,
    resourceType: first.row.resourceType,
    ...(fitting.length === 1 && { variant: first.row.id }),
    ...resource.place,
    ...defined({ tags: tagsOf(resource) }),
    encryption:
      resource.type === 'AWS::EC2::Instance' ? blockDevices(resource) : [encryptionOf(resource, first.template)],
    ...(resource.type === 'AWS::S3::Bucket' && bucketSettings(resource)),
    origin,
  };
  return [fragment];
}

/** The rows that the resource may be; none where AWS Backup does not back it up by itself. */
function variantsOf({ type, properties }: Resource, candidates: readonly Candidate[]): readonly Candidate[] {
  const discriminator = discriminators[type];
  if (discriminator === undefined) return candidates;
  const value = properties.text(discriminator.property);
  if (value === undefined || hasHole(value ?? '')) return candidates;
  const id = discriminator.row((value ?? '').toLowerCase(), properties);
  return candidates.filter(({ row }) => row.id === id);
}

interface Discriminator {
  readonly property: string;
  readonly row: (value: string, properties: Resource['properties']) => string | undefined;
}

const fileSystems: Readonly<Record<string, string>> = {
  lustre: 'fsx-lustre',
  windows: 'fsx-windows',
  openzfs: 'fsx-openzfs',
};

/** In the words of the matrix's `discriminator`. */
const discriminators: Readonly<Partial<Record<string, Discriminator>>> = {
  'AWS::RDS::DBCluster': {
    property: 'Engine',
    row: (engine) =>
      engine.startsWith('aurora') ? 'aurora' : /^(?:mysql|postgres)$/.test(engine) ? 'rds-multi-az-cluster' : undefined,
  },
  // Members of a cluster are backed up with it.
  'AWS::RDS::DBInstance': {
    property: 'Engine',
    row: (engine, properties) =>
      engine.startsWith('aurora') || properties.isGiven('DBClusterIdentifier') ? undefined : 'rds-instance',
  },
  // ONTAP is backed up volume by volume.
  'AWS::FSx::FileSystem': { property: 'FileSystemType', row: (type) => fileSystems[type] },
  'AWS::FSx::Volume': { property: 'VolumeType', row: (type) => (type === 'ontap' ? 'fsx-ontap' : undefined) },
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html */
function bucketSettings({ properties, stack, id }: Resource): Partial<ResourceFragment> {
  const status = properties.object('VersioningConfiguration');
  const versioning = status === null ? false : readStatus(status?.text('Status'));
  const notifications = properties.object('NotificationConfiguration');
  const bridge = notifications === null ? null : notifications?.object('EventBridgeConfiguration');
  // The CDK sets notifications with a resource of its own.
  const isElsewhere = [...stack.resources.values()].some(
    ({ type, properties: own }) => type === 'Custom::S3BucketNotifications' && JSON.stringify(own).includes(`"${id}"`),
  );
  const eventBridge =
    bridge === null
      ? isElsewhere
        ? undefined
        : false
      : (bridge?.boolean('EventBridgeEnabled') ?? (bridge === undefined ? undefined : true));
  return defined({ versioning, eventBridge });
}

function readStatus(status: string | null | undefined): boolean | undefined {
  return status === undefined || status === null ? undefined : status === 'Enabled';
}
