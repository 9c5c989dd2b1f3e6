import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'rolldown';

interface Package {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly text: string;
}

const rule = '-'.repeat(80);

/** Writes the licences of all packages whose code is in the bundle to `THIRD_PARTY_LICENSES`, beside it. */
export function thirdPartyLicenses(): Plugin {
  return {
    name: 'third-party-licenses',
    generateBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap((output) => (output.type === 'chunk' ? output.moduleIds : []));
      const folders = new Set(modules.flatMap((module) => packageFolder(module) ?? []));
      const packages = [...folders].map(readPackage).sort((left, right) => (left.name < right.name ? -1 : 1));
      this.emitFile({ type: 'asset', fileName: 'THIRD_PARTY_LICENSES', source: packages.map(section).join('\n') });
    },
  };
}

/** The folder of the innermost package that a module belongs to. */
function packageFolder(module: string): string | undefined {
  return /^.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/.exec(module)?.[0];
}

function readPackage(folder: string): Package {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Package;
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${name} has no licence text in ${folder}`);
  return { name, version, license, text: readFileSync(join(folder, file), 'utf8').trim() };
}

function section({ name, version, license, text }: Package): string {
  return `${rule}\n${name} ${version} (${license})\n${rule}\n\n${text}\n`;
}
