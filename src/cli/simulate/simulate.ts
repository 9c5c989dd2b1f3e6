import { UsageError } from '../../config/usage-error.ts';
import { compilePolicy, isCompiled } from '../../iam/compile.ts';
import { EvaluateInputError, evaluate, type EvaluateInput } from '../../iam/library.ts';
import { assertNever } from '../../estate/assert-never.ts';
import { accountOf } from '../../estate/arn.ts';
import type { Decision, Outcome, PolicyDocument } from '../../iam/types.ts';
import type { Loaded, Problem } from '../../load/types.ts';
import { loadPaint } from '../../report/paint.ts';
import { version } from '../../version.ts';
import { exitCode, type ExitCode } from '../exit-code.ts';
import { wantsColor, widthOf, type Io } from '../io.ts';
import { problemsText } from '../problem-text.ts';
import { decisionView, type PolicyFiles } from './decision-view.ts';
import type { SimulateOptions } from './options.ts';
import { readPolicy } from './policy-file.ts';

/** One question to the evaluator; the exit code is its answer. */
export async function simulate(options: SimulateOptions, io: Io): Promise<ExitCode> {
  const files = policyFiles(options);
  const read = await readPolicies(files, io);
  if (!read.ok) {
    io.stderr.write(problemsText(read.problems));
    return exitCode.usage;
  }
  const input = question(options, files, read.value);
  const decision = answer(input);
  const text =
    options.format === 'json'
      ? `${JSON.stringify(asJson(input, decision), null, 2)}\n`
      : decisionView(
          { input, decision, files },
          await loadPaint(wantsColor(io.stdout, io.env, options.color)),
          widthOf(io.stdout, io.env),
        );
  io.stdout.write(text);
  io.stderr.write(refusedPolicy(options.policy, input));
  return codeOf(decision.outcome);
}

/** AWS stores no policy with such errors: the answer is for what the rest of it says, and that is said. */
function refusedPolicy(file: string, { keyPolicy, vaultPolicy }: EvaluateInput): string {
  const policy = keyPolicy ?? vaultPolicy;
  if (policy === undefined) return '';
  const compiled = isCompiled(policy)
    ? policy
    : compilePolicy(policy, keyPolicy === undefined ? 'vault-policy' : 'key-policy');
  return problemsText(
    compiled.problems
      .filter(({ severity }) => severity === 'error')
      .map(({ pointer, message, help }) => ({ file: `${file}#${pointer}`, message, help })),
  );
}

function codeOf(outcome: Outcome): ExitCode {
  switch (outcome) {
    case 'allowed':
      return exitCode.ok;
    case 'denied':
      return exitCode.findings;
    case 'unknown':
      return exitCode.unknown;
    default:
      return assertNever(outcome);
  }
}

function answer(input: EvaluateInput): Decision {
  try {
    return evaluate(input);
  } catch (error) {
    if (error instanceof EvaluateInputError) throw new UsageError(error.message);
    throw error;
  }
}

/** Which file each policy of a kind comes from, in the order in which the evaluator gets them. */
function policyFiles(options: SimulateOptions): PolicyFiles {
  const levels = (files: readonly string[] = []): string[][] => files.map((level) => level.split(','));
  const identity = options.identityPolicy ?? [];
  return {
    resource: [options.policy],
    identity: identity.filter((file) => file !== 'none'),
    boundary: options.boundary === undefined ? [] : [options.boundary],
    serviceControl: levels(options.scp),
    resourceControl: levels(options.rcp),
  };
}

async function readPolicies(files: PolicyFiles, io: Io): Promise<Loaded<ReadonlyMap<string, PolicyDocument>>> {
  const names = new Set(Object.values(files).flat(2));
  const policies = new Map<string, PolicyDocument>();
  const problems: Problem[] = [];
  for (const name of names) {
    const policy = await readPolicy(name, io);
    if (policy.ok) policies.set(name, policy.value);
    else problems.push(...policy.problems);
  }
  const [first, ...others] = problems;
  return first === undefined ? { ok: true, value: policies } : { ok: false, problems: [first, ...others] };
}

function question(
  options: SimulateOptions,
  files: PolicyFiles,
  policies: ReadonlyMap<string, PolicyDocument>,
): EvaluateInput {
  const get = (names: readonly string[]): PolicyDocument[] =>
    names.map((name) => policies.get(name)).filter((policy) => policy !== undefined);
  const [policy] = get(files.resource);
  const [boundary] = get(files.boundary);
  const isVault = options.action.toLowerCase().startsWith('backup:');
  return {
    principal: options.principal,
    action: options.action,
    ...(options.key === undefined ? {} : { resource: options.key }),
    context: { ...assumedAccount(options, policy), ...contextOf(options) },
    ...(options.unknown === undefined ? {} : { unknown: options.unknown }),
    ...(isVault ? { vaultPolicy: policy } : { keyPolicy: policy }),
    ...(options.identityPolicy === undefined ? {} : { identityPolicies: get(files.identity) }),
    ...(boundary === undefined ? {} : { permissionsBoundary: boundary }),
    ...(options.scp === undefined ? {} : { serviceControlPolicies: files.serviceControl.map(get) }),
    ...(options.rcp === undefined ? {} : { resourceControlPolicies: files.resourceControl.map(get) }),
  };
}

function contextOf({ context = {} }: SimulateOptions): Record<string, string | readonly string[]> {
  return Object.fromEntries(
    Object.entries(context).map(([key, values]) => [key, values.length === 1 ? (values[0] ?? '') : values]),
  );
}

/** Without the key's ARN, the account that the policy delegates to; the evaluator itself takes the caller's. */
function assumedAccount({ key }: SimulateOptions, policy: PolicyDocument | undefined): Record<string, string> {
  if (key !== undefined) return {};
  const principals = compilePolicy(policy, 'key-policy').statements.flatMap((statement) => statement.principals ?? []);
  const roots = principals.filter(({ type, value }) => type === 'AWS' && value.endsWith(':root'));
  const accounts = new Set(roots.flatMap(({ value }) => accountOf(value) ?? []));
  const [account] = accounts;
  return accounts.size === 1 && account !== undefined ? { 'aws:ResourceAccount': account } : {};
}

function asJson({ principal, action, resource, context, unknown = [] }: EvaluateInput, decision: Decision): unknown {
  return {
    schemaVersion: 1,
    tool: { name: 'backuplint', version },
    question: { principal, action, ...(resource === undefined ? {} : { resource }), context, unknown },
    decision,
  };
}
