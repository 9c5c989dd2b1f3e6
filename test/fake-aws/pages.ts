import { AwsError } from './errors.ts';
import type { Call } from './call.ts';

/** How one operation is paged: sizes as its API reference gives them, and what a bad token or size is called. */
export interface Paging {
  readonly size: string;
  readonly token: string;
  readonly max: number;
  readonly fallback: number;
  readonly badToken: string;
  readonly badSize: string;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | undefined;
}

export type Pager = <Item>(call: Call, all: readonly Item[], paging: Paging) => Page<Item>;

export interface PagerOptions {
  /** At most this many items a page: AWS may return fewer than were asked for. */
  readonly pageSize?: number | undefined;
  /** Every list begins with an empty page that has a successor, as AWS permits. */
  readonly emptyPages?: boolean | undefined;
}

export function createPager({ pageSize = Number.MAX_SAFE_INTEGER, emptyPages = false }: PagerOptions): Pager {
  return (call, all, paging) => {
    const asked = askedSize(call, paging);
    const token = call.input[paging.token];
    if (token === undefined && emptyPages) return { items: [], next: tokenAt(call, 0) };
    const start = token === undefined ? 0 : offsetOf(call, token, paging);
    const end = start + Math.min(asked, pageSize);
    return { items: all.slice(start, end), next: end < all.length ? tokenAt(call, end) : undefined };
  };
}

function askedSize({ input }: Call, { size, max, fallback, badSize }: Paging): number {
  const asked = input[size] === undefined ? fallback : Number(input[size]);
  if (Number.isInteger(asked) && asked >= 1 && asked <= max) return asked;
  const rule = asked > max ? `less than or equal to ${max}` : 'greater than or equal to 1';
  throw new AwsError(
    badSize,
    `1 validation error detected: Value '${String(input[size])}' at '${size}' failed to satisfy constraint: Member must have value ${rule}`,
  );
}

/** Opaque to the caller, and good for this operation only. */
function tokenAt({ operation, region }: Call, offset: number): string {
  return Buffer.from(`${operation}/${region}/${offset}`).toString('base64url');
}

function offsetOf({ operation, region }: Call, token: unknown, { badToken }: Paging): number {
  const [forOperation, forRegion, offset = ''] = Buffer.from(String(token), 'base64url').toString().split('/');
  if (forOperation === operation && forRegion === region && /^\d+$/.test(offset)) return Number(offset);
  throw new AwsError(badToken, 'The pagination token is not valid.');
}
