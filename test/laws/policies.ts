/** Random policies, policy sets and requests that meet each other often enough to matter. */
import * as fc from 'fast-check';
import type { EvaluateInput } from '../../src/iam/library.ts';
import { C, key, org, role, rootOf, session, slr, stranger, user, W } from '../iam/cast.ts';

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface Document {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
  readonly [element: string]: unknown;
}

const otherRole = `arn:aws:iam::${W}:role/application`;
const paths = [`${org}/r-ab12/ou-ab12-11111111/`, `${org}/r-ab12/ou-ab12-22222222/`];

/** The values that keys take, in policies and in requests. */
export const valuesOf: Readonly<Record<string, readonly string[]>> = {
  'aws:PrincipalOrgID': [org, 'o-0ther00000'],
  'aws:PrincipalTag/team': ['backup', 'Backup', 'web', 'true'],
  'aws:PrincipalTag/env': ['prod', 'production', 'dev'],
  'kms:ViaService': ['ec2.eu-west-2.amazonaws.com', 'rds.eu-west-2.amazonaws.com', 's3.eu-west-2.amazonaws.com'],
  'kms:CallerAccount': [W, C],
  'aws:SecureTransport': ['true', 'false'],
  'aws:PrincipalArn': [role, slr, otherRole],
  'aws:PrincipalOrgPaths': paths,
  'kms:GrantIsForAWSResource': ['true', 'false'],
  'kms:EncryptionContextKeys': ['aws:ebs:id', 'aws:rds:db-id'],
  'aws:SourceIp': ['203.0.113.7', '198.51.100.1', '2001:db8::1'],
  'aws:MultiFactorAuthAge': ['60', '3600'],
};

export const keys = Object.keys(valuesOf);

const multivalued = new Set(['aws:PrincipalOrgPaths', 'kms:EncryptionContextKeys']);

const operatorsOf: Readonly<Record<string, readonly string[]>> = {
  'aws:SecureTransport': ['Bool', 'BoolIfExists', 'Null', 'StringEquals'],
  'kms:GrantIsForAWSResource': ['Bool', 'BoolIfExists', 'Null'],
  'aws:SourceIp': ['IpAddress', 'NotIpAddress', 'IpAddressIfExists', 'Null'],
  'aws:MultiFactorAuthAge': ['NumericLessThan', 'NumericGreaterThanEquals', 'NumericNotEquals', 'NumericEquals'],
  'aws:PrincipalArn': ['ArnLike', 'ArnEquals', 'ArnNotLike', 'StringLike', 'StringNotEquals', 'ArnLikeIfExists'],
};
const strings = [
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringNotLike',
  'StringEqualsIgnoreCase',
  'StringEqualsIfExists',
  'StringNotEqualsIfExists',
  'Null',
];
const sets = ['ForAnyValue:StringLike', 'ForAnyValue:StringNotEquals', 'ForAllValues:StringLike', 'Null'];

const patternsOf: Readonly<Record<string, readonly string[]>> = {
  'aws:PrincipalArn': [`arn:aws:iam::${W}:role/*`, 'arn:aws:iam::*:role/aws-service-role/*', '*'],
  'kms:ViaService': ['ec2.*.amazonaws.com', '*.eu-west-2.amazonaws.com', 'backup.amazonaws.com'],
  'aws:PrincipalTag/team': ['back*', '*b', 'w?b'],
  'aws:PrincipalTag/env': ['prod*', '*o*'],
  'aws:PrincipalOrgPaths': [`${org}/*`, '*/ou-ab12-11111111/'],
  'aws:SourceIp': ['203.0.113.0/24', '0.0.0.0/0', '2001:db8::/32'],
};

const condition = fc
  .constantFrom(...keys)
  .chain((name) => {
    const operators = operatorsOf[name] ?? (multivalued.has(name) ? sets : strings);
    return fc.record({ name: fc.constant(name), operator: fc.constantFrom(...operators) });
  })
  .chain(({ name, operator }) => {
    const candidates = [...(valuesOf[name] ?? []), ...(patternsOf[name] ?? [])];
    const values =
      operator === 'Null'
        ? fc.constantFrom(['true'], ['false'])
        : fc.subarray(candidates, { minLength: 1, maxLength: 2 });
    return values.map((chosen) => ({ [operator]: { [name]: chosen } }));
  });

