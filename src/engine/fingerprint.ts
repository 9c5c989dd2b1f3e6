import { createHash } from 'node:crypto';
import { showHoles } from '../estate/hole.ts';

/** Stable across line moves: made of what a finding means, never of where it stands. 20 hexadecimal digits. */
export function fingerprint(rule: string, subject: string, identity: string): string {
  return createHash('sha256')
    .update(JSON.stringify([rule, showHoles(subject), showHoles(identity)]))
    .digest('hex')
    .slice(0, 20);
}
