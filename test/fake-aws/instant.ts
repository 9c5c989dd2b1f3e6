/** When everything was made whose seed does not say. */
export const madeAt = '2026-01-02T03:04:05.000Z';

/** A timestamp as the JSON protocols write it: seconds since 1970. */
export function epochSeconds(instant: string): number {
  return Date.parse(instant) / 1000;
}
