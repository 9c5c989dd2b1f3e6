/** Section 5 of the specification: every operator against known, absent, present and unknown keys. */
import { describe, expect, test } from 'vitest';
import { compilePolicy } from '../../src/iam/compile.ts';
import { contextOf, known } from '../../src/iam/context.ts';
import { decide } from '../../src/iam/evaluate.ts';
import type { ContextValue, Outcome } from '../../src/iam/types.ts';
import { allow, key, policy, role, W } from './cast.ts';

const words: Readonly<Record<Outcome, string>> = { allowed: 'T', denied: 'F', unknown: 'U' };

/** The truth of a condition: an Allow under it either applies or does not. */
function truth(condition: object, values: Readonly<Record<string, ContextValue>>, version = '2012-10-17'): string {
  const document = { ...policy(allow({ Condition: condition })), Version: version };
  const { outcome } = decide(
    {
      principal: role,
      action: 'kms:Decrypt',
      resource: key,
      resourceAccount: W,
      context: contextOf(Object.entries(values)),
    },
    { keyPolicy: compilePolicy(document, 'key-policy'), identityPolicies: [] },
  );
  return words[outcome];
}

const absent: ContextValue = { state: 'absent' };
const present: ContextValue = { state: 'present' };
const unknown: ContextValue = { state: 'unknown' };

/** Operator, policy values, a value that matches, one that does not. */
const positive = [
  ['StringEquals', ['a', 'b'], 'a', 'A'],
  ['StringEqualsIgnoreCase', ['a'], 'A', 'b'],
  ['StringLike', ['a*c?'], 'abbcd', 'abbc'],
  ['ArnEquals', ['arn:aws:iam::*:role/x*'], 'arn:aws:iam::1:role/xy', 'arn:aws:iam::1:role/y'],
  ['ArnLike', ['arn:aws:iam::*:role/x*'], 'arn:aws:iam::1:role/xy', 'arn:aws:iam::1:role/y'],
  ['NumericEquals', ['10'], '10.0', '11'],
  ['NumericLessThan', ['10'], '9', '10'],
  ['NumericLessThanEquals', ['10'], '10', '10.5'],
  ['NumericGreaterThan', ['10'], '11', '10'],
  ['NumericGreaterThanEquals', ['10'], '10', '9'],
  ['DateEquals', ['2026-01-01T00:00:00Z'], '1767225600', '2026-01-02T00:00:00Z'],
  ['DateLessThan', ['2026-01-01T00:00:00Z'], '2025-12-31', '2026-01-01T00:00:00Z'],
  ['DateLessThanEquals', ['2026-01-01T00:00:00Z'], '2026-01-01T01:00:00+01:00', '2026-01-01T00:00:01Z'],
  ['DateGreaterThan', ['2026-01-01T00:00:00Z'], '2026-01-01T00:00:00.5Z', '2026-01-01'],
  ['DateGreaterThanEquals', ['2026-01-01T00:00:00Z'], '2026-01-01', '2025-12-31T23:59:59Z'],
  ['Bool', ['true'], 'TRUE', 'false'],
  ['BinaryEquals', ['QmluYXJ5'], 'QmluYXJ5', 'QmluYXJ6'],
  ['IpAddress', ['203.0.113.0/24'], '203.0.113.7', '203.0.114.7'],
] as const;

const negated = [
  ['StringNotEquals', ['a', 'b'], 'c', 'a'],
  ['StringNotEqualsIgnoreCase', ['a'], 'b', 'A'],
  ['StringNotLike', ['a*'], 'b', 'ab'],
  ['ArnNotEquals', ['arn:aws:iam::*:role/x*'], 'arn:aws:iam::1:role/y', 'arn:aws:iam::1:role/xy'],
  ['ArnNotLike', ['arn:aws:iam::*:role/x*'], 'arn:aws:iam::1:role/y', 'arn:aws:iam::1:role/xy'],
  ['NumericNotEquals', ['10'], '11', '10'],
  ['DateNotEquals', ['2026-01-01'], '2026-01-02', '2026-01-01T00:00:00Z'],
  ['NotIpAddress', ['203.0.113.0/24'], '203.0.114.7', '203.0.113.7'],
] as const;

const name = 'aws:PrincipalTag/x';

