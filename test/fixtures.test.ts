/** Whole deployments, as users have them: what is found in each stands in its `expected.txt`. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { checkFolder } from './support/check-folder.ts';

const deployments = fileURLToPath(new URL('../fixtures/deployments/', import.meta.url));

test.for(readdirSync(deployments))('%s', async (name) => {
  const { lines } = await checkFolder(`${deployments}${name}`);
  const text = lines.map((line) => `${line}\n`).join('');
  await expect(text).toMatchFileSnapshot(`${deployments}${name}/expected.txt`);
});
