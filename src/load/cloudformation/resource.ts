/** One resource of a stack, as the loaders of its type read it. */
import { hasHole, isHole, isMadeUp } from '../../estate/hole.ts';
import { localName } from '../../estate/fragment.ts';
import type { PlacedPolicy } from '../../estate/model.ts';
import { pointerOf, pointerSteps, type FileOrigin } from '../../estate/origin.ts';
import { defined } from '../kinds/defined.ts';
import { resolvePolicy } from './policy-branches.ts';
import { arnOf, type PhysicalNames } from './physical-names.ts';
import { placeOf } from './place.ts';
import { Properties } from './properties.ts';
import type { Stack } from './stack.ts';
import { own, type WrittenResource } from './template.ts';

/** `absent`: there is none. */
export type ReadPolicy =
  | { readonly kind: 'given'; readonly policy: PlacedPolicy }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown' };

export class Resource {
  readonly stack: Stack;
  readonly id: string;
  readonly type: string;
  readonly written: WrittenResource;
  readonly properties: Properties;

  constructor(stack: Stack, written: WrittenResource) {
    const { id, type, properties, pointer } = written;
    this.written = written;
    this.stack = stack;
    this.id = id;
    this.type = type;
    const at = `${pointer}/Properties`;
    const value = stack.resolver().withoutPolicies().resolve(properties, placeOf(at));
    this.properties = new Properties(value, at, {
      complain: (shown, message) => stack.complain(stack.shifts.writtenOf(shown), message),
      isOpen: (open) => isHole(open) && !isMadeUp(open),
    });
  }

  /** The address under which other fragments of the template know it. */
  get local(): string {
    return localName(this.stack.template.file, this.stack.address(this.id));
  }

  get physical(): PhysicalNames | undefined {
    return this.stack.physical(this.id);
  }

  get origin(): FileOrigin {
    return this.originAt(this.properties.pointer);
  }

  originAt(pointer: string): FileOrigin {
    return { kind: 'file', file: this.stack.template.file, pointer };
  }

  /** Account and Region, where they are known. */
  get place(): { readonly account?: NonNullable<Stack['facts']['account']>; readonly region?: string } {
    const { account, region } = this.stack.facts;
    return defined({ account, region });
  }

  /** The policy in a property of these properties. */
  policy(holder: Properties, name: string): ReadPolicy {
    const shown = holder.pointer + pointerOf([name]);
    const written = this.stack.shifts.writtenOf(shown);
    const value = valueAt(this.stack.template.document, written.slice(this.stack.template.base.length));
    if (value === undefined || value === null) return { kind: holder.isPartial ? 'unknown' : 'absent' };
    const document = resolvePolicy(this.stack.resolver(), value, { shown, written });
    if (document === undefined) return { kind: 'absent' };
    if (isHole(document)) return { kind: 'unknown' };
    this.stack.policies.set(shown, written);
    return { kind: 'given', policy: this.stack.template.policy(document, { shown, written }) };
  }

  /** The names of a key that a property writes as key id, alias or ARN. */
  keyNames(written: string): readonly string[] {
    if (written.startsWith('arn:')) return [written];
    const arn = arnOf(this.stack, 'arn:*:kms:*:*:*', written.startsWith('alias/') ? written : `key/${written}`);
    // An alias ARN without account or Region would be that of every stack's alias of the name.
    return written.startsWith('alias/') && hasHole(arn) ? [written] : [arn];
  }
}

function valueAt(document: unknown, pointer: string): unknown {
  let value = document;
  for (const step of pointerSteps(pointer)) {
    value = Array.isArray(value) ? (value as unknown[])[Number(step)] : own(value, step);
  }
  return value;
}
