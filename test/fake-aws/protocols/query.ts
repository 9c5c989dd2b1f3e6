import { AwsError } from '../errors.ts';
import type { Input } from '../call.ts';
import { xmlMembers } from './xml.ts';
import type { HttpRequest, Protocol } from './protocol.ts';

interface Api {
  readonly version: string;
  readonly namespace: string;
}

/** AWS query: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export function awsQuery(api: Api): Protocol {
  return {
    read: readForm,
    success: (operation, output, requestId) =>
      xmlReply(
        200,
        `<${operation}Response xmlns="${api.namespace}"><${operation}Result>${xmlMembers(output, 'member')}</${operation}Result>` +
          `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`,
      ),
    failure: ({ code, message, status }, requestId) =>
      xmlReply(
        status,
        `<ErrorResponse xmlns="${api.namespace}"><Error>` +
          xmlMembers({ Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message }, 'member') +
          `</Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
      ),
    unknownOperation: (request) =>
      new AwsError('InvalidAction', `Could not find operation ${actionOf(request)} for version ${api.version}`),
  };
}

/** EC2 query: https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html */
export function ec2Query(api: Api): Protocol {
  return {
    read: readForm,
    success: (operation, output, requestId) =>
      xmlReply(
        200,
        `<${operation}Response xmlns="${api.namespace}"><requestId>${requestId}</requestId>` +
          `${xmlMembers(output, 'item')}</${operation}Response>`,
      ),
    failure: ({ code, message, status }, requestId) =>
      xmlReply(
        status,
        `<Response><Errors><Error>${xmlMembers({ Code: code, Message: message }, 'item')}</Error></Errors>` +
          `<RequestID>${requestId}</RequestID></Response>`,
      ),
    unknownOperation: (request) =>
      new AwsError('InvalidAction', `The action ${actionOf(request)} is not valid for this web service.`),
  };
}

/** Lists arrive as `RegionName.1`, `RegionName.2`, ... (ec2 query) or `Names.member.1` (query). */
export function listMember(input: Input, member: string): readonly string[] {
  const place = new RegExp(`^${member}(\\.member)?\\.\\d+$`);
  return Object.entries(input).flatMap(([name, value]) => (place.test(name) ? [String(value)] : []));
}

function readForm(request: HttpRequest): { operation: string | undefined; input: Input } {
  const form: Input = Object.fromEntries(new URLSearchParams(request.body));
  return { operation: actionOf(request), input: form };
}

function actionOf({ body }: HttpRequest): string | undefined {
  return new URLSearchParams(body).get('Action') ?? undefined;
}

function xmlReply(status: number, body: string) {
  return { status, headers: { 'content-type': 'text/xml' }, body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}` };
}
