import type { Writable } from 'node:stream';
import type { ImportModule } from '../config/plugins.ts';

/** Everything the command line touches of the world outside; `process` is one. */
export interface Io {
  readonly stdin: AsyncIterable<Uint8Array> & { readonly isTTY?: boolean };
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: () => string;
  /** `import()` of a file's URL; the bundle, which is run as scripts, has none of its own. */
  readonly importModule?: ImportModule | undefined;
}

/** A stream that may be a terminal. */
export type Terminal = Pick<Writable, 'write' | 'on'> & { readonly isTTY?: boolean; readonly columns?: number };

export interface GuardedIo {
  readonly io: Io;
  /** Once all is written: why it could not be, if so (a full disk). */
  readonly failure: () => Promise<Error | undefined>;
}

/**
 * A reader that goes away (`| head`) is no failure: what is left is not written, and the exit code stays. Streams are
 * touched only when they are used, since Node makes each when it is first asked for, which costs a millisecond.
 */
export function guarded(io: Omit<Io, 'importModule'>, importModule: ImportModule | undefined): GuardedIo {
  const streams = new Set<Terminal>();
  const errors: Error[] = [];
  const guard = (stream: Terminal): Terminal => {
    if (streams.has(stream)) return stream;
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') errors.push(error);
    });
    streams.add(stream);
    return stream;
  };
  return {
    io: {
      get stdin() {
        return io.stdin;
      },
      get stdout() {
        return guard(io.stdout);
      },
      get stderr() {
        return guard(io.stderr);
      },
      env: io.env,
      cwd: () => io.cwd(),
      importModule,
    },
    async failure() {
      await Promise.all([...streams].map(written));
      return errors[0];
    },
  };
}

/** What was written before is written once this is called back, or the stream has told its error. */
async function written(stream: Terminal): Promise<void> {
  await new Promise<void>((resume) => {
    stream.write('', () => setImmediate(resume));
  });
}

/** Colour for a stream: a flag decides, then FORCE_COLOR, then NO_COLOR (as Node does), then whether it is a terminal. */
export function wantsColor(stream: Terminal, env: Io['env'], flag: boolean | undefined): boolean {
  if (flag !== undefined) return flag;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if (env['NO_COLOR']) return false;
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

const defaultWidth = 80;
const widest = 120;

/** Columns to write in: the terminal's, else COLUMNS, else 80; long lines are hard to read, so at most 120. */
export function widthOf(stream: Terminal, env: Io['env']): number {
  const columns = stream.columns ?? Number(env['COLUMNS']);
  return Number.isInteger(columns) && columns >= 40 ? Math.min(columns, widest) : defaultWidth;
}
