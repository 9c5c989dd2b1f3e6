/** Values of a plan, which may only be known after apply. */
import type { JsonObject } from '../kinds/kind.ts';

/** `undefined` where it is only known after apply. */
export function known<T>(
  values: JsonObject,
  unknown: JsonObject,
  attribute: string,
  read: (value: unknown) => T,
): T | undefined {
  return unknown[attribute] === true ? undefined : read(values[attribute]);
}

/** What is not set is zero in a state. */
export function days(value: unknown): number | null {
  return typeof value === 'number' && value > 0 ? value : null;
}
