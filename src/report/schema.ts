/** The report of `model.ts` as zod schema: `schema/report.schema.json` and the checks of `merge` come from here. */
import { z } from 'zod';
import type { Report, ReportFinding, ReportFix, ReportLeg, ReportPath, ReportRequest, ReportSummary } from './model.ts';

const severity = z.enum(['error', 'warning', 'info']);
const outcome = z.enum(['allowed', 'denied', 'unknown']);
const count = z.int().nonnegative();

const position = z
  .object({ line: z.int().positive(), column: z.int().positive() })
  .readonly()
  .describe('Lines and columns start at 1; columns count UTF-16 units.');

const location = z
  .object({
    file: z.string().exactOptional().describe('Relative to the working folder; `<stdin>` for standard input.'),
    pointer: z.string().exactOptional().describe("RFC 6901 pointer into the file's value."),
    start: position.exactOptional(),
    end: position.exactOptional().describe('Exclusive.'),
  })
  .readonly()
  .describe('Empty for findings from a live account or a snapshot: their subject is the ARN.');

const related = z
  .object({ message: z.string().describe('What stands there, as a sentence fragment.'), location })
  .readonly();

const findingRequest = z.object({ principal: z.string(), action: z.string(), outcome, reason: z.string() }).readonly();

const finding = z
  .object({
    rule: z.string(),
    severity,
    message: z.string().describe('One sentence, no trailing newline.'),
    location,
    subject: z.string().describe('ARN, Terraform address, logical id or file.'),
    paths: z.array(z.string()).readonly().describe('Ids of the backup paths that it concerns.'),
    fixed: z.boolean().describe('With --fix: the printed or written policy mends it.'),
    requests: z.array(findingRequest).readonly(),
    explanation: z
      .array(z.string())
      .readonly()
      .describe('Which statements came near and what kept each from matching, a line each.'),
    related: z
      .array(related)
      .readonly()
      .exactOptional()
      .describe('The statements of `explanation`, where each has a place of its own.'),
    help: z.string().describe('What to do.'),
    docs: z.string(),
    fix: z.enum(['safe', 'unsafe', 'none']),
    fingerprint: z.string().describe('Stable across line moves.'),
  })
  .readonly();

const policyKind = z.enum([
  'key-policy',
  'vault-policy',
  'identity-policy',
  'trust-policy',
  'permissions-boundary',
  'session-policy',
  'service-control-policy',
  'resource-control-policy',
]);

const decidingStatement = z
  .object({
    policy: policyKind,
    policyIndex: count.describe('Which one, where a kind holds several.'),
    pointer: z.string().describe('RFC 6901 pointer inside that policy.'),
    sid: z.string().exactOptional(),
    effect: z.enum(['Allow', 'Deny']),
  })
  .readonly();

const legRequest = z
  .object({
    principal: z.string(),
    action: z.string(),
    key: z.string(),
    outcome,
    reason: z.string(),
    statements: z.array(z.string()).readonly().describe('JSON pointers of the statements that decided.'),
    deciding: z
      .array(decidingStatement)
      .readonly()
      .exactOptional()
      .describe("The same with the policies that they stand in: the key's, or the principal's own."),
  })
  .readonly();

const obstacle = z
  .object({ code: z.string(), outcome: z.enum(['denied', 'unknown', 'warning']), why: z.string() })
  .readonly()
  .describe('Something other than a policy that stops the leg, or may stop it.');

const leg = z
  .object({
    kind: z.enum(['backup', 'copy', 'cross-account-copy', 'air-gapped-copy']),
    from: z.string(),
    to: z.string(),
    outcome,
    reason: z.string().exactOptional().describe('Why, where no request decides: `copy-unsupported`.'),
    requests: z.array(legRequest).readonly().describe('Those of an allowed leg are listed with --verbose only.'),
    obstacles: z.array(obstacle).readonly().exactOptional(),
  })
  .readonly();

const path = z
  .object({
    id: z.string(),
    deployment: z.string(),
    resource: z.string().describe('An ARN, or a resource type where only that is known.'),
    resourceType: z.string(),
    fullyManaged: z.boolean().exactOptional().describe('Absent: depends on what is not known.'),
    plan: z.string().exactOptional(),
    rule: z.string().exactOptional(),
    outcome: outcome.describe('The worst of its legs: denied, unknown, allowed.'),
    notConsidered: z.array(z.string()).readonly().describe('Documents not in sight; none makes a leg unknown.'),
    assumption: z.string().exactOptional().describe('Why a bare key policy is judged this way.'),
    key: z.string().exactOptional().describe("The resource's key, where it has one."),
    legs: z.array(leg).readonly(),
  })
  .readonly();

