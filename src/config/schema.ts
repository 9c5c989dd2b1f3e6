/** The config file. `schema/config.schema.json` is generated from here, so editors complete and check it. */
import { z } from 'zod';

const accountId = z
  .string()
  .regex(/^\d{12}$/, 'must be an account id: twelve digits')
  .describe('An AWS account id: twelve digits, in quotes.');

const setting = z.enum(['off', 'info', 'warning', 'error']);

const rules = z
  .record(z.string(), setting)
  .describe('Rule id, or `kms/*`, and the severity of its findings; `off` silences them.');

const organization = z.strictObject({
  id: z
    .string()
    .regex(/^o-[a-z0-9]{10,32}$/, 'must be an organization id: o-a1b2c3d4e5')
    .describe('For conditions on aws:PrincipalOrgID and its like: `o-a1b2c3d4e5`.'),
  paths: z
    .record(
      z.string().regex(/^\d{12}$/, 'must be an account id: twelve digits'),
      z
        .string()
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgpaths
        .regex(/^o-[a-z0-9]{10,32}\/r-[a-z0-9]{4,32}\/(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}\/)*$/, {
          message: 'must be an organization path that ends in a slash: o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/',
        }),
    )
    .exactOptional()
    .describe(
      'Account id and its path in the organization, for conditions on aws:PrincipalOrgPaths: `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/`.',
    ),
});

const deployment = z
  .strictObject({
    name: z.string().min(1, 'must not be empty').describe('What reports call it.'),
    workloadAccounts: z
      .array(accountId)
      .min(1, 'must name an account, or be left out')
      .exactOptional()
      .describe('The accounts whose resources are backed up; otherwise those that the inputs show.'),
    centralAccount: accountId.exactOptional().describe('The account that holds the central backup vault.'),
    backupRole: z
      .string()
      .min(1, 'must not be empty')
      .exactOptional()
      .describe('The backup service role in the workload accounts: name, path/name or ARN.'),
    partition: z
      .enum(['aws', 'aws-cn', 'aws-us-gov'])
      .exactOptional()
      .describe('Otherwise that of `backupRole`, if it is an ARN, else `aws`.'),
    regions: z
      .array(z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be a Region: eu-west-2'))
      .exactOptional()
      .describe('Where the deployment lies; a template that names no Region is taken to lie there, if it is one.'),
    organization: organization.exactOptional().describe('The organization that all these accounts belong to.'),
  })
  .describe('Workload accounts whose backups are copied to one central account.');

const keyHint = z
  .strictObject({
    policy: z
      .string()
      .min(1, 'must not be empty')
      .exactOptional()
      .describe("The policy's file, from the config file's folder; `file#/1` for one of several in a file."),
    arn: z
      .string()
      .regex(/^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/, {
        message: 'must be a key ARN: arn:aws:kms:eu-west-2:111122223333:key/…',
      })
      .exactOptional()
      .describe('The ARN of the key; with it, account and Region are known.'),
    alias: z
      .string()
      .startsWith('alias/', 'must start with alias/')
      .exactOptional()
      .describe('An alias of the key: `alias/rds`.'),
    resourceTypes: z
      .array(z.string())
      .min(1, 'must name a resource type, or be left out')
      .exactOptional()
      .describe('What the key protects, as AWS Backup names resource types: EBS, RDS, Aurora …'),
  })
  .refine(({ policy, arn, alias }) => policy !== undefined || arn !== undefined || alias !== undefined, {
    message: 'must have policy, arn or alias, to say which key is meant',
  })
  .describe('What a policy file alone cannot tell of its key.');

const override = z
  .strictObject({
    files: z.array(z.string()).exactOptional().describe("Globs, from the config file's folder."),
    subjects: z.array(z.string()).exactOptional().describe('ARNs, addresses or files; * stands for any text.'),
    rules: rules
      .refine((given) => Object.keys(given).length > 0, 'must name a rule')
      .describe('Rule id, or `kms/*`, and the severity of its findings there.'),
    reason: z.string().trim().min(1, 'must say why').describe('Why, for those who find it here later.'),
    until: z.iso.date('must be a date: 2027-03-31').exactOptional().describe('The last day on which it applies.'),
  })
  .refine(({ files, subjects }) => files !== undefined || subjects !== undefined, {
    message: 'must have files or subjects; what holds everywhere belongs to rules',
  });

export const configSchema = z.strictObject({
  $schema: z.string().exactOptional().describe('Address of this schema, for editors; backuplint does not read it.'),
  requirements: z
    .enum(['guidance', 'minimal'])
    .exactOptional()
    .describe('What is demanded: the two statements of the guidance (default), or only what each leg surely calls.'),
  failOn: z
    .enum(['error', 'warning', 'info', 'never'])
    .exactOptional()
    .describe('Lowest severity that makes the exit code 1. Default: `error`.'),
  deployments: z
    .array(deployment)
    .exactOptional()
    .describe('Who backs up what, and where the copies go. One or several.'),
  keys: z.array(keyHint).exactOptional().describe('What policy files alone cannot tell of their keys.'),
  rules: rules.exactOptional(),
  overrides: z
    .array(override)
    .exactOptional()
    .describe('Severities for some files or subjects; they beat `rules` and `--rule`.'),
  plugins: z
    .array(z.string().min(1, 'must not be empty'))
    .exactOptional()
    .describe("Modules with rules of one's own, from the config file's folder; loaded only with --allow-plugins."),
});

export type ConfigFile = z.infer<typeof configSchema>;
