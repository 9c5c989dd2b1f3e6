import { dirname, resolve } from 'node:path';
import type { KeyHint } from '../estate/fragment.ts';
import { pointerOf } from '../estate/origin.ts';
import type { ReadConfig } from './read.ts';
import { shownPath } from './shown-path.ts';

/** What the config says of keys. Its files are written from its own folder; reports name them from the working folder. */
export function keyHints({ config, place, document, base }: ReadConfig, cwd: string): readonly KeyHint[] {
  const shown = (policy: string): string => {
    const [file = '', pointer] = policy.split('#', 2);
    const path = shownPath(resolve(dirname(place.path), file), cwd);
    return pointer === undefined ? path : `${path}#${pointer}`;
  };
  return (config.keys ?? []).map(({ policy, ...hint }, index) => ({
    ...hint,
    ...(policy === undefined ? {} : { policy: shown(policy) }),
    origin: { kind: 'file', file: document.file, pointer: pointerOf([...base, 'keys', index]) },
  }));
}
