import { InvalidArgumentError, Option, type Command } from 'commander';

export interface SimulateOptions {
  readonly policy: string;
  readonly principal: string;
  readonly action: string;
  readonly key?: string;
  readonly context?: Readonly<Record<string, readonly string[]>>;
  readonly unknown?: readonly string[];
  readonly identityPolicy?: readonly string[];
  readonly boundary?: string;
  /** One entry per level, root to account. */
  readonly scp?: readonly string[];
  readonly rcp?: readonly string[];
  readonly format?: 'pretty' | 'json';
  readonly color?: boolean;
}

const help = `
Files hold a policy, or what the AWS CLI prints of one (get-key-policy, get-role-policy, get-policy-version).
For backup:CopyIntoBackupVault, --policy is the vault's access policy and --key the vault's ARN.

Exit codes: 0 allowed, 1 denied, 2 wrong usage or an unreadable file, 4 unknown.
`;

export function addSimulateOptions(command: Command): Command {
  return command
    .description('ask the evaluator one question, and see why it answers as it does')
    .requiredOption('--policy <file>', 'key policy; - for standard input')
    .requiredOption('--principal <arn>', 'who asks: role, user, assumed-role session or account root')
    .requiredOption('--action <name>', 'what for: kms:Decrypt')
    .option('--key <arn>', 'the key; without it only its account is assumed, from the policy or the principal')
    .addOption(new Option('--context <key=value>', 'value of a context key; repeatable').argParser(contextValue))
    .addOption(
      new Option(
        '--unknown <key>',
        'context key that may have any value, aws:PrincipalTag/* for several; repeatable',
      ).argParser(list),
    )
    .addOption(
      new Option(
        '--identity-policy <file>',
        'policy of the principal, or none if it surely has none; repeatable; without it they are not known',
      ).argParser(list),
    )
    .option('--boundary <file>', "the principal's permissions boundary")
    .addOption(
      new Option(
        '--scp <file>',
        'service control policy of one level, root to account, several of a level with commas; repeatable',
      ).argParser(list),
    )
    .addOption(new Option('--rcp <file>', 'resource control policy, likewise').argParser(list))
    .addOption(new Option('--format <format>', 'pretty or json (default: pretty)').choices(['pretty', 'json']))
    .option('--color', 'colour even where no terminal is (also FORCE_COLOR=1)')
    .option('--no-color', 'no colour (also NO_COLOR=1)')
    .addHelpText('after', help);
}

function list(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

const contextForm = 'Write it as KEY=VALUE, like kms:ViaService=rds.eu-west-2.amazonaws.com.';

/** The same key again is a further value of a multi-valued key. */
function contextValue(
  text: string,
  before: Readonly<Record<string, readonly string[]>> = {},
): Readonly<Record<string, readonly string[]>> {
  const [, key, value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (key === undefined) throw new InvalidArgumentError(contextForm);
  return { ...before, [key]: [...(before[key] ?? []), value] };
}
