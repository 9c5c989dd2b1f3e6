/** What is made of a deployment: per path its outcome and its legs', and which rules found something how severe. */
import { deploymentsOf } from '../../src/config/deployments.ts';
import { defaultSettings } from '../../src/engine/settings.ts';
import { judge } from '../../src/judge.ts';
import { deploymentFacts } from '../../src/load/cloudformation/deployment-facts.ts';
import { loadFiles } from '../../src/load/load-files.ts';
import { folderWith } from '../load/folder.ts';
import { C, keyArn, region, W, type Type } from './model.ts';

export interface Judged {
  /** `EBS allowed: local allowed, copy denied`. */
  readonly paths: readonly string[];
  readonly legs: readonly (readonly [string, string])[];
  /** `error kms/use-access`, each once. */
  readonly findings: readonly string[];
}

export async function judged(documents: Readonly<Record<string, object>>, hinted?: Type): Promise<Judged> {
  const files = Object.entries(documents).map(([name, document]) => [name, JSON.stringify(document, null, 2)]);
  const deployments = deploymentsOf(
    {},
    { deployments: [{ name: 'd', workloadAccounts: [W], centralAccount: C, regions: [region] }] },
  );
  const inputs = await loadFiles(['.'], {
    workingFolder: folderWith(Object.fromEntries(files) as Record<string, string>),
    templates: deploymentFacts(deployments),
  });
  if (inputs.problems.length > 0) throw new Error(JSON.stringify(inputs.problems, null, 2));
  const origin = { kind: 'file', file: 'config.yaml', pointer: '/keys/0' } as const;
  const keys = hinted === undefined ? [] : [{ arn: keyArn, resourceTypes: [hinted], origin }];
  const loaded = await judge(inputs, { deployments, profile: 'guidance', keys, settings: defaultSettings }, false);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems, null, 2));
  const { result, estate } = loaded.value;
  for (const { error } of result.crashes) throw error;
  const missing = estate.notLookedAt.map(({ what, why }) => `not looked at: ${what}: ${why}`);
  return {
    paths: result.paths
      .map(({ path, outcome, legs }) =>
        [path.resourceType, outcome, ...legs.map(({ leg, outcome: of }) => `${leg.kind} ${of}`)].join(' '),
      )
      .sort(),
    legs: result.paths.flatMap(({ path, outcome, legs }): [string, string][] => [
      [path.resourceType, outcome],
      ...legs.map(({ leg, outcome: of }): [string, string] => [`${path.resourceType} ${leg.kind}`, of]),
    ]),
    findings: [...new Set([...result.findings.map(({ severity, rule }) => `${severity} ${rule}`), ...missing])].sort(),
  };
}

/** What may excuse that two say the opposite: something was not looked at, or a document was judged without. */
export const unseen = /^not looked at/;
const unseenOrMissing = /^not looked at|backup\/undecided$/;

/** Legs that one of the two allows and the other denies, and paths that are gone without a word. */
export function contradictions(one: Judged, other: Judged, excuse = unseenOrMissing): readonly string[] {
  const known = new Map(one.legs);
  const flips = other.legs.filter(([leg, outcome]) => {
    const before = known.get(leg);
    return before !== undefined && before !== outcome && before !== 'unknown' && outcome !== 'unknown';
  });
  const namesDoubt = [...one.findings, ...other.findings].some((finding) => excuse.test(finding));
  const vanished = one.legs.length > 0 && other.legs.length === 0 && other.findings.length === 0;
  return [
    ...(namesDoubt ? [] : flips.map(([leg, outcome]) => `${leg}: ${known.get(leg)}, ${outcome}`)),
    ...(vanished ? ['no path is left'] : []),
  ];
}
