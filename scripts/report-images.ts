/** Takes the pictures of the HTML report in `docs/images`: `npx tsx scripts/report-images.ts`. Needs Chromium. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { main } from '../src/cli/main.ts';
import { startBrowser } from '../test/report/browser.ts';
import { demoEstate } from './demo-estate.ts';

interface Picture {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly colors: 'light' | 'dark';
  readonly prepare: (page: Page) => Promise<void>;
}

const pictures: readonly Picture[] = [
  { name: 'report-overview', width: 1280, height: 830, colors: 'light', prepare: async () => undefined },
  { name: 'report-path', width: 1280, height: 800, colors: 'light', prepare: showBrokenPath },
  { name: 'report-dark', width: 1280, height: 780, colors: 'dark', prepare: showFinding },
  { name: 'report-phone', width: 390, height: 844, colors: 'light', prepare: showBrokenPath },
];

async function showBrokenPath(page: Page): Promise<void> {
  await page.locator('.branches:has(li + li) button.leg.denied').first().press('Enter');
  await page.evaluate("document.querySelector('.path:has(.leg[aria-expanded=true])').scrollIntoView()");
}

async function showFinding(page: Page): Promise<void> {
  await page.locator('.finding.error > summary').first().press('Enter');
  await page.evaluate("document.querySelector('#findings').scrollIntoView()");
}

const images = fileURLToPath(new URL('../docs/images/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'backuplint-images-'));
try {
  mkdirSync(images, { recursive: true });
  await writeReport();
  const browser = await startBrowser();
  for (const picture of pictures) await take(browser, picture);
  await browser.close();
} finally {
  rmSync(folder, { recursive: true });
}

async function writeReport(): Promise<void> {
  for (const [file, text] of Object.entries(demoEstate)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const { stdin, stdout, stderr, env } = process;
  const code = await main(['--format', 'html', '-o', 'report.html'], { stdin, stdout, stderr, env, cwd: () => folder });
  if (code !== 1) throw new Error(`the shop has broken paths, yet the run ended with ${code}`);
}

async function take(browser: Browser, { name, width, height, colors, prepare }: Picture): Promise<void> {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: colors });
  await page.goto(pathToFileURL(join(folder, 'report.html')).href);
  await prepare(page);
  // The ring around what has the focus belongs to the keyboard.
  await page.evaluate('document.activeElement.blur()');
  await page.screenshot({ path: join(images, `${name}.png`) });
  await page.close();
}
