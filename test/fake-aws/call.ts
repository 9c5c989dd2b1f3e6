import type { Seed } from './seed.ts';
import type { Caller, Sessions } from './callers.ts';
import type { Pager } from './pages.ts';

export const serviceNames = ['kms', 'backup', 'iam', 'sts', 'organizations', 'ec2', 'tagging'] as const;
export type ServiceName = (typeof serviceNames)[number];

export type Input = Readonly<Record<string, unknown>>;
export type Output = Readonly<Record<string, unknown>>;

/** One API call as the services see it, whatever protocol carried it. */
export interface Call {
  readonly service: ServiceName;
  readonly operation: string;
  readonly region: string;
  readonly caller: Caller;
  readonly input: Input;
}

/** What the operations work on. */
export interface World {
  readonly seed: Seed;
  readonly sessions: Sessions;
  readonly pager: Pager;
}

export type Operation = (call: Call, world: World) => Output;
export type Operations = Readonly<Record<string, Operation>>;
