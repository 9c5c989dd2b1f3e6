import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildEstate } from '../../../src/estate/build.ts';
import { loadTemplates } from '../../../src/load/cloudformation/load-templates.ts';
import { loadText, type LoadedText } from '../../../src/load/load-text.ts';
import { PolicyStore } from '../../../src/load/policy-store.ts';
import { facts } from './load.ts';

const fixtures = fileURLToPath(new URL('../../../fixtures/deployments/', import.meta.url));
const app = `${fixtures}cinema-cdk-app/cdk.out/`;
const sources = [
  readFileSync(`${app}CinemaKeys.template.json`, 'utf8'),
  readFileSync(`${app}CinemaApp.template.json`, 'utf8'),
  readFileSync(`${app}manifest.json`, 'utf8'),
];

const ref = (name: string): unknown => ({ Ref: name });
const strange = fc.constantFrom<unknown>(
  null,
  1,
  '',
  true,
  [],
  {},
  [null],
  '${',
  '${A.B.C}',
  ref('AWS::NoValue'),
  ref('AWS::AccountId'),
  ref('__proto__'),
  ref('DataKeyB1C2D3E4'),
  { 'Fn::GetAtt': ['TicketsFE1B2C3D'] },
  { 'Fn::If': ['No', 1, 2] },
  { 'Fn::Sub': ['${a}', { a: { 'Fn::Sub': '${a}' } }] },
  { 'Fn::Split': ['', ''] },
  { 'Fn::Select': [-1, ref('BootstrapVersion')] },
  { 'Fn::ImportValue': ref('AWS::StackName') },
  { 'Fn::ForEach::Loop': ['x', ['a'], {}] },
);

/** Some values of the text exchanged for others. */
function changed(text: string, changes: readonly (readonly [number, unknown])[]): string {
  return changes.reduce((before, [seed, value]) => {
    let countdown = seed % 150;
    return JSON.stringify(JSON.parse(before), (_, part: unknown) => (countdown-- === 0 ? value : part)) ?? 'null';
  }, text);
}

async function survives(texts: readonly string[]): Promise<void> {
  const policies = new PolicyStore();
  const names = ['cdk.out/CinemaKeys.template.json', 'cdk.out/CinemaApp.template.json', 'cdk.out/manifest.json'];
  const results = await Promise.all(texts.map((text, i) => loadText({ file: names[i] ?? '', text }, policies)));
  const loaded = results.filter((result): result is LoadedText => result.outcome === 'loaded');
  const templates = loaded.flatMap((each) => each.templates);
  const { fragments, sites } = loadTemplates(
    templates,
    loaded.flatMap((each) => each.assemblies),
    facts,
  );
  buildEstate([...loaded.flatMap((each) => each.fragments), ...fragments]);
  for (const fragment of fragments) {
    if (!('origin' in fragment) || fragment.origin.kind !== 'file') continue;
    expect(sites.writtenAt(fragment.origin).file).toBe(fragment.origin.file);
  }
}

test('no template, changed anywhere, makes the loader fail', async () => {
  const changes = fc.array(fc.tuple(fc.nat(), strange), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(changes, changes, changes, async (...all) => {
      await survives(all.map((each, index) => changed(sources[index] ?? '', each)));
    }),
    { numRuns: 400 },
  );
});

test('neither depth nor doubling makes it fail', async () => {
  const deep = `${'{"Fn::Join": ["", ['.repeat(4000)}"x"${']]}'.repeat(4000)}`;
  const outputs = Array.from({ length: 60 }, (_, index) => {
    const before = index === 0 ? 'x' : `\${N.Outputs.O${index - 1}}`;
    return [
      `O${index}`,
      { Value: { 'Fn::Sub': before + before }, Export: { Name: { 'Fn::ImportValue': `O${index}` } } },
    ];
  });
  const vault = `{"Type": "AWS::Backup::BackupVault", "Properties": {"BackupVaultName": ${deep}}}`;
  const nested = { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'CinemaApp.template.json' } };
  await survives([
    `{"Resources": {"V": ${vault}}}`,
    JSON.stringify({ Resources: { N: nested, M: nested }, Outputs: Object.fromEntries(outputs) }),
  ]);
});
