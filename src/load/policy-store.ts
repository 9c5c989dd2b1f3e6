/** Makes `SourcePolicy` values. Policies of equal text share one object, so each distinct policy is compiled only once. */
import { memoize } from '../estate/memoize.ts';
import type { SourcePolicy } from '../estate/model.ts';
import { hasDuplicateKeys } from '../text/duplicate-keys.ts';
import { scanJson } from '../text/json-scan.ts';
import { indexLines } from '../text/line-index.ts';
import { describeSyntaxError } from './documents.ts';
import { isSameDocument, RepeatedStatements } from './repeated-statements.ts';

export class PolicyStore {
  readonly #byText = new Map<string, SourcePolicy>();
  readonly #byHash = new Map<number, SourcePolicy>();
  readonly #statements = new RepeatedStatements();

  /** A policy that is text: a string in CLI output or a plan. */
  fromText(text: string): SourcePolicy {
    return this.#shared(text, () => parsePolicy(text));
  }

  /** A policy that is a file by itself, already parsed. */
  fromFile(text: string, document: unknown, duplicateKeys: readonly string[]): SourcePolicy {
    const policy: SourcePolicy = { document, duplicateKeys, bytes: Buffer.byteLength(text) };
    const hash = this.#statements.unify(document);
    const known = memoize(this.#byHash, hash, () => policy);
    return isSame(known, policy) ? known : policy;
  }

  /** A policy that is part of a document. Its size as text is nobody's to know. */
  fromValue(document: unknown, duplicateKeys: readonly string[]): SourcePolicy {
    this.#statements.unify(document);
    return { document, duplicateKeys };
  }

  /** Many stacks of one app have the same. */
  fromTemplate(document: unknown, duplicateKeys: readonly string[]): SourcePolicy {
    const key = `${JSON.stringify(document)} ${duplicateKeys.join(' ')}`;
    return this.#shared(`template ${key}`, () => ({ document, duplicateKeys }));
  }

  #shared(text: string, make: () => SourcePolicy): SourcePolicy {
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const policy = make();
    this.#statements.unify(policy.document);
    this.#byText.set(text, policy);
    return policy;
  }
}

/** Files are compared by what they say: their texts would take as much memory again. */
function isSame(known: SourcePolicy, policy: SourcePolicy): boolean {
  return (
    known.bytes === policy.bytes &&
    known.duplicateKeys.join('\n') === policy.duplicateKeys.join('\n') &&
    isSameDocument(known.document, policy.document)
  );
}

function parsePolicy(text: string): SourcePolicy {
  const bytes = Buffer.byteLength(text);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return { document: undefined, unreadable: syntaxError(text), duplicateKeys: [], bytes };
  }
  const duplicateKeys = hasDuplicateKeys(text, document) ? scanJson(text).duplicates.map(({ pointer }) => pointer) : [];
  return { document, duplicateKeys, bytes };
}

/** The scan alone would take two documents, or one behind a byte order mark. */
function syntaxError(text: string): string {
  const { error, documents } = scanJson(text);
  if (error === undefined && documents.length === 1) return 'expected a value, found a byte order mark';
  const at = indexLines(text).positionAt(error?.offset ?? documents[1]?.start ?? 0);
  const what =
    error === undefined ? 'expected the end of the text, found a second document' : describeSyntaxError(error);
  return `${what} (line ${at.line}, column ${at.column} of the policy)`;
}
