import type { Input } from './call.ts';

/** An error that AWS would answer with; its protocol gives it the shape. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

export function optionalText(input: Input, member: string): string | undefined {
  const value = input[member];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A member the operation cannot do without; the code of its refusal differs by service. */
export function requiredText(input: Input, member: string, code = 'ValidationException'): string {
  const value = optionalText(input, member);
  if (value !== undefined) return value;
  throw new AwsError(
    code,
    `1 validation error detected: Value null at '${lowerFirst(member)}' failed to satisfy constraint: Member must not be null`,
  );
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
