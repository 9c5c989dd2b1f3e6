import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { htmlAssets } from '../../scripts/generate-html-assets.ts';
import { html } from '../../src/report/html.ts';
import { html as markup, sentence, trusted } from '../../src/report/html/markup.ts';
import type { Report, ReportPath } from '../../src/report/model.ts';
import { printable } from '../../src/report/printable.ts';
import { chromiumPath, startBrowser } from './browser.ts';
import { clean, empty, full, hostile, options } from './full.ts';
import { sample } from './sample.ts';

describe('the template', () => {
  test('escapes what is put in, in text and in attributes', () => {
    expect(markup`<a title="${'"><b>'}">${'</a>&'}</a>`.markup).toBe(
      '<a title="&quot;&gt;&lt;b&gt;">&lt;/a&gt;&amp;</a>',
    );
  });

  test.for([
    ['nothing for undefined and false', markup`a${undefined}b${false}c`.markup, 'abc'],
    ['numbers', markup`${0}`.markup, '0'],
    ['the parts of a list', markup`${['<', markup`<i>${'>'}</i>`]}`.markup, '&lt;<i>&gt;</i>'],
    ['HTML that is ours', markup`${trusted('<br>')}`.markup, '<br>'],
    ['lines as lines, and the invisible spelled out', markup`${'a\n\tb\u202e\u0000'}`.markup, 'a\n\tb\\u{202e}\\u{0}'],
    ['code between backticks', markup`${sentence('a `<b>` c')}`.markup, 'a <code>&lt;b&gt;</code> c'],
  ] as const)('writes %s', ([, made, wanted]) => {
    expect(made).toBe(wanted);
  });
});

describe('the document', () => {
  const text = html(full, options);

  test.for([
    ['full', full],
    ['clean', clean],
    ['empty', empty],
  ] as const)('shows the %s report as it did before', async ([name, report]) => {
    const shown = html(report, options)
      .replace(/<(style|script)>[^]*?<\/\1>/g, '<$1>…</$1>')
      .replace(/sha256-[\w+/=]+/g, 'sha256-…');
    await expect(shown).toMatchFileSnapshot(`golden/${name}.html`);
  });

  test('allows only its own style and script, by their hashes', () => {
    const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(text) ?? [];
    const hashOf = (element: string) => {
      const [, content = ''] = new RegExp(`<${element}>([^]*?)</${element}>`).exec(text) ?? [];
      return `&#39;sha256-${createHash('sha256').update(content).digest('base64')}&#39;`;
    };
    expect(policy.split('; ')).toEqual([
      'default-src &#39;none&#39;',
      `script-src ${hashOf('script')}`,
      `style-src ${hashOf('style')}`,
      'img-src data:',
      'base-uri &#39;none&#39;',
      'form-action &#39;none&#39;',
    ]);
  });

  test('refers to nothing but itself and the pages of the rules', () => {
    const targets = [...text.matchAll(/\s(?:src|href|action|data|poster|srcset)="([^"]*)"/g)].map(
      ([, target = '']) => target,
    );
    const outside = targets.filter((target) => !target.startsWith('#') && !target.startsWith('data:image/svg+xml,'));
    expect(outside.length).toBeGreaterThan(0);
    for (const target of outside) expect(target).toMatch(/^https:\/\/unpkg\.com\/backuplint@0\.1\.0\/docs\/rules\//);
  });

  test('of more paths than a browser takes, the worst are drawn and the rest is counted', () => {
    const [sound] = clean.paths;
    const [broken] = sample.paths;
    if (sound === undefined || broken === undefined) throw new Error('the samples have no paths');
    const paths = [...Array.from({ length: 6000 }, (_, index) => ({ ...sound, id: `s${index}` })), broken];
    const large = html({ ...clean, paths }, options);
    expect(large.match(/<article/g)).toHaveLength(5000);
    expect(large).toContain('id="path-6000"');
    expect(large).toMatch(/The 5000 worst of 6001 paths are shown;/);
  });

  test('calls what a bare key policy protects any resource', () => {
    const [path] = clean.paths;
    if (path === undefined) throw new Error('the clean report has no path');
    const bare = html({ ...clean, paths: [path, { ...path, resource: '*', resourceType: '*' }] }, options);
    expect(bare).toContain('<span class="kind">Resource type</span>\n<h3 id="path-1-name" title="*">any resource</h3>');
    expect(bare).toContain('<option value="*">any</option>');
  });

  test('has no style and no handler in an attribute, which the policy would refuse', () => {
    expect(text.replace(/<(style|script)>[^]*?<\/\1>/g, '')).not.toMatch(/<[^>]*\s(?:style|on[a-z]+)=/);
  });

  test('its script and style are made from their sources (npm run generate)', async () => {
    const made = readFileSync(new URL('../../src/report/html/assets.gen.ts', import.meta.url), 'utf8');
    expect(made).toBe(await htmlAssets());
  });
});

