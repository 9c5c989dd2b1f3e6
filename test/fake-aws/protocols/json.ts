import { AwsError } from '../errors.ts';
import type { Input } from '../call.ts';
import type { Protocol } from './protocol.ts';

/** AWS JSON 1.1: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export function awsJson(target: string): Protocol {
  return {
    read: ({ headers, body }) => {
      const [prefix, operation] = String(headers['x-amz-target']).split('.');
      return { operation: prefix === target ? operation : undefined, input: readInput(body) };
    },
    success: (_operation, output, requestId) => reply(200, JSON.stringify(output), requestId),
    failure: ({ code, message, status }, requestId) =>
      reply(status, JSON.stringify({ __type: code, message }), requestId),
    unknownOperation: () => new AwsError('UnknownOperationException', ''),
  };
}

function readInput(body: string): Input {
  try {
    return JSON.parse(body === '' ? '{}' : body) as Input;
  } catch {
    throw new AwsError('SerializationException', 'The request body is not JSON.');
  }
}

function reply(status: number, body: string, requestId: string) {
  return { status, body, headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': requestId } };
}
