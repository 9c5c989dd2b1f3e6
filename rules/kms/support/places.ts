import { originAt, type Origin } from '../../../src/estate/origin.ts';
import type { Key } from '../../../src/estate/model.ts';

/** Where a part of a policy stands; `pointer` is relative to the policy's document. */
export function placeWithin(origin: Origin, pointer: string): Origin {
  return origin.kind === 'live' ? origin : { ...origin, pointer: origin.pointer + pointer };
}

/** Where a part of a key's policy stands; the key itself where its policy is not a text of the user's. */
export function policyPlace(key: Key, pointer: string): Origin {
  return key.policy.kind === 'given' ? placeWithin(key.policy.origin, pointer) : key.origin;
}

/** Where what is absent from a policy belongs. */
export function statementsPlace(key: Key): Origin {
  return key.policy.kind === 'given' ? originAt(key.policy.origin, 'Statement') : key.origin;
}
