/** Which service calls KMS for AWS Backup, per resource type: what a request's context says of its way. */
import { memoize } from '../estate/memoize.ts';
import type { JobRoleCall, ResourceTypeRow } from './resource-type-row.ts';

/** One way in which an action may reach KMS. */
export interface Caller {
  /** Tells callers apart in messages; empty where there is only one. */
  readonly service: string;
  /** First parts of `kms:ViaService`, one of which it carries; `undefined` in the list: a direct call, without the key. */
  readonly via: readonly (string | undefined)[] | undefined;
  /** Encryption context keys that it surely holds; `undefined`: not known. */
  readonly contextKeys: readonly string[] | undefined;
}

/** How the requests for one kind of key arrive. Equal ways share one object. */
export interface CallerFamily {
  readonly id: string;
  /** More than one where the resource type is only assumed: each is asked. */
  readonly callersOf: (action: string) => readonly Caller[];
}

/** AWS Backup reads the key's description itself, or lets the service do it: not documented. */
const describeKey = 'kms:DescribeKey';

/** What a key of which nothing is known may protect: the services behind the types that are not fully managed. */
const assumedServices = ['ec2', 'rds', 'fsx', 'storagegateway'] as const;

/** Calls for the key of one resource type, or of several that the inputs do not tell apart. */
export function resourceFamily(rows: readonly ResourceTypeRow[]): CallerFamily {
  return memoize(familiesByRows, rows, () => {
    const services = servicesOf(rows);
    const contextKeys = contextKeysOf(rows);
    const calls = rows.flatMap((row) => row.jobRoleCalls).filter((call) => call.viaService !== undefined);
    // Rows that call alike (RDS and Aurora) share a family, so that a key of both is asked once.
    const id = JSON.stringify([services, contextKeys, calls]);
    return memoize(familiesById, id, () =>
      familyOf(id, (action) => [resourceCaller(action, services, contextKeys, calls)]),
    );
  });
}

const familiesByRows = new WeakMap<readonly ResourceTypeRow[], CallerFamily>();
const familiesById = new Map<string, CallerFamily>();

function resourceCaller(
  action: string,
  services: readonly string[] | undefined,
  contextKeys: readonly string[] | undefined,
  calls: readonly JobRoleCall[],
): Caller {
  const documented = calls.find((call) => call.actions.includes(action));
  if (documented === undefined) {
    return action === describeKey
      ? { service: '', via: services && [...services, undefined], contextKeys: undefined }
      : { service: '', via: services, contextKeys };
  }
  const documentedKeys = documented.contextKey === undefined ? contextKeys : [documented.contextKey];
  return { service: '', via: [documented.viaService], contextKeys: documentedKeys };
}

/** The services that may call. A single one of low confidence is a guess; several are the alternatives. */
function servicesOf(rows: readonly ResourceTypeRow[]): readonly string[] | undefined {
  const candidates = rows.flatMap((row) => row.viaServices);
  const services = [...new Set(candidates.map(({ service }) => service))];
  const isGuess = services.length < 2 && candidates.every(({ confidence }) => confidence === 'low');
  return isGuess ? undefined : services;
}

/** What every row's calls carry, where the rows agree. */
function contextKeysOf(rows: readonly ResourceTypeRow[]): readonly string[] | undefined {
  const [first = [], ...others] = rows.flatMap((row) => row.viaServices.map(({ contextKeys }) => contextKeys));
  const common = first.filter((key) => others.every((keys) => keys.includes(key)));
  return common.length > 0 ? common : undefined;
}

/** A key of which only the policy is known: each service that may call for it is tried. */
export const assumedFamily: CallerFamily = familyOf('assumed', (action) =>
  assumedServices.map((service) => ({
    service,
    via: action === describeKey ? [service, undefined] : [service],
    contextKeys: service === 'ec2' ? ['aws:ebs:id'] : undefined,
  })),
);

/**
 * The same, where only what is really called is asked: data keys and re-encryption are documented for EBS alone.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForBackup.html
 */
export const assumedMinimalFamily: CallerFamily = familyOf('assumed-minimal', (action) =>
  ebsActions.has(action)
    ? [{ service: '', via: ['ec2'], contextKeys: ['aws:ebs:id'] }]
    : assumedFamily.callersOf(action),
);

const ebsActions: ReadonlySet<string> = new Set([
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
]);

/**
 * The key of a vault. For fully managed types AWS Backup calls as `backup`, or under a grant made when the vault was
 * created; which, and with what context, is not documented.
 */
export const vaultFamily: CallerFamily = familyOf('vault', () => [
  { service: '', via: ['backup', undefined], contextKeys: undefined },
]);

/** The destination vault's key: the snapshot services write with it, or AWS Backup does. */
export function destinationFamily(rows: readonly ResourceTypeRow[]): CallerFamily {
  const services = rows.flatMap((row) => (row.fullyManaged ? [] : row.viaServices.map(({ service }) => service)));
  const via = rows.length === 0 ? undefined : [...new Set([...services, 'backup']), undefined];
  const id = `destination:${via?.join('+') ?? '*'}`;
  return memoize(familiesById, id, () => familyOf(id, () => [{ service: '', via, contextKeys: undefined }]));
}

/** Copies into a logically air-gapped vault. https://docs.aws.amazon.com/aws-backup/latest/devguide/logicallyairgappedvault.html */
export const airGappedFamily: CallerFamily = familyOf('air-gapped', (action) => [
  { service: '', via: action === describeKey ? ['backup', undefined] : ['backup'], contextKeys: undefined },
]);

function familyOf(id: string, make: (action: string) => readonly Caller[]): CallerFamily {
  const made = new Map<string, readonly Caller[]>();
  return { id, callersOf: (action) => memoize(made, action, () => make(action)) };
}
