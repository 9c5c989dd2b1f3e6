import { json } from './json.ts';
import type { Reporter } from './reporter.ts';

type Loader = (options: { readonly color: boolean }) => Promise<Reporter>;

/** Format name → how to load it: a run pays only for the formats it writes. */
export const reporters = {
  pretty: async ({ color }) => {
    const [{ prettyWith }, { loadPaint }] = await Promise.all([import('./pretty.ts'), import('./paint.ts')]);
    return prettyWith(await loadPaint(color));
  },
  json: async () => json,
  sarif: async () => (await import('./sarif.ts')).sarif,
  github: async () => (await import('./github.ts')).github,
  html: async () => (await import('./html.ts')).html,
  markdown: async () => (await import('./markdown.ts')).markdown,
  junit: async () => (await import('./junit.ts')).junit,
  gitlab: async () => (await import('./gitlab.ts')).gitlab,
} as const satisfies Readonly<Record<string, Loader>>;

export type Format = keyof typeof reporters;
