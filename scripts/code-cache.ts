/**
 * Keeps the code that V8 compiles for a plain run of the built command, for the Node that runs this: part of
 * `npm run build`. See bin/load.js.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Script } from 'node:vm';
import type { main as Main } from '../src/cli/main.ts';

interface Loading {
  readonly codeFolder: (folder: string) => string;
  readonly loader: (folder: string, onScript: (file: string, script: Script) => void) => (file: string) => unknown;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const entry = join(root, 'dist', 'command', 'main.cjs');
const { codeFolder, loader } = createRequire(import.meta.url)('../bin/load.js') as Loading;
const folder = codeFolder(dirname(entry));
rmSync(folder, { recursive: true, force: true });

const scripts = new Map<string, Script>();
const { main } = loader(dirname(entry), (file, script) => scripts.set(file, script))(entry) as { main: typeof Main };

// What a plain run calls is compiled by calling it.
const deployment = ['--central-account', '444455556666', '--backup-role', 'website-backup'];
for (const [example, format] of [
  ['sound', 'json'],
  ['broken', 'pretty'],
] as const) {
  const io = { stdin: process.stdin, stdout: new PassThrough(), stderr: process.stderr, env: {}, cwd: () => root };
  await main([`fixtures/examples/${example}/policy.json`, ...deployment, '--format', format], io);
}

mkdirSync(folder, { recursive: true });
for (const [file, script] of scripts) {
  writeFileSync(join(folder, `${basename(file)}.bin`), script.createCachedData());
}