describe.skipIf(chromiumPath === undefined)('in Chromium (skipped where none is installed)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'backuplint-html-'));
  let browser: Browser;
  /** For pages that want nothing special. */
  let shared: BrowserContext;
  beforeAll(async () => {
    browser = await startBrowser();
    shared = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  interface Opened {
    readonly page: Page;
    /** Whatever should not happen on any page. */
    readonly complaints: string[];
  }

  async function open(report: Report, context?: BrowserContextOptions, hash = ''): Promise<Opened> {
    const page = await (context === undefined ? shared.newPage() : browser.newPage(context));
    onTestFinished(async () => page.close());
    const file = join(mkdtempSync(join(folder, 'page-')), 'report.html');
    writeFileSync(file, html(report, options));
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => {
      complaints.push(dialog.message());
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (!/^(?:file|data):/.test(request.url())) complaints.push(request.url());
    });
    await page.goto(pathToFileURL(file).href + hash);
    return { page, complaints };
  }

  /** By keyboard: what is far down may move while the cards above are laid out. */
  async function choose(page: Page, radio: string): Promise<void> {
    await page.getByRole('radio', { name: radio }).focus();
    await page.keyboard.press('Space');
  }

  const shownCards = (page: Page, kind: 'path' | 'finding') => page.locator(`.card.${kind}:not([hidden])`);
  const ordersLeg = { name: 'cross-account copy to central: fails, show requests' };

  test.for([
    ['light, wide', { colorScheme: 'light' }],
    ['dark, narrow', { colorScheme: 'dark', viewport: { width: 390, height: 800 } }],
  ] as const)('opens without a complaint, a request or a dialog: %s', async ([, context]) => {
    const { page, complaints } = await open(full, context);
    await page.getByRole('button', { name: 'Open broken legs' }).click();
    expect(complaints).toEqual([]);
  });

  test('hostile names are text, whole and in order', async () => {
    const { page } = await open(full);
    expect(await page.locator('script').count()).toBe(1);
    expect(await page.locator('.finding .message').filter({ hasText: '@org/team' }).textContent()).toBe(
      hostile.split('\n').map(printable).join('\n').replaceAll('`code`', 'code'),
    );
  });

  test('Enter on a leg opens who asked what and which statement decided, Enter again closes it', async () => {
    const { page } = await open(sample);
    const leg = page.getByRole('button', ordersLeg);
    const panel = page.getByRole('region', { name: 'cross-account copy to central' }).first();
    expect(await leg.getAttribute('aria-expanded')).toBe('false');
    await leg.focus();
    await page.keyboard.press('Enter');
    expect(await leg.getAttribute('aria-expanded')).toBe('true');
    expect(await panel.innerText()).toMatch(
      /AWSServiceRoleForBackup \(444455556666\) may not call kms:CreateGrant on key 1234abcd\s+Nothing allows it/,
    );
    expect(await panel.innerText()).toMatch(/The key policy allows it: \/Statement\/0/);
    await page.keyboard.press('Enter');
    expect(await leg.getAttribute('aria-expanded')).toBe('false');
    expect(await panel.isVisible()).toBe(false);
  });

  test('every leg says in words how it fares, and draws it in a shape of its own', async () => {
    const { page } = await open(full);
    for (const [outcome, words] of [
      ['allowed', 'works'],
      ['denied', 'fails'],
      ['unknown', 'cannot be decided'],
    ] as const) {
      const legs = page.locator(`button.leg.${outcome}`);
      expect(await legs.count()).toBeGreaterThan(0);
      expect(await legs.first().textContent()).toContain(words);
      expect(await legs.first().locator('use').getAttribute('href')).toBe(`#i-${outcome}`);
    }
  });

  test('paths are filtered by outcome, text and type; the count is told; one button lifts it all', async () => {
    const { page } = await open(full);
    const count = page.locator('#path-count');
    expect(await count.getAttribute('role')).toBe('status');
    expect(await count.innerText()).toBe('32 backup paths');

    await choose(page, 'Fail 4');
    expect(await count.innerText()).toBe('4 of 32 backup paths');
    await page.getByLabel('Search in backup paths').fill('CUSTOMERS nowhere');
    expect(await count.innerText()).toBe('0 of 32 backup paths');
    expect(await page.getByText('No path matches.').isVisible()).toBe(true);
    await page.getByLabel('Search in backup paths').fill('customers Deny');
    expect(await shownCards(page, 'path').count()).toBe(1);

    await page.locator('#path-reset').click();
    expect(await count.innerText()).toBe('32 backup paths');
    await page.locator('#path-type').selectOption('EBS');
    expect(await count.innerText()).toBe('25 of 32 backup paths');
  });

  test('the search finds full ARNs, of which the picture shows only the name', async () => {
    const { page } = await open(full);
    await page.getByLabel('Search in backup paths').fill('arn:aws:dynamodb:eu-west-2:111122223333:table/sessions');
    expect(await shownCards(page, 'path').count()).toBe(1);
  });

  test('findings are filtered by severity and text', async () => {
    const { page } = await open(full);
    await choose(page, 'Errors 5');
    expect(await page.locator('#finding-count').innerText()).toBe('5 of 20 findings');
    await page.getByLabel('Search in findings').fill('dynamodb');
    expect(await shownCards(page, 'finding').count()).toBe(1);
  });

  test('the overview leads to the paths of a type and to the findings of a rule', async () => {
    const { page } = await open(full);
    await page.getByRole('button', { name: 'EFS' }).click();
    expect(await page.locator('#path-count').innerText()).toBe('1 of 32 backup paths');
    await page.getByRole('button', { name: 'kms/undecided' }).click();
    expect(await page.locator('#finding-count').innerText()).toBe('1 of 20 findings');
    expect(await page.evaluate('document.activeElement.id')).toBe('findings');
  });

  test('a finding leads to its paths', async () => {
    const { page } = await open(full);
    const finding = page.locator('.finding').filter({ hasText: 'kms/explicit-deny' });
    await finding.locator('summary').press('Enter');
    await finding.getByRole('button', { name: 'Show only this path' }).press('Enter');
    expect(await shownCards(page, 'path').locator('h3').textContent()).toContain('customers');
  });

  test('a path leads to its findings, which open', async () => {
    const { page } = await open(sample);
    await page.getByRole('button', ordersLeg).press('Enter');
    await page.getByRole('link', { name: 'error: kms/grant-access' }).press('Enter');
    const finding = page.locator('.finding[open]').filter({ hasText: 'kms/grant-access' });
    await finding.waitFor();
    expect(await finding.locator('.frame').innerText()).toContain('12 |       "Sid": "Grants"');
  });

  test.for([
    ['a path', '#path-2', '.path[id="path-2"]'],
    ['a leg', '#leg-0-1', '[id="leg-0-1"]'],
    ['a finding', '#finding-1', '.finding[open]'],
  ] as const)('a link to %s shows it, whatever was folded', async ([, hash, selector]) => {
    const { page } = await open(sample, undefined, hash);
    expect(await page.locator(selector).isVisible()).toBe(true);
  });

  test('a link to a card that a filter hides lifts the filter', async () => {
    const { page } = await open(sample);
    await choose(page, 'Fail 1');
    await page.evaluate("location.hash = '#path-2'");
    await page.locator('#path-2').waitFor({ state: 'visible' });
    expect(await page.locator('#path-count').innerText()).toBe('3 backup paths');
  });

  test.for([1280, 800, 390])('at %i px the page never scrolls sideways, with everything open', async (width) => {
    const { page } = await open(full, { viewport: { width, height: 800 } });
    await page.evaluate("document.querySelectorAll('button.leg').forEach((leg) => leg.click())");
    await page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })");
    // Cards out of sight are laid out only when asked for.
    await page.evaluate(
      "document.querySelectorAll('.path').forEach((card) => { card.style.contentVisibility = 'visible'; })",
    );
    expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
  });

  test('colours follow the system, and the switch overrules it, also after a reload', async () => {
    const { page } = await open(sample, { colorScheme: 'dark' });
    const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const dark = await background();
    await choose(page, 'Light');
    const light = await background();
    expect(light).not.toBe(dark);
    await page.reload();
    expect(await background()).toBe(light);
    await choose(page, 'Auto');
    expect(await background()).toBe(dark);
  });

  test.for(['light', 'dark'] as const)('every text stands out from its ground by 4.5 to 1: %s', async (colorScheme) => {
    const { page } = await open(full, { colorScheme });
    await page.evaluate("document.querySelectorAll('button.leg').forEach((leg) => leg.click())");
    await page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })");
    expect(await page.evaluate(poorContrasts)).toEqual([]);
  });

  test('landmarks, headings and names are there for a screen reader', async () => {
    const { page } = await open(full);
    for (const role of ['banner', 'navigation', 'main', 'contentinfo'] as const) {
      expect(await page.getByRole(role).count()).toBe(1);
    }
    expect(await page.getByRole('search').count()).toBe(2);
    expect(await page.evaluate(skippedHeadings)).toEqual([]);
    expect(await page.evaluate(namelessControls)).toEqual([]);
    expect(await page.evaluate(repeatedIds)).toEqual([]);
  });

  test('Tab begins with the link past the header', async () => {
    const { page } = await open(sample);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the report');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
  });

  test('without scripts everything is there, unfolded, and no control that would do nothing', async () => {
    const { page } = await open(sample, { javaScriptEnabled: false });
    expect(await page.locator('.panel').first().isVisible()).toBe(true);
    expect(await page.locator('.toolbar').first().isVisible()).toBe(false);
    expect(await page.locator('#theme').isVisible()).toBe(false);
  });

  test('prints on white, with the broken legs and findings unfolded and without the controls', async () => {
    const { page } = await open(sample, { colorScheme: 'dark' });
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate('getComputedStyle(document.querySelector(".card")).backgroundColor')).toBe(
      'rgb(255, 255, 255)',
    );
    expect(await page.locator('.panel.denied').first().isVisible()).toBe(true);
    expect(await page.locator('.panel.allowed').first().isVisible()).toBe(false);
    expect(await page.locator('.finding .body').first().isVisible()).toBe(true);
    expect(await page.locator('.toolbar').first().isVisible()).toBe(false);
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    expect(await page.locator('.finding[open]').count()).toBe(0);
  });

  test('the corrected policy can be copied, whatever it holds', async () => {
    const { page } = await open(full, { permissions: ['clipboard-read', 'clipboard-write'] });
    const fix = page.locator('#fix-1');
    await fix.locator('summary').press('Enter');
    await fix.locator('[data-copy="policy-1"]').press('Enter');
    await fix.getByRole('button', { name: 'Copied' }).waitFor();
    const copied = JSON.parse(String(await page.evaluate('navigator.clipboard.readText()')));
    expect(copied).toEqual({ Version: '2012-10-17', Id: hostile, Statement: [] });
  });

  test('2,000 paths are searched and unfolded as a few are', async () => {
    const paths = Array.from({ length: 2000 }, (_, index): ReportPath => {
      const model = sample.paths[index % sample.paths.length] ?? sample.paths[0];
      if (model === undefined) throw new Error('the sample has no paths');
      return { ...model, id: `p${index}`, resource: `arn:aws:rds:eu-west-2:111122223333:db:orders-${index}` };
    });
    const { page, complaints } = await open({ ...sample, paths });
    // By id: Playwright's queries by role and label would compute them for the whole page.
    await page.locator('#path-search').fill('orders-199');
    expect(await page.locator('#path-count').innerText()).toBe('11 of 2000 backup paths');
    await page.locator('#open-legs').click();
    expect(
      await page.evaluate("document.querySelectorAll('.card:not([hidden]) .panel:not([hidden])').length"),
    ).toBeGreaterThan(3);
    expect(complaints).toEqual([]);
  });
});

