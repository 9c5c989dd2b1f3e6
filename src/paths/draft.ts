/** Paths before they are put in order and numbered. */
import type { Origin } from '../estate/origin.ts';
import type { Plan, PlanRule, Selection, Vault } from '../estate/model.ts';
import type { LegDraft } from './legs.ts';
import type { BackupSubject } from './subject.ts';
import type { BackupPath } from './types.ts';

export interface PathDraft {
  /** Sorts by file, position, plan, rule and resource. */
  readonly order: string;
  readonly path: Omit<BackupPath, 'id'>;
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
  readonly notConsidered?: readonly string[];
  readonly assumption?: string | undefined;
}

export function draftPath(parts: PathParts): PathDraft {
  const { subject, legs, plan, rule, selection, vault, assumption, notConsidered = [] } = parts;
  const documents = new Set([...notConsidered, ...legs.flatMap((draft) => draft.notConsidered)]);
  return {
    order: orderOf(parts.at),
    path: {
      deployment: subject.deployment,
      resource: subject.name,
      resourceType: subject.resourceType,
      typeId: subject.resourceType === '*' ? '*' : (subject.rows[0]?.id ?? '*'),
      fullyManaged: subject.fullyManaged,
      encryption: subject.encryption,
      ...(subject.resource && { resourceRef: subject.resource }),
      ...(plan && { plan }),
      ...(rule && { rule }),
      ...(selection && { selection }),
      ...(vault && { vault }),
      legs: legs.map(({ leg }) => leg),
      notConsidered: [...documents],
      ...(assumption !== undefined && { assumption }),
    },
  };
}

/** Sorts by places in files, then by names. */
export function orderOf(parts: readonly (Origin | string)[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : positionOf(part))).join('\0');
}

const positions = new WeakMap<Origin, string>();

/** Numbers in pointers sort as numbers. */
function positionOf(origin: Origin): string {
  if (origin.kind === 'live') return origin.arn;
  const known = positions.get(origin);
  if (known !== undefined) return known;
  const position = `${origin.file}\0${origin.pointer.replaceAll(/\d+/g, (digits) => digits.padStart(9, '0'))}`;
  positions.set(origin, position);
  return position;
}

/** `p1`, `p2`, … in an order that does not depend on the order of the inputs' fragments. */
export function numberPaths(drafts: readonly PathDraft[]): readonly BackupPath[] {
  return [...drafts]
    .sort((left, right) => compareTexts(left.order, right.order))
    .map(({ path }, index) => ({ id: `p${index + 1}`, ...path }));
}

/** By code units: the same on every machine, whatever its locale. */
export function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
