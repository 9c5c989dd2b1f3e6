import { expect, test } from 'vitest';
import { showHoles } from '../../../src/estate/hole.ts';
import { fragmentsIn, problemsIn } from './load.ts';

const content = (vaultName: unknown) => ({
  plans: {
    nightly: { regions: { '@@assign': ['eu-west-2'] }, rules: { daily: { target_backup_vault_name: vaultName } } },
  },
});
const policy = (Content: unknown, more: object = {}) => ({
  Resources: {
    P: { Type: 'AWS::Organizations::Policy', Properties: { Name: 'p', Type: 'BACKUP_POLICY', Content, ...more } },
  },
});

test('a backup policy in a template, with what it is attached to', async () => {
  const files = { 'a.json': policy(content({ '@@assign': 'main' }), { TargetIds: ['r-ab12', 'ou-ab12-11111111'] }) };
  expect(await fragmentsIn(files)).toMatchObject([
    {
      kind: 'organization-policy',
      type: 'BACKUP_POLICY',
      subject: 'a.json: P (BACKUP_POLICY)',
      targets: ['r-ab12', 'ou-ab12-11111111'],
      policy: {
        source: { document: content({ '@@assign': 'main' }) },
        origin: { file: 'a.json', pointer: '/Resources/P/Properties/Content' },
      },
    },
  ]);
});

test('content as text', async () => {
  const [fragment] = await fragmentsIn({ 'a.json': policy(JSON.stringify(content({ '@@assign': 'main' }))) });
  expect(fragment).toMatchObject({ policy: { source: { document: content({ '@@assign': 'main' }) } } });
});

test('what the template leaves open is no mistake', async () => {
  const lifecycle = { delete_after_days: { '@@assign': { Ref: 'Days' } } };
  const rules = { daily: { lifecycle, target_backup_vault_name: { '@@assign': { 'Fn::Sub': 'vault-${Stage}' } } } };
  const open = policy({ plans: { nightly: { regions: ['eu-west-2'], rules } } });
  const Parameters = { Days: { Type: 'Number' }, Stage: { Type: 'String' } };
  const fragments = await fragmentsIn({ 'a.json': { ...open, Parameters } });
  const shown = fragments.map((fragment) => showHoles(JSON.stringify(fragment)));
  expect(shown).toContainEqual(expect.stringContaining('vault-⟨Stage⟩'));
  expect(shown).toContainEqual(expect.stringContaining('"delete_after_days":{"@@assign":"⟨Days⟩"}'));
});

test('a mistake in it has its place', async () => {
  const [problem, ...others] = await problemsIn({ 'a.json': policy(content({ '@@asign': 'main' })) });
  expect(others).toEqual([]);
  expect(JSON.stringify(problem)).toContain('plans.nightly.rules.daily.target_backup_vault_name.@@asign');
});
