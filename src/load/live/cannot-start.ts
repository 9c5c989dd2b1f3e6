/** Nothing was asked of AWS yet: credentials, Region or accounts are missing or make no sense. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
  /** What to do, a line each. */
  readonly help: readonly string[];

  constructor(message: string, help: readonly string[]) {
    super(message);
    this.help = help;
  }
}
