import { UsageError } from '../config/usage-error.ts';
import type { CheckOptions } from './check-options.ts';
import type { LiveFlags } from './live-options.ts';

type Flag = 'diff' | 'write' | 'unsafeFixes' | 'commands';

const flagNames: Readonly<Record<Flag, string>> = {
  diff: '--diff',
  write: '--write',
  unsafeFixes: '--unsafe-fixes',
  commands: '--commands',
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
  const { fix, diff, write, commands, policyFolder, quiet, verbose, baseline, updateBaseline, shard } = options;
  const flags = Object.keys(flagNames) as Flag[];
  return [
    ...flags.filter((flag) => options[flag] === true && fix !== true).map((flag) => `${flagNames[flag]} needs --fix`),
    ...(commands === true && (diff === true || write === true)
      ? ['--commands prints commands, --diff and --write do something else: give one of them']
      : []),
    ...(policyFolder !== undefined && commands !== true ? ['--policy-folder needs --commands'] : []),
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
    ...liveClashes(options.live),
    ...(quiet === true && verbose === true ? ['--quiet and --verbose contradict each other'] : []),
  ];
}

/** What the other live options need to make sense. */
function liveClashes(live: LiveFlags = {}): string[] {
  const { isWanted, accounts = [], allAccounts, units = [], assumeRole } = live;
  const [alone] = Object.keys(live).flatMap((flag) => liveNames[flag as keyof LiveFlags] ?? []);
  return [
    ...(isWanted !== true && alone !== undefined ? [`${alone} needs --live`] : []),
    ...(allAccounts === true && accounts.length > 0
      ? ['--account names accounts, --all-accounts takes all: give one of them']
      : []),
    ...(units.length > 0 && allAccounts !== true ? ['--ou narrows --all-accounts: give that as well'] : []),
    ...(allAccounts === true && assumeRole === undefined
      ? ['--all-accounts needs --assume-role NAME, a role that all accounts have']
      : []),
  ];
}

const liveNames: Readonly<Partial<Record<keyof LiveFlags, string>>> = {
  profile: '--profile',
  regions: '--region',
  accounts: '--account',
  assumeRole: '--assume-role',
  allAccounts: '--all-accounts',
  units: '--ou',
  endpointUrl: '--endpoint-url',
  concurrency: '--concurrency',
};
