/** What a template refers to, and whether all of it is there: CloudFormation refuses the whole template otherwise. */
import { pointerOf } from '../../estate/origin.ts';
import { didYouMean } from '../../text/did-you-mean.ts';
import { cyclesIn } from './cycles.ts';
import { splitName, subParts } from './sub-text.ts';
import type { Stack } from './stack.ts';
import { intrinsicOf, own, section } from './template.ts';

interface Reference {
  readonly id: string;
  readonly pointer: string;
  /** Under `Fn::If`, where it may not count. */
  readonly isConditional: boolean;
  readonly isCondition: boolean;
}

export function checkReferences(stack: Stack): void {
  if (!isGenerated(stack)) {
    const known = namesIn(stack);
    for (const part of ['Conditions', 'Outputs']) {
      for (const found of referencesIn(section(stack.template, part), stack.placeIn(part).written)) {
        check(found, known, stack);
      }
    }
    for (const { condition, pointer } of stack.resources.values()) {
      if (condition !== undefined) {
        check({ ...conditional, id: condition, pointer: `${pointer}/Condition` }, known, stack);
      }
    }
  }
  checkResources(stack);
  checkConditionCycles(stack);
}

const conditional = { isConditional: false, isCondition: true } as const;

/** What transforms and modules add to a template is not in sight. */
export function isGenerated({ template, resources }: Stack): boolean {
  if (template.document['Transform'] !== undefined) return true;
  const sections = ['Resources', 'Conditions', 'Outputs', 'Parameters', 'Mappings'].map((name) =>
    section(template, name),
  );
  return (
    sections.some((part) => Object.keys(part).some((name) => name.startsWith('Fn::'))) ||
    [...resources.values()].some(({ type }) => type.endsWith('::MODULE'))
  );
}

interface Names {
  readonly values: ReadonlySet<string>;
  readonly conditions: ReadonlySet<string>;
}

function namesIn({ template, resources }: Stack): Names {
  return {
    values: new Set([...Object.keys(section(template, 'Parameters')), ...resources.keys()]),
    conditions: new Set(Object.keys(section(template, 'Conditions'))),
  };
}

const pseudo = /^AWS::(?:AccountId|NotificationARNs|NoValue|Partition|Region|StackId|StackName|URLSuffix)$/;

function check({ id, pointer, isCondition }: Reference, { values, conditions }: Names, stack: Stack): void {
  const known = isCondition ? conditions : values;
  if (known.has(id) || (!isCondition && pseudo.test(id))) return;
  const what = isCondition ? 'no condition' : 'neither a resource nor a parameter';
  const meant = didYouMean(id, [...known]);
  const help = meant === undefined ? undefined : `did you mean ${meant}?`;
  stack.complain(pointer, `refers to ${id}, which is ${what} of the template`, help);
}

/** All resources once: names, and who depends on whom. */
function checkResources(stack: Stack): void {
  const known = isGenerated(stack) ? undefined : namesIn(stack);
  const edges = new Map<string, Map<string, string>>();
  for (const { id, properties, pointer, condition } of stack.resources.values()) {
    const own = new Map<string, string>();
    for (const found of referencesIn(properties, `${pointer}/Properties`)) {
      if (known !== undefined) check(found, known, stack);
      const counts = !found.isConditional && !found.isCondition && condition === undefined;
      if (counts && stack.resources.has(found.id) && !own.has(found.id)) own.set(found.id, found.pointer);
    }
    edges.set(id, own);
  }
  for (const { way, pointer } of cyclesIn(edges)) {
    stack.complain(
      pointer,
      `closes a circle of references: ${way.join(' -> ')}`,
      'CloudFormation cannot say which to create first.',
    );
  }
}

function checkConditionCycles(stack: Stack): void {
  const edges = new Map<string, Map<string, string>>();
  for (const [name, value] of Object.entries(section(stack.template, 'Conditions'))) {
    const found = referencesIn({ value }, stack.placeIn('Conditions', name).written).filter(
      ({ isCondition }) => isCondition,
    );
    edges.set(name, new Map(found.map(({ id, pointer }) => [id, pointer.replace('/value', '')])));
  }
  for (const { way, pointer } of cyclesIn(edges)) {
    stack.complain(pointer, `closes a circle of conditions: ${way.join(' -> ')}`);
  }
}

/** Whether a resource refers to another, or to one that does. */
export function reaches(stack: Stack, from: string, to: string): boolean {
  const seen = new Set<string>();
  const left = [from];
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    if (id === to) return true;
    const resource = seen.has(id) ? undefined : stack.resources.get(id);
    seen.add(id);
    if (resource !== undefined) left.push(...referencesIn(resource.properties, '').map((found) => found.id));
  }
  return false;
}

interface Part {
  readonly value: unknown;
  readonly pointer: string;
  readonly isConditional: boolean;
}

function referencesIn(value: unknown, pointer: string): readonly Reference[] {
  const references: Reference[] = [];
  const left: Part[] = [{ value, pointer, isConditional: false }];
  for (let part = left.pop(); part !== undefined; part = left.pop()) {
    const intrinsic = intrinsicOf(part.value);
    const at = intrinsic === undefined ? part.pointer : part.pointer + pointerOf([intrinsic.name]);
    if (intrinsic !== undefined) {
      references.push(...referencesOf(intrinsic.name, intrinsic.given, { ...part, pointer: at }));
    }
    const isCondition = conditionName(part.value);
    if (isCondition !== undefined) {
      references.push({
        id: isCondition,
        pointer: `${at}/Condition`,
        isConditional: part.isConditional,
        isCondition: true,
      });
    }
    if (typeof part.value !== 'object' || part.value === null) continue;
    const isConditional = part.isConditional || intrinsic?.name === 'Fn::If';
    for (const [name, inner] of Object.entries(part.value)) {
      if (typeof inner === 'object') {
        left.push({ value: inner, pointer: part.pointer + pointerOf([name]), isConditional });
      }
    }
  }
  return references;
}

/** `{Condition: Name}`, in conditions only: a policy's statement has an object there. */
function conditionName(value: unknown): string | undefined {
  const name = own(value, 'Condition');
  return typeof name === 'string' && Object.keys(value as object).length === 1 ? name : undefined;
}

function referencesOf(name: string, given: unknown, { pointer, isConditional }: Part): readonly Reference[] {
  const make = (id: string, isCondition = false): Reference => ({ id, pointer, isConditional, isCondition });
  const first: unknown = Array.isArray(given) ? given[0] : given;
  if (typeof first !== 'string') return [];
  switch (name) {
    case 'Ref':
      return [make(first)];
    case 'Fn::GetAtt':
      return [make(splitName(first).id)];
    case 'Fn::If':
      return Array.isArray(given) ? [make(first, true)] : [];
    case 'Fn::Sub': {
      const variables: unknown = Array.isArray(given) ? given[1] : undefined;
      const names = subParts(first).flatMap((part) =>
        part.kind === 'name' && own(variables, part.name) === undefined ? [part.name] : [],
      );
      return names.map((each) => make(splitName(each).id));
    }
    default:
      return [];
  }
}
