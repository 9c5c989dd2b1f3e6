import type { ActionClass } from '../paths/types.ts';

/** One demanded permission: this principal, this action, on the key that the policy protects. */
export interface Permission {
  /** ARN. */
  readonly principal: string;
  /** A real KMS action: `kms:ReEncryptFrom`. */
  readonly action: string;
  readonly class: ActionClass;
}

export function permissionId({ principal, action }: Pick<Permission, 'principal' | 'action'>): string {
  return `${principal} ${action}`;
}

/** In first order, each once. */
export function distinct<T>(items: Iterable<T>, idOf: (item: T) => unknown): T[] {
  const byId = new Map<unknown, T>();
  for (const item of items) if (!byId.has(idOf(item))) byId.set(idOf(item), item);
  return [...byId.values()];
}
