import { describe, expect, test } from 'vitest';
import type { EvaluateInput } from '../../src/iam/library.ts';
import { explanationLines, nearestStatements } from '../../src/iam/nearest.ts';
import {
  allow,
  ask,
  C,
  delegation,
  deny,
  everything,
  key,
  policy,
  role,
  rootOf,
  session,
  slr,
  user,
  W,
} from './cast.ts';

const asSlr: Partial<EvaluateInput> = { principal: slr, identityPolicies: [everything] };
const via = (service: string) => ({ 'kms:ViaService': `${service}.eu-west-2.amazonaws.com` });

interface Row {
  readonly name: string;
  readonly input: Partial<EvaluateInput>;
  readonly lines: readonly string[];
}

const missing = (Principal: unknown, extra: Partial<EvaluateInput> = {}): Partial<EvaluateInput> => ({
  keyPolicy: policy(allow({ Sid: 'Use', Principal })),
  ...extra,
});
const use = 'statement "Use" (/Statement/0) of the key policy does not apply: ';

const principals: readonly Row[] = [
  {
    name: 'another letter case',
    input: missing({ AWS: role.replace('acme', 'ACME') }),
    lines: [`${use}principal is ${role}, statement names ${role.replace('acme', 'ACME')}: case differs`],
  },
  {
    name: 'a forgotten path',
    input: missing({ AWS: [role, `arn:aws:iam::${C}:role/AWSServiceRoleForBackup`] }, asSlr),
    lines: [
      `${use}principal is ${slr}, statement names arn:aws:iam::${C}:role/AWSServiceRoleForBackup: ARN lacks the path /aws-service-role/backup.amazonaws.com/`,
    ],
  },
  {
    name: 'a wrong path',
    input: missing({ AWS: role.replace('role/', 'role/service-role/') }),
    lines: [
      `${use}principal is ${role}, statement names ${role.replace('role/', 'role/service-role/')}: path is /service-role/ instead of /`,
    ],
  },
  {
    name: 'a wrong account',
    input: missing({ AWS: slr.replace(C, W) }, asSlr),
    lines: [`${use}principal is ${slr}, statement names ${slr.replace(C, W)}: account is ${W} instead of ${C}`],
  },
  {
    name: 'a wrong account and no path',
    input: missing({ AWS: `arn:aws:iam::${W}:role/AWSServiceRoleForBackup` }, asSlr),
    lines: [
      `${use}principal is ${slr}, statement names arn:aws:iam::${W}:role/AWSServiceRoleForBackup: account is ${W} instead of ${C}, and path / instead of /aws-service-role/backup.amazonaws.com/`,
    ],
  },
  {
    name: 'a wrong partition',
    input: missing({ AWS: role.replace('aws:', 'aws-cn:') }),
    lines: [
      `${use}principal is ${role}, statement names ${role.replace('aws:', 'aws-cn:')}: partition is aws-cn instead of aws`,
    ],
  },
  {
    name: 'a misspelled name',
    input: missing({ AWS: role.replace('service', 'servcie') }),
    lines: [
      `${use}principal is ${role}, statement names ${role.replace('service', 'servcie')}: name is acme-backup-servcie-role instead of acme-backup-service-role`,
    ],
  },
  {
    name: 'a wildcard',
    input: missing({ AWS: `arn:aws:iam::${W}:role/*-role` }),
    lines: [
      `${use}principal is ${role}, statement names arn:aws:iam::${W}:role/*-role: a wildcard inside a principal ARN matches nothing`,
    ],
  },
  {
    name: 'the service instead of the role',
    input: missing({ Service: 'backup.amazonaws.com' }),
    lines: [
      `${use}principal is ${role}, statement names the service backup.amazonaws.com, but the call is made by a role or user`,
    ],
  },
  {
    name: 'someone else',
    input: missing({ AWS: user }),
    lines: [`${use}principal is ${role}, statement names ${user}`],
  },
  {
    name: 'several others',
    input: missing({ AWS: [user, rootOf(C)] }),
    lines: [`${use}principal is ${role}, statement names 2 principals, none of them ${role}`],
  },
  {
    name: 'a session of the role',
    input: missing({ AWS: session }),
    lines: [
      `statement "Use" (/Statement/0) of the key policy may apply: statement names the session ${session}, which session calls is not known`,
    ],
  },
];

const acting = (Action: unknown, action: string, extra: object = {}): Partial<EvaluateInput> => ({
  action,
  keyPolicy: policy(allow({ Sid: 'Use', Action, ...extra })),
});

