/** Node lets its heap grow long before it collects what is not needed any more, such as the texts of large inputs. */
const much = 48_000_000;

/** Lets go of it where it is much: memory stays in proportion to the input then, and the collection pays for itself. */
export async function releaseMemory(): Promise<void> {
  if (process.memoryUsage().heapUsed < much) return;
  const [{ setFlagsFromString }, { runInNewContext }] = await Promise.all([import('node:v8'), import('node:vm')]);
  // https://nodejs.org/docs/latest-v20.x/api/v8.html#v8setflagsfromstringflags: only new contexts see the flag.
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
}
