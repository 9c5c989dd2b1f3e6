/**
 * Lets go of what is not needed any more, such as the texts of large inputs. Node lets its heap grow long before it
 * collects by itself; so memory stays in proportion to the input.
 */
export async function releaseMemory(): Promise<void> {
  const [{ setFlagsFromString }, { runInNewContext }] = await Promise.all([import('node:v8'), import('node:vm')]);
  // https://nodejs.org/docs/latest-v20.x/api/v8.html#v8setflagsfromstringflags: only new contexts see the flag.
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
}
