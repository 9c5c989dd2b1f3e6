import type { CompiledPolicy } from '../iam/types.ts';
import type { Permission } from './request.ts';

export interface ProtectedKey {
  readonly arn?: string | undefined;
  /** The account that owns it. */
  readonly account: string;
}

export interface Claim {
  readonly before: CompiledPolicy;
  readonly after: CompiledPolicy;
  readonly keys: readonly ProtectedKey[];
  /** What the fix may newly allow, and nothing else. */
  readonly permissions: readonly Permission[];
}
