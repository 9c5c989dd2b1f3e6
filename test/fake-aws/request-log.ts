import type { Call, ServiceName } from './call.ts';

/** `ok`, `reset`, or the code of the error that was answered. */
export interface LoggedRequest {
  readonly account: string;
  readonly region: string;
  readonly service: ServiceName;
  readonly operation: string;
  readonly outcome: string;
}

/** Numbers that stay small however many requests came. */
export interface RequestSummary {
  readonly total: number;
  /** By `kms:ListKeys`. */
  readonly operations: Readonly<Record<string, number>>;
  readonly outcomes: Readonly<Record<string, number>>;
  /** The most requests at one time, by `111122223333 kms`. */
  readonly peaks: Readonly<Record<string, number>>;
}

export interface RequestLog {
  readonly all: () => readonly LoggedRequest[];
  readonly summary: () => RequestSummary;
}

export interface OpenRequestLog extends RequestLog {
  /** Notes that a call came; the function returned notes how it ended. */
  readonly begin: (call: Call) => (outcome: string) => void;
}

export function createRequestLog(): OpenRequestLog {
  const requests: LoggedRequest[] = [];
  const running = new Map<string, number>();
  const peaks = new Map<string, number>();
  return {
    all: () => requests,
    summary: () => ({
      total: requests.length,
      operations: countBy(requests, ({ service, operation }) => `${service}:${operation}`),
      outcomes: countBy(requests, ({ outcome }) => outcome),
      peaks: Object.fromEntries(peaks),
    }),
    begin: ({ service, operation, region, caller: { account } }) => {
      const lane = `${account} ${service}`;
      const now = (running.get(lane) ?? 0) + 1;
      running.set(lane, now);
      peaks.set(lane, Math.max(now, peaks.get(lane) ?? 0));
      return (outcome) => {
        running.set(lane, (running.get(lane) ?? 1) - 1);
        requests.push({ account, region, service, operation, outcome });
      };
    },
  };
}

function countBy(
  requests: readonly LoggedRequest[],
  nameOf: (request: LoggedRequest) => string,
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const request of requests) counts[nameOf(request)] = (counts[nameOf(request)] ?? 0) + 1;
  return counts;
}
