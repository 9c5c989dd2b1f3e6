import { expect, test } from 'vitest';
import { reporters, type Format } from '../../src/report/index.ts';
import { clean, full, options } from './full.ts';

/** `pretty` has golden files of its own: at two widths, with and without colour. */
const formats: readonly Format[] = ['github', 'gitlab', 'junit', 'markdown', 'sarif'];

test.for(formats)('%s shows the report that has every feature as it did before', async (format) => {
  const render = await reporters[format](options);
  await expect(render(full, options)).toMatchFileSnapshot(`golden/full.${format}`);
});

test.for(formats)('%s shows a clean report as it did before', async (format) => {
  const render = await reporters[format](options);
  await expect(render(clean, options)).toMatchFileSnapshot(`golden/clean.${format}`);
});

test.for(formats)('%s ends in one newline', async (format) => {
  const render = await reporters[format](options);
  expect(render(full, options)).toMatch(/[^\n]\n$/);
});
