'use strict';

// Compiling the command's code is half of its start. `npm run build` keeps what V8 has compiled, for the very Node that
// builds; any other Node compiles anew, or (22 and newer) keeps compiled code by itself.
// https://nodejs.org/docs/latest-v20.x/api/vm.html#new-vmscriptcode-options (cachedData)

const { existsSync, readFileSync } = require('node:fs');
const module_ = require('node:module');
const { basename, dirname, join } = require('node:path');
const { Script } = require('node:vm');

/** Where compiled code for this Node lies; V8 itself refuses what another version has written. */
function codeFolder(folder) {
  return join(folder, `code-${process.version}-${process.platform}-${process.arch}`);
}

/** The exports of a bundled file. */
function load(file) {
  if (existsSync(codeFolder(dirname(file)))) return loader(dirname(file))(file);
  module_.enableCompileCache?.();
  return require(file);
}

/** `require` for the files of one folder; `onScript` is told of each that is run. */
function loader(folder, onScript) {
  const loaded = new Map();
  return function loadFile(file) {
    const known = loaded.get(file);
    if (known !== undefined) return known.exports;
    const script = scriptOf(file, codeFolder(folder));
    onScript?.(file, script);
    const module = { exports: {} };
    loaded.set(file, module);
    const requireFrom = (id) => (id.startsWith('./') ? loadFile(join(folder, id)) : require(id));
    script.runInThisContext()(module.exports, requireFrom, module, file, folder);
    return module.exports;
  };
}

function scriptOf(file, codes) {
  // The bundle is ASCII, which V8 reads fastest as what it is.
  const text = readFileSync(file, 'latin1');
  const code = join(codes, `${basename(file)}.bin`);
  return new Script(`(function (exports, require, module, __filename, __dirname) {${text}\n})`, {
    filename: file,
    ...(existsSync(code) ? { cachedData: readFileSync(code) } : {}),
  });
}

module.exports = { codeFolder, load, loader };
