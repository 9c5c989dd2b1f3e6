/** What a loader of one kind of document is given, and what it gives back. */
import type { Fragment } from '../../estate/fragment.ts';
import type { PlacedPolicy } from '../../estate/model.ts';
import type { Origin } from '../../estate/origin.ts';
import type { Assembly } from '../cloudformation/assembly.ts';
import type { Place } from '../cloudformation/place.ts';
import type { Template } from '../cloudformation/template.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A document and the ways to speak of its parts. */
export interface DocumentContext {
  /** As reports name it. */
  readonly file: string;
  /** Of the document: the file, or `file#/pointer` where the file holds several. */
  readonly subject: string;
  readonly at: (...steps: readonly (string | number)[]) => Origin;
  /** Where it stands in its file's value, for what is wrong there. */
  readonly pointer: (...steps: readonly (string | number)[]) => string;
  /** The policy at a place: text that holds JSON, or the JSON itself. */
  readonly policy: (value: unknown, ...steps: readonly (string | number)[]) => PlacedPolicy;
  /** A policy that a template comes to; none where there are no templates. */
  readonly computed?: (value: unknown, place: Place) => PlacedPolicy;
}

/** Something wrong at a place in a document. */
export interface Misfit {
  readonly pointer: string;
  readonly message: string;
  readonly help?: string;
}

/** The block of a `.tf` file that a part of a plan was made from. */
export interface SourceBlock {
  /** Of its module, relative to the root module's; none for a module from elsewhere. */
  readonly folder: string | undefined;
  /** `resource aws_kms_key main`. */
  readonly name: string;
}

export interface LoadedDocument {
  readonly fragments: readonly Fragment[];
  readonly misfits?: readonly Misfit[];
  /** Where else some of its parts are written: by their pointers. */
  readonly sources?: ReadonlyMap<string, SourceBlock>;
  /** It looked like this kind, but is something else that is no input: what. */
  readonly foreign?: string;
  /** Read when all inputs are in sight. */
  readonly template?: Template;
  readonly assembly?: Assembly;
}

export const unknownKind = 'no known kind of input';

export type Loader = (document: JsonObject, context: DocumentContext) => LoadedDocument;

/** A kind of input: how its documents are told from others, and how they are read. */
export interface Kind {
  /** As messages name it: `the output of aws kms describe-key`. */
  readonly name: string;
  /** A key of which every such document holds at least one, so that a folder's other files need not be parsed. */
  readonly key: string;
  readonly isKind: (document: JsonObject) => boolean;
  /** It comes in pages, of which each but the last names the next. */
  readonly isList?: true;
  /** Loads the reader when the first such document is met. */
  readonly loader: () => Promise<Loader>;
}
