import { AwsError } from '../errors.ts';
import type { Input } from '../call.ts';
import type { HttpRequest, Protocol } from './protocol.ts';

/** One operation's place: `GET /backup/plans/{BackupPlanId}`. */
export interface Route {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  /** Members that travel in the query under another name than their own with a small first letter. */
  readonly query?: Readonly<Record<string, string>>;
}

/** AWS REST JSON 1: https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html */
export function restJson(routes: readonly Route[]): Protocol {
  const compiled = routes.map((route) => ({ ...route, segments: route.path.split('/') }));
  return {
    read: ({ method, url }) => {
      const segments = url.pathname.split('/');
      for (const route of compiled) {
        const labels = route.method === method ? matchPath(route.segments, segments) : undefined;
        if (labels === undefined) continue;
        return { operation: route.operation, input: { ...queryInput(url, route), ...labels } };
      }
      return { operation: undefined, input: {} };
    },
    success: (_operation, output, requestId) => ({
      status: 200,
      headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId },
      body: JSON.stringify(output),
    }),
    failure: ({ code, message, status }, requestId) => ({
      status,
      headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId, 'x-amzn-errortype': code },
      body: JSON.stringify({ Code: code, Message: message }),
    }),
    unknownOperation,
  };
}

function matchPath(route: readonly string[], path: readonly string[]): Input | undefined {
  if (route.length !== path.length) return undefined;
  const labels: Record<string, string> = {};
  for (const [index, segment] of route.entries()) {
    const given = path[index] ?? '';
    const label = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (label === undefined ? segment !== given : given === '') return undefined;
    if (label !== undefined) labels[label] = decodeURIComponent(given);
  }
  return labels;
}

function queryInput(url: URL, { query = {} }: Route): Input {
  const named = [...url.searchParams].map(([name, value]) => [
    query[name] ?? name.slice(0, 1).toUpperCase() + name.slice(1),
    value,
  ]);
  return Object.fromEntries(named) as Input;
}

function unknownOperation({ method, url }: HttpRequest): AwsError {
  return new AwsError(
    'UnknownOperationException',
    `Unable to determine the operation of ${method} ${url.pathname}`,
    404,
  );
}
