import { count } from './count.ts';
import type { ReportLeg, ReportSummary } from './model.ts';

/** `2 errors, 1 warning`; `no findings` */
export function findingCounts({ findings: { error, warning, info } }: ReportSummary): string {
  const parts = [
    ...(error > 0 ? [count(error, 'error')] : []),
    ...(warning > 0 ? [count(warning, 'warning')] : []),
    ...(info > 0 ? [`${info} info`] : []),
  ];
  return parts.length === 0 ? 'no findings' : parts.join(', ');
}

const inputNouns = [
  ['keys', 'key'],
  ['plans', 'plan'],
  ['selections', 'selection'],
  ['vaults', 'vault'],
  ['roles', 'role'],
  ['resources', 'resource'],
] as const;

/** `12 keys, 3 plans`: so that silence is never mistaken for success. */
export function checkedInputs({ inputs }: ReportSummary): string {
  const parts = inputNouns.flatMap(([member, noun]) => (inputs[member] === 0 ? [] : [count(inputs[member], noun)]));
  return parts.length === 0 ? 'nothing to judge' : parts.join(', ');
}

/** What the run came to, as one sentence without a full stop. Paths tell of keys and vaults; errors may lie elsewhere. */
export function verdict({ paths: { total, denied, unknown }, findings: { error } }: ReportSummary): string {
  if (total === 0) return 'No backup path to judge';
  const undecided = unknown > 0 ? `, ${unknown} cannot be decided` : '';
  if (denied > 0) return `${share(denied, total)} will not arrive${undecided}`;
  if (unknown > 0) return `${share(unknown, total)} cannot be decided`;
  const all = total === 1 ? 'The backup path' : `All ${total} backup paths`;
  if (error === 0) return `${all} ${total === 1 ? 'arrives' : 'arrive'}`;
  return `${count(error, 'error')} to mend before ${all.charAt(0).toLowerCase()}${all.slice(1)} can be relied on`;
}

function share(part: number, total: number): string {
  return total === 1 ? 'The backup path' : `${part} of ${total} backup paths`;
}

export const legNames: Readonly<Record<ReportLeg['kind'], string>> = {
  backup: 'backup',
  copy: 'copy',
  'cross-account-copy': 'cross-account copy',
  'air-gapped-copy': 'copy into the air-gapped vault',
};
