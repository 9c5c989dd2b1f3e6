import { expect, test } from 'vitest';
import { isMadeUp, piecesOf, showHoles } from '../../../src/estate/hole.ts';
import { account, stackOf } from './load.ts';

const noValue = { Ref: 'AWS::NoValue' };

/** Of a role with these properties, in a stack of which the name is not known. */
test.for<readonly [string, object, name: string, 'given' | 'made up' | 'written']>([
  ['none', {}, '⟨Role⟩', 'made up'],
  ['none, in so many words', { RoleName: noValue }, '⟨Role⟩', 'made up'],
  ['one in sight', { RoleName: 'backup' }, 'backup', 'written'],
  ['a parameter’s, which nothing tells', { RoleName: { Ref: 'Name' } }, '⟨Name⟩', 'given'],
  ['a parameter’s default', { RoleName: { Ref: 'Usual' } }, 'backup', 'written'],
  [
    'one with the stack’s name in it',
    { RoleName: { 'Fn::Sub': '${AWS::StackName}-backup' } },
    '⟨AWS::StackName⟩-backup',
    'given',
  ],
  ['one or none, as is not known', { RoleName: { 'Fn::If': ['Open', 'backup', noValue] } }, '⟨Open⟩', 'given'],
  ['imported', { RoleName: { 'Fn::ImportValue': 'role' } }, '⟨the export role⟩', 'given'],
  ['looked up when it is deployed', { RoleName: '{{resolve:ssm:role}}' }, '⟨resolve:ssm:role⟩', 'given'],
  ['a path that nothing tells', { RoleName: 'backup', Path: { Ref: 'Name' } }, '⟨Name⟩/backup', 'given'],
  ['a path in part', { RoleName: 'backup', Path: { 'Fn::Sub': '/${Name}/' } }, '⟨Name⟩/backup', 'given'],
  [
    'a transform’s to tell',
    { 'Fn::Transform': { Name: 'AWS::Include' } },
    '⟨what Fn::Transform makes of Role⟩',
    'given',
  ],
])('a role whose name is %s', ([, Properties, name, kind]) => {
  const stack = stackOf(
    {
      Parameters: { Name: { Type: 'String' }, Usual: { Type: 'String', Default: 'backup' } },
      Conditions: { Open: { 'Fn::Equals': [{ Ref: 'Name' }, 'x'] } },
      Resources: { Role: { Type: 'AWS::IAM::Role', Properties } },
    },
    { account },
  );
  const arn = stack.physical('Role')?.arn ?? '';
  expect(showHoles(arn)).toBe(`arn:aws:iam::${account}:role/${name}`);
  const holes = piecesOf(arn).filter((piece) => showHoles(piece) !== piece);
  expect(holes.length === 0 ? 'written' : holes.some(isMadeUp) ? 'made up' : 'given').toBe(kind);
});
