/**
 * Writes everything in the repository that is made from something else: the rules' pages, the page of failure causes,
 * the permissions of the live account, the config's reference, the evaluator's tables and the JSON Schemas. `--check` writes nothing and fails when something is stale.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rules } from '../rules/index.ts';
import { rulePage, rulesTable } from '../rules/page.ts';
import { configPage } from './config-page.ts';
import { livePage } from './live-page.ts';
import { failureCausesPage } from './failure-causes-page.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Generators that are scripts of their own; each takes `--check`. */
const furtherGenerators = [
  'scripts/generate-iam-tables.ts',
  'scripts/generate-schema.ts',
  'scripts/generate-html-assets.ts',
];

/** Path from the repository's root → text. */
export function generatedPages(): ReadonlyMap<string, string> {
  return new Map([
    ['docs/rules/README.md', rulesTable(rules)],
    ...rules.map((rule): [string, string] => [`docs/rules/${rule.id}.md`, rulePage(rule)]),
    ['docs/failure-causes.md', failureCausesPage()],
    ['docs/config.md', configPage(read('docs/config.md') ?? '')],
    ['docs/live.md', livePage(read('docs/live.md') ?? '')],
  ]);
}

/** Pages that are missing, differ, or belong to no rule any more. */
export function stalePages(): readonly string[] {
  const pages = generatedPages();
  const differing = [...pages].filter(([path, text]) => read(path) !== text).map(([path]) => path);
  return [...differing, ...existingPages().filter((path) => !pages.has(path))];
}

function existingPages(): readonly string[] {
  const folder = join(root, 'docs/rules');
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md'));
  return files.map((file) => `docs/rules/${file.replaceAll('\\', '/')}`);
}

function read(path: string): string | undefined {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function writePages(): void {
  const pages = generatedPages();
  for (const path of existingPages().filter((page) => !pages.has(page))) rmSync(join(root, path));
  for (const [path, text] of pages) write(path, text);
}

/** False when a generator says that its files are stale; it names them itself. */
function runGenerator(script: string, flags: readonly string[]): boolean {
  try {
    execFileSync(process.execPath, ['--import', 'tsx', join(root, script), ...flags], { cwd: root, stdio: 'inherit' });
    return true;
  } catch {
    return false;
  }
}

function main(flags: readonly string[]): number {
  const check = flags.includes('--check');
  const stale = check ? stalePages() : [];
  if (!check) writePages();
  for (const path of stale) console.error(`${path} is stale: run npm run generate`);
  const further = furtherGenerators.filter((script) => existsSync(join(root, script)));
  const succeeded = further.map((script) => runGenerator(script, flags));
  return stale.length === 0 && succeeded.every(Boolean) ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv.slice(2));
