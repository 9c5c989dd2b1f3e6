import { UsageError } from '../config/usage-error.ts';
import type { CheckOptions } from './check-options.ts';

type Flag = 'diff' | 'write' | 'unsafeFixes';

const flagNames: Readonly<Record<Flag, string>> = {
  diff: '--diff',
  write: '--write',
  unsafeFixes: '--unsafe-fixes',
};

/** Refuses options that make no sense together, before anything is read. */
export function checkCombinations(options: CheckOptions): void {
  const [clash] = clashesIn(options);
  if (clash !== undefined) throw new UsageError(clash);
  const onStdout = options.reports.filter(({ file }) => file === undefined || file === '-');
  if (onStdout.length > 1) {
    const formats = onStdout.map(({ format }) => format).join(' and ');
    throw new UsageError(`${formats} cannot both go to standard output`, ['put -o FILE behind all but one --format']);
  }
}

function clashesIn(options: CheckOptions): string[] {
  const { fix, diff, write, quiet, verbose, baseline, updateBaseline, shard } = options;
  const flags = Object.keys(flagNames) as Flag[];
  return [
    ...flags.filter((flag) => options[flag] === true && fix !== true).map((flag) => `${flagNames[flag]} needs --fix`),
    ...(diff === true && write === true ? ['--diff shows the change, --write makes it: give one of them'] : []),
    ...(updateBaseline === true && baseline === undefined ? ['--update-baseline needs --baseline FILE'] : []),
    ...(updateBaseline === true && fix === true
      ? ['--fix mends findings, --update-baseline accepts them: give one of them']
      : []),
    ...(shard !== undefined && fix === true
      ? ['--fix mends whole policies, --shard judges a part: give one of them']
      : []),
    ...(shard !== undefined && updateBaseline === true
      ? ['--update-baseline writes all findings, --shard finds a part of them: give one of them']
      : []),
    ...(quiet === true && verbose === true ? ['--quiet and --verbose contradict each other'] : []),
  ];
}
