/**
 * What is known of each context key when AWS Backup's principals call KMS: the values of
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html and
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html for two roles that work
 * through other services (forward access sessions).
 */
import type { Deployment } from '../estate/deployment.ts';
import { noSuchKey } from '../iam/value-words.ts';
import type { ContextValue, RequestContext } from '../iam/types.ts';
import type { Caller } from './callers.ts';
import type { BackupPrincipal } from './types.ts';

/** What a request says of the key or vault it is about. */
export interface TargetFacts {
  readonly account: string;
  /** The Regions it may be in; one where that is known. */
  readonly regions: readonly string[];
  /** Nothing tells the Region: `regions` stand for all that the policies do not tell apart, and are not to be named. */
  readonly regionUnknown?: boolean;
  readonly aliases?: readonly string[];
  readonly spec?: string | undefined;
  readonly usage?: string | undefined;
  readonly keyOrigin?: string | undefined;
  readonly multiRegion?: boolean | undefined;
  readonly multiRegionKeyType?: string | undefined;
}

export interface RequestFacts {
  readonly principal: BackupPrincipal;
  readonly organization: Deployment['organization'];
  readonly target: TargetFacts;
  readonly action: string;
  readonly caller: Caller;
}

const absent: ContextValue = { state: 'absent' };
const present: ContextValue = { state: 'present' };
const unknown: ContextValue = { state: 'unknown' };
const yes = known('true');
const no = known('false');

function known(...values: readonly string[]): ContextValue {
  return { state: 'known', values };
}

/** Known when there is only one case. */
function oneOf(cases: readonly (string | undefined)[]): ContextValue {
  const [only] = cases;
  if (cases.length !== 1) {
    return { state: 'one-of', cases: cases.map((value) => (value === undefined ? undefined : [value])) };
  }
  return only === undefined ? absent : known(only);
}

type Reader = ContextValue | ((facts: RequestFacts) => ContextValue);

const use = new Set([
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
]);
const grants = new Set(['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant']);

/** A key that only some actions carry is absent from the others. */
function onlyFor(carriers: (action: string) => boolean, reader: Reader): Reader {
  return (facts) => (carriers(facts.action) ? read(reader, facts) : absent);
}

const isUse = (action: string): boolean => use.has(action);
const isGrant = (action: string): boolean => grants.has(action);
const isCreateGrant = (action: string): boolean => action === 'kms:CreateGrant';
const isReEncrypt = (action: string): boolean => action.startsWith('kms:ReEncrypt');
const isDescribe = (action: string): boolean => action === 'kms:DescribeKey';
const isKms = (action: string): boolean => action.startsWith('kms:');
/** https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context */
const mayHaveEncryptionContext = (action: string): boolean => isUse(action) || isCreateGrant(action);

