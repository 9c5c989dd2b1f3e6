/** A value's place in a file the user gave us. Text positions are looked up from it on demand. */
export interface FileOrigin {
  readonly kind: 'file';
  /** The path as shown to the user: relative to the working folder, `/` as separator; `<stdin>` for standard input. */
  readonly file: string;
  /**
   * RFC 6901 pointer into the file's value. It goes on *through* strings that hold a JSON document
   * (`/Policy/Statement/0` in the output of `get-key-policy`). A YAML stream of several documents reads as an array of them.
   */
  readonly pointer: string;
}

/** A value that came from the AWS API, or from a snapshot of it. */
export interface LiveOrigin {
  readonly kind: 'live';
  readonly arn: string;
}

export type Origin = FileOrigin | LiveOrigin;

/** The origin of a part of what `origin` points at; `steps` are unescaped keys and indices. */
export function originAt(origin: Origin, ...steps: readonly (string | number)[]): Origin {
  if (origin.kind === 'live') return origin;
  return { ...origin, pointer: origin.pointer + pointerOf(steps) };
}

/** RFC 6901: `~` and `/` inside a key are written `~0` and `~1`. */
export function pointerOf(steps: readonly (string | number)[]): string {
  return steps.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The keys and indices of an RFC 6901 pointer, unescaped; indices stay text. */
export function pointerSteps(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
