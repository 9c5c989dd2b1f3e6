import { pointerSteps } from '../../../src/estate/origin.ts';

/** What stands at a pointer inside a document; `undefined`: nothing does. */
export function valueAt(document: unknown, pointer: string): unknown {
  let value = document;
  for (const step of pointerSteps(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}

/** Where a text stands in an element that holds it alone or in a list. */
export function textPointer(document: unknown, elementPointer: string, text: string): string {
  const element = valueAt(document, elementPointer);
  const index = Array.isArray(element) ? element.indexOf(text) : -1;
  return index < 0 ? elementPointer : `${elementPointer}/${index}`;
}