/** Keys by their name in lower case. */
const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>(
  Object.entries({
    // A session's ARN never stands here: always the role's, with its path.
    'aws:principalarn': ({ principal }) => known(principal.arn),
    'aws:principalaccount': ({ principal }) => known(principal.account),
    'aws:principaltype': known('AssumedRole'),
    'aws:principalisawsservice': no,
    'aws:principalservicename': absent,
    'aws:principalservicenameslist': absent,
    'aws:principalorgid': ({ organization }) => (organization === undefined ? unknown : known(organization.id)),
    'aws:principalorgpaths': ({ organization, principal }) => orgPath(organization, principal.account),
    'aws:resourceaccount': ({ target }) => known(target.account),
    'aws:resourceorgid': ({ organization }) => (organization === undefined ? unknown : known(organization.id)),
    'aws:resourceorgpaths': ({ organization, target }) => orgPath(organization, target.account),
    'aws:requestedregion': ({ target }) =>
      target.regions.length === 0 ? present : saidOf(target, oneOf(target.regions), [unknownRegion]),
    // Only calls that a service makes as itself carry these; AWS Backup calls with roles.
    'aws:sourceaccount': absent,
    'aws:sourcearn': absent,
    'aws:sourceorgid': absent,
    'aws:sourceorgpaths': absent,
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
    'aws:viaawsservice': ({ caller }) => viaAwsService(caller),
    'aws:calledvia': ({ caller }) => calledVia(caller),
    'aws:calledviafirst': ({ caller }) => calledVia(caller),
    'aws:calledvialast': ({ caller }) => calledVia(caller),
    'aws:securetransport': yes,
    // An address of AWS's own, or none: the KMS guide warns against the key.
    'aws:sourceip': unknown,
    'aws:sourcevpc': absent,
    'aws:sourcevpcarn': absent,
    'aws:sourcevpce': absent,
    'aws:vpcsourceip': absent,
    'aws:vpceaccount': absent,
    'aws:vpceorgid': absent,
    'aws:vpceorgpaths': absent,
    'aws:userid': present,
    'aws:username': absent,
    'aws:multifactorauthage': absent,
    'aws:multifactorauthpresent': no,
    'aws:tokenissuetime': present,
    'aws:currenttime': present,
    'aws:epochtime': present,
    'aws:federatedprovider': absent,
    'aws:sourceidentity': absent,
    'aws:referer': absent,
    'aws:useragent': unknown,
    'aws:tagkeys': absent,

    'kms:calleraccount': ({ principal }) => known(principal.account),
    'kms:viaservice': (facts) => viaService(facts),
    'kms:keyspec': ({ target }) => (target.spec === undefined ? present : known(target.spec)),
    'kms:keyusage': ({ target }) => (target.usage === undefined ? present : known(target.usage)),
    'kms:keyorigin': ({ target }) => (target.keyOrigin === undefined ? present : known(target.keyOrigin)),
    'kms:multiregion': ({ target }) =>
      oneOf(target.multiRegion === undefined ? ['true', 'false'] : [`${target.multiRegion}`]),
    'kms:multiregionkeytype': ({ target }) => oneOf(multiRegionKeyTypes(target)),
    // Read by identity policies only; the lists that KMS prints may be incomplete.
    'kms:resourcealiases': ({ target: { aliases = [] } }) =>
      aliases.length === 0 ? unknown : { state: 'at-least', values: aliases },
    'kms:requestalias': onlyFor((action) => isUse(action) || isDescribe(action), unknown),
    'kms:grantisforawsresource': onlyFor(isGrant, yes),
    'kms:grantoperations': onlyFor(isCreateGrant, present),
    'kms:granteeprincipal': onlyFor(isCreateGrant, unknown),
    'kms:granteeserviceprincipal': onlyFor(isCreateGrant, unknown),
    'kms:retiringprincipal': onlyFor(isCreateGrant, unknown),
    'kms:retiringserviceprincipal': onlyFor(isCreateGrant, unknown),
    'kms:grantconstraintsourcearn': onlyFor(isCreateGrant, unknown),
    'kms:grantconstrainttype': onlyFor(isCreateGrant, unknown),
    'kms:encryptioncontextkeys': onlyFor(mayHaveEncryptionContext, (facts) => encryptionContextKeys(facts)),
    // Symmetric keys know one algorithm; others cannot protect a resource (`kms/key-type`).
    'kms:encryptionalgorithm': onlyFor(isUse, known('SYMMETRIC_DEFAULT')),
    'kms:reencryptonsamekey': onlyFor(isReEncrypt, unknown),
  }),
);

/** Keys that go on with a name of the user's own, still in lower case when they arrive here. */
const prefixReaders: readonly (readonly [string, (facts: RequestFacts, name: string) => ContextValue])[] = [
  ['aws:principaltag/', ({ principal }, name) => principalTag(principal, name)],
  ['aws:requesttag/', () => absent],
  ['aws:resourcetag/', () => unknown],
  ['kms:encryptioncontext:', (facts, name) => encryptionContext(facts, name)],
];

