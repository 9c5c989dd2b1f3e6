/** From templates to stacks: where each goes, which are nested in which, and what they export. */
import { dirname, join } from 'node:path/posix';
import type { Partition } from '../../estate/deployment.ts';
import type { Fragment } from '../../estate/fragment.ts';
import { defined } from '../kinds/defined.ts';
import { placeOfFile } from '../kinds/place-of-file.ts';
import type { AssembledStack, Assembly } from './assembly.ts';
import type { DeploymentFacts } from './deployment-facts.ts';
import { Exports } from './exports.ts';
import { inside, placeOf } from './place.ts';
import { Stack, type StackFacts } from './stack.ts';
import { unusedParameters } from './unused-parameters.ts';
import { own, resourcesOf, type Template, type WrittenResource } from './template.ts';

interface Layout {
  readonly stacks: readonly Stack[];
  readonly unseen: readonly Fragment[];
  /** Whether a tool made the file. */
  readonly isMade: (file: string) => boolean;
}

export function layOut(
  templates: readonly Template[],
  assemblies: readonly Assembly[],
  facts: DeploymentFacts,
): Layout {
  const assembled = new Map(assemblies.flatMap(({ stacks }) => stacks.map((stack) => [stack.file, stack] as const)));
  const folders = new Set(assemblies.map(({ file }) => dirname(file)));
  const layer = new StackLayer(templates, assembled, facts);
  return {
    stacks: layer.stacks,
    unseen: [
      ...layer.unseen,
      ...missingTemplates(templates, assemblies),
      ...unusedParameters(facts.parameters, layer.outermost, templates),
    ],
    isMade: (file) => folders.has(dirname(file)),
  };
}

function missingTemplates(templates: readonly Template[], assemblies: readonly Assembly[]): Fragment[] {
  const present = new Set(templates.map(({ file }) => file));
  const missing = assemblies.flatMap(({ stacks }) => stacks.filter(({ file }) => !present.has(file)));
  return missing.map(({ name, file }) => ({
    kind: 'not-looked-at',
    what: `the stack ${name}`,
    why: `its template ${file} is not among the inputs`,
  }));
}

const nestedStack = 'AWS::CloudFormation::Stack';

class StackLayer {
  readonly stacks: Stack[] = [];
  readonly unseen: Fragment[] = [];
  /** Templates whose parameters nobody gives but the command line. */
  readonly outermost = new Set<Template>();
  readonly #byFile: ReadonlyMap<string, Template>;
  readonly #uses = new Map<string, number>();
  readonly #assembled: ReadonlyMap<string, AssembledStack>;
  readonly #facts: DeploymentFacts;
  readonly #isAlone: boolean;
  readonly #exports = new Exports(this.stacks);

  constructor(templates: readonly Template[], assembled: ReadonlyMap<string, AssembledStack>, facts: DeploymentFacts) {
    this.#byFile = new Map(templates.map((template) => [template.file, template]));
    this.#assembled = assembled;
    this.#facts = facts;
    this.#isAlone = templates.length === 1;
    for (const file of templates.flatMap((template) => this.#nestedFiles(template))) {
      this.#uses.set(file, (this.#uses.get(file) ?? 0) + 1);
    }
    const roots = templates.filter(({ file }) => !this.#uses.has(file));
    for (const template of roots) this.#addOutermost(template);
    // Templates that nest each other have no outermost one.
    const seen = new Set(this.stacks.map(({ template }) => template));
    for (const template of templates) if (!seen.has(template)) this.#addOutermost(template);
  }

  #factsOf({ file }: Template): StackFacts {
    const { account, region, partition, parameters } = this.#facts;
    const assembled = this.#assembled.get(file);
    const told = {
      ...defined({ account, region }),
      ...placeOfFile(file),
      ...defined({ account: assembled?.account, region: assembled?.region }),
    };
    return {
      ...told,
      partition: partitionIn(told.region) ?? partition,
      ...(assembled !== undefined && { name: assembled.name }),
      parameters: (name) => parameters.get(name) ?? own(assembled?.parameters, name),
      tags: assembled?.tags ?? {},
    };
  }

  #addOutermost(template: Template): void {
    this.outermost.add(template);
    this.#add(template, this.#factsOf(template), []);
  }

  #add(template: Template, facts: StackFacts, way: readonly string[]): Stack {
    const children = new Map<string, Stack>();
    const instance = (this.#uses.get(template.file) ?? 0) > 1 ? way.join('.') : '';
    const suffix = this.#isAlone ? '' : [...(instance === '' ? [] : [instance]), template.file].join(' in ');
    const stack: Stack = new Stack(
      template,
      facts,
      {
        imported: (name) => this.#exports.find(name, facts),
        nested: (id) => children.get(id),
      },
      { suffix, instance },
    );
    this.stacks.push(stack);
    for (const resource of nestedIn(template)) this.#nest(stack, resource, children, way);
    return stack;
  }

  #nest(parent: Stack, resource: WrittenResource, children: Map<string, Stack>, way: readonly string[]): void {
    const { template, facts } = parent;
    const child = this.#byFile.get(nestedFile(template, resource) ?? '');
    const inner = [...way, resource.id];
    if (child === undefined || inner.length > deepestNesting || this.stacks.length > mostStacks) {
      const what = `${template.file}: the nested stack ${resource.id}`;
      const why = child === undefined ? 'its template is not among the inputs' : 'stacks are nested too deeply';
      this.unseen.push({ kind: 'not-looked-at', what, why });
      return;
    }
    const { name: _name, ...place } = facts;
    const given = own(resource.properties, 'Parameters');
    const at = inside(placeOf(resource.pointer), 'Properties', 'Parameters');
    const parameters = (name: string): unknown => {
      const value = own(given, name);
      return value === undefined ? undefined : parent.resolver().resolve(value, inside(at, name));
    };
    children.set(resource.id, this.#add(child, { ...place, parameters }, inner));
  }

  #nestedFiles(template: Template): string[] {
    const files = nestedIn(template).map((resource) => nestedFile(template, resource));
    return files.filter((file) => file !== undefined && this.#byFile.has(file)) as string[];
  }
}

/** Nobody nests deeper, or has more of them; templates that nest each other would without end. */
const deepestNesting = 8;
const mostStacks = 5000;

function nestedIn(template: Template): readonly WrittenResource[] {
  return resourcesOf(template).filter(({ type }) => type === nestedStack);
}

/** The CDK notes the file; before `aws cloudformation package`, a path stands in place of the URL. */
function nestedFile({ file }: Template, { metadata, properties }: WrittenResource): string | undefined {
  const path = own(metadata, 'aws:asset:path') ?? own(properties, 'TemplateURL');
  return typeof path === 'string' && !path.includes('://') ? join(dirname(file), path) : undefined;
}

function partitionIn(region: string | undefined): Partition | undefined {
  if (region === undefined) return undefined;
  return region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : undefined;
}
