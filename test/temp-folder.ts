import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let folder: string | undefined;

/** All that a run of the tests leaves in temporary folders lies in one, which goes with the run. */
export function setup(): void {
  folder = mkdtempSync(join(tmpdir(), 'backuplint-tests-'));
  process.env['TMPDIR'] = folder;
}

export function teardown(): void {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
