/** Paths before they are put in order and numbered. */
import type { Origin } from '../estate/origin.ts';
import type { Plan, PlanRule, Selection, Vault } from '../estate/model.ts';
import type { LegDraft } from './legs.ts';
import type { BackupSubject } from './subject.ts';
import type { BackupPath } from './types.ts';

type OpenPath = { -readonly [Member in keyof BackupPath]: BackupPath[Member] };

export interface PathDraft {
  /** Sorts by file, position, plan, rule and resource. */
  readonly order: string;
  /** Its id is set when it is numbered. */
  readonly path: OpenPath;
}

export interface PathParts {
  readonly subject: BackupSubject;
  readonly legs: readonly LegDraft[];
  /** What the path comes first by: the rule, else the resource or key. */
  readonly at: readonly (Origin | string)[];
  readonly plan?: Plan | undefined;
  readonly rule?: PlanRule | undefined;
  readonly selection?: Selection | undefined;
  readonly vault?: Vault | undefined;
  readonly assumption?: string | undefined;
}

export function draftPath(parts: PathParts): PathDraft {
  const { subject, legs, plan, rule, selection, vault, assumption } = parts;
  const path: OpenPath = {
    id: '',
    deployment: subject.deployment,
    resource: subject.name,
    resourceType: subject.resourceType,
    typeId: subject.resourceType === '*' ? '*' : (subject.rows[0]?.id ?? '*'),
    fullyManaged: subject.fullyManaged,
    encryption: subject.encryption,
    legs: legs.map(({ leg }) => leg),
    notConsidered: distinctDocuments(legs),
  };
  if (subject.resource !== undefined) path.resourceRef = subject.resource;
  if (plan !== undefined) path.plan = plan;
  if (rule !== undefined) path.rule = rule;
  if (selection !== undefined) path.selection = selection;
  if (vault !== undefined) path.vault = vault;
  if (assumption !== undefined) path.assumption = assumption;
  return { order: orderOf(parts.at), path };
}

function distinctDocuments(legs: readonly LegDraft[]): readonly string[] {
  const named = legs.filter(({ notConsidered }) => notConsidered.length > 0);
  if (named.length < 2) return named[0]?.notConsidered ?? none;
  return [...new Set(named.flatMap(({ notConsidered }) => notConsidered))];
}

const none: readonly string[] = [];

/** Sorts by places in files, then by names. */
export function orderOf(parts: readonly (Origin | string)[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : positionOf(part))).join('\0');
}

/** Numbers in pointers sort as numbers. */
function positionOf(origin: Origin): string {
  if (origin.kind === 'live') return origin.arn;
  return `${origin.file}\0${origin.pointer.replaceAll(/\d+/g, (digits) => digits.padStart(9, '0'))}`;
}

/** `p1`, `p2`, … in an order that does not depend on the order of the inputs' fragments. */
export function numberPaths(drafts: readonly PathDraft[]): readonly BackupPath[] {
  const inOrder = [...drafts].sort((left, right) => compareTexts(left.order, right.order));
  return inOrder.map(({ path }, index) => {
    path.id = `p${index + 1}`;
    return path;
  });
}

/** By code units: the same on every machine, whatever its locale. */
export function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
