#!/usr/bin/env node
'use strict';

const { join } = require('node:path');
const { load } = require('./load.js');

async function run() {
  const { main } = load(join(__dirname, '..', 'dist', 'command', 'main.cjs'));
  process.exitCode = await main(process.argv.slice(2), process);
}

void run();
