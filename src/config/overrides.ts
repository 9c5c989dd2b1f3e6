import { dirname, relative, resolve, sep } from 'node:path';
import type { ExpiredOverride, Override } from '../engine/settings.ts';
import { pointerOf } from '../estate/origin.ts';
import { compileGlob, matchGlob } from '../iam/glob.ts';
import type { ReadConfig } from './read.ts';

export interface Overrides {
  readonly current: readonly Override[];
  readonly expired: readonly ExpiredOverride[];
}

type Configured = NonNullable<ReadConfig['config']['overrides']>[number];

/** `today` as `2027-03-31`; an override still applies on its last day. */
export async function readOverrides(read: ReadConfig, cwd: string, today: string): Promise<Overrides> {
  const overrides = read.config.overrides ?? [];
  const isExpired = ({ until }: Configured): boolean => until !== undefined && until < today;
  return {
    current: await Promise.all(
      overrides.filter((override) => !isExpired(override)).map((override) => compiled(override, read, cwd)),
    ),
    expired: overrides.flatMap((override, index) => (isExpired(override) ? [expired(override, index, read)] : [])),
  };
}

/** With files and subjects given, both must match: what silences findings is read narrowly. */
async function compiled({ files, subjects, rules }: Configured, read: ReadConfig, cwd: string): Promise<Override> {
  const isFile = files === undefined ? undefined : await fileMatcher(files, dirname(read.place.path), cwd);
  const globs = subjects?.map(compileGlob);
  return {
    matches: (file, subject) =>
      (isFile === undefined || (file !== undefined && isFile(file))) &&
      (globs === undefined || globs.some((glob) => matchGlob(glob, subject))),
    rules,
  };
}

/** Globs are written from the config file's folder; reports name files from the working folder. */
async function fileMatcher(globs: readonly string[], folder: string, cwd: string): Promise<(file: string) => boolean> {
  const { default: picomatch } = await import('picomatch');
  const matches = picomatch([...globs], { dot: true });
  return (file) => matches(relative(folder, resolve(cwd, file)).split(sep).join('/'));
}

function expired({ until = '', reason, rules }: Configured, index: number, read: ReadConfig): ExpiredOverride {
  const pointer = pointerOf([...read.base, 'overrides', index]);
  return { origin: { kind: 'file', file: read.document.file, pointer }, until, reason, rules: Object.keys(rules) };
}
