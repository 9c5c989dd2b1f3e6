/**
 * Bundles what the HTML report does and looks like in a browser into `src/report/html/assets.gen.ts`; with `--check`
 * it only says whether the committed file is fresh. `npm run generate` runs it.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const target = fileURLToPath(new URL('../src/report/html/assets.gen.ts', import.meta.url));
const source = (name: string): string => fileURLToPath(new URL(`../src/report/html/browser/${name}`, import.meta.url));

export async function htmlAssets(): Promise<string> {
  const style = leanStyle(readFileSync(source('report.css'), 'utf8'));
  const script = await bundle(source('main.ts'));
  return [
    '// Made by scripts/generate-html-assets.ts from src/report/html/browser: do not edit.',
    ...constants('style', style),
    ...constants('script', script),
    '',
  ].join('\n');
}

/** The hashes let a page forbid every other style and script: https://www.w3.org/TR/CSP3/#source-list-syntax */
function constants(name: string, text: string): string[] {
  if (/<\/(?:script|style)/i.test(text)) throw new Error(`the ${name} would end its own element`);
  const hash = `sha256-${createHash('sha256').update(text).digest('base64')}`;
  return [
    `export const ${name}Hash = '${hash}';`,
    `export const ${name}Text =`,
    ...text
      .split(/(?<=\n)/)
      .map((line, index, { length }) => `  ${JSON.stringify(line)}${index === length - 1 ? ';' : ' +'}`),
  ];
}

/** Without comments and indentation; what is left stays readable. */
function leanStyle(text: string): string {
  return text
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/\n\s*/g, '\n')
    .trim();
}

async function bundle(input: string): Promise<string> {
  const build = await rolldown({ input, platform: 'browser' });
  const { output } = await build.generate({ format: 'iife', minify: true });
  await build.close();
  return output[0].code.trim();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wanted = await htmlAssets();
  const isFresh = () => readFileSync(target, 'utf8') === wanted;
  if (!process.argv.includes('--check')) writeFileSync(target, wanted);
  else if (!isFresh()) {
    console.error('src/report/html/assets.gen.ts is stale: run npm run generate');
    process.exitCode = 1;
  }
}