describe('positive operators', () => {
  test.for(positive)('%s', ([operator, values, hit, miss]) => {
    const of = (value: ContextValue, op: string = operator) => truth({ [op]: { [name]: values } }, { [name]: value });
    expect([of(known(hit)), of(known(miss)), of(absent)].join('')).toBe('TFF');
    expect([of(known(hit), `${operator}IfExists`), of(known(miss), `${operator}IfExists`)].join('')).toBe('TF');
    expect(of(absent, `${operator}IfExists`)).toBe('T');
    expect([of(present), of(unknown), of(unknown, `${operator}IfExists`)].join('')).toBe('UUU');
  });
});

describe('negated operators', () => {
  test.for(negated)('%s', ([operator, values, hit, miss]) => {
    const of = (value: ContextValue, op: string = operator) => truth({ [op]: { [name]: values } }, { [name]: value });
    expect([of(known(hit)), of(known(miss)), of(absent)].join('')).toBe('TFT');
    expect([of(absent, `${operator}IfExists`), of(known(miss), `${operator}IfExists`)].join('')).toBe('TF');
    expect([of(present), of(unknown), of(unknown, `${operator}IfExists`)].join('')).toBe('UUU');
  });
});

describe('Null', () => {
  test.for([
    ['true', 'F', 'T', 'F', 'U'],
    ['false', 'T', 'F', 'T', 'U'],
  ] as const)('%s: known, absent, present, unknown', ([value, ...expected]) => {
    const states = [known('x'), absent, present, unknown];
    expect(states.map((state) => truth({ Null: { [name]: value } }, { [name]: state }))).toEqual(expected);
  });

  test('a JSON boolean is compared as text', () => {
    expect(truth({ Null: { [name]: true } }, {})).toBe('T');
  });

  test('both values at once hold always, also unknown', () => {
    expect(truth({ Null: { [name]: ['true', 'false'] } }, { [name]: unknown })).toBe('T');
  });
});

const several = 'aws:PrincipalOrgPaths';

/** Operator, policy values; truths for: all match, some match, none match, empty, absent, unknown. */
describe('set operators on a key with several values', () => {
  test.for([
    ['ForAllValues:StringLike', 'TFFTTU'],
    ['ForAllValues:StringLikeIfExists', 'TFFTTU'],
    ['ForAllValues:StringNotLike', 'FFTTTU'],
    ['ForAllValues:StringNotLikeIfExists', 'FFTTTU'],
    ['ForAnyValue:StringLike', 'TTFFFU'],
    ['ForAnyValue:StringLikeIfExists', 'TTFFFU'],
    ['ForAnyValue:StringNotLike', 'FTTFFU'],
    ['ForAnyValue:StringNotLikeIfExists', 'FTTFFU'],
  ] as const)('%s', ([operator, expected]) => {
    const states = [
      known('o-1/r-1/', 'o-1/r-2/'),
      known('o-1/r-1/', 'o-2/r-1/'),
      known('o-2/r-1/'),
      known(),
      absent,
      unknown,
    ];
    const truths = states.map((state) => truth({ [operator]: { [several]: 'o-1/*' } }, { [several]: state }));
    expect(truths.join('')).toBe(expected);
  });

  test.for([
    ['ForAnyValue:StringEquals hit', 'ForAnyValue:StringEquals', 'aws:ebs:id', 'T'],
    ['ForAnyValue:StringEquals miss', 'ForAnyValue:StringEquals', 'other', 'U'],
    ['ForAllValues:StringEquals hit', 'ForAllValues:StringEquals', 'aws:ebs:id', 'U'],
    ['ForAllValues:StringEquals miss', 'ForAllValues:StringEquals', 'other', 'F'],
    ['Null false', 'Null', 'false', 'T'],
  ] as const)('a list known in part: %s', ([, operator, value, expected]) => {
    const part: ContextValue = { state: 'at-least', values: ['aws:ebs:id'] };
    const condition = { [operator]: { 'kms:EncryptionContextKeys': value } };
    expect(truth(condition, { 'kms:EncryptionContextKeys': part })).toBe(expected);
  });

  test('without a set operator nothing matches, and what the negation does is not known', () => {
    const values = { [several]: known('o-1/r-1/') };
    expect(truth({ StringLike: { [several]: 'o-1/*' } }, values)).toBe('F');
    expect(truth({ StringNotLike: { [several]: 'o-1/*' } }, values)).toBe('U');
    expect(truth({ StringNotLike: { [several]: 'o-1/*' } }, { [several]: absent })).toBe('T');
  });

  test('a single value with a set operator is a list of one', () => {
    expect(truth({ 'ForAnyValue:StringEquals': { [name]: 'a' } }, { [name]: known('a') })).toBe('T');
    expect(truth({ 'ForAllValues:StringEquals': { [name]: 'a' } }, { [name]: absent })).toBe('T');
  });
});

