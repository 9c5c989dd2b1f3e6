/** Characters that KMS does not store in a policy. https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html */
import { pointerOf, pointerSteps } from '../../estate/origin.ts';
import { isRepeated, oncePerRepeated } from '../../estate/repeated.ts';
import { error, shown } from './problem.ts';
import type { Report } from './problem.ts';

/** Tab, line feed, carriage return, and U+0020 to U+00FF. */
const badCharacter = /[^\t\n\r\u0020-\u00ff]/;

/** A policy's texts stand no deeper; what is deeper is told as being in the wrong place. */
const deepest = 7;
/** A policy of 32 KiB has fewer values; a value that holds itself would have no end. */
const mostValues = 50_000;

/** Nearly no policy has one, so places are only kept once it is known that this one has. */
/** `start`: where the value stands. */
export function findBadCharacters(document: unknown, start: string, report: Report): void {
  if (!hasBadCharacter(document, start.split('/').length - 1)) return;
  const queue: { readonly value: unknown; readonly steps: readonly string[] }[] = [
    { value: document, steps: pointerSteps(start) },
  ];
  for (const { value, steps } of queue) {
    if (typeof value === 'string') checkText(value, steps, report);
    if (typeof value !== 'object' || value === null || steps.length >= deepest || queue.length > mostValues) continue;
    for (const [key, entry] of Object.entries(value)) {
      checkText(key, [...steps, key], report);
      queue.push({ value: entry, steps: [...steps, key] });
    }
  }
}

/** `left`: how many values may still be looked at. */
function hasBadCharacter(value: unknown, depth: number, left = { values: mostValues }): boolean {
  if (typeof value === 'string') return badCharacter.test(value);
  if (typeof value !== 'object' || value === null || depth >= deepest || left.values-- <= 0) return false;
  if (depth === elementDepth && isRepeated(value)) return hasBadElement(value);
  return hasBadPart(value, depth, left);
}

/** `/Statement/0/Action`. */
const elementDepth = 3;

const hasBadElement = oncePerRepeated((value: object) => hasBadPart(value, elementDepth, { values: mostValues }));

function hasBadPart(value: object, depth: number, left: { values: number }): boolean {
  if (Array.isArray(value)) return value.some((entry) => hasBadCharacter(entry, depth + 1, left));
  for (const key in value) {
    if (badCharacter.test(key) || hasBadCharacter(value[key as keyof typeof value], depth + 1, left)) return true;
  }
  return false;
}

function checkText(text: string, steps: readonly string[], report: Report): void {
  const found = badCharacter.exec(text)?.[0];
  if (found === undefined) return;
  const code = `U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  const message = `The text ${shown(text)} holds the character ${code}, which KMS does not accept`;
  report(error('bad-character', pointerOf(steps), message, 'Use tab, line ends, and the characters U+0020 to U+00FF.'));
}
