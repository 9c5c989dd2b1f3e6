import { originAt, pointerSteps, type Origin } from '../../../src/estate/origin.ts';

/**
 * The place of a member of a plan rule, lifecycle or selection. The API and CloudFormation call members alike, and write
 * them with a capital; in other formats, which have names of their own, the place is that of the whole.
 */
export function partOf(origin: Origin, ...steps: readonly (string | number)[]): Origin {
  if (origin.kind === 'live') return origin;
  const name = pointerSteps(origin.pointer).findLast((step) => !/^\d+$/.test(step));
  return name === undefined || /^[A-Z]/.test(name) ? originAt(origin, ...steps) : origin;
}
