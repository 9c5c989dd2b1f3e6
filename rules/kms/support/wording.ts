import { pointerSteps } from '../../../src/estate/origin.ts';
import type { BackupPrincipal } from '../../../src/paths/types.ts';

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[], conjunction: 'and' | 'or' = 'and'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)}`;
}

/** At most four of the words by name: `a, b, c, d and 7 more`. */
export function briefly(words: readonly string[]): string {
  const shown = words.length > 5 ? [...words.slice(0, 4), `${words.length - 4} more`] : words;
  return listed(shown);
}

/** `statement "Allow backup"`; one without a Sid is named by its place: `statement 2`. */
export function statementName({ sid, pointer }: { readonly sid?: string; readonly pointer: string }): string {
  if (sid !== undefined && sid !== '') return `statement "${sid}"`;
  return `statement ${Number(pointerSteps(pointer)[1] ?? 0) + 1}`;
}

/** `the backup service role arn:…`; the service-linked role is known by its account alone. */
export function whoIs({ kind, label, arn, account }: BackupPrincipal): string {
  if (kind === 'backup-role') return `${label} ${arn}`;
  return label.includes(account) ? label : `${label} (${account})`;
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? one : many;
}

const halves = ['kms:ReEncryptFrom', 'kms:ReEncryptTo'];

/** Actions as one writes them in a policy: the two halves of ReEncrypt become `kms:ReEncrypt*`. */
export function policyActions(actions: readonly string[]): readonly string[] {
  const distinct = [...new Set(actions)];
  if (!halves.every((half) => distinct.includes(half))) return distinct;
  return distinct
    .map((action) => (action === halves[0] ? 'kms:ReEncrypt*' : action))
    .filter((action) => action !== halves[1]);
}
