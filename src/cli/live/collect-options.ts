import type { OptionSpec } from '../check-options.ts';
import { liveOptions } from '../live-options.ts';

const others: ReadonlySet<string> = new Set([
  'workload-account',
  'central-account',
  'backup-role',
  'partition',
  'organization',
  'config',
  'allow-plugins',
  'quiet',
]);

export function isCollectOption(spec: OptionSpec): boolean {
  return others.has(spec.long) || (spec.long !== 'live' && liveOptions.options.includes(spec));
}
