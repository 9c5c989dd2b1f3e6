/** The guides show what the command prints: each of their console blocks is run, in the folder that the page names. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { backuplint, command } from '../cli/run.ts';
import { fencedBlocks } from '../support/fenced-blocks.ts';

const pages = readdirSync('docs/guides').map((name) => `docs/guides/${name}`);

interface Session {
  readonly typed: string;
  readonly shown: readonly string[];
}

function sessions(block: string): readonly Session[] {
  return block
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [typed = '', ...shown] = part.trimEnd().split('\n');
      return { typed, shown };
    });
}

/** Whether the lines are those that are shown, where `...` stands for any. */
function isShown(lines: readonly string[], shown: readonly string[]): boolean {
  const [first, ...rest] = shown;
  if (first === undefined) return lines.length === 0;
  if (first !== '...') return lines[0] === first && isShown(lines.slice(1), rest);
  return rest.length === 0 || lines.some((_, index) => isShown(lines.slice(index), rest));
}

test('there are guides', () => {
  expect(pages.length).toBeGreaterThan(1);
});

test.for(pages)('%s shows what is printed', (file) => {
  const page = readFileSync(file, 'utf8');
  const example = /<!-- run in (\S+) -->/.exec(page)?.[1] ?? 'none';
  const folder = mkdtempSync(join(tmpdir(), 'backuplint-guide-'));
  cpSync(example, folder, { recursive: true });
  const blocks = fencedBlocks(page).filter(({ language }) => language === 'console');
  expect(blocks).not.toEqual([]);
  for (const { typed, shown } of blocks.flatMap(({ text }) => sessions(text))) {
    const line = typed.replace(/^npx backuplint/, `"${process.execPath}" "${command}"`);
    const { stdout } = spawnSync('bash', ['-c', line], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] },
    });
    const lines = stdout.trimEnd().split('\n');
    // The comparison names the lines where it fails; a true value would not.
    expect(isShown(lines, shown) ? shown : lines, typed).toEqual(shown);
  }
});

test('the README shows what its first command prints', () => {
  const [typed = '', shown = ''] = fencedBlocks(readFileSync('README.md', 'utf8')).map(({ text }) => text.trimEnd());
  const folder = mkdtempSync(join(tmpdir(), 'backuplint-readme-'));
  cpSync('fixtures/examples/broken', folder, { recursive: true });
  const args = typed.replace(/^\$ npx backuplint /, '').split(' ');
  const lines = backuplint(args, { cwd: folder }).stdout.trimEnd().split('\n');
  expect(isShown(lines, shown.split('\n')) ? shown.split('\n') : lines).toEqual(shown.split('\n'));
});
