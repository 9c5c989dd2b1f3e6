#!/usr/bin/env node
'use strict';

const { join } = require('node:path');
const { load } = require('./load.js');

/** Plugins; the bundle itself cannot import modules, since it is run as scripts (see load.js). */
function importModule(url) {
  return import(url);
}

async function run() {
  const { main } = load(join(__dirname, '..', 'dist', 'command', 'main.cjs'));
  process.exitCode = await main(process.argv.slice(2), process, importModule);
}

void run();
