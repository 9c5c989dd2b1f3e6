import { execFileSync } from 'node:child_process';
import { mkdtempSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface PackedFile {
  readonly path: string;
  readonly size: number;
}

export interface Packed {
  /** The tarball that `npm publish` would upload, of what has been built. */
  readonly tarball: string;
  readonly size: number;
  readonly files: readonly PackedFile[];
}

let packed: Packed | undefined;

export function pack(): Packed {
  if (packed !== undefined) return packed;
  const folder = mkdtempSync(join(tmpdir(), 'backuplint-pack-'));
  const printed = npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder], process.cwd());
  const [made] = JSON.parse(printed) as PackResult[];
  if (made === undefined) throw new Error('npm pack made nothing');
  packed = { tarball: join(folder, made.filename), size: made.size, files: made.files };
  return packed;
}

interface PackResult {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly PackedFile[];
}

/** A folder of its own in which the packed tool is installed, and nothing else; nothing is fetched for it. */
export function installed(): string {
  const folder = mkdtempSync(join(tmpdir(), 'backuplint-installed-'));
  mkdirSync(join(folder, 'node_modules'));
  npm(['install', '--offline', '--no-save', '--no-audit', '--no-fund', pack().tarball], folder);
  return folder;
}

function npm(args: readonly string[], cwd: string): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
