import { UsageError } from '../config/usage-error.ts';
import type { MissingInput } from '../paths/types.ts';
import { printable } from '../report/printable.ts';

const words: Readonly<Record<MissingInput['what'], string>> = {
  'central-account': 'the central account',
  'backup-role': 'the backup service role',
  'workload-account': 'the workload account',
};

/** What neither inputs nor config nor flags tell is asked for: guessing it would make the verdict worthless. */
export function askForMissing(missing: readonly MissingInput[]): void {
  const [first] = missing;
  if (first === undefined) return;
  const kinds = new Map(missing.map((input) => [input.what, input]));
  const names = [...kinds.keys()].map((what) => words[what]).join(' and ');
  throw new UsageError(
    `${printable(first.subject)}: ${names} must be known`,
    [...kinds.values()].map(({ what, flag, configKey }) => `${words[what]}: ${flag}, or ${configKey} in the config`),
  );
}
