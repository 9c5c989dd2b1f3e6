/** What the checks of a policy's syntax share. */
import type { PolicyProblem, PolicyProblemCode } from '../types.ts';

export type Report = (problem: PolicyProblem) => void;

export function error(code: PolicyProblemCode, pointer: string, message: string, help: string): PolicyProblem {
  return { code, severity: 'error', pointer, message, help };
}

export function warning(code: PolicyProblemCode, pointer: string, message: string, help: string): PolicyProblem {
  return { code, severity: 'warning', pointer, message, help };
}

/** A problem whose place is told by who finds it: places are only written down where there is one. */
export type Complaint = Omit<PolicyProblem, 'pointer'>;

export function complaint(code: PolicyProblemCode, message: string, help: string): Complaint {
  return { code, severity: 'error', message, help };
}

/** A value as it is called in a message. */
export function shown(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
    case 'object':
      return value === null ? 'null' : Array.isArray(value) ? 'a list' : 'an object';
    case 'undefined':
      return 'nothing';
    case 'function':
      return 'a function';
    default:
      return String(value);
  }
}
