/** All templates of a run together, since stacks import from and nest each other. */
import type { Fragment } from '../../estate/fragment.ts';
import { pointerSteps, type FileOrigin } from '../../estate/origin.ts';
import type { Assembly } from './assembly.ts';
import { express } from './express.ts';
import { loaderOf } from './loaders.ts';
import { resolvePolicy } from './policy-branches.ts';
import { Shifts } from './place.ts';
import { checkReferences, isGenerated } from './references.ts';
import { dependsOn, Resolver } from './resolver.ts';
import { Resource } from './resource.ts';
import type { DeploymentFacts } from './deployment-facts.ts';
import { layOut } from './stacks.ts';
import type { Complaint, Stack } from './stack.ts';
import type { Template } from './template.ts';

export interface LoadedTemplates {
  readonly fragments: readonly Fragment[];
  readonly complaints: readonly (Omit<Complaint, 'pointer'> & { readonly origin: FileOrigin })[];
  readonly sites: TemplateSites;
}

/** Where in templates things stand that came of resolving them. */
export interface TemplateSites {
  /** The place as the file has it. */
  readonly writtenAt: (origin: FileOrigin) => FileOrigin;
  /** `undefined`: no policy of a template stands there. */
  readonly policyAt: (origin: FileOrigin) => TemplatePolicy | undefined;
}

/** A policy in a template, which comes to something else than is written. */
export interface TemplatePolicy {
  readonly resolve: (written: unknown) => ResolvedPolicy;
  /** A text that is known in part, as a function that comes to it. */
  readonly express: (text: string) => ReturnType<typeof express>;
  /** A tool made the file, and would not keep a change. */
  readonly isGenerated: boolean;
}

export interface ResolvedPolicy {
  readonly document: unknown;
  /** From a pointer into the document to one into the policy as it is written. */
  readonly writtenOf: (pointer: string) => string;
}

export function loadTemplates(
  templates: readonly Template[],
  assemblies: readonly Assembly[],
  facts: DeploymentFacts,
): LoadedTemplates {
  const { stacks, unseen, isMade } = layOut(templates, assemblies, facts);
  const fragments = stacks.flatMap((stack) => [...loadStack(stack)]);
  return {
    fragments: [...fragments, ...unseen],
    complaints: stacks.flatMap(complaintsOf),
    sites: sitesOf(stacks, isMade),
  };
}

function* loadStack(stack: Stack): Generator<Fragment> {
  checkReferences(stack);
  const fragments = [...stack.resources.values()].flatMap((written): readonly Fragment[] => {
    const load = loaderOf(written.type);
    if (load === undefined) return [];
    const decided = written.condition === undefined ? true : stack.conditions.decide(written.condition);
    if (decided === false) return [];
    if (decided !== true) stack.doubt(written.id, dependsOn(decided.base));
    return load(new Resource(stack, written));
  });
  // What is attached to a role that is not known may be attached to any.
  for (const fragment of fragments) {
    yield stack.hasOpenPolicies && fragment.kind === 'role' ? { ...fragment, complete: {} } : fragment;
  }
  if (isGenerated(stack)) stack.doubt('what its transforms and modules make', 'only AWS runs transforms and macros');
  for (const { what, why } of stack.doubts.values()) yield { kind: 'not-looked-at', what, why };
}

function complaintsOf({ complaints, template: { file } }: Stack): LoadedTemplates['complaints'] {
  return complaints.map(({ pointer, ...complaint }) => ({ ...complaint, origin: { kind: 'file', file, pointer } }));
}

function sitesOf(stacks: readonly Stack[], isMade: (file: string) => boolean): TemplateSites {
  const byFile = new Map<string, Stack[]>();
  for (const stack of stacks) byFile.set(stack.template.file, [...(byFile.get(stack.template.file) ?? []), stack]);
  return {
    writtenAt(origin) {
      const [stack] = byFile.get(origin.file) ?? [];
      return stack === undefined ? origin : { ...origin, pointer: stack.shifts.writtenOf(origin.pointer) };
    },
    policyAt({ file, pointer }) {
      const stack = byFile.get(file)?.find(({ policies }) => policies.has(pointer));
      if (stack === undefined) return undefined;
      const id = pointerSteps(pointer.slice(stack.template.base.length))[1] ?? '';
      return {
        resolve: (written) => resolveAnew(stack, written),
        express: (text) => express(stack, text, id),
        isGenerated: isMade(file),
      };
    },
  };
}

/** Any prefix does, as long as there is one. */
const top = '/policy';

function resolveAnew(stack: Stack, written: unknown): ResolvedPolicy {
  const shifts = new Shifts();
  const document = resolvePolicy(new Resolver(stack, shifts), written, { written: top, shown: top });
  return { document, writtenOf: (pointer) => shifts.writtenOf(top + pointer).slice(top.length) };
}
