/** What holds for all pages: links lead somewhere, and commands have options that exist. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { backuplint } from '../cli/run.ts';
import { fencedBlocks } from '../support/fenced-blocks.ts';

const markdown = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
const pages = [...readdirSync('.'), ...markdown('docs')].filter((file) => file.endsWith('.md'));

interface Link {
  readonly file: string;
  readonly target: string;
}

/** Links within the repository, of text outside code. */
function links(file: string): Link[] {
  const prose = readFileSync(file, 'utf8')
    .replace(/^```[^]*?^```$/gm, '')
    .replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => ({ file, target }))
    .filter(({ target }) => !/^(?:https?|mailto):/.test(target));
}

/** As GitHub makes them of headings. */
function anchors(page: string): readonly string[] {
  return [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function leadsNowhere({ file, target }: Link): boolean {
  const [path = '', anchor] = target.split('#');
  const place = path === '' ? file : join(dirname(file), path);
  if (!existsSync(place)) return true;
  if (anchor === undefined) return false;
  return statSync(place).isDirectory() || !anchors(readFileSync(place, 'utf8')).includes(anchor);
}

test('all links lead somewhere', () => {
  const all = pages.flatMap(links);
  expect(all.length).toBeGreaterThan(50);
  expect(all.filter(leadsNowhere)).toEqual([]);
});

describe('the commands on all pages', () => {
  const commands = ['check', 'collect', 'explain', 'merge', 'simulate'];
  const known = new Map(commands.map((name) => [name, backuplint([name, '--help']).stdout]));

  /** Each line that runs backuplint, in a block that is typed into a shell or run by a CI. */
  const lines = pages.flatMap((file) =>
    fencedBlocks(readFileSync(file, 'utf8'))
      .filter(({ language }) => ['console', 'shell', 'yaml'].includes(language))
      .flatMap(({ text }) => text.replaceAll(/\\\n\s*/g, ' ').split('\n'))
      .flatMap((line) => /npx (?:--yes )?backuplint(?:@[\d.]+)? .*/.exec(line)?.[0] ?? [])
      .map((line) => [file, line] as const),
  );

  test('are many', () => {
    expect(lines.length).toBeGreaterThan(15);
  });

  test.for(lines)('%s: %s', ([, line]) => {
    const words = line.replace(/^npx (?:--yes )?\S+ /, '').split(/[ |]+/);
    const name = words.find((word, index) => index === 0 && commands.includes(word)) ?? 'check';
    const flags = words.flatMap((word) => /^--[a-z][\w-]*/.exec(word)?.[0] ?? []);
    for (const flag of flags) expect(known.get(name)).toMatch(new RegExp(`${flag}(?![\\w-])`));
  });
});