const conditions = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  { weight: 3, arbitrary: condition },
  { weight: 1, arbitrary: fc.tuple(condition, condition).map(([a, b]) => ({ ...a, ...b })) },
);

const awsPrincipals = [
  role,
  slr,
  stranger,
  user,
  session,
  otherRole,
  rootOf(W),
  W,
  C,
  rootOf(C),
  '*',
  'AROAEXAMPLEID1234567',
];

const principal = fc.oneof(
  { weight: 1, arbitrary: fc.constant<unknown>('*') },
  { weight: 5, arbitrary: fc.subarray(awsPrincipals, { minLength: 1, maxLength: 3 }).map((AWS): unknown => ({ AWS })) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>({ AWS: role }, { Service: 'backup.amazonaws.com' }) },
);

const actionPatterns = [
  'kms:*',
  'kms:Decrypt',
  'kms:CreateGrant',
  'kms:ReEncrypt*',
  'kms:*Grant*',
  'kms:Describe*',
  '*',
];
const actionList = fc.oneof(
  fc.constantFrom<unknown>('kms:*', '*', 'kms:Decrypt'),
  fc.subarray(actionPatterns, { minLength: 1, maxLength: 3 }),
);

const resource = fc.oneof(
  { weight: 6, arbitrary: fc.constant<unknown>('*') },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(key, [key], 'arn:aws:kms:*:*:key/*') },
  { weight: 1, arbitrary: fc.constant<unknown>(`arn:aws:kms:eu-west-2:${W}:alias/app`) },
);

const rest = { Resource: resource, Condition: conditions };

function named(effect: fc.Arbitrary<'Allow' | 'Deny'>, withPrincipal: boolean): fc.Arbitrary<object> {
  const who = withPrincipal ? { Principal: principal } : {};
  return fc.oneof(
    { weight: 8, arbitrary: fc.record({ Effect: effect, ...who, Action: actionList, ...rest }) },
    { weight: 1, arbitrary: fc.record({ Effect: effect, ...who, NotAction: actionList, ...rest }) },
  );
}

const notPrincipal: fc.Arbitrary<object> = fc.record({
  Effect: fc.constant('Deny' as const),
  NotPrincipal: fc.subarray([role, slr, rootOf(W), rootOf(C), user], { minLength: 1 }).map((AWS) => ({ AWS })),
  Action: actionList,
  ...rest,
});

const effect = fc.constantFrom<'Allow' | 'Deny'>('Allow', 'Allow', 'Allow', 'Deny');

/** Without the members that are `undefined`. */
const clean = (statement: object): Statement => JSON.parse(JSON.stringify(statement)) as Statement;

export const keyStatement = fc
  .oneof({ weight: 12, arbitrary: named(effect, true) }, { weight: 1, arbitrary: notPrincipal })
  .map(clean);
export const identityStatement = named(effect, false).map(clean);
export const keyAllow = named(fc.constant('Allow'), true).map(clean);
export const keyDeny = named(fc.constant('Deny'), true).map(clean);

function documentOf(statements: readonly Statement[]): Document {
  return { Version: '2012-10-17', Statement: statements };
}

export const keyDocument = fc.array(keyStatement, { minLength: 1, maxLength: 5 }).map(documentOf);
export const identityDocument = fc.array(identityStatement, { minLength: 1, maxLength: 3 }).map(documentOf);

const everything: Document = documentOf([{ Effect: 'Allow', Action: '*', Resource: '*' }]);

const sometimes = <T>(arbitrary: fc.Arbitrary<T>, weight = 1) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight, arbitrary });

export type Policies = Pick<
  EvaluateInput,
  | 'keyPolicy'
  | 'identityPolicies'
  | 'permissionsBoundary'
  | 'sessionPolicy'
  | 'serviceControlPolicies'
  | 'resourceControlPolicies'
>;