const actions: readonly Row[] = [
  {
    name: 'kms:ReEncrypt',
    input: acting(['kms:Decrypt', 'kms:ReEncrypt'], 'kms:ReEncryptTo'),
    lines: [`${use}statement lists kms:ReEncrypt, which is no action: kms:ReEncrypt* would cover kms:ReEncryptTo`],
  },
  {
    name: 'a misspelled action',
    input: acting('kms:ListGrant', 'kms:ListGrants'),
    lines: [`${use}statement lists kms:ListGrant, which is no action: kms:ListGrant* would cover kms:ListGrants`],
  },
  {
    name: 'letters swapped',
    input: acting('kms:Dercypt', 'kms:Decrypt'),
    lines: [`${use}statement lists kms:Dercypt, which is no action: kms:Decrypt was meant`],
  },
  {
    name: 'a shorter action',
    input: acting('kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext'),
    lines: [`${use}statement lists kms:GenerateDataKey, which does not cover kms:GenerateDataKeyWithoutPlaintext`],
  },
  {
    name: 'a space',
    input: acting('kms:Decrypt ', 'kms:Decrypt'),
    lines: [`${use}statement lists "kms:Decrypt ": the space around it is part of the name`],
  },
  {
    name: 'several in one text',
    input: acting('kms:Encrypt, kms:Decrypt', 'kms:Decrypt'),
    lines: [`${use}statement lists "kms:Encrypt, kms:Decrypt" as one action: a list needs an array`],
  },
  {
    name: 'not listed',
    input: acting('kms:Encrypt', 'kms:CreateGrant'),
    lines: [`${use}statement does not list kms:CreateGrant`],
  },
  {
    name: 'excluded',
    input: acting(undefined, 'kms:Decrypt', { NotAction: 'kms:Decrypt' }),
    lines: [`${use}NotAction excludes kms:Decrypt`],
  },
  {
    name: 'no Action',
    input: acting(undefined, 'kms:Decrypt'),
    lines: [`${use}statement has no Action: KMS accepts and ignores it`],
  },
];

const on = (Resource: unknown): Partial<EvaluateInput> => ({ keyPolicy: policy(allow({ Sid: 'Use', Resource })) });
const at = (text: string, why: string) => `${use}resource is ${key}, statement names ${text}: ${why}`;

const resources: readonly Row[] = [
  {
    name: 'another Region',
    input: on(key.replace('eu-west-2', 'eu-west-1')),
    lines: [at(key.replace('eu-west-2', 'eu-west-1'), 'Region is eu-west-1 instead of eu-west-2')],
  },
  {
    name: 'another account',
    input: on(key.replace(W, C)),
    lines: [at(key.replace(W, C), `account is ${C} instead of ${W}`)],
  },
  {
    name: 'an alias',
    input: on(`arn:aws:kms:eu-west-2:${W}:alias/app`),
    lines: [at(`arn:aws:kms:eu-west-2:${W}:alias/app`, 'an alias ARN authorizes no operation on the key')],
  },
  {
    name: 'an alias, whatever the key',
    input: { ...on(`arn:aws:kms:eu-west-2:${W}:alias/app`), resource: undefined },
    lines: [
      `${use}statement names arn:aws:kms:eu-west-2:${W}:alias/app, an alias ARN authorizes no operation on the key`,
    ],
  },
  {
    name: 'a bare key id',
    input: on('1234abcd-12ab-34cd-56ef-1234567890ab'),
    lines: [at('1234abcd-12ab-34cd-56ef-1234567890ab', 'a bare key id is no resource')],
  },
  {
    name: 'no Resource',
    input: on(undefined),
    lines: [`${use}statement has no Resource: KMS accepts and ignores it`],
  },
];

const under = (Condition: object, extra: Partial<EvaluateInput> = {}): Partial<EvaluateInput> => ({
  keyPolicy: policy(allow({ Sid: 'Use', Condition })),
  ...extra,
});

