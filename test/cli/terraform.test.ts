/** Terraform plans and states from the command line. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formats } from '../../src/cli/report-target.ts';
import type { Report } from '../../src/report/model.ts';
import { afterApply, terraformPlan, terraformState, type PlannedResource } from '../support/terraform-plan.ts';
import { broken, deployment, keyPolicy } from './policies.ts';
import { backuplint, folder } from './run.ts';

const secret = 'hunter2-kJ8sQ0vX';

const volumeOf = (key: string): PlannedResource => ({
  type: 'aws_ebs_volume',
  name: key,
  values: { encrypted: true, kms_key_id: afterApply, arn: afterApply, tags_all: { Owner: secret } },
  references: { kms_key_id: { references: [`aws_kms_key.${key}.arn`] } },
});

const keyOf = (name: string, policy: string): PlannedResource => ({
  type: 'aws_kms_key',
  name,
  values: { arn: afterApply, key_id: afterApply, policy },
});

const caller: PlannedResource = {
  type: 'aws_caller_identity',
  name: 'current',
  data: true,
  values: { account_id: '111122223333' },
};

const plan = JSON.stringify(
  terraformPlan({ resources: [caller, keyOf('a', broken), volumeOf('a'), keyOf('b', keyPolicy({})), volumeOf('b')] }),
);

function run(files: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const cwd = folder(files);
  return { ...backuplint([...args, ...deployment], { cwd }), cwd };
}

test('--fix prints the corrected policies by address, and the statements to paste', () => {
  const { status, stdout, stderr } = run({ 'plan.json': plan }, 'plan.json', '--fix');
  expect(status).toBe(0);
  expect(Object.keys(JSON.parse(stdout) as object)).toEqual(['aws_kms_key.a', 'aws_kms_key.b']);
  expect(stderr).toContain(
    'in Terraform, the policy of aws_kms_key.a needs\n  data "aws_iam_policy_document" "aws_backup" {',
  );
  expect(stderr).not.toContain('the policy of aws_kms_key.b needs');
});

test('--fix with a report in JSON holds the block', () => {
  const { stdout } = run({ 'plan.json': plan }, 'plan.json', '--fix', '--format', 'json');
  const { fixes = [] } = JSON.parse(stdout) as Report;
  expect(fixes).toMatchObject([
    { file: 'plan.json', subject: 'aws_kms_key.a', terraform: expect.stringContaining('statement {') },
  ]);
  expect(fixes[0]).not.toHaveProperty('edits');
});

test('--fix --write leaves a plan as it is, and says what to do', () => {
  const { status, stderr, cwd } = run({ 'plan.json': plan, 'policy.json': broken }, '.', '--fix', '--write');
  expect(status).toBe(2);
  expect(stderr).toContain('plan.json is made by Terraform, so --write would be lost with the next plan');
  expect(readFileSync(join(cwd, 'plan.json'), 'utf8')).toBe(plan);
  expect(readFileSync(join(cwd, 'policy.json'), 'utf8')).toBe(broken);
});

test('findings point at the file that --source names', () => {
  const files = { 'plan.json': plan, 'infra/keys.tf': 'resource "aws_kms_key" "a" {\n}\n' };
  expect(run(files, 'plan.json', '--source', 'infra', '--format', 'github').stdout).toContain(
    'file=infra/keys.tf,line=1',
  );
  const { status, stderr } = run(files, 'plan.json', '--source', 'nowhere');
  expect(status).toBe(2);
  expect(stderr).toContain('--source nowhere is no folder');
});

test('a saved plan is told how to be shown', () => {
  const { status, stderr } = run({ tfplan: 'PK\u0003\u0004\u0000' }, 'tfplan');
  expect(status).toBe(2);
  expect(stderr).toContain('terraform show -json FILE');
});

const arnOf = (id: string) => `arn:aws:kms:eu-west-2:111122223333:key/${id}`;
const secretState = JSON.stringify(
  terraformState([
    {
      type: 'aws_kms_key',
      name: 'a',
      values: { arn: arnOf('1'), policy: broken, description: secret, tags_all: { t: secret } },
    },
    {
      type: 'aws_db_instance',
      name: 'main',
      values: {
        arn: 'arn:aws:rds:eu-west-2:111122223333:db:main',
        kms_key_id: arnOf('1'),
        storage_encrypted: true,
        password: secret,
        username: secret,
        tags_all: { Owner: secret },
      },
    },
    { type: 'random_password', name: 'main', values: { result: secret, bcrypt_hash: secret } },
    { type: 'aws_secretsmanager_secret_version', name: 'main', values: { secret_string: secret } },
    { type: 'aws_kms_ciphertext', name: 'main', values: { plaintext: secret } },
    { type: 'aws_kms_external_key', name: 'main', values: { arn: arnOf('2'), key_material_base64: secret } },
  ]),
);

test.for(formats)('no secret of a state is in a report as %s', (format) => {
  const { stdout, stderr, status } = run({ 'state.json': secretState }, 'state.json', '--format', format, '--verbose');
  expect(status).toBe(1);
  expect(stdout).toContain('kms/');
  expect(stdout + stderr).not.toContain(secret);
});
