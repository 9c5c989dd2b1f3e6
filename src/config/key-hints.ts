import { dirname, resolve } from 'node:path';
import type { ReadConfig } from './read.ts';
import { shownPath } from './shown-path.ts';

/** What the config says of the key that a policy belongs to. */
export interface KeyHint {
  /** The policy's file as reports name it, or `file#/pointer`. */
  readonly policy: string;
  readonly arn?: string;
  readonly alias?: string;
  readonly resourceTypes?: readonly string[];
}

/** Files are written from the config file's folder; reports name them from the working folder. */
export function keyHints({ config, place }: ReadConfig, cwd: string): readonly KeyHint[] {
  return (config.keys ?? []).map((hint) => {
    const [file = '', pointer] = hint.policy.split('#', 2);
    const shown = shownPath(resolve(dirname(place.path), file), cwd);
    return { ...hint, policy: pointer === undefined ? shown : `${shown}#${pointer}` };
  });
}