/** Runs in the page: texts whose colour is too near to the ground that they stand on. */
const poorContrasts = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const groundOf = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const ground = rgba(getComputedStyle(at).backgroundColor);
      if (ground[3] > 200) return ground;
    }
    return [255, 255, 255, 255];
  };
  const luminance = ([r, g, b]) => {
    const [R, G, B] = [r, g, b].map((part) => (part /= 255) <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * R + 0.7152 * G + 0.0722 * B;
  };
  const poor = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility() || element.closest('option, .skip')) continue;
    const [one, other] = [rgba(getComputedStyle(element).color), groundOf(element)].map(luminance).sort((a, b) => b - a);
    const ratio = (one + 0.05) / (other + 0.05);
    if (ratio < 4.5) poor.add(element.className + ': ' + walker.currentNode.data.trim().slice(0, 30) + ' ' + ratio.toFixed(2));
  }
  return [...poor];
})()`;

/** Runs in the page: headings more than one level below the heading before. */
const skippedHeadings = `(() => {
  const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((heading) => Number(heading.tagName[1]));
  return levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1);
})()`;

const namelessControls = `[...document.querySelectorAll('button, a, input, select, summary')]
  .filter((control) => !(control.getAttribute('aria-label') ?? [...(control.labels ?? [])].map((label) => label.textContent).join('') + control.textContent).trim())
  .map((control) => control.outerHTML.slice(0, 80))`;

const repeatedIds = `(() => {
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  return ids.filter((id, index) => ids.indexOf(id) !== index);
})()`;
