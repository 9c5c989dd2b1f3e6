/** A policy that is known by name only: its document is not among the inputs. */
import type { PlacedPolicy, SourcePolicy } from './model.ts';
import type { Origin } from './origin.ts';

const unseen: SourcePolicy = { document: undefined, duplicateKeys: [] };

export function unseenPolicy(name: string, origin: Origin): PlacedPolicy {
  return { source: unseen, origin, name };
}

/** `name` tells which policy it is; documents of AWS managed policies are known by their ARNs. */
export function isUnseen({ source }: PlacedPolicy): boolean {
  return source.document === undefined && source.unreadable === undefined;
}
