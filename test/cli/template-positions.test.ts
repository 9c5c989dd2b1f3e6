/** Policies that a template writes as text: findings point into the text, or at all of it. */
import { expect, test } from 'vitest';
import { backuplint, folder } from './run.ts';

const place = ['--workload-account', '111122223333', '--central-account', '444455556666', '--backup-role', 'backup'];

const policy = `{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::\${AWS::AccountId}:root" }, "Action": "kms:*", "Resource": "*" },
    { "Effect": "Allow", "Principal": { "AWS": "\${Who}" }, "Action": ["kms:Decript"], "Resource": "*" }
  ]
}`;
const who = { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/backup' };
const [first = '', second = '', third = ''] = policy.split(/\$\{[^}]*\}/);
const literal = policy.replace('${AWS::AccountId}', '111122223333').replace('${Who}', 'arn:aws:iam::111122223333:root');

const asJson = (KeyPolicy: unknown) => JSON.stringify({ Resources: resources(KeyPolicy) }, null, 2);

function resources(KeyPolicy: unknown): object {
  return {
    Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy } },
    Disk: { Type: 'AWS::EC2::Volume', Properties: { Encrypted: true, KmsKeyId: { Ref: 'Key' } } },
  };
}

function asYaml(keyPolicy: string): string {
  const indented = keyPolicy.replaceAll('\n', '\n        ');
  return `# a template
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy: ${indented}
  Disk: { Type: AWS::EC2::Volume, Properties: { Encrypted: true, KmsKeyId: !Ref Key } }
`;
}

test.for<readonly [string, file: string, text: string, found: string]>([
  ['a text', 'a.json', asJson(literal), '\\"kms:Decript\\"'],
  ['Fn::Sub', 'a.json', asJson({ 'Fn::Sub': [policy, { Who: who }] }), '\\"kms:Decript\\"'],
  ['a text in a block', 'a.yaml', asYaml(`|\n${literal}`), '"kms:Decript"'],
  ['!Sub', 'a.yaml', asYaml(`!Sub |\n${policy.replace('${Who}', '${AWS::StackName}')}`), '"kms:Decript"'],
  ['!Sub in quotes', 'a.yaml', asYaml(`!Sub '${literal}'`), '"kms:Decript"'],
  ['!Sub in double quotes', 'a.yaml', asYaml(`!Sub ${JSON.stringify(literal)}`), '\\"kms:Decript\\"'],
  [
    '!Sub with variables',
    'a.yaml',
    asYaml(`!Sub\n- |\n  ${policy.replaceAll('\n', '\n  ')}\n- Who: x`),
    '"kms:Decript"',
  ],
  [
    'pieces that Fn::Join puts together',
    'a.json',
    asJson({ 'Fn::Join': ['', [first, { Ref: 'AWS::AccountId' }, second, who, third]] }),
    '{\n          "Fn::Join": [',
  ],
])('a finding in a policy that is %s', ([, file, text, found]) => {
  const cwd = folder({ [file]: text });
  const { stdout } = backuplint([file, ...place, '--format', 'json'], { cwd });
  const { findings } = JSON.parse(stdout) as { findings: readonly Finding[] };
  const { location } = findings.find(({ rule }) => rule === 'kms/unknown-action') ?? {};
  expect(location && text.slice(offset(text, location.start), offset(text, location.end)).slice(0, found.length)).toBe(
    found,
  );
});

interface Place {
  readonly line: number;
  readonly column: number;
}

interface Finding {
  readonly rule: string;
  readonly location: { readonly start: Place; readonly end: Place };
}

function offset(text: string, { line, column }: Place): number {
  const before = text.split('\n').slice(0, line - 1);
  return before.join('\n').length + (line > 1 ? 1 : 0) + column - 1;
}
