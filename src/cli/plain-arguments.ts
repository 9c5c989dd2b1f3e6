import { parseArgs, type ParseArgsConfig } from 'node:util';
import { checkOptions, noOptions, type CheckOptions, type OptionSpec } from './check-options.ts';
import { InvalidValue } from './invalid-value.ts';

export interface CheckArguments {
  readonly paths: readonly string[];
  readonly options: CheckOptions;
}

export const commandNames: readonly string[] = ['check', 'collect', 'explain', 'init', 'merge', 'simulate'];

const specs = new Map(checkOptions.flatMap(({ options }) => options.map((spec) => [spec.long, spec] as const)));

/**
 * The arguments of a plain check, which is what nearly every run is. Anything else (another command, `--help`, a mistake)
 * is `undefined`: commander, which tells it to people, is loaded for those alone.
 */
export function plainArguments(argv: readonly string[]): CheckArguments | undefined {
  const parsed = parse(argv);
  const [command] = parsed?.positionals ?? [];
  if (parsed === undefined || isOtherCommand(command)) return undefined;
  const options = folded(parsed.tokens);
  return options && { options, paths: command === 'check' ? parsed.positionals.slice(1) : parsed.positionals };
}

function isOtherCommand(word: string | undefined): boolean {
  return word !== undefined && word !== 'check' && commandNames.includes(word);
}

type Parsed = Pick<ReturnType<typeof parseArgs<ParseArgsConfig & { tokens: true }>>, 'positionals' | 'tokens'>;

function parse(argv: readonly string[]): Parsed | undefined {
  try {
    return parseArgs({
      args: [...argv],
      options: Object.fromEntries([...specs.values()].map(definition)),
      allowPositionals: true,
      tokens: true,
    });
  } catch {
    return undefined; // A mistake: commander says what it is.
  }
}

function definition({ long, short, value }: OptionSpec): [string, NonNullable<ParseArgsConfig['options']>[string]] {
  const type = value === undefined ? 'boolean' : 'string';
  return [long, { type, multiple: true, ...(short === undefined ? {} : { short }) }];
}

/** In the order given: an `-o` belongs to the `--format` before it. */
function folded(tokens: Parsed['tokens']): CheckOptions | undefined {
  try {
    return tokens.reduce<CheckOptions>(
      (options, token) =>
        token.kind === 'option' ? (specs.get(token.name)?.apply(options, token.value ?? '') ?? options) : options,
      noOptions,
    );
  } catch (error) {
    if (error instanceof InvalidValue) return undefined; // As above.
    throw error;
  }
}
