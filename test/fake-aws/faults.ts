import { createHash } from 'node:crypto';
import { AwsError } from './errors.ts';
import type { Call, ServiceName } from './call.ts';

const faultKinds = ['throttle', 'server-error', 'access-denied', 'expired-token', 'reset'] as const;
export type FaultKind = (typeof faultKinds)[number];

/** What goes wrong, and for which calls; a member left out matches all. */
export interface Fault {
  readonly kind: FaultKind;
  readonly service?: ServiceName;
  readonly operation?: string;
  readonly account?: string;
  readonly region?: string;
  /** Text in the call's input, such as a key id. */
  readonly containing?: string;
  /** The share of matching calls, 0 to 1; all of them unless told. */
  readonly rate?: number;
  /** Only the first so many matching calls. */
  readonly times?: number;
}

/** Picks what befalls a call. Whether a rate strikes depends on the call and how often it came, never on the order of calls. */
export function createFaults(faults: readonly Fault[], randomSeed: number): (call: Call) => FaultKind | undefined {
  const struck = new Map<Fault, number>();
  const seen = new Map<string, number>();
  const strikes = (fault: Fault, index: number, call: Call): boolean => {
    if (!matches(fault, call)) return false;
    if (fault.times !== undefined && (struck.get(fault) ?? 0) >= fault.times) return false;
    if (fault.rate !== undefined && chance([randomSeed, index, ...identity(call, seen)]) >= fault.rate) return false;
    struck.set(fault, (struck.get(fault) ?? 0) + 1);
    return true;
  };
  const rated = faults.some(({ rate }) => rate !== undefined);
  return (call) => {
    if (rated) count(call, seen);
    return faults.find((fault, index) => strikes(fault, index, call))?.kind;
  };
}

function matches({ service, operation, account, region, containing }: Fault, call: Call): boolean {
  return (
    (service === undefined || service === call.service) &&
    (operation === undefined || operation === call.operation) &&
    (account === undefined || account === call.caller.account) &&
    (region === undefined || region === call.region) &&
    (containing === undefined || JSON.stringify(call.input).includes(containing))
  );
}

function nameOf({ service, operation, region, caller, input }: Call): string {
  return JSON.stringify([service, operation, region, caller.account, input]);
}

function count(call: Call, seen: Map<string, number>): void {
  const name = nameOf(call);
  seen.set(name, (seen.get(name) ?? 0) + 1);
}

function identity(call: Call, seen: ReadonlyMap<string, number>): readonly [string, number] {
  const name = nameOf(call);
  return [name, seen.get(name) ?? 0];
}

/** A number from 0 to 1 that the parts decide. */
function chance(parts: readonly unknown[]): number {
  return createHash('sha1').update(JSON.stringify(parts)).digest().readUInt32BE() / 2 ** 32;
}

/** Code, status and words by service; a reset has none. */
type Refusals = Readonly<Record<Exclude<FaultKind, 'reset' | 'access-denied'>, readonly [string, number, string]>>;

const rateExceeded = 'Rate exceeded';
const expired = 'The security token included in the request is expired';
const tryAgain = 'The request processing has failed because of an unknown error, exception or failure.';

/** From each service's page of common errors, such as https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html */
const refusals: Readonly<Record<ServiceName, Refusals>> = {
  kms: {
    throttle: ['ThrottlingException', 400, rateExceeded],
    'server-error': ['KMSInternalException', 500, tryAgain],
    'expired-token': ['ExpiredTokenException', 400, expired],
  },
  backup: {
    throttle: ['ThrottlingException', 400, rateExceeded],
    'server-error': ['ServiceUnavailableException', 500, tryAgain],
    'expired-token': ['ExpiredTokenException', 403, expired],
  },
  iam: {
    throttle: ['Throttling', 400, rateExceeded],
    'server-error': ['ServiceFailure', 500, tryAgain],
    'expired-token': ['ExpiredToken', 403, expired],
  },
  sts: {
    throttle: ['Throttling', 400, rateExceeded],
    'server-error': ['InternalFailure', 500, tryAgain],
    'expired-token': ['ExpiredToken', 403, expired],
  },
  organizations: {
    throttle: ['TooManyRequestsException', 400, 'You have sent too many requests in too short a period of time.'],
    'server-error': ['ServiceException', 500, tryAgain],
    'expired-token': ['ExpiredTokenException', 400, expired],
  },
  ec2: {
    throttle: ['RequestLimitExceeded', 503, 'Request limit exceeded.'],
    'server-error': ['InternalError', 500, tryAgain],
    'expired-token': ['RequestExpired', 400, 'Request has expired.'],
  },
  tagging: {
    throttle: ['ThrottledException', 400, rateExceeded],
    'server-error': ['InternalServiceException', 500, tryAgain],
    'expired-token': ['ExpiredTokenException', 400, expired],
  },
};

export function faultError(kind: Exclude<FaultKind, 'reset'>, call: Call): AwsError {
  if (kind === 'access-denied') return accessDenied(call);
  const [code, status, message] = refusals[call.service][kind];
  return new AwsError(code, message, status);
}

function accessDenied({ service, operation, caller }: Call): AwsError {
  const action = `${service === 'tagging' ? 'tag' : service}:${operation}`;
  const message = `User: ${caller.arn} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`;
  switch (service) {
    case 'kms':
    case 'tagging':
      return new AwsError('AccessDeniedException', message);
    case 'organizations':
      return new AwsError('AccessDeniedException', "You don't have permissions to access this resource.");
    case 'backup':
      return new AwsError('AccessDeniedException', message, 403);
    case 'ec2':
      return new AwsError('UnauthorizedOperation', `You are not authorized to perform this operation. ${message}`, 403);
    default:
      return new AwsError('AccessDenied', message, 403);
  }
}
