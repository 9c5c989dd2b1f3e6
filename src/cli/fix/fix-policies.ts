import { KeyDecider } from '../../engine/judge-key.ts';
import { principalPolicies, type PrincipalPolicies } from '../../engine/principals.ts';
import type { Key, SourcePolicy } from '../../estate/model.ts';
import type { FileOrigin, Origin } from '../../estate/origin.ts';
import { fixKey, type FixResult } from '../../fix/fix.ts';
import type { Decide } from '../../fix/plan.ts';
import { isSameDocument } from '../../fix/same-document.ts';
import { documentSite, jsonSites, type PolicySite } from '../../fix/site.ts';
import { closedSite, templateSite } from '../../fix/template-site.ts';
import { hasHole } from '../../estate/hole.ts';
import type { TemplatePolicy } from '../../load/cloudformation/load-templates.ts';
import { asWritten } from '../../load/positions.ts';
import { groupBy } from '../../estate/group-by.ts';
import type { KeyUse } from '../../paths/types.ts';
import type { Judged } from '../../judge.ts';

/** A policy that was judged, with the keys it protects and what became of it. */
export interface FixedPolicy {
  readonly subject: string;
  readonly source: SourcePolicy;
  readonly origin: Origin;
  readonly keys: readonly Key[];
  readonly result: FixResult;
}

/** Mends every judged policy as far as that can be proved. */
export async function fixPolicies(judged: Judged, unsafe: boolean): Promise<readonly FixedPolicy[]> {
  const groups = policyGroups(judged);
  const sites = await policySites(groups, judged);
  const principals = principalPolicies(judged.estate);
  return groups.map((group) => {
    const { source, subject, origin, keys } = group;
    const result = fixKey({
      unsafe,
      document: source.document,
      duplicateKeys: source.duplicateKeys,
      site: sites.get(group) ?? documentSite(source.document),
      decide: decider(group, principals),
    });
    return { subject, source, origin, keys, result };
  });
}

interface PolicyGroup {
  readonly subject: string;
  readonly source: SourcePolicy;
  readonly origin: Origin;
  readonly keys: readonly Key[];
  /** What is asked of these keys. */
  readonly uses: readonly KeyUse[];
}

/** Keys whose policy stands at one place are mended together. */
function policyGroups({ estate, result }: Judged): readonly PolicyGroup[] {
  const uses = groupBy(result.derived.keyUses, ({ key }) => key);
  const judgedKeys = estate.keys.filter((key) => uses.has(key) && key.policy.kind === 'given');
  return [...groupBy(judgedKeys, placeOf).values()].flatMap((keys): PolicyGroup[] => {
    const [key] = keys;
    if (key?.policy.kind !== 'given') return [];
    const { source, origin } = key.policy;
    return [{ subject: key.subject, source, origin, keys, uses: keys.flatMap((each) => uses.get(each) ?? []) }];
  });
}

function placeOf({ policy, subject }: Key): string {
  if (policy.kind !== 'given' || policy.origin.kind === 'live') return subject;
  return `${policy.origin.file}#${policy.origin.pointer}`;
}

function decider({ keys, uses }: PolicyGroup, principals: PrincipalPolicies): Decide {
  return (policy) => {
    const decisions = new KeyDecider(policy, keys.length > 1, principals);
    return keys.flatMap((key) =>
      decisions.decide(
        key,
        uses.filter((use) => use.key === key),
      ),
    );
  };
}

/** Where the policies' texts stand, but for those in files that nobody edits; one pass over each file for all policies in it. */
async function policySites(
  groups: readonly PolicyGroup[],
  { sourceText, inputs }: Judged,
): Promise<ReadonlyMap<PolicyGroup, PolicySite>> {
  const sites = new Map<PolicyGroup, PolicySite>();
  const inFiles = groups.flatMap((group): [PolicyGroup, FileOrigin][] =>
    group.origin.kind === 'file' && inputs.isGenerated?.(group.origin.file) !== true ? [[group, group.origin]] : [],
  );
  for (const [file, members] of groupBy(inFiles, ([, origin]) => origin.file)) {
    const text = sourceText(file);
    if (text === undefined) continue;
    const written = members.map(([group, origin]) => ({ group, origin, pointer: asWritten(inputs, origin).pointer }));
    const pointers = written.map(({ pointer }) => pointer);
    const found = await sitesIn(text, inputs.formatOf(file), pointers);
    for (const { group, origin, pointer } of written) {
      const site = siteOf(group, found.get(pointer), inputs.templateSites?.policyAt(origin));
      if (site !== undefined) sites.set(group, site);
    }
  }
  return sites;
}

/** Of a policy in a template: the place where it is written, unless something else is written there. */
function siteOf(
  { source: { document } }: PolicyGroup,
  written: PolicySite | undefined,
  template: TemplatePolicy | undefined,
): PolicySite | undefined {
  if (template === undefined) return written;
  const site = written && templateSite(written, template);
  if (site !== undefined && isSameDocument(site.document, document)) return site;
  return hasHole(JSON.stringify(document)) ? closedSite(document) : undefined;
}

async function sitesIn(
  text: string,
  format: 'json' | 'yaml' | undefined,
  pointers: readonly string[],
): Promise<Map<string, PolicySite>> {
  if (format !== 'yaml') return jsonSites(text, pointers);
  const { yamlSites } = await import('../../fix/yaml-site.ts');
  return yamlSites(text, pointers);
}
