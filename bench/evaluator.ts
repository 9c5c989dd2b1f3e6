/** The evaluator's figures: `npx tsx bench/evaluator.ts`. Printed, never judged: machines differ. */
import { compilePolicy } from '../src/iam/compile.ts';
import { contextOf, derivedContext, known } from '../src/iam/context.ts';
import { decide, explain } from '../src/iam/evaluate.ts';
import type { CompiledPolicy, ContextValue, EvaluationRequest, PolicySet } from '../src/iam/types.ts';

const workload = '111122223333';
const central = '444455556666';
const role = `arn:aws:iam::${workload}:role/acme-backup-service-role`;
const linked = `arn:aws:iam::${central}:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup`;
const key = `arn:aws:kms:eu-west-2:${workload}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const useActions = ['DescribeKey', 'Encrypt', 'Decrypt', 'ReEncryptFrom', 'ReEncryptTo', 'GenerateDataKey'];
const grantActions = ['GenerateDataKeyWithoutPlaintext', 'CreateGrant', 'ListGrants', 'RevokeGrant'];

/** A key policy of six statements, most with conditions, as one meets it; 2.5 KB of JSON. */
function keyPolicy(number: number): object {
  const allow = { Effect: 'Allow', Resource: '*' };
  const administrators = Array.from(
    { length: 6 },
    (_, index) => `arn:aws:iam::${workload}:role/platform/administrator-${number}-${index}`,
  );
  return {
    Version: '2012-10-17',
    Id: `key-policy-${number}`,
    Statement: [
      { Sid: 'Root', ...allow, Principal: { AWS: `arn:aws:iam::${workload}:root` }, Action: 'kms:*' },
      {
        Sid: 'Administrators',
        ...allow,
        Principal: { AWS: administrators },
        Action: ['kms:Create*', 'kms:Describe*', 'kms:Enable*', 'kms:List*', 'kms:Put*', 'kms:Update*', 'kms:Revoke*'],
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' }, Bool: { 'aws:SecureTransport': 'true' } },
      },
      {
        Sid: 'Application',
        ...allow,
        Principal: { AWS: `arn:aws:iam::${workload}:role/application-${number}` },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        Condition: { StringLike: { 'kms:ViaService': ['s3.*.amazonaws.com', 'rds.*.amazonaws.com'] } },
      },
      {
        Sid: 'Allow AWS Backup to use the key for backup and cross-account copy',
        ...allow,
        Principal: { AWS: [role, linked] },
        Action: ['DescribeKey', 'Encrypt', 'Decrypt', 'ReEncrypt*', 'GenerateDataKey*'].map((name) => `kms:${name}`),
        Condition: { StringLike: { 'aws:PrincipalArn': [role, `arn:aws:iam::${central}:role/aws-service-role/*`] } },
      },
      {
        Sid: 'Allow AWS Backup to manage grants for backup and cross-account copy',
        ...allow,
        Principal: { AWS: [role, linked] },
        Action: ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'],
        Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      },
      {
        Sid: 'OnlyOurs',
        Effect: 'Deny',
        Principal: '*',
        Action: 'kms:*',
        Resource: '*',
        Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
      },
    ],
  };
}

function requestsOf(extra: readonly (readonly [string, ContextValue])[] = []): EvaluationRequest[] {
  return [role, linked].flatMap((principal) => {
    const context = contextOf([
      ...derivedContext(principal, workload),
      ['aws:PrincipalOrgID', known('o-a1b2c3d4e5')],
      ['aws:SecureTransport', known('true')],
      ['kms:ViaService', known('ec2.eu-west-2.amazonaws.com')],
      ['kms:GrantIsForAWSResource', known('true')],
      ...extra,
    ]);
    return [...useActions, ...grantActions].map((name) => {
      return { principal, action: `kms:${name}`, resource: key, resourceAccount: workload, context };
    });
  });
}

const everything = compilePolicy(
  { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
  'identity-policy',
);

function policiesWith(policy: CompiledPolicy): PolicySet {
  return { keyPolicy: policy, identityPolicies: [everything] };
}

/** Milliseconds of the best of several runs. */
function best(run: () => void, runs = 7): number {
  let fastest = Number.POSITIVE_INFINITY;
  for (let index = 0; index < runs; index++) {
    const start = performance.now();
    run();
    fastest = Math.min(fastest, performance.now() - start);
  }
  return fastest;
}

function print(what: string, figure: string): void {
  console.log(`${what.padEnd(66)} ${figure}`);
}

