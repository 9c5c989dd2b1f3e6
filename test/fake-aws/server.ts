import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { callerOf, readSignature, unknownCredentials } from './callers.ts';
import { serviceNames, type Call, type Output, type World } from './call.ts';
import { AwsError } from './errors.ts';
import { createFaults, faultError, type Fault, type FaultKind } from './faults.ts';
import { createPager, type PagerOptions } from './pages.ts';
import type { HttpRequest, Protocol, Reply } from './protocols/protocol.ts';
import { createRequestLog, type RequestLog } from './request-log.ts';
import type { Seed } from './seed.ts';
import { services } from './services/services.ts';

export interface FakeAwsOptions extends PagerOptions {
  /** How long every answer takes. */
  readonly latencyMs?: number;
  readonly faults?: readonly Fault[];
  /** Decides which calls a fault with a rate strikes. */
  readonly randomSeed?: number;
  /** A free one unless told. */
  readonly port?: number;
}

export interface FakeAws {
  /** For `endpoint` of a client or `AWS_ENDPOINT_URL`. */
  readonly url: string;
  readonly requests: RequestLog;
  readonly close: () => Promise<void>;
}

/** Serves a seed as AWS would, on this machine only. */
export async function startFakeAws(seed: Seed, options: FakeAwsOptions = {}): Promise<FakeAws> {
  const { latencyMs = 0, faults = [], randomSeed = 1, port = 0 } = options;
  const world: World = { seed, sessions: new Map(), pager: createPager(options) };
  const requests = createRequestLog();
  const nextFault = createFaults(faults, randomSeed);

  async function answer(request: HttpRequest): Promise<Reply | 'reset'> {
    if (request.url.pathname === summaryPath) return jsonReply(200, requests.summary());
    const opened = openCall(request, world);
    if ('status' in opened) return opened;
    const end = requests.begin(opened.call);
    if (latencyMs > 0) await sleep(latencyMs);
    const result = perform(opened, world, nextFault(opened.call));
    end(outcomeOf(result));
    return result === 'reset' ? result : replyTo(opened, result);
  }

  const server = createServer((incoming, response) => {
    readRequest(incoming)
      .then(answer)
      .then((reply) => (reply === 'reset' ? incoming.socket.resetAndDestroy() : send(response, reply)))
      .catch((error: unknown) => {
        // A fault of the fake itself is told, with a status that no client tries again; a client that went away hears nothing.
        send(response, jsonReply(501, { message: `fake AWS: ${String(error)}` }));
      });
  });
  return { url: await listen(server, port), requests, close: () => close(server) };
}

/** Where another process reads how often it was asked. */
export const summaryPath = '/_fake/requests';

async function readRequest(incoming: IncomingMessage): Promise<HttpRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return {
    method: incoming.method ?? 'GET',
    url: new URL(incoming.url ?? '/', 'http://localhost'),
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString(),
  };
}

interface OpenCall {
  readonly call: Call;
  readonly protocol: Protocol;
  readonly request: HttpRequest;
}

/** Who asks which service for what; or the refusal of somebody unknown. */
function openCall(request: HttpRequest, world: World): OpenCall | Reply {
  const signature = readSignature(request.headers['authorization']?.toString());
  const service = serviceNames.find((name) => name === signature?.service);
  if (signature === undefined || service === undefined) return unsigned(signature?.service);
  const { protocol } = services[service];
  const caller = callerOf(signature, request.headers['x-amz-security-token']?.toString(), world);
  if (caller === undefined) return protocol.failure(unknownCredentials(service), randomUUID());
  try {
    const { operation = 'unknown', input } = protocol.read(request);
    return { call: { service, operation, region: signature.region, caller, input }, protocol, request };
  } catch (error) {
    if (error instanceof AwsError) return protocol.failure(error, randomUUID());
    throw error;
  }
}

function unsigned(service: string | undefined): Reply {
  const message = service === undefined ? 'Request is missing Authentication Token' : `No service ${service} here`;
  return jsonReply(403, { message }, { 'x-amzn-errortype': 'MissingAuthenticationTokenException' });
}

type Result = Output | AwsError | 'reset';

function perform({ call, protocol, request }: OpenCall, world: World, fault: FaultKind | undefined): Result {
  if (fault === 'reset') return fault;
  if (fault !== undefined) return faultError(fault, call);
  const { operations } = services[call.service];
  const operation = Object.hasOwn(operations, call.operation) ? operations[call.operation] : undefined;
  if (operation === undefined) return protocol.unknownOperation(request);
  try {
    return operation(call, world);
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
}

function outcomeOf(result: Result): string {
  if (result === 'reset') return result;
  return result instanceof AwsError ? result.code : 'ok';
}

function replyTo({ call, protocol }: OpenCall, result: Output | AwsError): Reply {
  const requestId = randomUUID();
  if (result instanceof AwsError) return protocol.failure(result, requestId);
  return protocol.success(call.operation, result, requestId);
}

function jsonReply(status: number, value: unknown, headers: Reply['headers'] = {}): Reply {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

function send(response: ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
}

async function listen(server: Server, port: number): Promise<string> {
  // An idle connection that the server closes just when the client uses it again would be a reset nobody asked for.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
  });
}
