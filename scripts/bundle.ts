/** Bundles the command and the library into dist; says something only when that fails. `npm run build` runs it. */
import { resolve } from 'node:path';
import {
  build,
  type BuildOptions,
  type CodeSplittingOptions,
  type InputOptions,
  type OutputOptions,
  type Plugin,
} from 'rolldown';
import { lazyRuleDocs } from './lazy-rule-docs.ts';
import { thirdPartyLicenses } from './third-party-licenses.ts';

const root = resolve(import.meta.dirname, '..');

const nothing = '\0nothing';

/** commander starts subcommands that are programs of their own, of which there are none; the module costs 10 ms. */
const commanderWithoutChildProcess: Plugin = {
  name: 'commander-without-child-process',
  resolveId: (source, importer) =>
    source === 'node:child_process' && importer?.includes('commander') === true ? nothing : undefined,
  load: (id) => (id === nothing ? 'module.exports = {};' : undefined),
};

/** Few runs need a hash, and the module costs 5 ms. */
const lazyCrypto: Plugin = {
  name: 'lazy-crypto',
  // The AWS SDK is not part of the start, and needs more of it.
  resolveId: (source, importer = '') =>
    source === 'node:crypto' && !/[\\/]@(?:aws-sdk|smithy|aws-crypto)[\\/]/.test(importer)
      ? '\0lazy-crypto'
      : undefined,
  load: (id) =>
    id === '\0lazy-crypto'
      ? ['createHash', 'randomBytes']
          .map((name) => `export const ${name} = (given) => process.getBuiltinModule('node:crypto').${name}(given);`)
          .join('\n')
      : undefined,
};

type NameFunction = Exclude<NonNullable<CodeSplittingOptions['groups']>[number]['name'], string>;

/** What every run of the command needs is in one file, since each further one costs time; all else is loaded when used. */
const chunkOf: NameFunction = (id, context) => {
  startUp ??= staticImports(context);
  return startUp.has(id) ? 'core' : null;
};

let startUp: ReadonlySet<string> | undefined;

function staticImports(context: Parameters<NameFunction>[1]): ReadonlySet<string> {
  const found = new Set([resolve(root, 'src/cli/main.ts')]);
  // A set is walked on while it grows.
  for (const id of found) for (const imported of context.getModuleInfo(id)?.importedIds ?? []) found.add(imported);
  return found;
}

const common = {
  cwd: root,
  platform: 'node',
  // jsonc-parser's CommonJS form hides its own imports from bundlers.
  resolve: { mainFields: ['module', 'main'] },
} satisfies InputOptions;

const output: OutputOptions = {
  // V8 scans ASCII faster than text of two bytes a character.
  charset: 'ascii',
  // Names stay, so that a stack trace in a bug report can be read.
  minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
};

/** The command, as CommonJS, which starts faster (see bin/load.js); and the library. */
const bundles: BuildOptions[] = [
  {
    ...common,
    input: { main: 'src/cli/main.ts' },
    plugins: [commanderWithoutChildProcess, lazyCrypto, lazyRuleDocs(), thirdPartyLicenses()],
    output: {
      ...output,
      dir: 'dist/command',
      cleanDir: true,
      format: 'cjs',
      // The AWS SDK imports Node's own modules when it first needs them, which scripts that bin/load.js runs cannot.
      dynamicImportInCjs: false,
      entryFileNames: '[name].cjs',
      chunkFileNames: '[name].cjs',
      codeSplitting: { groups: [{ name: chunkOf, debugName: 'start-up' }] },
    },
  },
  {
    ...common,
    input: { index: 'src/index.ts' },
    output: {
      ...output,
      dir: 'dist/library',
      cleanDir: true,
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: '[name].js',
    },
  },
];

await build(bundles);
