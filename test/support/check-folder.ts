import { rules } from '../../rules/index.ts';
import { deploymentsOf } from '../../src/config/deployments.ts';
import { keyHints } from '../../src/config/key-hints.ts';
import { findConfigs } from '../../src/config/lookup.ts';
import { readConfig } from '../../src/config/read.ts';
import type { Finding } from '../../src/engine/finding.ts';
import { run, type RunResult } from '../../src/engine/run.ts';
import { defaultSettings } from '../../src/engine/settings.ts';
import { buildEstate } from '../../src/estate/build.ts';
import type { FileOrigin } from '../../src/estate/origin.ts';
import { deploymentFacts } from '../../src/load/cloudformation/deployment-facts.ts';
import { placedInOrganization } from '../../src/judge.ts';
import { loadFiles } from '../../src/load/load-files.ts';
import { locateOrigins } from '../../src/load/positions.ts';

export interface CheckedFolder {
  readonly result: RunResult;
  /** A line per finding, in the order of reports: `file:line:column severity rule message`. */
  readonly lines: readonly string[];
}

/** A folder with its own config, as `cd folder && backuplint .` checks it. Input that cannot be read fails the test. */
export async function checkFolder(folder: string): Promise<CheckedFolder> {
  const { config, keys } = await configIn(folder);
  const inputs = await loadFiles(['.'], {
    workingFolder: folder,
    templates: deploymentFacts(deploymentsOf({}, config)),
  });
  const deployments = deploymentsOf({}, config);
  const fragments = await placedInOrganization(inputs.fragments, deployments);
  const { estate, problems } = buildEstate(fragments, { keys });
  const complaints = [...inputs.problems, ...problems, ...estate.notLookedAt];
  if (complaints.length > 0) throw new Error(`${folder}: ${JSON.stringify(complaints, null, 2)}`);
  const profile = config.requirements ?? 'guidance';
  const result = run({ estate, deployments, profile, rules, settings: defaultSettings });
  for (const { error } of result.crashes) throw error;
  const locate = await locateOrigins(
    inputs,
    result.findings.flatMap(({ origin }) => (isInFile(origin) ? [origin] : [])),
  );
  return { result, lines: inOrder(result.findings.map((finding) => placed(finding, locate))).map(lineOf) };
}

async function configIn(folder: string) {
  const [place] = findConfigs(folder);
  if (place === undefined) throw new Error(`${folder} has no config`);
  const read = await readConfig(place, folder);
  if (!read.ok) throw new Error(`${folder}: ${JSON.stringify(read.problems)}`);
  const at = (index: number) => ({ kind: 'file', file: 'backuplint.config.yaml', pointer: `/keys/${index}` }) as const;
  const keys = keyHints(read.value, folder).map((hint, index) => ({ ...hint, origin: at(index) }));
  return { config: read.value.config, keys };
}

interface Placed {
  readonly finding: Finding;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

function isInFile(origin: Finding['origin']): origin is FileOrigin {
  return origin.kind === 'file';
}

function placed(finding: Finding, locate: Awaited<ReturnType<typeof locateOrigins>>): Placed {
  const { origin } = finding;
  if (!isInFile(origin)) return { finding, file: origin.arn, line: 0, column: 0 };
  const place = locate(origin);
  const file = place !== undefined && 'file' in place ? place.file : origin.file;
  return { finding, file, line: 0, column: 0, ...place?.start };
}

function inOrder(findings: readonly Placed[]): readonly Placed[] {
  return findings.toSorted(
    (left, right) =>
      compare(left.file, right.file) ||
      left.line - right.line ||
      left.column - right.column ||
      compare(left.finding.rule, right.finding.rule) ||
      compare(left.finding.message, right.finding.message),
  );
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function lineOf({ finding, file, line, column }: Placed): string {
  return `${file}:${line}:${column} ${finding.severity} ${finding.rule} ${finding.message}`;
}
