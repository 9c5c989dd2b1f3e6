/** Wrong options or a wrong config: thrown in `cli` and `config`, caught once in `main`, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  /** What to do, a line each. */
  readonly help: readonly string[];

  constructor(message: string, help: readonly string[] = []) {
    super(message);
    this.help = help;
  }
}
