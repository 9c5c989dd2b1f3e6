import { expect, test } from 'vitest';
import { escapeOf, samplesOf, witnessOf } from '../../src/fix/witness.ts';
import { compilePolicy } from '../../src/iam/compile.ts';
import { contextOf, known } from '../../src/iam/context.ts';
import { decide } from '../../src/iam/evaluate.ts';

const principal = 'arn:aws:iam::111122223333:role/x';

function statementWith(condition: unknown) {
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: principal },
    Action: 'kms:*',
    Resource: '*',
    Condition: condition,
  };
  const policy = compilePolicy({ Version: '2012-10-17', Statement: [statement] }, 'key-policy');
  return { policy, view: policy.statements[0]! };
}

function applies(policy: ReturnType<typeof compilePolicy>, assignment: ReadonlyMap<string, string>): boolean {
  const context = contextOf([...assignment].map(([key, value]) => [key, known(value)] as const));
  const request = {
    principal,
    action: 'kms:CreateGrant',
    resource: undefined,
    resourceAccount: '111122223333',
    context,
  };
  return decide(request, { keyPolicy: policy, identityPolicies: [] }).outcome === 'allowed';
}

/** Conditions of every family, with the values that are worth trying. */
const conditions: readonly (readonly [string, unknown, readonly string[]])[] = [
  ['StringEquals', { 'kms:ViaService': 'rds' }, ['rds', 'backuplint-other']],
  ['StringLike', { 'kms:ViaService': 'rds.*' }, ['rds.x', 'backuplint-other']],
  ['StringEqualsIfExists', { 'aws:SourceVpce': 'vpce-1' }, ['vpce-1', 'backuplint-other']],
  ['StringNotEquals', { 'aws:SourceVpce': ['vpce-1', 'vpce-2'] }, ['vpce-1', 'backuplint-other', 'vpce-2']],
  ['ForAnyValue:StringLike', { 'aws:PrincipalOrgPaths': 'o-1/*' }, ['o-1/x', 'backuplint-other']],
  ['ForAllValues:StringLike', { 'aws:PrincipalOrgPaths': 'o-1/*' }, ['o-1/x', 'backuplint-other']],
  ['ForAnyValue:StringNotEquals', { 'aws:CalledVia': 'rds' }, ['rds', 'backuplint-other']],
  ['Bool', { 'kms:GrantIsForAWSResource': 'true' }, ['true', 'false']],
  ['Bool', { 'kms:GrantIsForAWSResource': 'false' }, ['false', 'true']],
  ['BoolIfExists', { 'aws:MultiFactorAuthPresent': 'true' }, ['true', 'false']],
  ['BoolIfExists', { 'aws:MultiFactorAuthPresent': 'false' }, ['false', 'true']],
  ['StringNotEquals', { 'aws:ViaAWSService': 'false' }, ['false', 'true']],
  ['Null', { 'aws:SourceVpce': 'true' }, ['backuplint-other']],
  ['Null', { 'aws:SourceVpce': 'false' }, ['backuplint-other']],
  ['NumericEquals', { 'aws:MultiFactorAuthAge': '10' }, ['10', '9', '11']],
  ['NumericNotEquals', { 'aws:MultiFactorAuthAge': '10' }, ['10', '9', '11']],
  ['NumericLessThan', { 'aws:MultiFactorAuthAge': '10' }, ['10', '9', '11']],
  ['NumericLessThanIfExists', { 'aws:MultiFactorAuthAge': '10' }, ['10', '9', '11']],
  ['NumericGreaterThan', { 'aws:MultiFactorAuthAge': '10' }, ['10', '9', '11']],
  ['NumericGreaterThanEqualsIfExists', { 'aws:MultiFactorAuthAge': '10' }, ['10', '9', '11']],
  [
    'DateLessThan',
    { 'aws:CurrentTime': '2026-05-02T00:00:00Z' },
    ['2026-05-02T00:00:00.000Z', '2026-05-01T00:00:00.000Z', '2026-05-03T00:00:00.000Z'],
  ],
  [
    'DateGreaterThan',
    { 'aws:EpochTime': '86400' },
    ['1970-01-02T00:00:00.000Z', '1970-01-01T00:00:00.000Z', '1970-01-03T00:00:00.000Z'],
  ],
  ['IpAddress', { 'aws:SourceIp': '203.0.113.0/24' }, ['203.0.113.0', '198.51.100.77']],
  ['NotIpAddress', { 'aws:SourceIp': '203.0.113.0/24' }, ['203.0.113.0', '198.51.100.77']],
  ['ArnLike', { 'aws:SourceArn': 'arn:aws:s3:::b*' }, ['arn:aws:s3:::bx', 'backuplint-other']],
];

const rows = conditions.map(([operator, block, samples]) => ({
  name: `${operator} ${JSON.stringify(block)}`,
  operator,
  block,
  samples,
}));

test.for(rows)('the values worth trying for $name', ({ operator, block, samples }) => {
  expect(samplesOf(statementWith({ [operator]: block }).view.conditions[0]!)).toEqual(samples);
});

test.for(rows)('the witness makes the statement apply: $name', ({ operator, block }) => {
  const { policy, view } = statementWith({ [operator]: block });
  expect(applies(policy, witnessOf(view))).toBe(true);
});

test.for(rows)('the escape keeps it from applying where nothing would let it apply: $name', ({ operator, block }) => {
  const { policy, view } = statementWith({ [operator]: block });
  expect(applies(policy, escapeOf(view))).toBe(false);
});

test('a witness satisfies all conditions at once', () => {
  const { policy, view } = statementWith({
    StringEquals: { 'kms:ViaService': 'rds', 'aws:PrincipalOrgID': 'o-1' },
    Bool: { 'kms:GrantIsForAWSResource': 'true' },
    StringNotEquals: { 'aws:SourceVpce': 'vpce-1' },
  });
  expect(applies(policy, witnessOf(view))).toBe(true);
});
