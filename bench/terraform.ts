/** A Terraform plan of 40 MB with 20,000 resources: 1,000 keys, 4,000 volumes and what else there is. Time and memory. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { interleaved, printFigures, type Measured } from './measure.ts';
import { keyPolicy } from './policies.ts';

const count = 20_000;
const workload = '111122223333';
const central = '444455556666';
const provider = 'registry.terraform.io/hashicorp/aws';

interface Planned {
  readonly type: string;
  readonly name: string;
  readonly values: object;
  readonly unknown: object;
  readonly expressions: object;
}

const constant = (value: unknown): object => ({ constant_value: value });
const refs = (...references: readonly string[]): object => ({ references });

const kinds = ['aws_kms_key', ...Array<string>(4).fill('aws_ebs_volume')];

/** A key, four volumes, and fifteen parameters of which nothing follows, as long as real resources are. */
function resourcesOf(index: number, broken: boolean): readonly Planned[] {
  const [type, name] = [kinds[index % 20], `r${index}`];
  const key = `aws_kms_key.r${index - (index % 20)}`;
  const common = { arn: true, id: true };
  switch (type) {
    case 'aws_kms_key': {
      const policy = JSON.stringify(keyPolicy(index, broken));
      const values = { description: name, is_enabled: true, key_usage: 'ENCRYPT_DECRYPT', policy, tags_all: {} };
      return [
        { type, name, values, unknown: { ...common, key_id: true }, expressions: { policy: refs('local.policy') } },
      ];
    }
    case 'aws_ebs_volume': {
      const values = { encrypted: true, size: 10, type: 'gp3', tags_all: { Backup: 'nightly', Name: name } };
      const expressions = { kms_key_id: refs(`${key}.arn`, key) };
      return [{ type, name, values, unknown: { ...common, kms_key_id: true }, expressions }];
    }
    default: {
      const values = { name: `/app/${name}`, type: 'String', description: 'x'.repeat(610), tags_all: {} };
      return [
        { type: 'aws_ssm_parameter', name, values, unknown: common, expressions: { name: constant(`/app/${name}`) } },
      ];
    }
  }
}

const fixed: readonly Planned[] = [
  {
    type: 'aws_backup_plan',
    name: 'nightly',
    values: {
      name: 'nightly',
      rule: [
        {
          rule_name: 'nightly',
          target_vault_name: 'workload',
          schedule: 'cron(0 3 ? * * *)',
          lifecycle: [{ delete_after: 35 }],
          copy_action: [
            {
              destination_vault_arn: `arn:aws:backup:eu-west-2:${central}:backup-vault:central`,
              lifecycle: [{ delete_after: 90 }],
            },
          ],
        },
      ],
    },
    unknown: { arn: true, id: true },
    expressions: {},
  },
  {
    type: 'aws_backup_selection',
    name: 'nightly',
    values: {
      name: 'nightly',
      iam_role_arn: `arn:aws:iam::${workload}:role/backup-role`,
      resources: ['arn:aws:ec2:*:*:volume/*'],
    },
    unknown: { id: true, plan_id: true },
    expressions: { plan_id: refs('aws_backup_plan.nightly.id', 'aws_backup_plan.nightly') },
  },
];

function planText(broken: boolean): string {
  const planned = [...fixed, ...Array.from({ length: count }, (_, index) => resourcesOf(index, broken)).flat()];
  const head = ({ type, name }: Planned): object => ({
    address: `${type}.${name}`,
    mode: 'managed',
    type,
    name,
    provider_name: provider,
  });
  const identity = { account_id: workload, arn: `arn:aws:sts::${workload}:assumed-role/deploy/ci` };
  return JSON.stringify({
    format_version: '1.2',
    terraform_version: '1.9.8',
    planned_values: {
      root_module: {
        resources: planned.map((each) => ({
          ...head(each),
          schema_version: 0,
          values: each.values,
          sensitive_values: {},
        })),
      },
    },
    resource_changes: planned.map((each) => ({
      ...head(each),
      change: { actions: ['create'], before: null, after: each.values, after_unknown: each.unknown },
    })),
    prior_state: {
      format_version: '1.0',
      values: {
        root_module: {
          resources: [
            {
              address: 'data.aws_caller_identity.c',
              mode: 'data',
              type: 'aws_caller_identity',
              name: 'c',
              values: identity,
            },
          ],
        },
      },
    },
    configuration: {
      provider_config: { aws: { name: 'aws', full_name: provider, expressions: { region: constant('eu-west-2') } } },
      root_module: {
        resources: planned.map((each) => ({
          ...head(each),
          provider_config_key: 'aws',
          expressions: each.expressions,
          schema_version: 0,
        })),
      },
    },
  });
}

const folder = mkdtempSync(join(tmpdir(), 'backuplint-bench-'));
try {
  const file = (name: string, broken: boolean): string => {
    const path = join(folder, name);
    writeFileSync(path, planText(broken));
    return path;
  };
  const [sound, broken] = [file('sound.json', false), file('broken.json', true)];
  const flags = ['--central-account', central, '--format', 'json', '-o', join(folder, 'report.json')];
  const check = (path: string): string[] => ['bin/backuplint.js', path, ...flags];
  const parse = ['-e', 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"))', broken];
  const runs = interleaved({ parse, sound: check(sound), broken: check(broken) }, 3);
  const of = (name: string): Measured => runs.get(name) as Measured;
  const figures = ['sound', 'broken'].flatMap((name) => [
    {
      what: `${name}: wall time`,
      measured: `${of(name).ms.toFixed(0)} ms`,
      goal: '3000 ms',
      met: of(name).ms <= 3_000,
    },
    { what: `${name}: memory`, measured: `${of(name).mib.toFixed(0)} MiB`, goal: '600 MiB', met: of(name).mib <= 600 },
  ]);
  printFigures(`a plan of ${(statSync(broken).size / 1e6).toFixed(1)} MB with ${count} resources`, figures);
  for (const [name, { status, ms, mib }] of runs) {
    console.log(`       ${name.padEnd(8)} exit ${status} ${ms.toFixed(0)} ms ${mib.toFixed(0)} MiB`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
