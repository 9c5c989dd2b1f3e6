/** What a template leaves open in an element, or in who calls, so that the element cannot be decided. */
import { holesIn, showHoles } from '../../estate/hole.ts';
import { pointerSteps } from '../../estate/origin.ts';
import { isObject } from '../json.ts';
import type { Statement } from '../statement.ts';
import type { ElementTrace } from '../types.ts';

export function sayHoles(trace: ElementTrace, statement: Statement): ElementTrace {
  if (trace.matched !== 'unknown') return trace;
  const texts = textsIn(valueAt(trace, statement)).filter((text) => holesIn(text).length > 0);
  if (texts.length === 0) return ofRequest(trace);
  const message = `${trace.element} is ${texts.map(showHoles).join(', ')}, of which part is not known`;
  return { ...trace, message, open: [...new Set(texts.flatMap(holesIn))] };
}

/** What is open in the request stands in the message; of a key whose id AWS has yet to make up nobody can say more. */
function ofRequest(trace: ElementTrace): ElementTrace {
  const isOfKey = trace.element === 'Resource' || trace.element === 'NotResource';
  const open = isOfKey ? [] : [...new Set(holesIn(trace.message))];
  return open.length === 0 ? trace : { ...trace, open };
}

/** What the trace points at, inside its element; all of the element where that is no text of it. */
function valueAt({ element, pointer }: ElementTrace, { raw, hole, pointer: start }: Statement): unknown {
  if (raw === undefined) return hole;
  const [name = element, ...steps] = pointerSteps(pointer.slice(start.length));
  let value = raw[name];
  for (const step of steps) {
    const inside: unknown = Array.isArray(value) ? value[Number(step)] : isObject(value) ? value[step] : undefined;
    if (inside === undefined) break;
    value = inside;
  }
  return value;
}

/** A policy's texts stand no deeper. */
const deepest = 5;

function textsIn(value: unknown, depth = 0): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || depth > deepest) return [];
  return Object.values(value).flatMap((entry) => textsIn(entry, depth + 1));
}