const conditions: readonly Row[] = [
  {
    name: 'an organization that is not configured',
    input: under({ StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3' } }, { unknown: ['aws:PrincipalOrgID'] }),
    lines: [
      'statement "Use" (/Statement/0) of the key policy may apply: condition StringEquals aws:PrincipalOrgID: needs o-a1b2c3, organization not configured',
    ],
  },
  {
    name: 'an absent key',
    input: under({ StringEquals: { 'aws:PrincipalOrgID': ['o-1', 'o-2', 'o-3', 'o-4'] } }),
    lines: [`${use}condition StringEquals aws:PrincipalOrgID: needs o-1 or o-2 or o-3 or 1 more, the key is absent`],
  },
  {
    name: 'a key that the action does not carry',
    input: under({ Bool: { 'kms:GrantIsForAWSResource': 'true' } }),
    lines: [`${use}condition Bool kms:GrantIsForAWSResource: needs true, kms:Decrypt does not carry this key`],
  },
  {
    name: 'a key that KMS does not have',
    input: under({ StringEquals: { 'kms:CallerAcount': W } }),
    lines: [`${use}condition StringEquals kms:CallerAcount: needs ${W}, KMS has no key kms:CallerAcount`],
  },
  {
    name: 'another value',
    input: under({ StringLike: { 'kms:ViaService': 'backup.*.amazonaws.com' } }, { context: via('ec2') }),
    lines: [
      `${use}condition StringLike kms:ViaService: needs backup.*.amazonaws.com, request has ec2.eu-west-2.amazonaws.com`,
    ],
  },
  {
    name: 'a star under StringEquals',
    input: under({ StringEquals: { 'kms:ViaService': 'ec2.*.amazonaws.com' } }, { context: via('ec2') }),
    lines: [
      `${use}condition StringEquals kms:ViaService: needs ec2.*.amazonaws.com, request has ec2.eu-west-2.amazonaws.com: a star under StringEquals is no wildcard`,
    ],
  },
  {
    name: 'a value that never occurs',
    input: under({ StringEquals: { 'kms:ViaService': 'backup.amazonaws.com' } }, { unknown: ['kms:ViaService'] }),
    lines: [`${use}condition StringEquals kms:ViaService: needs backup.amazonaws.com, which no value fulfils`],
  },
  {
    name: 'another letter case of a value',
    input: under({ StringEquals: { 'aws:PrincipalTag/a': 'Prod' } }, { context: { 'aws:PrincipalTag/a': 'prod' } }),
    lines: [`${use}condition StringEquals aws:PrincipalTag/a: needs Prod, request has prod: case differs`],
  },
  {
    name: 'a negated operator',
    input: under({ StringNotEquals: { 'aws:PrincipalAccount': W } }),
    lines: [`${use}condition StringNotEquals aws:PrincipalAccount: needs a value other than ${W}, request has ${W}`],
  },
  {
    name: 'a number',
    input: under(
      { NumericLessThan: { 'aws:MultiFactorAuthAge': 60 } },
      { context: { 'aws:MultiFactorAuthAge': '90' } },
    ),
    lines: [`${use}condition NumericLessThan aws:MultiFactorAuthAge: needs less than 60, request has 90`],
  },
  {
    name: 'a key that has to be absent',
    input: under({ Null: { 'kms:ViaService': 'true' } }, { context: via('ec2') }),
    lines: [`${use}condition Null kms:ViaService: needs the key to be absent, request has ec2.eu-west-2.amazonaws.com`],
  },
  {
    name: 'several values without a set operator',
    input: under(
      { StringLike: { 'aws:PrincipalOrgPaths': 'o-1/*' } },
      { context: { 'aws:PrincipalOrgPaths': ['o-1/r-1/'] } },
    ),
    lines: [
      `${use}condition StringLike aws:PrincipalOrgPaths: needs o-1/*, request has o-1/r-1/: a key with several values needs ForAnyValue`,
    ],
  },
  {
    name: 'every value',
    input: under(
      { 'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': 'a' } },
      { context: { 'kms:EncryptionContextKeys': ['a', 'b'] } },
    ),
    lines: [
      `${use}condition ForAllValues:StringEquals kms:EncryptionContextKeys: needs every value to be a, request has a, b`,
    ],
  },
  {
    name: 'a placeholder',
    input: under({ StringEquals: { 'aws:PrincipalAccount': '${Workload}' } }),
    lines: [
      'statement "Use" (/Statement/0) of the key policy may apply: condition StringEquals aws:PrincipalAccount: needs ${Workload}, request has 111122223333: ${Workload} is a placeholder that nobody replaced',
    ],
  },
  {
    name: 'a tag of the key',
    input: under({ StringEquals: { 'aws:ResourceTag/a': 'b' } }, { context: { 'aws:ResourceTag/a': 'b' } }),
    lines: [
      `${use}condition StringEquals aws:ResourceTag/a: needs b, request has b: KMS evaluates this key in IAM policies only`,
    ],
  },
];

const others: readonly Row[] = [
  {
    name: 'allowed by the key policy',
    input: { keyPolicy: policy(delegation, allow({ Sid: 'Use' })) },
    lines: [
      "statement /Statement/0 of the key policy leaves it to the account's IAM policies",
      'statement "Use" (/Statement/1) of the key policy allows',
    ],
  },
  {
    name: 'allowed by the account and an identity policy',
    input: { keyPolicy: policy(delegation), identityPolicies: [everything] },
    lines: [
      "statement /Statement/0 of the key policy leaves it to the account's IAM policies",
      'statement /Statement/0 of the identity policy allows',
    ],
  },
  {
    name: 'the account, and no identity policy',
    input: { keyPolicy: policy(delegation) },
    lines: [
      "statement /Statement/0 of the key policy leaves it to the account's IAM policies, and none of them allows",
    ],
  },
  {
    name: 'the account, no identity policy, and the role named by mistake',
    input: { keyPolicy: policy(delegation, allow({ Principal: { AWS: role.toUpperCase() } })) },
    lines: [
      "statement /Statement/0 of the key policy leaves it to the account's IAM policies, and none of them allows",
      `statement /Statement/1 of the key policy does not apply: principal is ${role}, statement names ${role.toUpperCase()}: case differs`,
    ],
  },
  {
    name: 'the account, and identity policies that are not in sight',
    input: { keyPolicy: policy(delegation), identityPolicies: undefined },
    lines: ["statement /Statement/0 of the key policy leaves it to the account's IAM policies, which are not in sight"],
  },
  {
    name: 'denied',
    input: { keyPolicy: policy(allow({}), deny({ Sid: 'No' })) },
    lines: ['statement "No" (/Statement/1) of the key policy denies'],
  },
  {
    name: 'denied for being in the list of nobody',
    input: { keyPolicy: policy(allow({}), deny({ Principal: undefined, NotPrincipal: { AWS: user } })) },
    lines: ['statement /Statement/1 of the key policy denies'],
  },
  {
    name: 'nothing comes near',
    input: { keyPolicy: policy(allow({ Principal: { AWS: user }, Action: 's3:*' })) },
    lines: ['no statement of the key policy comes near'],
  },
  {
    name: 'no cross-account form',
    input: { principal: slr, action: 'kms:GetKeyPolicy', keyPolicy: policy(allow({ Principal: '*' })) },
    lines: ['this action cannot be called across accounts'],
  },
  {
    name: 'an element that is unknown',
    input: { keyPolicy: policy({ ...allow({}), Conditions: {} }) },
    lines: [
      'statement /Statement/0 of the key policy may apply: the statement has an element that the policy language does not know',
    ],
  },
  {
    name: 'a misspelled Effect',
    input: { keyPolicy: policy(allow({ Effect: 'allow' })) },
    lines: ['statement /Statement/0 of the key policy may apply: Effect is neither Allow nor Deny'],
  },
  {
    name: 'allowed by a grant',
    input: {
      keyPolicy: policy(allow({ Principal: { AWS: user } })),
      grants: [{ GranteePrincipal: role, Operations: ['Decrypt'] }],
    },
    lines: ['a grant allows it'],
  },
  {
    name: 'no readable policy',
    input: { keyPolicy: {} },
    lines: ['the key policy may apply: there is no readable statement'],
  },
  {
    name: 'applies in each case through another statement',
    input: {
      unknown: ['aws:PrincipalTag/*'],
      keyPolicy: policy(
        allow({ Condition: { StringEquals: { 'aws:PrincipalTag/a': 'x' } } }),
        allow({ Condition: { StringNotEquals: { 'aws:PrincipalTag/a': 'x' } } }),
      ),
    },
    lines: [
      'statement /Statement/0 of the key policy applies in some cases: condition StringEquals aws:PrincipalTag/a: needs x, tags of the principal not known',
      'statement /Statement/1 of the key policy applies in some cases: condition StringNotEquals aws:PrincipalTag/a: needs a value other than x, tags of the principal not known',
    ],
  },
];

const tables = { principals, actions, resources, conditions, others };

describe.for(Object.entries(tables))('%s', ([, rows]) => {
  test.for(rows)('$name', ({ input, lines }) => {
    expect(explanationLines(ask(input))).toEqual(lines);
  });
});

test('the nearest statement is the one with the fewest elements in the way', () => {
  const keyPolicy = policy(
    allow({ Principal: { AWS: user } }),
    allow({ Action: 'kms:Encrypt', Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
    allow({ Condition: { StringEquals: { 'aws:PrincipalTag/a': 'x' } } }),
    allow({ Principal: { AWS: slr }, Action: 'kms:Encrypt' }),
  );
  expect(nearestStatements(ask({ keyPolicy })).map(({ pointer }) => pointer)).toEqual(['/Statement/2']);
});

test('elements point into the document', () => {
  const condition = { StringEquals: { 'aws:PrincipalTag/a': 'x' } };
  const misspelled = role.replace('acme', 'acmee');
  const { statements } = ask({
    keyPolicy: policy(
      allow({ Principal: { AWS: [user, misspelled] }, Action: ['kms:ReEncrypt'], Condition: condition }),
      allow({ Resource: key.replace('1234abcd', 'ffffffff') }),
    ),
    action: 'kms:ReEncryptFrom',
  });
  expect(
    statements.flatMap(({ elements }) => elements.map(({ element, pointer, near }) => [element, pointer, near])),
  ).toEqual([
    ['Principal', '/Statement/0/Principal/AWS/1', true],
    ['Action', '/Statement/0/Action/0', true],
    ['Condition', '/Statement/0/Condition/StringEquals/aws:PrincipalTag~1a', undefined],
    ['Resource', '/Statement/1/Resource', undefined],
  ]);
});
