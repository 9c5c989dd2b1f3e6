import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where Chromium is installed, if it is; `CHROMIUM` names another place. */
export const chromiumPath = [process.env['CHROMIUM'] ?? '', ...places].find((path) => path !== '' && existsSync(path));

/** No network of its own: what a page asks for is all that is asked for. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function startBrowser(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('no Chromium is installed');
  return chromium.launch({ executablePath: chromiumPath, args: quiet });
}
