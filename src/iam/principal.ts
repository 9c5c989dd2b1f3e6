/** Who asks: the forms that a principal's ARN can have. */
import { splitArn } from '../estate/arn.ts';
import { maybe, no, yes } from './truth.ts';
import type { Kleene } from './truth.ts';

export type CallerKind = 'role' | 'session' | 'user' | 'root' | 'federated-user' | 'service';

export interface Caller {
  readonly kind: CallerKind;
  /** As given. */
  readonly arn: string;
  readonly partition: string;
  /** Empty for a service. */
  readonly account: string;
  /** Name of the role or user, without path; the service's name. */
  readonly name: string;
  /** `arn:aws:iam::111122223333:root`: the account as a principal. */
  readonly rootArn: string;
  /** The role's ARN with its path; a session's ARN does not tell it. */
  readonly roleArn: string | undefined;
  /** What every session ARN of the role begins with; empty for others. */
  readonly sessionPrefix: string;
  /** `maybe` where the path is not known. */
  readonly serviceLinked: Kleene;
}

const serviceName = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/;

/** `undefined` when the text is none of the forms that can call KMS. */
export function parseCaller(text: string): Caller | undefined {
  if (serviceName.test(text)) return serviceCaller(text);
  const parts = splitArn(text);
  if (parts === undefined || !/^\d{12}$/.test(parts.account)) return undefined;
  const { service, resource } = parts;
  if (service === 'iam') return iamCaller(text, parts);
  if (service === 'sts' && resource.startsWith('assumed-role/')) return sessionCaller(text, parts);
  if (service === 'sts' && /^federated-user\/[^/*?]+$/.test(resource)) {
    return caller('federated-user', text, parts, resource.slice('federated-user/'.length));
  }
  return undefined;
}

interface Parts {
  readonly partition: string;
  readonly account: string;
  readonly resource: string;
}

function iamCaller(text: string, parts: Parts): Caller | undefined {
  const { resource } = parts;
  if (resource === 'root') return caller('root', text, parts, 'root');
  const named = /^(role|user)\/(?:[^*?]*\/)?([^/*?]+)$/.exec(resource);
  if (named === null) return undefined;
  const [, kind, name = ''] = named;
  if (kind === 'user') return caller('user', text, parts, name);
  const linked = resource.startsWith('role/aws-service-role/') ? yes : no;
  return { ...caller('role', text, parts, name), roleArn: text, serviceLinked: linked };
}

/**
 * `assumed-role/NAME/SESSION`: this form never has the role's path. Role names are unique in an account.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
function sessionCaller(text: string, parts: Parts): Caller | undefined {
  const [, name = '', session = '', more] = parts.resource.split('/');
  if (name === '' || session === '' || more !== undefined || /[*?]/.test(parts.resource)) return undefined;
  // Inferred: AWS names the service-linked roles so; whether this is one stands in the path.
  const linked = name.startsWith('AWSServiceRoleFor') ? maybe : no;
  return { ...caller('session', text, parts, name), serviceLinked: linked };
}

function caller(kind: CallerKind, arn: string, { partition, account }: Parts, name: string): Caller {
  const ofRole = kind === 'role' || kind === 'session';
  return {
    kind,
    arn,
    partition,
    account,
    name,
    rootArn: `arn:${partition}:iam::${account}:root`,
    roleArn: undefined,
    sessionPrefix: ofRole ? `arn:${partition}:sts::${account}:assumed-role/${name}/` : '',
    serviceLinked: no,
  };
}

function serviceCaller(name: string): Caller {
  return {
    kind: 'service',
    arn: name,
    partition: 'aws',
    account: '',
    name,
    rootArn: '',
    roleArn: undefined,
    sessionPrefix: '',
    serviceLinked: no,
  };
}

/** A session whose role's ARN is known, from `aws:PrincipalArn`. */
export function withRoleArn(session: Caller, roleArn: string): Caller {
  const role = parseCaller(roleArn);
  if (role?.kind !== 'role' || role.account !== session.account || role.name !== session.name) return session;
  return { ...session, roleArn, serviceLinked: role.serviceLinked };
}
