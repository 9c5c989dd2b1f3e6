import type { AwsError } from '../errors.ts';
import type { Input, Output } from '../call.ts';

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How calls of a service are written on the wire. */
export interface Protocol {
  /** `operation` is undefined where the request names none that the service has. */
  readonly read: (request: HttpRequest) => { readonly operation: string | undefined; readonly input: Input };
  readonly success: (operation: string, output: Output, requestId: string) => Reply;
  readonly failure: (error: AwsError, requestId: string) => Reply;
  readonly unknownOperation: (request: HttpRequest) => AwsError;
}
