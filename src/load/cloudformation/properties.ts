/** Reading what a template's properties come to: each may be given, not given, or not known. */
import { isObject } from '../kinds/kind.ts';
import { typeInWords } from '../kinds/shape.ts';
import { pointerOf } from '../../estate/origin.ts';
import { own } from './template.ts';

export interface Reading {
  readonly complain: (pointer: string, message: string) => void;
  /** A value that a template leaves open; names that are made up are as good as known. */
  readonly isOpen: (value: unknown) => boolean;
}

/** `null`: not given. `undefined`: not known. */
type Given<T> = T | null | undefined;

export class Properties {
  readonly value: unknown;
  /** In the resolved template. */
  readonly pointer: string;
  readonly #reading: Reading;

  constructor(value: unknown, pointer: string, reading: Reading) {
    this.value = value;
    this.pointer = pointer;
    this.#reading = reading;
  }

  isGiven(name: string): boolean {
    const value = own(this.value, name);
    return value !== undefined && value !== null;
  }

  /** Whether what is not given here may be given elsewhere: transforms and loops add members, and a hole may have any. */
  get isPartial(): boolean {
    const names = typeof this.value === 'object' && this.value !== null ? Object.keys(this.value) : [];
    return this.#reading.isOpen(this.value) || names.some((name) => name.startsWith('Fn::'));
  }

  /** Numbers are texts as well, as in CloudFormation. */
  text(name: string): Given<string> {
    return this.#read(name, 'text', (value) => {
      if (typeof value === 'string') return value;
      return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
    });
  }

  number(name: string): Given<number> {
    return this.#read(name, 'a number', (value) => {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
    });
  }

  boolean(name: string): Given<boolean> {
    return this.#read(name, 'true or false', (value) => {
      const text = String(value).toLowerCase();
      return typeof value !== 'object' && (text === 'true' || text === 'false') ? text === 'true' : undefined;
    });
  }

  object(name: string): Given<Properties> {
    return this.#read(name, 'an object', (value) => (isObject(value) ? this.#inside(value, name) : undefined));
  }

  /** Elements that are not known are left out; then the list is not whole. */
  objects(name: string): { readonly known: readonly Properties[]; readonly isWhole: boolean } {
    const list = this.#list(name);
    const known = (list ?? []).flatMap((value, index): Properties[] => {
      if (isObject(value)) return [this.#inside(value, name, index)];
      if (!this.#reading.isOpen(value)) {
        this.#reading.complain(this.pointer + pointerOf([name, index]), `is ${typeInWords(value)}: expected an object`);
      }
      return [];
    });
    return { known, isWhole: list === null || known.length === list?.length };
  }

  /** None where it is not given; a single one may stand without a list. `undefined` where any of them is not known. */
  texts(name: string): readonly string[] | undefined {
    const value = own(this.value, name);
    if (!this.isGiven(name)) return this.isPartial ? undefined : [];
    const list = typeof value === 'string' && !this.#reading.isOpen(value) ? [value] : this.#list(name);
    const texts = (list ?? []).map((each) => (typeof each === 'number' ? String(each) : each));
    const wrong = texts.findIndex((each) => typeof each !== 'string');
    if (wrong >= 0) {
      this.#reading.complain(this.pointer + pointerOf([name, wrong]), `is ${typeInWords(texts[wrong])}: expected text`);
    }
    const known = texts.filter((each) => typeof each === 'string' && !this.#reading.isOpen(each)) as string[];
    return Array.isArray(list) && known.length === texts.length ? known : undefined;
  }

  #list(name: string): Given<readonly unknown[]> {
    return this.#read(name, 'a list', (value) => (Array.isArray(value) ? (value as unknown[]) : undefined));
  }

  #read<T>(name: string, expected: string, as: (value: unknown) => T | undefined): Given<T> {
    const value = own(this.value, name);
    if (value === undefined || value === null) return this.isPartial ? undefined : null;
    if (this.#reading.isOpen(value)) return undefined;
    const read = as(value);
    if (read === undefined) {
      this.#reading.complain(
        this.pointer + pointerOf([name]),
        `${name} is ${typeInWords(value)}: expected ${expected}`,
      );
    }
    return read;
  }

  #inside(value: unknown, ...steps: readonly (string | number)[]): Properties {
    return new Properties(value, this.pointer + pointerOf(steps), this.#reading);
  }
}
