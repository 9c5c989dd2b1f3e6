/** Action patterns against KMS actions: each pattern becomes a set of bits, so that matching is one AND. */
import { hasHole } from '../estate/hole.ts';
import { oncePerRepeated } from '../estate/repeated.ts';
import { compileGlob, isWild, matchGlob } from './glob.ts';
import type { KmsAction } from './kms-actions.ts';
import { kmsActions } from './kms-actions.ts';
import { maybe, no, yes } from './truth.ts';
import type { Kleene } from './truth.ts';

/** The action that is asked for. */
export interface ActionQuery {
  /** As asked: `kms:Decrypt`. */
  readonly text: string;
  /** `kms`. */
  readonly service: string;
  /** `decrypt`. */
  readonly name: string;
  /** The known KMS action, or `undefined`. */
  readonly kms: KmsAction | undefined;
  /** Its place in `kmsActions`, or -1. */
  readonly index: number;
  readonly low: number;
  readonly high: number;
}

/** Bits of `kmsActions` that a list of patterns covers. */
export interface ActionSet {
  readonly low: number;
  readonly high: number;
  /**
   * The list may cover anything: part of it is not known, or (inferred) it holds `*:*`, of which it is not documented
   * whether it is read as `*`.
   */
  readonly unclear: boolean;
}

const indexByName = new Map(kmsActions.map(({ name }, index) => [name.toLowerCase(), index]));

export function actionQuery(text: string): ActionQuery {
  const colon = text.indexOf(':');
  const service = text.slice(0, colon).toLowerCase();
  const name = text.slice(colon + 1).toLowerCase();
  const index = (service === 'kms' ? indexByName.get(name) : undefined) ?? -1;
  return {
    text,
    service,
    name,
    kms: kmsActions[index],
    index,
    low: lowBit(index),
    high: highBit(index),
  };
}

/** The known KMS action of that name (`kms:Decrypt`, any letter case). */
export function kmsActionOf(action: string): KmsAction | undefined {
  if (action.slice(0, 4).toLowerCase() !== 'kms:') return undefined;
  const index = indexByName.get(action.slice(4).toLowerCase());
  return index === undefined ? undefined : kmsActions[index];
}

/** The KMS actions that a pattern covers: `kms:ReEncrypt*`, `*`. */
export function kmsActionsMatching(pattern: string): readonly KmsAction[] {
  const { low, high } = setOf(pattern);
  return kmsActions.filter((_, index) => (low & lowBit(index)) !== 0 || (high & highBit(index)) !== 0);
}

/** The KMS actions that the patterns cover. */
export const actionSet = oncePerRepeated((patterns: readonly string[]): ActionSet => {
  let low = 0;
  let high = 0;
  let unclear = false;
  for (const pattern of patterns) {
    const set = setOf(pattern);
    low |= set.low;
    high |= set.high;
    unclear ||= set.unclear;
  }
  return { low, high, unclear };
});

/** Whether one of the patterns matches; `set` holds what they cover of the known KMS actions. */
export function matchActions(patterns: readonly string[], set: ActionSet, query: ActionQuery): Kleene {
  if ((set.low & query.low) !== 0 || (set.high & query.high) !== 0) return yes;
  if (query.index < 0 && patterns.some((pattern) => matchesAction(pattern, query))) return yes;
  return set.unclear ? maybe : no;
}

/**
 * Prefix and name ignore case; wildcards stand in the name only.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
function matchesAction(pattern: string, query: ActionQuery): boolean {
  if (pattern === '*') return true;
  const colon = pattern.indexOf(':');
  if (colon < 0 || pattern.slice(0, colon).toLowerCase() !== query.service) return false;
  const name = pattern.slice(colon + 1).toLowerCase();
  return isWild(name) ? matchGlob(compileGlob(name), query.name) : name === query.name;
}

/** Policies share few patterns; the memo is bounded, since its keys come from the input. */
const setsByPattern = new Map<string, ActionSet>();
const memoLimit = 1000;

function setOf(pattern: string): ActionSet {
  const known = setsByPattern.get(pattern);
  if (known !== undefined) return known;
  if (setsByPattern.size >= memoLimit) setsByPattern.clear();
  const set = computeSet(pattern);
  setsByPattern.set(pattern, set);
  return set;
}

function computeSet(pattern: string): ActionSet {
  if (hasHole(pattern)) return { low: 0, high: 0, unclear: true };
  const unclear = pattern === '*:*';
  if (pattern === '*') return { low: -1, high: -1, unclear };
  let low = 0;
  let high = 0;
  if (pattern.slice(0, 4).toLowerCase() === 'kms:') {
    const glob = compileGlob(pattern.slice(4).toLowerCase());
    for (const [name, index] of indexByName) {
      if (!matchGlob(glob, name)) continue;
      low |= lowBit(index);
      high |= highBit(index);
    }
  }
  return { low, high, unclear };
}

function lowBit(index: number): number {
  return index >= 0 && index < 32 ? 1 << index : 0;
}

function highBit(index: number): number {
  return index >= 32 ? 1 << (index - 32) : 0;
}
