import type { DeploymentFlags } from '../config/deployments.ts';
import type { RuleSettings } from '../engine/settings.ts';
import type { FailOn } from './fail-on.ts';
import { liveOptions, type LiveFlags } from './live-options.ts';
import { accountId, oneOf, organization, role, ruleSetting } from './option-parsers.ts';
import { shardOption, type ShardOption } from './shard-option.ts';
import { formats, withFile, withFormat, type ReportTarget } from './report-target.ts';

/** What the command line says; what it leaves open is absent. */
export interface CheckOptions {
  readonly config?: string;
  readonly deployment: DeploymentFlags;
  /** A file with values of templates' parameters. */
  readonly parameters?: string;
  readonly reports: readonly ReportTarget[];
  readonly fix?: boolean;
  readonly diff?: boolean;
  readonly write?: boolean;
  readonly unsafeFixes?: boolean;
  readonly commands?: boolean;
  /** Where `commands` writes the policies; absent: the working folder. */
  readonly policyFolder?: string;
  readonly failOn?: FailOn;
  readonly rules: RuleSettings;
  readonly allowPlugins?: boolean;
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
  readonly live?: LiveFlags;
  readonly shard?: ShardOption;
  readonly source?: string;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly stats?: boolean;
  /** Absent: environment and terminal decide. */
  readonly color?: boolean;
}

export const noOptions: CheckOptions = { deployment: {}, reports: [], rules: {} };

/** An option: how it is written and described, and what it adds to what the options before it said. */
export interface OptionSpec {
  readonly long: string;
  readonly short?: string;
  /** What its value is called; without it, the option has none. */
  readonly value?: string;
  readonly help: string;
  /** Throws `InvalidValue`. */
  readonly apply: (options: CheckOptions, value: string) => CheckOptions;
}

export interface OptionGroup {
  readonly heading: string;
  readonly options: readonly OptionSpec[];
}

const partition = oneOf(['aws', 'aws-cn', 'aws-us-gov']);
const failOn = oneOf<FailOn>(['error', 'warning', 'info', 'never']);

/** The one list of options: the parser, `--help` and the tests read it. */
export const checkOptions: readonly OptionGroup[] = [
  {
    heading: 'Deployment (fills in or overrides the single one of the config):',
    options: [
      {
        long: 'workload-account',
        value: 'id',
        help: 'account whose resources are backed up; repeatable',
        apply: (options, text) =>
          deployed(options, {
            workloadAccounts: [...(options.deployment.workloadAccounts ?? []), accountId(text)],
          }),
      },
      {
        long: 'central-account',
        value: 'id',
        help: 'account that receives the copies',
        apply: (options, text) => deployed(options, { centralAccount: accountId(text) }),
      },
      {
        long: 'backup-role',
        value: 'name|arn',
        help: 'backup service role in the workload accounts',
        apply: (options, text) => deployed(options, { backupRole: role(text) }),
      },
      {
        long: 'partition',
        value: 'name',
        help: 'aws, aws-cn or aws-us-gov',
        apply: (options, text) => deployed(options, { partition: partition(text) }),
      },
      {
        long: 'organization',
        value: 'id',
        help: 'organization of the accounts (o-...)',
        apply: (options, text) => deployed(options, { organization: organization(text) }),
      },
      {
        long: 'parameters',
        value: 'file',
        help: 'values of CloudFormation parameters, as the AWS CLI takes them',
        apply: (options, parameters) => ({ ...options, parameters }),
      },
      {
        long: 'config',
        short: 'c',
        value: 'file',
        help: 'config file; otherwise looked up from the working folder upwards',
        apply: (options, config) => ({ ...options, config }),
      },
    ],
  },
  {
    heading: 'Report:',
    options: [
      {
        long: 'format',
        value: 'format',
        help: `${formats.join(', ')} (default: pretty); repeatable`,
        apply: (options, text) => ({ ...options, reports: withFormat(options.reports, text) }),
      },
      {
        long: 'output',
        short: 'o',
        value: 'file',
        help: 'where the --format before it goes; alone, the ending decides',
        apply: (options, file) => ({ ...options, reports: withFile(options.reports, file) }),
      },
      {
        long: 'source',
        value: 'dir',
        help: "the .tf files that a Terraform plan was made from; otherwise the plan's folder",
        apply: (options, source) => ({ ...options, source }),
      },
      {
        long: 'fail-on',
        value: 'severity',
        help: 'lowest severity that makes the exit code 1: error (default), warning, info, never',
        apply: (options, text) => ({ ...options, failOn: failOn(text) }),
      },
      {
        long: 'rule',
        value: 'id=severity',
        help: 'off, info, warning or error for one rule, or for kms/*; repeatable',
        apply: (options, text) => ({ ...options, rules: { ...options.rules, ...ruleSetting(text) } }),
      },
      {
        long: 'allow-plugins',
        help: 'load the rules of your own that the config names under plugins: this runs code',
        apply: (options) => ({ ...options, allowPlugins: true }),
      },
      {
        long: 'baseline',
        value: 'file',
        help: 'report only what this file of known findings does not hold',
        apply: (options, baseline) => ({ ...options, baseline }),
      },
      {
        long: 'update-baseline',
        help: 'with --baseline: write what is found into it, and drop what no longer occurs',
        apply: (options) => ({ ...options, updateBaseline: true }),
      },
      {
        long: 'shard',
        value: 'i/n',
        help: 'judge the i-th of n even parts, or auto: what the CI or AWS Batch tells; see merge',
        apply: (options, text) => ({ ...options, shard: shardOption(text) }),
      },
      {
        long: 'quiet',
        help: 'errors only, and nothing at all when all is well',
        apply: (options) => ({ ...options, quiet: true }),
      },
      {
        long: 'verbose',
        help: 'everything: all findings, allowed requests, skipped files',
        apply: (options) => ({ ...options, verbose: true }),
      },
      {
        long: 'stats',
        help: 'on standard error: time per phase and rule, counts, memory',
        apply: (options) => ({ ...options, stats: true }),
      },
      {
        long: 'color',
        help: 'colour even where no terminal is (also FORCE_COLOR=1)',
        apply: (options) => ({ ...options, color: true }),
      },
      {
        long: 'no-color',
        help: 'no colour (also NO_COLOR=1)',
        apply: (options) => ({ ...options, color: false }),
      },
    ],
  },
  liveOptions,
  {
    heading: 'Fix:',
    options: [
      {
        long: 'fix',
        help: 'print the corrected key policy on standard output, the report on standard error',
        apply: (options) => ({ ...options, fix: true }),
      },
      {
        long: 'diff',
        help: 'with --fix: print a unified diff instead',
        apply: (options) => ({ ...options, diff: true }),
      },
      {
        long: 'write',
        help: 'with --fix: change the files in place',
        apply: (options) => ({ ...options, write: true }),
      },
      {
        long: 'commands',
        help: 'with --fix: write the policies of live keys to files, and print the aws commands to apply them',
        apply: (options) => ({ ...options, commands: true }),
      },
      {
        long: 'policy-folder',
        value: 'folder',
        help: 'with --commands: where the files go (default: the working folder)',
        apply: (options, policyFolder) => ({ ...options, policyFolder }),
      },
      {
        long: 'unsafe-fixes',
        help: 'with --fix: also exceptions to Deny statements that stand in the way',
        apply: (options) => ({ ...options, unsafeFixes: true }),
      },
    ],
  },
];

function deployed(options: CheckOptions, flags: DeploymentFlags): CheckOptions {
  return { ...options, deployment: { ...options.deployment, ...flags } };
}
