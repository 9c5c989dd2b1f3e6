/** A statement of an `aws_iam_policy_document`, with holes for what is only known after apply. */
import type { JsonObject } from '../kinds/kind.ts';
import { listOf, objectOf, textOf, type TerraformResource } from './document.ts';
import type { TerraformPlan } from './plan.ts';
import { arnOfPrincipal } from './principals.ts';
import { nameOfLeaf } from './resolve.ts';

const lists = [
  ['actions', 'Action'],
  ['not_actions', 'NotAction'],
  ['resources', 'Resource'],
  ['not_resources', 'NotResource'],
] as const;

/** One `statement` block; a hole where nothing of it is known, not even whether it allows or denies. */
export function statementOf(plan: TerraformPlan, resource: TerraformResource, index: number): unknown {
  const isOpen = listOf(resource.unknown['statement'])[index] === true;
  return isOpen ? plan.hole(`${resource.address}.statement[${index}]`) : new Block(plan, resource, index).statement();
}

class Block {
  readonly #plan: TerraformPlan;
  readonly #resource: TerraformResource;
  readonly #value: JsonObject;
  readonly #unknown: JsonObject;
  readonly #expressions: JsonObject;
  readonly #name: string;

  constructor(plan: TerraformPlan, resource: TerraformResource, index: number) {
    this.#plan = plan;
    this.#resource = resource;
    const values = listOf(resource.values['statement']);
    const written = listOf(plan.configuration.argument(resource, 'statement'));
    this.#value = objectOf(values[index]);
    this.#unknown = objectOf(listOf(resource.unknown['statement'])[index]);
    // Blocks that the configuration makes with `dynamic` are not in it.
    this.#expressions = written.length === values.length ? objectOf(written[index]) : {};
    this.#name = `${resource.address}.statement[${index}]`;
  }

  statement(): unknown {
    const sid = textOf(this.#value['sid']);
    return {
      ...(sid === undefined || sid === '' ? {} : { Sid: sid }),
      Effect: this.#unknown['effect'] === true ? this.#hole('effect') : (textOf(this.#value['effect']) ?? 'Allow'),
      ...this.#principals('principals', 'Principal'),
      ...this.#principals('not_principals', 'NotPrincipal'),
      ...Object.fromEntries(lists.flatMap(([attribute, element]) => this.#list(attribute, element))),
      ...this.#conditions(),
    };
  }

  #list(attribute: string, element: string): [string, unknown][] {
    const entries = this.#texts(this.#value, this.#unknown, this.#expressions, attribute, attribute);
    if (typeof entries === 'string') return [[element, entries]];
    return entries.length === 0 ? [] : [[element, entries.length === 1 ? entries[0] : entries]];
  }

  /** `principals` blocks of one type are one list; anyone is written `*`. */
  #principals(attribute: string, element: string): JsonObject {
    if (this.#unknown[attribute] === true) return { [element]: this.#hole(attribute) };
    const byType: Record<string, string[]> = {};
    for (const [index, block] of listOf(this.#value[attribute]).entries()) {
      const value = objectOf(block);
      const type = textOf(value['type']);
      const identifiers = this.#identifiers(attribute, index);
      if (type === undefined || typeof identifiers === 'string') return { [element]: this.#hole(attribute) };
      byType[type] = [...(byType[type] ?? []), ...identifiers];
    }
    const types = Object.keys(byType);
    if (types.length === 0) return {};
    const anyone = byType['*'];
    if (types.length === 1 && anyone?.length === 1 && anyone[0] === '*') return { [element]: '*' };
    return { [element]: byType };
  }

  #identifiers(attribute: string, index: number): string | readonly string[] {
    const value = objectOf(listOf(this.#value[attribute])[index]);
    const unknown = objectOf(listOf(this.#unknown[attribute])[index]);
    const expressions = this.#nested(attribute, index);
    const found = this.#texts(value, unknown, expressions, 'identifiers', attribute);
    const written = expressions['identifiers'];
    const sources = this.#plan.sourcesIn(this.#resource, written);
    const arns = sources.map((leaf) => arnOfPrincipal(this.#plan, leaf));
    if (typeof found === 'string') {
      // All is unknown together, and each part has an ARN that follows from its name.
      return sources.length > 0 && arns.every((arn) => arn !== undefined) ? arns : [found];
    }
    const open = unknownEntries(unknown['identifiers']).length;
    if (open === 0 || open !== arns.length) return found;
    let next = 0;
    const isOpen = new Set(unknownEntries(unknown['identifiers']));
    return found.map((entry, at) => (isOpen.has(at) ? (arns[next++] ?? entry) : entry));
  }

  #conditions(): JsonObject {
    if (this.#unknown['condition'] === true) return { Condition: this.#hole('condition') };
    const conditions: Record<string, Record<string, unknown>> = {};
    for (const [index, block] of listOf(this.#value['condition']).entries()) {
      const value = objectOf(block);
      const unknown = objectOf(listOf(this.#unknown['condition'])[index]);
      const [test, variable] = [textOf(value['test']), textOf(value['variable'])];
      if (test === undefined || variable === undefined) return { Condition: this.#hole('condition') };
      const values = this.#texts(value, unknown, this.#nested('condition', index), 'values', 'condition');
      const under = conditions[test] ?? {};
      const earlier = under[variable];
      under[variable] = earlier === undefined ? values : [earlier, values].flat();
      conditions[test] = under;
    }
    return Object.keys(conditions).length === 0 ? {} : { Condition: conditions };
  }

  #nested(attribute: string, index: number): JsonObject {
    const written = listOf(this.#expressions[attribute]);
    return written.length === listOf(this.#value[attribute]).length ? objectOf(written[index]) : {};
  }

  /** A list with a hole for each entry that is not known; one hole for a list that is not known at all. */
  #texts(
    value: JsonObject,
    unknown: JsonObject,
    expressions: JsonObject,
    attribute: string,
    shown: string,
  ): string | readonly string[] {
    const expression = expressions[attribute];
    if (unknown[attribute] === true) return this.#hole(shown, expression);
    const open = new Set(unknownEntries(unknown[attribute]));
    return listOf(value[attribute]).map((entry, index) =>
      open.has(index) || typeof entry !== 'string' ? this.#hole(shown, expression) : fromTemplate(entry),
    );
  }

  #hole(attribute: string, expression: unknown = this.#expressions[attribute]): string {
    const [first, ...others] = this.#plan.sourcesIn(this.#resource, expression);
    return this.#plan.hole(first === undefined || others.length > 0 ? `${this.#name}.${attribute}` : nameOfLeaf(first));
  }
}

/** Policy variables are written `&{aws:username}`. */
function fromTemplate(text: string): string {
  return text.replaceAll('&{', '${');
}

function unknownEntries(unknown: unknown): readonly number[] {
  return listOf(unknown).flatMap((each, index) => (each === true ? [index] : []));
}
