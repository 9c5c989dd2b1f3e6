import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'rolldown';

interface Package {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  /** None: a few of the AWS SDK's packages come without it. */
  readonly text?: string;
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
      const sections = packages.map((each) => section(each, textOf(each, packages)));
      this.emitFile({ type: 'asset', fileName: 'THIRD_PARTY_LICENSES', source: sections.join('\n') });
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
  const text = file === undefined ? {} : { text: readFileSync(join(folder, file), 'utf8').trim() };
  return { name, version, license, ...text };
}

/** Packages of one scope come from one repository, with one licence text. */
function textOf({ name, license, text }: Package, packages: readonly Package[]): string {
  const scope = /^@[^/]+\//.exec(name)?.[0] ?? name;
  const sibling = packages.find((other) => other.name.startsWith(scope) && other.license === license && other.text);
  const own = text ?? sibling?.text;
  if (own === undefined) throw new Error(`${name} has no licence text`);
  return own;
}

function section({ name, version, license }: Package, text: string): string {
  return `${rule}\n${name} ${version} (${license})\n${rule}\n\n${text}\n`;
}
