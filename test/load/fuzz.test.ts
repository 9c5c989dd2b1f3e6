import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildEstate } from '../../src/estate/build.ts';
import { decodeSource } from '../../src/load/read.ts';
import { locateOrigins } from '../../src/load/positions.ts';
import { loadText, type TextOutcome } from '../../src/load/load-text.ts';
import { PolicyStore } from '../../src/load/policy-store.ts';
import { mutatedJson } from '../text/json-values.ts';
import { afterApply, refs, terraformPlan } from '../support/terraform-plan.ts';
import { keyPolicy } from './load.ts';

const policyText = JSON.stringify(keyPolicy);
const arn = 'arn:aws:kms:eu-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const role = 'arn:aws:iam::111122223333:role/r';

/** One of each kind, as small as it goes. */
const samples: readonly unknown[] = [
  keyPolicy,
  { Policy: policyText },
  { [arn]: keyPolicy },
  { BackupVaultName: 'v', BackupVaultArn: 'arn:aws:backup:eu-west-2:1:backup-vault:v', Policy: policyText },
  { KeyMetadata: { KeyId: 'k', Arn: arn } },
  { Aliases: [{ AliasName: 'alias/a', AliasArn: 'arn:aws:kms:eu-west-2:111122223333:alias/a', TargetKeyId: 'k' }] },
  { Grants: [{ KeyId: arn, GranteePrincipal: role, Operations: ['Decrypt'] }] },
  {
    BackupPlan: {
      BackupPlanName: 'p',
      Rules: [{ RuleName: 'r', TargetBackupVaultName: 'v', Lifecycle: {}, CopyActions: [] }],
    },
  },
  { BackupSelection: { SelectionName: 's', IamRoleArn: role, Resources: ['*'], Conditions: { StringLike: [] } } },
  { BackupSelectionsList: [{ SelectionName: 's', SelectionId: 'x' }] },
  { BackupVaultList: [{ BackupVaultName: 'v', EncryptionKeyArn: arn }] },
  { ResourceTypeOptInPreference: { EBS: true } },
  { GlobalSettings: { isCrossAccountBackupEnabled: 'true' } },
  { Results: [{ ResourceArn: 'arn:aws:s3:::b', ResourceType: 'S3' }] },
  {
    RecoveryPoints: [
      {
        RecoveryPointArn: 'arn:aws:ec2:eu-west-2::snapshot/s',
        ResourceArn: 'arn:aws:ec2:eu-west-2:1:volume/v',
        ResourceType: 'EBS',
        EncryptionKeyArn: arn,
      },
    ],
  },
  { CopyJobs: [{ ResourceArn: 'arn:aws:s3:::b', ResourceType: 'S3' }] },
  { Role: { RoleName: 'r', Arn: role, AssumeRolePolicyDocument: keyPolicy } },
  { RoleName: 'r', PolicyName: 'p', PolicyDocument: keyPolicy },
  { AttachedPolicies: [{ PolicyArn: 'arn:aws:iam::aws:policy/x' }] },
  { PolicyVersion: { Document: keyPolicy, VersionId: 'v1' } },
  { Policy: { PolicySummary: { Type: 'SERVICE_CONTROL_POLICY' }, Content: policyText } },
  terraformPlan({
    resources: [
      { type: 'aws_kms_key', name: 'k', values: { arn: afterApply }, references: { policy: refs('local.p') } },
      {
        type: 'aws_ebs_volume',
        name: 'v',
        values: { encrypted: true },
        references: { kms_key_id: refs('aws_kms_key.k') },
      },
    ],
  }),
];

/** Changes one value somewhere in a JSON value; adds a prototype name now and then. */
const strange = fc.constantFrom<unknown>(null, 1, '', 'x', true, [], {}, [null], { a: 1 }, '{"Statement":', policyText);
const mutatedSample = fc
  .tuple(
    fc.constantFrom(...samples),
    fc.nat(),
    strange,
    fc.constantFrom('', '__proto__', 'constructor', 'toString', 'NextToken'),
  )
  .map(([sample, seed, value, extra]) => {
    let countdown = seed % 20;
    const text = JSON.stringify(sample, (_key, part: unknown) => (countdown-- === 0 ? value : part)) ?? 'null';
    return extra === '' ? text : text.replace('{', `{"${extra}": ${JSON.stringify(value)},`);
  });

const files = fc.constantFrom(
  'a.json',
  'a.yaml',
  'd/alias-a.json',
  '<stdin>',
  '.json',
  'd/1234abcd-12ab-34cd-56ef-1234567890ab/policy',
);

async function survives(text: string, file: string): Promise<TextOutcome> {
  const result = await loadText({ file, text }, new PolicyStore());
  if (result.outcome !== 'loaded') return result;
  const { estate } = buildEstate(result.fragments);
  const origins = estate.keys.map(({ origin }) => origin).filter((origin) => origin.kind === 'file');
  const inputs = { sourceText: () => text, formatOf: () => result.format };
  const locate = await locateOrigins(inputs, origins);
  for (const origin of origins) expect(locate(origin)).toBeDefined();
  return result;
}

test('no kind of document, changed anywhere, makes the loaders fail', async () => {
  await fc.assert(
    fc.asyncProperty(mutatedSample, files, async (text, file) => {
      const result = await survives(text, file);
      for (const problem of result.outcome === 'loaded' ? result.problems : []) expect(problem.line).toBeGreaterThan(0);
      expect(({} as Record<string, unknown>)['a']).toBeUndefined();
    }),
    { numRuns: 1500 },
  );
});

test('each of the samples is recognised as it is', async () => {
  for (const sample of samples) {
    expect(await survives(JSON.stringify(sample), 'a.json')).toMatchObject({
      outcome: 'loaded',
      recognised: 1,
      problems: [],
    });
  }
});

test('no text makes them fail', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(mutatedJson, fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })),
      files,
      async (text, file) => {
        await survives(text, file);
      },
    ),
    { numRuns: 500 },
  );
});

test('no sample with a few characters changed makes them fail', async () => {
  const edits = fc.array(
    fc.tuple(
      fc.nat(),
      fc.string({ unit: fc.constantFrom('"', '\\', '{', '}', '[', ',', ':', '\n', '\u0000', '\ud800'), maxLength: 1 }),
    ),
    { maxLength: 4 },
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...samples), edits, files, async (sample, changes, file) => {
      const text = changes.reduce((edited, [at, unit]) => {
        const i = at % (edited.length + 1);
        return edited.slice(0, i) + unit + edited.slice(i + 1);
      }, JSON.stringify(sample));
      await survives(text, file);
    }),
    { numRuns: 500 },
  );
});

test('bytes are text, or there is a reason why not', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
      ),
      (bytes) => {
        const read = decodeSource(Buffer.from(bytes), 'a.json');
        if (read.ok) expect(Buffer.from(read.value.text)).toEqual(Buffer.from(bytes));
        else expect(read.problems[0].message).toMatch(/^is /);
      },
    ),
  );
});
