import { compileGlob, matchGlob } from '../../../src/iam/glob.ts';
import type { CompiledPolicy, PolicySet } from '../../../src/iam/types.ts';

/**
 * Names the kind of a resource: resources that match the same patterns of the policies are one kind to them. A pattern
 * with a variable may tell any two apart.
 */
export function resourceKinds(set: PolicySet): (resource: string) => string {
  const patterns = [...new Set(policiesOf(set).flatMap(resourcePatterns))];
  if (patterns.some((pattern) => pattern.includes('${'))) return (resource) => resource;
  const globs = patterns.map(compileGlob);
  const known = new Map<string, string>();
  return (resource) => {
    const kind = known.get(resource) ?? globs.map((glob) => (matchGlob(glob, resource) ? '1' : '0')).join('');
    known.set(resource, kind);
    return kind;
  };
}

function policiesOf(set: PolicySet): readonly CompiledPolicy[] {
  return [
    ...(set.identityPolicies ?? []),
    ...(set.permissionsBoundary === undefined ? [] : [set.permissionsBoundary]),
    ...(set.serviceControlPolicies ?? []).flat(),
    ...(set.resourceControlPolicies ?? []).flat(),
  ];
}

function resourcePatterns({ statements }: CompiledPolicy): string[] {
  return statements.flatMap(({ resources = [], notResources = [] }) => [...resources, ...notResources]);
}
