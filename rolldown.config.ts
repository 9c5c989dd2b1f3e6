import { defineConfig, type CodeSplittingOptions, type Plugin } from 'rolldown';
import { thirdPartyLicenses } from './scripts/third-party-licenses.ts';

const nothing = '\0nothing';

/** commander starts subcommands that are programs of their own, of which there are none; the module costs 10 ms. */
const commanderWithoutChildProcess: Plugin = {
  name: 'commander-without-child-process',
  resolveId: (source, importer) =>
    source === 'node:child_process' && importer?.includes('commander') === true ? nothing : undefined,
  load: (id) => (id === nothing ? 'module.exports = {};' : undefined),
};

/**
 * What every run of the command needs is in two files, since each further one costs a run a third of a millisecond:
 * `command`, and `core`, which the library needs as well. All else is loaded when it is used.
 */
const chunkOf: NameFunction = (id, context) => {
  startUp ??= staticImports(context);
  if (!startUp.has(id)) return null;
  return /[/\\]src[/\\]cli[/\\]/.test(id) ? 'command' : 'core';
};

type NameFunction = Exclude<NonNullable<CodeSplittingOptions['groups']>[number]['name'], string>;

let startUp: ReadonlySet<string> | undefined;

function staticImports(context: Parameters<NameFunction>[1]): ReadonlySet<string> {
  const found = new Set([`${import.meta.dirname}/src/cli/main.ts`]);
  // A set is walked on while it grows.
  for (const id of found) for (const imported of context.getModuleInfo(id)?.importedIds ?? []) found.add(imported);
  return found;
}

/** The published code. */
export default defineConfig({
  input: { cli: 'src/cli/main.ts', index: 'src/index.ts' },
  platform: 'node',
  // jsonc-parser's CommonJS form hides its own imports from bundlers.
  resolve: { mainFields: ['module', 'main'] },
  plugins: [commanderWithoutChildProcess, thirdPartyLicenses()],
  output: {
    dir: 'dist',
    cleanDir: true,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
    codeSplitting: { groups: [{ name: chunkOf, debugName: 'start-up', includeDependenciesRecursively: false }] },
    // Names stay, so that a stack trace in a bug report can be read.
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
  },
});