/** The context of one request. What KMS and AWS Backup never send is absent; global keys not listed here are unknown. */
export function requestContext(facts: RequestFacts): RequestContext {
  return (key) => {
    const reader = readers.get(key);
    if (reader !== undefined) return key.startsWith('kms:') && !isKms(facts.action) ? absent : read(reader, facts);
    for (const [prefix, readNamed] of prefixReaders) {
      if (key.startsWith(prefix)) return readNamed(facts, key.slice(prefix.length));
    }
    return isOpenEnded(key, facts.action) ? unknown : absent;
  };
}

/** Global keys may be newer than this table, and what AWS Backup's own keys hold is not documented. */
function isOpenEnded(key: string, action: string): boolean {
  return key.startsWith('aws:') || (key.startsWith('backup:') && action.startsWith('backup:'));
}

function read(reader: Reader, facts: RequestFacts): ContextValue {
  return typeof reader === 'function' ? reader(facts) : reader;
}

function orgPath(organization: Deployment['organization'], account: string): ContextValue {
  if (organization === undefined) return unknown;
  const path = organization.paths?.[account];
  return path === undefined ? { state: 'present', organization: organization.id } : known(path);
}

function principalTag({ role }: BackupPrincipal, name: string): ContextValue {
  if (role?.tags === undefined) return unknown;
  // Tag keys ignore case in condition keys. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
  const tag = Object.entries(role.tags).find(([key]) => key.toLowerCase() === name);
  return tag === undefined ? absent : known(tag[1]);
}

function viaService({ caller: { via }, target }: RequestFacts): ContextValue {
  if (via === undefined || via.length === 0) return unknown;
  const cases = via.flatMap((service) =>
    service === undefined ? [undefined] : target.regions.map((region) => viaServiceIn(service, region)),
  );
  const said = via.map((service) => (service === undefined ? noSuchKey : viaServiceIn(service, unknownRegion)));
  return saidOf(target, oneOf(cases), said);
}

/** The Region part is the key's, the domain is the same in every partition. */
function viaServiceIn(service: string, region: string): string {
  return `${service}.${region}.amazonaws.com`;
}

/** How the caller's `kms:ViaService` is told of. */
export function saidViaService(
  service: string,
  { regions: [region = unknownRegion, ...others], regionUnknown }: TargetFacts,
): string {
  return viaServiceIn(service, others.length === 0 && regionUnknown !== true ? region : unknownRegion);
}

const unknownRegion = '<region>';

function saidOf({ regionUnknown }: TargetFacts, value: ContextValue, said: readonly string[]): ContextValue {
  if (regionUnknown !== true || (value.state !== 'known' && value.state !== 'one-of')) return value;
  return { ...value, said };
}

function viaAwsService({ via }: Caller): ContextValue {
  if (via === undefined) return oneOf(['true', 'false']);
  return oneOf([...new Set(via.map((service) => (service === undefined ? 'false' : 'true')))]);
}

/** Direct calls have none; the documented list of forwarding services lacks EC2, RDS and AWS Backup. */
function calledVia({ via }: Caller): ContextValue {
  return via?.every((service) => service === undefined) ? absent : unknown;
}

function multiRegionKeyTypes({ multiRegion, multiRegionKeyType }: TargetFacts): readonly (string | undefined)[] {
  if (multiRegion === false) return [undefined];
  if (multiRegionKeyType !== undefined) return [multiRegionKeyType];
  return multiRegion === true ? ['PRIMARY', 'REPLICA'] : [undefined, 'PRIMARY', 'REPLICA'];
}

/** Of a grant it is not known whether the service sets constraints on the context. */
function encryptionContextKeys({ action, caller }: RequestFacts): ContextValue {
  if (isCreateGrant(action) || caller.contextKeys === undefined) return unknown;
  return { state: 'at-least', values: caller.contextKeys };
}

function encryptionContext({ action, caller }: RequestFacts, name: string): ContextValue {
  if (!mayHaveEncryptionContext(action)) return absent;
  const sent = caller.contextKeys?.some((key) => key.toLowerCase() === name) ?? false;
  return sent && !isCreateGrant(action) ? present : unknown;
}
