/** What it means when AWS does not answer. */

/** Too many calls at once; it answers when it is asked more slowly. */
export function isThrottled(error: unknown): boolean {
  return error instanceof Error && (throttles.has(error.name) || statusOf(error) === 429);
}

// https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
const throttles: ReadonlySet<string> = new Set([
  'EC2ThrottledException',
  'LimitExceededException',
  'PriorRequestNotComplete',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
]);

/** There is no such thing: it was never there, or was deleted since it was listed. */
export function isAbsent(error: unknown, other?: string): boolean {
  return error instanceof Error && (absences.has(error.name) || error.name === other);
}

const absences: ReadonlySet<string> = new Set([
  'AWSOrganizationsNotInUseException',
  'EffectivePolicyNotFoundException',
  'NoSuchEntity',
  'NoSuchEntityException',
  'NotFoundException',
  'PolicyTypeNotEnabledException',
  'ResourceNotFoundException',
  // The Region's partition has no such thing: https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeEffectivePolicy.html
  'UnsupportedAPIEndpointException',
]);

const refusals: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthFailure',
  'UnauthorizedOperation',
  'UnauthorizedException',
]);

export function isRefusal(error: unknown): boolean {
  return error instanceof Error && refusals.has(error.name);
}

const expiries: ReadonlySet<string> = new Set(['ExpiredToken', 'ExpiredTokenException', 'RequestExpired']);

const badCredentials: ReadonlySet<string> = new Set([
  'IncompleteSignature',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);

/** https://docs.aws.amazon.com/general/latest/gr/rande-manage.html */
function regionHint(name: string): string {
  const mayBeRegion = name === 'InvalidClientTokenId' || name === 'UnrecognizedClientException';
  return mayBeRegion ? ', as it does none in a Region that the account has not enabled' : '';
}

/** The operating system and the SDK name them alike. */
const networkFailures: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was closed',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name could not be looked up',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  EPIPE: 'the connection was closed',
  ETIMEDOUT: 'there was no answer in time',
  TimeoutError: 'there was no answer in time',
};

/**
 * Why AWS did not answer, in words; `undefined` for what is no failure of a call but a bug of ours. AWS's own messages are
 * left out: they change from call to call, and those about signatures repeat the session token.
 */
export function failureInWords(error: unknown, permission: string): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { name } = error;
  if (name === 'ZodError' || name === '$ZodError') return `the answer to ${permission} is not understood`;
  const status = statusOf(error);
  if (isRefusal(error)) return `access denied${refuserIn(error.message)}: ${permission} would be needed`;
  if (expiries.has(name)) return `the credentials have expired (${name})`;
  if (badCredentials.has(name)) return `AWS does not accept the credentials (${name})${regionHint(name)}`;
  const network = networkFailureIn(error);
  if (network !== undefined) return `${network}, however often it was tried`;
  if (isThrottled(error)) return 'AWS takes no more calls for now (throttled), however often it was tried';
  if (status === undefined) return undefined;
  return `${permission} kept failing: ${name}${status >= 500 ? ` (HTTP ${status})` : ''}`;
}

/** Why nobody answered, if so. */
export function networkFailureIn(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error ? String(error.code) : '';
  return networkFailures[code] ?? networkFailures[error.name];
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
function refuserIn(message: string): string {
  const denying = /with an explicit deny in an? ([a-z -]+? policy|permissions boundary)/.exec(message);
  if (denying !== null) return ` by an explicit deny in the ${denying[1]}`;
  const silent = /because no ([a-z -]+? policy|permissions boundary) allows/.exec(message);
  return silent === null ? '' : ` because no ${silent[1]} allows it`;
}

function statusOf(error: Error): number | undefined {
  const metadata: unknown = '$metadata' in error ? error.$metadata : undefined;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}
