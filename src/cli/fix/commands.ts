import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UsageError } from '../../config/usage-error.ts';
import { writeWhole } from '../../fix/write.ts';
import { printable } from '../../report/printable.ts';
import type { Io } from '../io.ts';
import type { FixedPolicy } from './fix-policies.ts';

/** Only an ARN of this very form becomes part of a command and of a file's name. */
const keyArn =
  /^arn:aws(?:-cn|-us-gov)?:kms:([a-z]{2}(?:-[a-z]+)+-\d+):\d{12}:key\/(mrk-[\da-f]{32}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/;

/**
 * Writes each corrected policy of a deployed key to a file, and gives the commands that would put them in force, which are
 * the user's to run.
 */
export async function putCommands(fixed: readonly FixedPolicy[], folder: string, io: Io): Promise<string> {
  const lines: string[] = [];
  for (const { subject, origin, result } of fixed) {
    if (!result.changed) continue;
    const [arn, region, id] = keyArn.exec(origin.kind === 'live' ? subject : '') ?? [];
    if (arn === undefined || region === undefined || id === undefined) {
      io.stderr.write(
        `backuplint: ${printable(subject)}: no command, since it is no deployed key: use --fix --write\n`,
      );
      continue;
    }
    const file = join(folder, `${id}.${region}.json`);
    await write(resolve(io.cwd(), file), file, result.text);
    const policy = quoted(`file://${file}`);
    lines.push(`aws kms put-key-policy --region ${region} --key-id ${arn} --policy-name default --policy ${policy}\n`);
  }
  return lines.join('');
}

async function write(path: string, file: string, text: string): Promise<void> {
  try {
    await mkdir(resolve(path, '..'), { recursive: true });
    await writeWhole(path, text);
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** For a POSIX shell. */
function quoted(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
