import { expect, test } from 'vitest';
import { showHoles } from '../../../src/estate/hole.ts';
import { placeOf } from '../../../src/load/cloudformation/place.ts';
import { account, stackOf } from './load.ts';

const template = {
  Parameters: {
    Stage: { Type: 'String', Default: 'test' },
    Open: { Type: 'String' },
    Days: { Type: 'Number', Default: 35 },
    Names: { Type: 'CommaDelimitedList', Default: 'a, b,c' },
    Secret: { Type: 'String', Default: 'hush', NoEcho: true },
    Looked: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/path' },
  },
  Mappings: {
    Accounts: { test: { Id: '1', Same: 'x', List: ['p', 'q'] }, prod: { Id: '2', Same: 'x' } },
  },
  Conditions: {
    IsTest: { 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] },
    IsProd: { 'Fn::Not': [{ Condition: 'IsTest' }] },
    IsOpen: { 'Fn::Equals': [{ Ref: 'Open' }, 'yes'] },
  },
  Resources: {
    Key: { Type: 'AWS::KMS::Key', Properties: {} },
    Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: { 'Fn::Sub': '${Stage}-backup' }, Path: '/team/' } },
    Unnamed: { Type: 'AWS::IAM::Role', Properties: {} },
    Vault: { Type: 'AWS::Backup::BackupVault', Properties: { BackupVaultName: 'main' } },
    AirGapped: { Type: 'AWS::Backup::LogicallyAirGappedBackupVault', Properties: { BackupVaultName: 'lag' } },
    Db: { Type: 'AWS::RDS::DBInstance', Properties: { DBInstanceIdentifier: 'Orders' } },
    Other: { Type: 'AWS::SQS::Queue', Properties: {} },
  },
};

function shown(value: unknown, facts = {}): unknown {
  const stack = stackOf(template, { account, region: 'eu-west-2', ...facts });
  const resolved = stack.resolver().resolve(value, placeOf('/x'));
  expect(stack.complaints).toEqual([]);
  return resolved === undefined ? undefined : JSON.parse(showHoles(JSON.stringify(resolved)));
}

