import { resolve } from 'node:path';
import { UsageError } from '../../config/usage-error.ts';
import { unifiedDiff } from '../../fix/diff.ts';
import { changedFiles, fixOutput, type FixedPolicy as OutputPolicy } from '../../fix/output.ts';
import { writeChange } from '../../fix/write.ts';
import { stdinName } from '../../load/load-files.ts';
import { showHoles } from '../../estate/hole.ts';
import { printable } from '../../report/printable.ts';
import type { Report } from '../../report/model.ts';
import type { CheckOptions } from '../check-options.ts';
import type { Io } from '../io.ts';
import type { Judged } from '../../judge.ts';
import type { Setup } from '../setup.ts';
import { putCommands } from './commands.ts';
import { fixPolicies, type FixedPolicy } from './fix-policies.ts';
import { fixedReport } from './fixed-report.ts';

export interface Fixed {
  readonly report: Report;
  /** What belongs on standard output beside or instead of the report; `undefined` after `--write`. */
  readonly output: string | undefined;
}

/** Mends the judged policies, changes the files where asked to, and tells what could not be mended. */
export async function fix(judged: Judged, setup: Setup, options: CheckOptions, io: Io): Promise<Fixed> {
  const fixed = await fixPolicies(judged, options.unsafeFixes === true);
  tellWithheld(fixed, io);
  const report = fixedReport(judged, setup, fixed);
  if (options.write === true) {
    refuseGenerated(fixed, judged);
    await writeFiles(fixed, judged, io);
    return { report, output: undefined };
  }
  if (options.commands === true) return { report, output: await putCommands(fixed, options.policyFolder ?? '', io) };
  const output =
    options.diff === true ? diffOutput(fixed, report, judged) : showHoles(fixOutput(fixed.map(outputOf(judged))));
  return { report, output };
}

/** Nothing is written then: half of the fixes would look like all of them. */
function refuseGenerated(fixed: readonly FixedPolicy[], { inputs }: Judged): void {
  const made = fixed.find(
    ({ origin, result }) => result.changed && origin.kind === 'file' && inputs.isGenerated?.(origin.file) === true,
  );
  if (made?.origin.kind !== 'file') return;
  throw new UsageError(`${made.origin.file} is made by Terraform, so --write would be lost with the next plan`, [
    `--fix alone shows what the policy of ${made.subject} needs, as an aws_iam_policy_document to paste`,
  ]);
}

function tellWithheld(fixed: readonly FixedPolicy[], io: Io): void {
  const reasons = fixed.flatMap(({ subject, result }) =>
    result.withheld.map(({ reason }) => `${subject}: not mended: ${reason}`),
  );
  for (const reason of reasons) io.stderr.write(`backuplint: ${printable(reason)}\n`);
}

/** In its file a bare policy is changed, and one of a template that people write. */
function outputOf({ inputs }: Judged): (policy: FixedPolicy) => OutputPolicy {
  return ({ subject, origin, keys, result }) => {
    const bare = keys.some((key) => key.bare);
    if (origin.kind !== 'file') return { subject, bare, editable: false, result };
    const editable = bare || inputs.templateSites?.policyAt(origin)?.isGenerated === false;
    return { subject, origin, bare, editable, result };
  };
}

/** One diff for each changed file, and for each policy that stands in none. */
function diffOutput(fixed: readonly FixedPolicy[], { fixes = [] }: Report, judged: Judged): string {
  const textOf = (file: string): string => judged.sourceText(file) ?? '';
  const inFiles = changedFiles(fixed.map(outputOf(judged)), textOf);
  const others = fixes.filter(({ file }) => file === undefined || !inFiles.has(file));
  return [
    ...[...inFiles].map(([file, after]) => unifiedDiff(file, textOf(file), after)),
    ...others.map(({ diff }) => diff),
  ].join('');
}

async function writeFiles(fixed: readonly FixedPolicy[], judged: Judged, io: Io): Promise<void> {
  const textOf = (file: string): string => judged.sourceText(file) ?? '';
  const policies = fixed.map(outputOf(judged));
  const changed = changedFiles(policies, textOf);
  for (const { subject, origin, editable, result } of policies) {
    if (editable || !result.changed || origin === undefined) continue;
    io.stderr.write(
      `backuplint: ${printable(`${subject}: ${origin.file} is made by a tool, so it was not changed`)}\n`,
    );
  }
  if (changed.has(stdinName)) {
    throw new UsageError('standard input cannot be changed in place', ['--fix prints the corrected policy']);
  }
  for (const [file, after] of changed) await writeFile(resolve(io.cwd(), file), file, textOf(file), after);
}

async function writeFile(path: string, file: string, before: string, after: string): Promise<void> {
  try {
    await writeChange({ path, before, after });
  } catch (error) {
    throw new UsageError(`${file} cannot be changed: ${error instanceof Error ? error.message : String(error)}`);
  }
}
