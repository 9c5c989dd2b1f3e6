import type { RuleCrash } from '../engine/collect.ts';
import { bugText } from './bug-text.ts';

/** A rule that threw: what it looked at, and the stack for the report. */
export function crashText({ rule, subject, error }: RuleCrash): string {
  return bugText(`the rule ${rule} failed on ${subject}`, error);
}