export const policies: fc.Arbitrary<Policies & { readonly keyPolicy: Document }> = fc.record({
  keyPolicy: keyDocument,
  identityPolicies: fc.oneof(
    fc.constant(undefined),
    fc.constant([]),
    fc.constant([everything]),
    fc.array(identityDocument, { minLength: 1, maxLength: 2 }),
  ),
  permissionsBoundary: sometimes(identityDocument),
  sessionPolicy: sometimes(identityDocument),
  serviceControlPolicies: sometimes(
    fc.tuple(identityDocument, identityDocument).map(([a, b]) => [[everything, a], [b]]),
  ),
  resourceControlPolicies: sometimes(
    fc.array(keyDeny, { minLength: 1, maxLength: 2 }).map((all) => [[documentOf(all)]]),
  ),
});

/** What a request knows of each key: values, nothing (absent), or that it is unknown. */
export interface Request {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | string[]>>;
  readonly unknown: readonly string[];
}

const knowledge = fc.constantFrom('known', 'known', 'absent', 'unknown');

export const request: fc.Arbitrary<Request> = fc
  .record({
    principal: fc.constantFrom(role, role, role, slr, slr, stranger, user, session, rootOf(W), otherRole),
    action: fc.constantFrom(
      'kms:Decrypt',
      'kms:CreateGrant',
      'kms:DescribeKey',
      'kms:ReEncryptFrom',
      'kms:PutKeyPolicy',
    ),
    states: fc.array(fc.tuple(knowledge, fc.nat(), fc.nat()), { minLength: keys.length, maxLength: keys.length }),
  })
  .map(({ principal, action, states }) => {
    const context: Record<string, string | string[]> = {};
    const unknown: string[] = [];
    for (const [index, name] of keys.entries()) {
      const [state, first, second] = states[index] ?? ['absent', 0, 0];
      // These follow from the principal: they are known, unless they are said not to be.
      const derived = name === 'kms:CallerAccount' || name === 'aws:PrincipalArn';
      if (state === 'unknown') unknown.push(name);
      else if (state === 'known' && !derived) context[name] = valueFor(name, first, second);
    }
    return { principal, action, resource: key, context, unknown };
  });

/** A value of the key, or several where it can have several. */
export function valueFor(name: string, first: number, second: number): string | string[] {
  const values = valuesOf[name] ?? [];
  const one = values[first % values.length] ?? '';
  if (!multivalued.has(name)) return one;
  const two = values[second % values.length] ?? '';
  return one === two ? [one] : [one, two];
}

/** Values that no policy names, or that only a pattern meets. */
export const strangeValues: Readonly<Record<string, readonly string[]>> = {
  'aws:PrincipalOrgID': ['o-strange000'],
  'aws:PrincipalTag/team': ['', 'backend', 'BACKUP', 'superb', 'backweb'],
  'aws:PrincipalTag/env': ['', 'staging', 'prodlike', 'o'],
  'kms:ViaService': ['ec2.us-east-1.amazonaws.com', 'fsx.eu-west-2.amazonaws.com', 'fsx.us-east-1.amazonaws.com'],
  'kms:CallerAccount': ['999988887777'],
  'aws:SecureTransport': [],
  'aws:PrincipalArn': [`arn:aws:iam::${W}:role/strange`, stranger, `arn:aws:iam::${W}:user/bob`],
  'aws:PrincipalOrgPaths': ['o-0ther00000/r-zz99/'],
  'kms:GrantIsForAWSResource': [],
  'kms:EncryptionContextKeys': ['aws:strange'],
  'aws:SourceIp': ['192.0.2.1', '2001:db9::1'],
  'aws:MultiFactorAuthAge': ['1', '100', '99999'],
};

/** Every value that the tests below complete an unknown key with; `undefined`: absent. */
export function completionsOf(name: string, principal: string): readonly (string | string[] | undefined)[] {
  // A session's role: names are unique in an account, so it is the one that the policies name.
  if (name === 'aws:PrincipalArn' && principal === session) return [role];
  const singles = [...(valuesOf[name] ?? []), ...(strangeValues[name] ?? [])];
  if (!multivalued.has(name)) return [undefined, ...singles];
  const pairs = singles.flatMap((a, index) => singles.slice(index + 1).map((b) => [a, b]));
  return [undefined, ...singles.map((single) => [single]), ...pairs, singles];
}