function perSecond(count: number, milliseconds: number): string {
  return `${Math.round(count / (milliseconds / 1000)).toLocaleString('en')} per second`;
}

const requests = requestsOf();
const rounds = 2500;
const warm = policiesWith(compilePolicy(keyPolicy(0), 'key-policy'));
const asked = rounds * requests.length;

function askAll(policies: PolicySet, of: readonly EvaluationRequest[], times: number): void {
  for (let round = 0; round < times; round++) for (const request of of) decide(request, policies);
}

print(
  'decide, one policy of 6 statements, 20 requests',
  perSecond(
    asked,
    best(() => askAll(warm, requests, rounds)),
  ),
);

const explained = best(() => {
  for (let round = 0; round < 100; round++) for (const request of requests) explain(request, warm);
});
print('explain, the same', perSecond(100 * requests.length, explained));

const openRequests = requestsOf([['aws:PrincipalOrgID', { state: 'unknown' }]]);
const open = best(() => askAll(warm, openRequests, 100));
print('decide with an unknown organization', perSecond(100 * requests.length, open));

const texts = Array.from({ length: 10_000 }, (_, number) => JSON.stringify(keyPolicy(number)));
const documents: unknown[] = texts.map((text) => JSON.parse(text));
const cold = best(() => {
  for (const document of documents) askAll(policiesWith(compilePolicy(document, 'key-policy')), requests, 1);
}, 3);
const bytes = Math.round(texts.reduce((sum, text) => sum + text.length, 0) / texts.length);
print(`compile and 20 requests, 10,000 policies of ${bytes} bytes`, `${(cold / 10).toFixed(1)} µs per policy`);

const problems = best(() => {
  for (const document of documents) void compilePolicy(document, 'key-policy').problems;
}, 3);
print('problems of the same policies', `${(problems / 10).toFixed(1)} µs per policy`);

const views = best(() => {
  for (const document of documents) void compilePolicy(document, 'key-policy').statements;
}, 3);
print('statement views of the same policies', `${(views / 10).toFixed(1)} µs per policy`);

for (const count of [6, 60, 600, 6000]) {
  const [first, ...others] = (keyPolicy(0) as { Statement: object[] }).Statement;
  const many = Array.from({ length: count }, (_, index) => others[index % others.length] ?? first);
  const policies = policiesWith(compilePolicy({ Version: '2012-10-17', Statement: many }, 'key-policy'));
  const times = Math.max(1, Math.round(60_000 / count));
  const each = best(() => askAll(policies, requests, Math.max(1, times / 20))) / Math.max(1, times / 20) / 20;
  print(`decide, ${count} statements`, `${((each * 1e6) / count).toFixed(0)} ns per statement`);
}

for (const length of [128, 512, 2048]) {
  const value = 'a'.repeat(length);
  const pattern = `${'*a'.repeat(length / 2)}*b`;
  const document = { Version: '2012-10-17', Statement: [{ ...statementWith(pattern) }] };
  const policies = policiesWith(compilePolicy(document, 'key-policy'));
  const hostile = requestsOf([['aws:PrincipalTag/x', known(value)]]).slice(0, 1);
  const each = best(() => askAll(policies, hostile, 1));
  print(`pattern *a*a…*b of ${pattern.length} characters against ${length}`, `${each.toFixed(2)} ms`);
}

for (const keys of [2, 4, 8, 12, 16]) {
  const tags = Array.from({ length: keys }, (_, index) => `aws:PrincipalTag/t${index}`);
  const statements = tags.flatMap((tag) => [
    { ...statementWith(''), Condition: { StringEquals: { [tag]: 'x' } } },
    { ...statementWith(''), Effect: 'Deny', Condition: { StringNotEquals: { [tag]: ['x', 'y'] } } },
  ]);
  const policies = policiesWith(compilePolicy({ Version: '2012-10-17', Statement: statements }, 'key-policy'));
  const unknown = tags.map((tag) => [tag, { state: 'unknown' }] as const);
  const each = best(() => askAll(policies, requestsOf(unknown).slice(0, 1), 1), 3);
  print(`${keys} unknown keys, each in two statements`, `${each.toFixed(2)} ms`);
}

function statementWith(pattern: string): object {
  return {
    Effect: 'Allow',
    Principal: '*',
    Action: 'kms:*',
    Resource: '*',
    Condition: { StringLike: { 'aws:PrincipalTag/x': pattern } },
  };
}
