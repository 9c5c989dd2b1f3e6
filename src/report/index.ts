import type { Reporter } from './reporter.ts';

/** Format name → how to load it: a run pays only for the formats it writes. */
export const reporters = {
  json: async () => (await import('./json.ts')).json,
} as const satisfies Readonly<Record<string, () => Promise<Reporter>>>;

export type Format = keyof typeof reporters;