/** What Kleene's logic alone cannot tell. */
describe('unknown, and certain all the same', () => {
  const rows: readonly (readonly [
    title: string,
    condition: object,
    values: Record<string, ContextValue>,
    expected: string,
  ])[] = [
    ['"*" matches every value', { StringLike: { [name]: '*' } }, { [name]: present }, 'T'],
    ['"*" with IfExists', { StringLikeIfExists: { [name]: '*' } }, { [name]: unknown }, 'T'],
    ['"*" with ForAllValues', { 'ForAllValues:StringLike': { [several]: '*' } }, { [several]: unknown }, 'T'],
    ['"*" when the key may be absent', { StringLike: { [name]: '*' } }, { [name]: unknown }, 'U'],
    ['a star where none can be', { StringEquals: { 'kms:ViaService': 'ec2.*' } }, { 'kms:ViaService': unknown }, 'F'],
    [
      'no Region in kms:ViaService',
      { StringEquals: { 'kms:ViaService': 'backup.amazonaws.com' } },
      { 'kms:ViaService': present },
      'F',
    ],
    [
      'and its negation',
      { StringNotEquals: { 'kms:ViaService': 'backup.amazonaws.com' } },
      { 'kms:ViaService': unknown },
      'T',
    ],
    [
      'a pattern that no service meets',
      { StringLike: { 'kms:ViaService': 'ec2.*.amazonaws.org' } },
      { 'kms:ViaService': unknown },
      'F',
    ],
    [
      'a pattern that some service meets',
      { StringLike: { 'kms:ViaService': 'ec2.*' } },
      { 'kms:ViaService': unknown },
      'U',
    ],
    [
      'an account of eleven digits',
      { StringEquals: { 'aws:SourceAccount': '11112222333' } },
      { 'aws:SourceAccount': unknown },
      'F',
    ],
    ['no organization id', { StringLike: { 'aws:PrincipalOrgID': 'r-*' } }, { 'aws:PrincipalOrgID': unknown }, 'F'],
    [
      'a session as aws:PrincipalArn',
      { StringLike: { 'aws:PrincipalArn': 'arn:aws:sts::*:assumed-role/*' } },
      { 'aws:PrincipalArn': unknown },
      'F',
    ],
    [
      'both values of a Bool',
      { Bool: { 'aws:SecureTransport': ['true', 'false'] } },
      { 'aws:SecureTransport': present },
      'T',
    ],
    ['a star in a tag', { StringEquals: { [name]: 'a*' } }, { [name]: unknown }, 'F'],
    [
      'one of two, both match',
      { StringLike: { [name]: 'a*' } },
      { [name]: { state: 'one-of', cases: [['a'], ['ab']] } },
      'T',
    ],
    [
      'one of two, none matches',
      { StringLike: { [name]: 'a*' } },
      { [name]: { state: 'one-of', cases: [['b'], undefined] } },
      'F',
    ],
    [
      'one of two, one matches',
      { StringLike: { [name]: 'a*' } },
      { [name]: { state: 'one-of', cases: [['a'], ['b']] } },
      'U',
    ],
    [
      'contradiction within a statement',
      { StringEquals: { [name]: 'a' }, StringNotEquals: { [name]: 'a' } },
      { [name]: unknown },
      'F',
    ],
    [
      'overlapping patterns',
      { StringLike: { [name]: 'a*' }, StringNotLike: { [name]: '*' } },
      { [name]: unknown },
      'F',
    ],
    [
      'disjoint patterns',
      { StringLike: { [name]: 'a*' }, StringLikeIfExists: { [name]: 'b*' } },
      { [name]: unknown },
      'F',
    ],
    [
      'crossing patterns',
      { StringLike: { [name]: 'a*' }, StringLikeIfExists: { [name]: '*b' } },
      { [name]: unknown },
      'U',
    ],
    [
      'letter case apart',
      { StringEqualsIgnoreCase: { [name]: 'a' }, StringNotEquals: { [name]: ['a', 'A'] } },
      { [name]: unknown },
      'F',
    ],
    [
      'an empty range of numbers',
      { NumericLessThan: { 'aws:MultiFactorAuthAge': '5' }, NumericGreaterThan: { 'aws:MultiFactorAuthAge': '6' } },
      { 'aws:MultiFactorAuthAge': unknown },
      'F',
    ],
    [
      'a narrow range of numbers',
      { NumericLessThan: { 'aws:MultiFactorAuthAge': '6' }, NumericGreaterThan: { 'aws:MultiFactorAuthAge': '5' } },
      { 'aws:MultiFactorAuthAge': unknown },
      'U',
    ],
    [
      'an empty span of time',
      { DateLessThan: { 'aws:CurrentTime': '2026-01-01' }, DateGreaterThan: { 'aws:CurrentTime': '2026-01-02' } },
      { 'aws:CurrentTime': present },
      'F',
    ],
    [
      'a network outside another',
      { IpAddress: { 'aws:SourceIp': '203.0.113.0/25' }, NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
      { 'aws:SourceIp': unknown },
      'F',
    ],
    [
      'a network within another',
      { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' }, NotIpAddress: { 'aws:SourceIp': '203.0.113.0/25' } },
      { 'aws:SourceIp': unknown },
      'U',
    ],
    [
      'every address of both families',
      { IpAddress: { 'aws:SourceIp': ['0.0.0.0/0', '::/0'] } },
      { 'aws:SourceIp': present },
      'T',
    ],
  ];

  test.for(rows)('%s', ([, condition, values, expected]) => {
    expect(truth(condition, values)).toBe(expected);
  });
});

describe('comparison', () => {
  const rows: readonly (readonly [title: string, condition: object, value: string, expected: string])[] = [
    ['StringEquals takes a star as a star', { StringEquals: { [name]: 'a*' } }, 'a*', 'T'],
    ['StringLike crosses colons and slashes', { StringLike: { [name]: 'arn:*' } }, 'arn:aws:iam::1:role/a/b', 'T'],
    ['StringLike needs the whole text', { StringLike: { [name]: 'a' } }, 'ab', 'F'],
    ['? is exactly one character', { StringLike: { [name]: 'a?' } }, 'a', 'F'],
    ['* may be nothing', { StringLike: { [name]: 'a*b' } }, 'ab', 'T'],
    ['StringLike minds letter case', { StringLike: { [name]: 'A*' } }, 'ab', 'F'],
    [
      'ArnLike compares segment by segment',
      { ArnLike: { [name]: 'arn:aws:iam:*:role/x' } },
      'arn:aws:iam::1:role/x',
      'F',
    ],
    [
      'the sixth segment of an ARN may hold colons',
      { ArnLike: { [name]: 'arn:aws:rds:*:*:db:*' } },
      'arn:aws:rds:eu-west-2:1:db:x',
      'T',
    ],
    ['a star stays in its segment', { ArnLike: { [name]: 'arn:aws:*:role/x' } }, 'arn:aws:iam::1:role/x', 'F'],
    ['ArnLike minds letter case', { ArnLike: { [name]: 'arn:aws:iam::1:role/X' } }, 'arn:aws:iam::1:role/x', 'F'],
    ['a pattern that is no ARN matches nothing', { ArnLike: { [name]: '*' } }, 'arn:aws:iam::1:role/x', 'F'],
    ['and its negation is not known', { ArnNotLike: { [name]: '*' } }, 'arn:aws:iam::1:role/x', 'U'],
    ['a value that is no ARN', { ArnLike: { [name]: 'arn:aws:iam::1:role/x' } }, 'x', 'F'],
    ['a text for a number', { NumericEquals: { [name]: '5' } }, 'five', 'F'],
    ['a text for a number, negated', { NumericNotEquals: { [name]: '5' } }, 'five', 'T'],
    ['a text for a date', { DateLessThan: { [name]: '2026-01-01' } }, 'soon', 'F'],
    ['numbers in the policy', { NumericLessThan: { [name]: 5 } }, '4', 'T'],
    ['booleans in the policy', { Bool: { [name]: true } }, 'true', 'T'],
    ['what is no boolean equals nothing', { Bool: { [name]: 'yes' } }, 'yes', 'F'],
    ['an address without prefix is one address', { IpAddress: { [name]: '203.0.113.7' } }, '203.0.113.7', 'T'],
    ['an address of the other family is outside', { IpAddress: { [name]: '203.0.113.0/24' } }, '2001:db8::1', 'F'],
    ['and so the negation holds', { NotIpAddress: { [name]: '203.0.113.0/24' } }, '2001:db8::1', 'T'],
    ['IPv6', { IpAddress: { [name]: '2001:db8::/32' } }, '2001:0db8:1::ffff', 'T'],
    ['IPv6 with an IPv4 end', { IpAddress: { [name]: '::ffff:203.0.113.0/120' } }, '::ffff:203.0.113.7', 'T'],
    ['what is no address', { IpAddress: { [name]: '0.0.0.0/0' } }, 'home', 'F'],
    ['what is no network', { IpAddress: { [name]: '203.0.113.0/40' } }, '203.0.113.7', 'F'],
    ['base64 without its padding', { BinaryEquals: { [name]: 'YQ==' } }, 'YQ', 'T'],
    ['an operator in another letter case', { stringequals: { [name]: 'a' } }, 'a', 'T'],
    ['an operator that is none', { StringEqual: { [name]: 'a' } }, 'a', 'U'],
    [
      'an operator that is none, beside one that fails',
      { StringEqual: { [name]: 'a' }, StringEquals: { [name]: 'b' } },
      'a',
      'F',
    ],
    ['a condition that is none', { StringEquals: 'a' }, 'a', 'U'],
    ['no values', { StringEquals: { [name]: [] } }, 'a', 'F'],
    ['no values, negated', { StringNotEquals: { [name]: [] } }, 'a', 'T'],
    ['operators are ANDed', { StringEquals: { [name]: 'a' }, StringLike: { [name]: 'b' } }, 'a', 'F'],
    ['keys are ANDed', { StringEquals: { [name]: 'a', 'aws:userid': 'x' } }, 'a', 'F'],
    ['an empty condition', {}, 'a', 'T'],
    ['key names ignore letter case', { StringEquals: { 'AWS:principaltag/X': 'a' } }, 'a', 'T'],
  ];

  test.for(rows)('%s', ([, condition, value, expected]) => {
    expect(truth(condition, { [name]: known(value) })).toBe(expected);
  });
});

describe('variables', () => {
  const owner = 'aws:PrincipalTag/owner';
  const rows: readonly (readonly [title: string, condition: object, other: ContextValue, expected: string])[] = [
    ['a known variable', { StringEquals: { [name]: '${aws:PrincipalTag/owner}' } }, known('a'), 'T'],
    ['a known variable that differs', { StringEquals: { [name]: '${aws:PrincipalTag/owner}' } }, known('b'), 'F'],
    ['within a text', { StringLike: { [name]: '${aws:PrincipalTag/owner}*' } }, known('a'), 'T'],
    ['an absent variable equals nothing', { StringEquals: { [name]: '${aws:PrincipalTag/owner}' } }, absent, 'F'],
    ['so a negated comparison holds', { StringNotEquals: { [name]: '${aws:PrincipalTag/owner}' } }, absent, 'T'],
    ['a default for an absent variable', { StringEquals: { [name]: "${aws:PrincipalTag/owner, 'a'}" } }, absent, 'T'],
    [
      'no default where the key is there',
      { StringEquals: { [name]: "${aws:PrincipalTag/owner, 'a'}" } },
      known('b'),
      'F',
    ],
    ['an unknown variable', { StringEquals: { [name]: '${aws:PrincipalTag/owner}' } }, unknown, 'U'],
    ['a literal beside it decides', { StringEquals: { [name]: ['${aws:PrincipalTag/owner}', 'a'] } }, unknown, 'T'],
    [
      'several values for a variable are not known',
      { StringEquals: { [name]: '${aws:PrincipalTag/owner}' } },
      known('a', 'b'),
      'U',
    ],
    ['a substituted star is a star', { StringLike: { [name]: '${aws:PrincipalTag/owner}' } }, known('*'), 'F'],
    [
      'names of variables ignore letter case',
      { StringEquals: { [name]: '${AWS:principaltag/OWNER}' } },
      known('a'),
      'T',
    ],
    ['a placeholder is not known', { StringEquals: { [name]: '${WorkloadAccountID}' } }, known('a'), 'U'],
    [
      'a placeholder of Terraform',
      { StringEquals: { [name]: '${data.aws_caller_identity.current.account_id}' } },
      known('a'),
      'U',
    ],
    ['a placeholder of CloudFormation', { StringEquals: { [name]: '${AWS::AccountId}' } }, known('a'), 'U'],
    ['Bool takes variables', { Bool: { 'aws:SecureTransport': '${aws:PrincipalTag/owner}' } }, known('true'), 'T'],
    [
      'Numeric takes none',
      { NumericEquals: { 'aws:MultiFactorAuthAge': '${aws:PrincipalTag/owner}' } },
      known('5'),
      'F',
    ],
    ['a brace that is not closed is text', { StringEquals: { [name]: '${aws:PrincipalTag/owner' } }, known('a'), 'F'],
  ];

  test.for(rows)('%s', ([, condition, other, expected]) => {
    const values = {
      [name]: known('a'),
      'aws:SecureTransport': known('true'),
      'aws:MultiFactorAuthAge': known('5'),
      [owner]: other,
    };
    expect(truth(condition, values)).toBe(expected);
  });

  test.for([
    ['${*} is a star', 'a${*}', 'a*', 'T'],
    ['and no wildcard', 'a${*}', 'ab', 'F'],
    ['${?} is a question mark', 'a${?}', 'a?', 'T'],
    ['${$} is a dollar', '${$}{x}', '${x}', 'T'],
  ] as const)('escapes: %s', ([, pattern, value, expected]) => {
    expect(truth({ StringLike: { [name]: pattern } }, { [name]: known(value) })).toBe(expected);
  });

  test('without Version 2012-10-17 they are text, wildcards and all', () => {
    const values = { [name]: known('${anything}') };
    expect(truth({ StringLike: { [name]: '${*}' } }, values, '2008-10-17')).toBe('T');
    expect(truth({ StringEquals: { [name]: '${aws:username}' } }, { [name]: known('a') }, '2008-10-17')).toBe('F');
  });
});

describe('keys that the action does not carry are absent', () => {
  test.for([
    ['kms:Decrypt', 'kms:GrantIsForAWSResource', 'F'],
    ['kms:CreateGrant', 'kms:GrantIsForAWSResource', 'T'],
    ['kms:ListGrants', 'kms:GrantIsForAWSResource', 'T'],
    ['kms:RevokeGrant', 'kms:GrantIsForAWSResource', 'T'],
    ['kms:DescribeKey', 'kms:EncryptionContextKeys', 'F'],
    ['kms:Decrypt', 'kms:EncryptionContext:App', 'T'],
    ['kms:ReEncryptTo', 'kms:ReEncryptOnSameKey', 'T'],
    ['kms:Decrypt', 'kms:ReEncryptOnSameKey', 'F'],
    ['kms:DescribeKey', 'kms:KeySpec', 'T'],
    ['kms:Sign', 'kms:SigningAlgorithm', 'T'],
    ['kms:Decrypt', 'kms:SigningAlgorithm', 'F'],
    ['kms:Decrypt', 'kms:NoSuchKey', 'F'],
    ['kms:Decrypt', 'aws:SourceVpce', 'T'],
  ] as const)('%s, %s', ([action, conditionKey, expected]) => {
    const condition = { 'ForAnyValue:StringEquals': { [conditionKey]: 'x' } };
    const { outcome } = decide(
      {
        principal: role,
        action,
        resource: key,
        resourceAccount: W,
        context: contextOf([[conditionKey, known('x')]]),
      },
      { keyPolicy: compilePolicy(policy(allow({ Condition: condition })), 'key-policy'), identityPolicies: [] },
    );
    expect(words[outcome]).toBe(expected);
  });
});