test.for<[string, unknown, unknown]>([
  ['text stays', 'x', 'x'],
  ['numbers, booleans and null stay', [1, true, null], [1, true, null]],
  ['Ref of a parameter is its default', { Ref: 'Stage' }, 'test'],
  ['Ref of a number is text', { Ref: 'Days' }, '35'],
  ['Ref of a list is split', { Ref: 'Names' }, ['a', 'b', 'c']],
  ['Ref of a parameter without a value', { Ref: 'Open' }, '⟨Open⟩'],
  ['a secret parameter is never read', { Ref: 'Secret' }, '⟨Secret⟩'],
  ['the name of an SSM parameter is not its value', { Ref: 'Looked' }, '⟨Looked⟩'],
  ['the account', { Ref: 'AWS::AccountId' }, '111122223333'],
  ['the Region', { Ref: 'AWS::Region' }, 'eu-west-2'],
  ['the partition', { Ref: 'AWS::Partition' }, 'aws'],
  ['the URL suffix', { Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
  ['no value takes a member away', { a: { Ref: 'AWS::NoValue' }, b: 1 }, { b: 1 }],
  ['no value takes an element away', ['a', { Ref: 'AWS::NoValue' }, 'b'], ['a', 'b']],
  ['Ref of a key is its id', { Ref: 'Key' }, '⟨Key⟩'],
  ['Ref of a named vault', { Ref: 'Vault' }, 'main'],
  [
    'Ref of an air-gapped vault is its ARN',
    { Ref: 'AirGapped' },
    'arn:aws:backup:eu-west-2:111122223333:backup-vault:lag',
  ],
  ['Ref of something else', { Ref: 'Other' }, '⟨Other⟩'],
  ['GetAtt of a key', { 'Fn::GetAtt': ['Key', 'Arn'] }, 'arn:aws:kms:eu-west-2:111122223333:key/⟨Key⟩'],
  ['GetAtt as text', { 'Fn::GetAtt': 'Key.Arn' }, 'arn:aws:kms:eu-west-2:111122223333:key/⟨Key⟩'],
  ['GetAtt of a named role', { 'Fn::GetAtt': ['Role', 'Arn'] }, 'arn:aws:iam::111122223333:role/team/test-backup'],
  ['GetAtt of an unnamed role', { 'Fn::GetAtt': ['Unnamed', 'Arn'] }, 'arn:aws:iam::111122223333:role/⟨Unnamed⟩'],
  [
    'RDS writes names in small letters',
    { 'Fn::GetAtt': ['Db', 'DBInstanceArn'] },
    'arn:aws:rds:eu-west-2:111122223333:db:orders',
  ],
  ['GetAtt of something else', { 'Fn::GetAtt': ['Other', 'Arn'] }, '⟨Other.Arn⟩'],
  [
    'Sub',
    { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${Role}' },
    'arn:aws:iam::111122223333:role/test-backup',
  ],
  [
    'Sub of an attribute',
    { 'Fn::Sub': '${Vault.BackupVaultArn}!' },
    'arn:aws:backup:eu-west-2:111122223333:backup-vault:main!',
  ],
  ['Sub with variables', { 'Fn::Sub': ['${a}-${Stage}', { a: { Ref: 'Days' } }] }, '35-test'],
  ['Sub with a literal', { 'Fn::Sub': '${!Stage}' }, '${Stage}'],
  ['Sub with something open', { 'Fn::Sub': 'a-${Open}' }, 'a-⟨Open⟩'],
  ['Join', { 'Fn::Join': [':', ['a', { Ref: 'Stage' }, 'c']] }, 'a:test:c'],
  ['Join of a list parameter', { 'Fn::Join': ['', { Ref: 'Names' }] }, 'abc'],
  ['Select', { 'Fn::Select': ['1', { Ref: 'Names' }] }, 'b'],
  ['Split', { 'Fn::Split': ['-', 'a-b'] }, ['a', 'b']],
  [
    'Select of Split of an ARN that is known in part',
    { 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Key', 'Arn'] }] }] },
    'key/⟨Key⟩',
  ],
  ['Split of something open', { 'Fn::Split': ['-', { Ref: 'Open' }] }, '⟨Fn::Split⟩'],
  ['If that holds', { 'Fn::If': ['IsTest', 'a', 'b'] }, 'a'],
  ['If that does not', { 'Fn::If': ['IsProd', 'a', 'b'] }, 'b'],
  ['If that is open', { 'Fn::If': ['IsOpen', 'a', 'b'] }, '⟨IsOpen⟩'],
  ['If that is open between equals', { 'Fn::If': ['IsOpen', { a: 1 }, { a: 1 }] }, { a: 1 }],
  ['If with no value', [{ 'Fn::If': ['IsProd', 'a', { Ref: 'AWS::NoValue' }] }], []],
  [
    'an open If between objects in a list takes both',
    [{ 'Fn::If': ['IsOpen', { a: 1 }, { b: 2 }] }],
    [{ a: 1 }, { b: 2 }],
  ],
  ['FindInMap', { 'Fn::FindInMap': ['Accounts', { Ref: 'Stage' }, 'Id'] }, '1'],
  ['FindInMap of a list', { 'Fn::FindInMap': ['Accounts', 'test', 'List'] }, ['p', 'q']],
  ['FindInMap by something open', { 'Fn::FindInMap': ['Accounts', { Ref: 'Open' }, 'Id'] }, '⟨Fn::FindInMap Accounts⟩'],
  [
    'FindInMap by something open that makes no difference',
    { 'Fn::FindInMap': ['Accounts', { Ref: 'Open' }, 'Same'] },
    'x',
  ],
  [
    'FindInMap by something open that the mapping may lack',
    { 'Fn::FindInMap': ['Accounts', { Ref: 'Open' }, 'Same', { DefaultValue: 'd' }] },
    '⟨Fn::FindInMap Accounts⟩',
  ],
  [
    'FindInMap by something open with a default that makes no difference',
    { 'Fn::FindInMap': ['Accounts', { Ref: 'Open' }, 'Same', { DefaultValue: 'x' }] },
    'x',
  ],
  ['FindInMap with a default', { 'Fn::FindInMap': ['Accounts', 'x', 'Id', { DefaultValue: 'd' }] }, 'd'],
  ['ImportValue of a stack that is not in sight', { 'Fn::ImportValue': 'shared-key' }, '⟨the export shared-key⟩'],
  ['a dynamic reference', 'a{{resolve:ssm:/x:1}}', 'a⟨resolve:ssm:/x:1⟩'],
  ['Length', { 'Fn::Length': { Ref: 'Names' } }, 3],
  ['ToJsonString', { 'Fn::ToJsonString': { a: { Ref: 'Stage' } } }, '{"a":"test"}'],
  ['a function that only AWS can run', { 'Fn::GetAZs': '' }, '⟨Fn::GetAZs⟩'],
])('%s', ([, value, expected]) => {
  expect(shown(value)).toEqual(expected);
});

test('without a deployment, account and Region are open', () => {
  const facts = { account: undefined, region: undefined };
  expect(shown({ 'Fn::GetAtt': ['Key', 'Arn'] }, facts)).toBe('arn:aws:kms:⟨AWS::Region⟩:⟨AWS::AccountId⟩:key/⟨Key⟩');
});

test('given values go before defaults', () => {
  expect(shown({ Ref: 'Stage' }, { parameters: () => 'prod' })).toBe('prod');
  expect(shown({ 'Fn::If': ['IsProd', 'a', 'b'] }, { parameters: () => 'prod' })).toBe('a');
});

test.for<[string, unknown, string]>([
  ['Ref of an object', { Ref: {} }, 'is an object: Ref takes a name'],
  ['Select out of range', { 'Fn::Select': [3, ['a']] }, 'selects element 3, counted from 0, of a list of 1'],
  [
    'a mapping that is not there',
    { 'Fn::FindInMap': ['Accounts', 'x', 'Id'] },
    'finds nothing: the mapping Accounts has no x, Id',
  ],
  ['Join without a list', { 'Fn::Join': [':', 'a'] }, 'joins text: Fn::Join takes a delimiter and a list'],
  ['If of two', { 'Fn::If': ['IsTest', 'a'] }, 'is not a condition and two values: Fn::If takes three'],
])('%s is refused', ([, value, message]) => {
  const stack = stackOf(template);
  stack.resolver().resolve(value, placeOf('/x'));
  expect(stack.complaints.map((complaint) => complaint.message)).toEqual([message]);
});

test.for<[string, unknown, unknown]>([
  ['of two texts', { 'Fn::Equals': ['a', 'a'] }, true],
  ['of what is known in part and cannot be equal', { 'Fn::Equals': [{ 'Fn::Sub': 'a-${Open}' }, 'b-x'] }, false],
  ['of the same open value', { 'Fn::Equals': [{ Ref: 'Open' }, { Ref: 'Open' }] }, true],
  ['of what may be equal', { 'Fn::Equals': [{ Ref: 'Open' }, 'x'] }, { base: 'C', negated: false }],
  ['And with what does not hold', { 'Fn::And': [{ Condition: 'IsOpen' }, { Condition: 'IsProd' }] }, false],
  [
    'And with what holds',
    { 'Fn::And': [{ Condition: 'IsOpen' }, { Condition: 'IsTest' }] },
    { base: 'IsOpen', negated: false },
  ],
  ['Or with what holds', { 'Fn::Or': [{ Condition: 'IsOpen' }, { Condition: 'IsTest' }] }, true],
  ['Not of what is open', { 'Fn::Not': [{ Condition: 'IsOpen' }] }, { base: 'IsOpen', negated: true }],
])('a condition %s', ([, condition, expected]) => {
  const stack = stackOf({ ...template, Conditions: { ...template.Conditions, C: condition } });
  expect(stack.conditions.decide('C')).toEqual(expected);
});

const open = { Ref: 'Open' };
const names = { 'Fn::Split': ['-', open] };

test.for<[string, one: unknown, other: unknown, isSame: boolean]>([
  ['one parameter', open, { 'Fn::Sub': '${Open}' }, true],
  ['one function', { 'Fn::Select': [0, names] }, { 'Fn::Select': [0, names] }, true],
  ['elements of one list', { 'Fn::Select': [0, names] }, { 'Fn::Select': [1, names] }, false],
  ['a list and its elements', names, { 'Fn::Join': ['', names] }, false],
  ['joins with different delimiters', { 'Fn::Join': ['', names] }, { 'Fn::Join': ['/', names] }, false],
  [
    'entries of one mapping',
    { 'Fn::FindInMap': ['Accounts', open, 'Id'] },
    { 'Fn::FindInMap': ['Accounts', open, 'List'] },
    false,
  ],
  ['choices by one condition', { 'Fn::If': ['IsOpen', 'a', 'b'] }, { 'Fn::If': ['IsOpen', 'c', 'd'] }, false],
  ['choices between the same', { 'Fn::If': ['IsOpen', 'a', 'b'] }, { 'Fn::If': ['IsOpen', 'a', 'b'] }, true],
  ['what transforms make', { 'Fn::Transform': { Name: 'A' } }, { 'Fn::Transform': { Name: 'B' } }, false],
  ['functions of tomorrow', { 'Fn::Tomorrow': 1 }, { 'Fn::Tomorrow': 2 }, false],
  ['a variable and a parameter of its name', open, { 'Fn::Sub': ['${Open}', { Open: names }] }, false],
])('%s, of which nobody knows the value, are the same or not', ([, one, other, isSame]) => {
  const stack = stackOf(template);
  const [left, right] = [one, other].map((value) => stack.resolver().resolve(value, placeOf('/x')));
  expect(left === right).toBe(isSame);
});