const edit = z
  .object({
    start: position,
    end: position.describe('Exclusive; equal to `start` where text is only inserted.'),
    text: z.string(),
  })
  .readonly();

const fix = z
  .object({
    file: z.string().exactOptional(),
    subject: z.string(),
    policy: z.unknown().describe('The corrected key policy.'),
    diff: z.string(),
    safety: z.enum(['safe', 'unsafe']),
    terraform: z
      .string()
      .exactOptional()
      .describe(
        'Of a Terraform plan: the statements that are added or changed, as an `aws_iam_policy_document` block.',
      ),
    edits: z
      .array(edit)
      .readonly()
      .exactOptional()
      .describe('The same as replacements in `file` as it was given, in order, none touching another.'),
  })
  .readonly();

const shard = z
  .object({
    index: z.int().positive(),
    count: z.int().positive(),
    completed: z.boolean().describe('False: exit code 3.'),
    ifAllAgree: z
      .array(finding)
      .readonly()
      .describe('What is a finding if all parts say so: comments that silence nothing.'),
  })
  .readonly();

const named = z.object({ what: z.string(), why: z.string() }).readonly();

const summary = z
  .object({
    findings: z.object({ error: count, warning: count, info: count }).readonly(),
    suppressed: count,
    baseline: z
      .object({
        known: count.describe('Findings that it holds back; they are among the suppressed.'),
        gone: z
          .array(z.object({ fingerprint: z.string(), rule: z.string(), subject: z.string() }).readonly())
          .readonly()
          .describe('Its entries that no longer occur.'),
      })
      .readonly()
      .exactOptional()
      .describe('With --baseline.'),
    inputs: z
      .object({
        keys: count,
        plans: count,
        selections: count,
        vaults: count,
        roles: count,
        resources: count,
        skippedFiles: count,
      })
      .readonly(),
    paths: z.object({ total: count, allowed: count, denied: count, unknown: count }).readonly(),
    shard: shard.exactOptional().describe('With --shard: which part this is; absent in what merge makes of all parts.'),
    incomplete: z.array(named).readonly().describe('What could not be looked at.'),
    notJudged: z
      .array(z.object({ why: z.string(), keys: count }).readonly())
      .readonly()
      .exactOptional()
      .describe('Keys that no backup path needs, counted by reason.'),
    skipped: z
      .array(z.object({ file: z.string(), why: z.string() }).readonly())
      .readonly()
      .exactOptional()
      .describe('With --verbose: the files of a folder that are no known input.'),
  })
  .readonly();

export const reportSchema = z
  .object({
    schemaVersion: z.literal(1),
    tool: z.object({ name: z.literal('backuplint'), version: z.string() }).readonly(),
    summary,
    findings: z.array(finding).readonly(),
    paths: z.array(path).readonly(),
    fixes: z.array(fix).readonly().exactOptional().describe('With --fix.'),
  })
  .readonly();

/** Arrays and objects without `readonly` and aliases, so that two ways of writing one type compare as equal. */
type Plain<T> = T extends readonly (infer Item)[]
  ? Plain<Item>[]
  : T extends object
    ? { -readonly [Member in keyof T]: Plain<T[Member]> }
    : T;
// The compiler compares two generic functions member by member, optional ones too; so T must stand where it stands.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

type Agrees<Schema extends z.ZodType, Model> = Same<Plain<z.infer<Schema>>, Plain<Model>>;

/**
 * Does not compile when the schema and the types of `model.ts` say different things. The parts are named one by one:
 * the compiler takes what is nested deeper for equal.
 */
export const agreesWithModel: {
  readonly report: Agrees<typeof reportSchema, Report>;
  readonly summary: Agrees<typeof summary, ReportSummary>;
  readonly finding: Agrees<typeof finding, ReportFinding>;
  readonly path: Agrees<typeof path, ReportPath>;
  readonly leg: Agrees<typeof leg, ReportLeg>;
  readonly request: Agrees<typeof legRequest, ReportRequest>;
  readonly fix: Agrees<typeof fix, ReportFix>;
} = { report: true, summary: true, finding: true, path: true, leg: true, request: true, fix: true };
