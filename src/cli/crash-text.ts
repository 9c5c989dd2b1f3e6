import type { RuleCrash } from '../engine/collect.ts';
import { bugText, stackLines } from './bug-text.ts';
import { printable } from '../report/printable.ts';

/** A rule that threw: what it looked at, and the stack for the report. */
export function crashText({ rule, subject, error, plugin }: RuleCrash): string {
  if (plugin !== undefined) return pluginText(plugin, rule, subject, error);
  return bugText(`the rule ${rule} failed on ${subject}`, error);
}

/** For what is the plugin's fault. */
function pluginText(plugin: string, rule: string, subject: string, error: unknown): string {
  const what = `the rule ${rule} of the plugin ${plugin} failed on ${subject}`;
  return [
    `backuplint: ${printable(what)}`,
    '  This is a bug of the plugin, not of backuplint:',
    ...stackLines(error),
    '',
  ].join('\n');
}
