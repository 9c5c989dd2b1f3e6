/**
 * Policies of an organization merged from the root down, as Organizations makes the effective policy of them.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_inheritance_mgmt.html
 *
 * A policy without operators, as an effective policy is shown, reads as if all its values were assigned.
 */
import { originAt, type Origin } from '../estate/origin.ts';
import {
  append,
  assign,
  childControl,
  isObject,
  isOperator,
  operatorsIn,
  remove,
  type ValueOperator,
  type Written,
} from './operators.ts';

/** A policy's document and where it stands. */
export interface PolicySource {
  readonly document: unknown;
  readonly origin: Origin;
}

/** A setting of the effective policy: a value, or the settings under it. */
export interface Setting {
  /** As it was first written. */
  readonly name: string;
  readonly origin: Origin;
  /** Text, number, truth value, or a list of them; `undefined`: it has settings under it, or none. */
  readonly value?: unknown;
  /** By their names in lower case: Organizations does not tell them apart by case. */
  readonly members: ReadonlyMap<string, Setting>;
}

export interface Merged {
  readonly policy: Setting;
  /** Changes of which no page says whether a limit further up forbids them; they are made. */
  readonly doubts: readonly Origin[];
}

type Operators = ReadonlySet<ValueOperator>;

interface Node {
  readonly name: string;
  readonly members: Map<string, Node>;
  origin: Origin;
  value?: unknown;
  /** The level whose policy assigned the value. */
  assignedAt?: number;
  /** What policies further up leave to those below; `undefined`: everything. */
  allowed?: Operators | undefined;
}

/** From the root to the account: the policies attached to each, in the order of their attachment. */
export function mergePolicies(levels: readonly (readonly PolicySource[])[]): Merged {
  const [first] = levels.flat();
  const root = newNode('', first?.origin ?? { kind: 'live', arn: '' });
  const doubts: Origin[] = [];
  for (const [level, policies] of levels.entries()) {
    const limits: Limit[] = [];
    for (const { document, origin } of policies) new Visit(level, limits, doubts).apply(root, document, origin);
    // A limit binds what is below, not other policies of its level; of several the intersection counts.
    for (const { node, allowed } of limits) node.allowed = intersection(node.allowed, allowed);
  }
  return { policy: root, doubts };
}

interface Limit {
  readonly node: Node;
  readonly allowed: Operators;
}

/** One policy at its level. */
class Visit {
  readonly #level: number;
  readonly #limits: Limit[];
  readonly #doubts: Origin[];

  constructor(level: number, limits: Limit[], doubts: Origin[]) {
    this.#level = level;
    this.#limits = limits;
    this.#doubts = doubts;
  }

  /** `above`: the limits on what is around the node, for nodes that have none of their own. */
  apply(node: Node, written: unknown, origin: Origin, above?: Operators): void {
    if (!isObject(written)) return this.#operate(node, assign, written, origin, above);
    for (const operator of [assign, append, remove] as const) {
      if (!Object.hasOwn(written, operator)) continue;
      this.#operate(node, operator, written[operator], originAt(origin, operator), above);
    }
    this.#members(node, written, origin, above);
    if (Object.hasOwn(written, childControl)) {
      this.#limits.push({ node, allowed: operatorsIn(written[childControl]) });
    }
  }

  #members(node: Node, written: Written, origin: Origin, above: Operators | undefined): void {
    for (const [name, value] of Object.entries(written)) {
      if (isOperator(name)) continue;
      const at = originAt(origin, name);
      const known = node.members.get(name.toLowerCase());
      const limit = node.allowed ?? above;
      if (known !== undefined) this.apply(known, value, at, limit);
      else if (this.#mayAdd(node, above, at)) this.apply(this.#added(node, name, at), value, at);
    }
  }

  #added(node: Node, name: string, origin: Origin): Node {
    const added = newNode(name, origin);
    node.members.set(name.toLowerCase(), added);
    return added;
  }

  /**
   * `@@append` at a node lets children add to it.
   * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_backup_syntax.html (example 4)
   */
  #mayAdd(node: Node, above: Operators | undefined, at: Origin): boolean {
    return this.#may(node, [append, assign], above, at);
  }

  #may(node: Node, wanted: readonly ValueOperator[], above: Operators | undefined, at: Origin): boolean {
    if (node.allowed !== undefined) return wanted.some((operator) => node.allowed?.has(operator));
    // AWS's examples repeat a limit at every node, and no page says whether it reaches further by itself.
    if (above !== undefined && !wanted.some((operator) => above.has(operator))) this.#doubts.push(at);
    return true;
  }

  #operate(node: Node, operator: ValueOperator, operand: unknown, at: Origin, above: Operators | undefined): void {
    if (!this.#may(node, [operator], above, at)) return;
    if (operator === assign) return this.#assign(node, operand, at);
    const list = listOf(node.value);
    if (operator === append) node.value = [...new Set([...list, ...listOf(operand)])];
    else if (node.value !== undefined) node.value = list.filter((each) => !listOf(operand).includes(each));
    node.origin = at;
  }

  /** Of policies at one level the one that was attached first counts (example 6 of the page above). */
  #assign(node: Node, value: unknown, at: Origin): void {
    if (node.assignedAt === this.#level) return;
    node.value = value;
    node.assignedAt = this.#level;
    node.origin = at;
  }
}

function newNode(name: string, origin: Origin): Node {
  return { name, origin, members: new Map() };
}

function intersection(left: Operators | undefined, right: Operators): Operators {
  return left === undefined ? right : new Set([...left].filter((operator) => right.has(operator)));
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** The effective policy as Organizations shows it. */
export function shown({ value, members }: Setting): unknown {
  if (value !== undefined) return value;
  return Object.fromEntries([...members.values()].map((member) => [member.name, shown(member)]));
}
