/** `check`: the whole run as a library function. */
import { deploymentOf, deploymentProblems, type DeploymentInput } from './deployment-input.ts';
import { defaultSettings, type RuleSettings } from './engine/settings.ts';
import type { Profile } from './estate/deployment.ts';
import type { KeyHint } from './estate/fragment.ts';
import { judge } from './judge.ts';
import type { LoadedInputs } from './load/load-files.ts';
import type { Problem } from './load/types.ts';
import type { Report } from './report/model.ts';

export interface CheckInput {
  /** What cannot be known from the inputs themselves. Default: nothing. */
  readonly deployments?: readonly DeploymentInput[];
  /** Default: `guidance`. */
  readonly requirements?: Profile;
  /** Severities of rules, `kms/*` for a group of them. */
  readonly rules?: RuleSettings;
  /** What the inputs cannot tell of the keys whose policies they hold. */
  readonly keys?: readonly KeyHint[];
  /** Also list the requests of allowed legs, and the files that were passed over. */
  readonly verbose?: boolean;
}

/** Inputs that cannot be judged: unreadable, contradicting each other, or lacking what the deployment has to tell. */
export class CheckInputError extends Error {
  override readonly name = 'CheckInputError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ file, message }) => `${file}: ${message}`).join('\n'));
    this.problems = problems;
  }
}

/**
 * The report that `backuplint check --format json` prints, for inputs from `loadFiles`. Rejects with a
 * `CheckInputError` where the command would exit with code 2, and with the rule's own error where a rule fails.
 */
export async function check(inputs: LoadedInputs, input: CheckInput = {}): Promise<Report> {
  const { deployments = [{ name: 'default' }] } = input;
  const problems = [...inputs.problems, ...deployments.flatMap(deploymentProblems)];
  if (problems.length > 0) throw new CheckInputError(problems);
  const judged = await judge(
    inputs,
    {
      deployments: deployments.map(deploymentOf),
      profile: input.requirements ?? 'guidance',
      settings: { ...defaultSettings, layers: input.rules === undefined ? [] : [input.rules] },
      keys: input.keys ?? [],
    },
    input.verbose === true,
  );
  if (!judged.ok) throw new CheckInputError(judged.problems);
  const { result, report } = judged.value;
  if (result.derived.missing.length > 0) throw new CheckInputError(result.derived.missing.map(asProblem));
  const [crash] = result.crashes;
  if (crash !== undefined) throw new Error(`rule ${crash.rule} failed on ${crash.subject}`, { cause: crash.error });
  return report;
}

function asProblem({ what, configKey, subject }: { what: string; configKey: string; subject: string }): Problem {
  return { file: subject, message: `the ${what.replaceAll('-', ' ')} must be known`, help: `Give ${configKey}.` };
}
