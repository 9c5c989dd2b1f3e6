import type { Severity } from '../../engine/finding.ts';
import type { Outcome } from '../../iam/types.ts';
import type { ReportLeg } from '../model.ts';

export const pathOutcomes = {
  denied: 'Will not arrive',
  unknown: 'Cannot be decided',
  allowed: 'Arrives',
} as const satisfies Record<Outcome, string>;

export const legOutcomes = {
  denied: 'fails',
  unknown: 'cannot be decided',
  allowed: 'works',
} as const satisfies Record<Outcome, string>;

/** On the line between two stops there is little room. */
export const shortLegs = {
  backup: 'backup',
  copy: 'copy',
  'cross-account-copy': 'cross-account copy',
  'air-gapped-copy': 'copy',
} as const satisfies Record<ReportLeg['kind'], string>;

export const destinations = {
  backup: 'Vault',
  copy: 'Vault',
  'cross-account-copy': 'Central vault',
  'air-gapped-copy': 'Air-gapped vault',
} as const satisfies Record<ReportLeg['kind'], string>;

/** The worst first. */
export const outcomes: readonly Outcome[] = ['denied', 'unknown', 'allowed'];
export const severities: readonly Severity[] = ['error', 'warning', 'info'];
