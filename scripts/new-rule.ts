/** `npm run new-rule kms/what-is-wrong`: writes a rule, its test and a fixture, and lists the rule. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exampleConfig, soundPolicyFile } from '../rules/examples.ts';

export interface Scaffold {
  /** Path from the repository's root → text. */
  readonly files: ReadonlyMap<string, string>;
  /** `rules/index.ts` with the rule listed. */
  readonly index: string;
}

/** Ids read after "allow": they name the defect, never the remedy. */
const idPattern = /^(kms|backup)\/[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

export function scaffold(id: string, index: string): Scaffold {
  if (!idPattern.test(id)) throw new Error(notAnId(id));
  const name = exportName(id);
  return {
    files: new Map([
      [`rules/${id}.ts`, ruleText(id, name)],
      [`test/rules/${id}.test.ts`, testText(id)],
      [`fixtures/deployments/${id.replace('/', '-')}/policy.json`, soundPolicyFile()],
      [`fixtures/deployments/${id.replace('/', '-')}/backuplint.config.yaml`, exampleConfig],
    ]),
    index: listed(index, id, name),
  };
}

function notAnId(id: string): string {
  return `"${id}" is no rule id: expected kms/what-is-wrong or backup/what-is-wrong`;
}

/** `kms/key-state` → `keyState`. */
function exportName(id: string): string {
  const name = id.slice(id.indexOf('/') + 1);
  return name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function listed(index: string, id: string, name: string): string {
  const imports = `import { ${name} } from './${id}.ts';\n`;
  return index
    .replace(/\n\nexport const rules/, `\n${imports}\nexport const rules`)
    .replace(/\n\];/, `\n  ${name},\n];`);
}

function ruleText(id: string, name: string): string {
  return `import type { Rule } from '../../src/engine/rule.ts';
import { soundPolicyFile } from '../examples.ts';

export const ${name}: Rule = {
  id: '${id}',
  severity: 'warning',
  docs: {
    what: 'Say in one line what the rule finds.',
    why: 'Say what AWS does then, and how a backup or copy fails.',
    remedy: 'Say what to change.',
    firing: { title: 'Name the defect', files: { 'policy.json': soundPolicyFile() } },
    silent: { title: 'Name what is right', files: { 'policy.json': soundPolicyFile() } },
    // At least one page of AWS that states the fact.
    sources: [],
  },

  *checkKey() {
    // Ask the model and the decisions of the judged key; yield one finding for each cause.
  },
};
`;
}

function testText(id: string): string {
  return `import { describe, expect, test } from 'vitest';
import { soundPolicyFile } from '../../../rules/examples.ts';
import { findingsOf } from '../../support/check-files.ts';

describe('${id}', () => {
  test.for([{ name: 'is silent about the policy of the guidance', policy: soundPolicyFile(), messages: [] }])(
    '$name',
    async ({ policy, messages }) => {
      const findings = await findingsOf('${id}', { 'policy.json': policy });
      expect(findings.map(({ message }) => message)).toEqual(messages);
    },
  );
});
`;
}

function main([id]: readonly string[]): number {
  const root = fileURLToPath(new URL('..', import.meta.url));
  if (id === undefined || !idPattern.test(id)) {
    console.error(id === undefined ? 'Usage: npm run new-rule kms/what-is-wrong' : notAnId(id));
    return 2;
  }
  const indexFile = join(root, 'rules/index.ts');
  const { files, index } = scaffold(id, readFileSync(indexFile, 'utf8'));
  const existing = [...files.keys()].filter((path) => existsSync(join(root, path)));
  if (existing.length > 0) {
    console.error(`${existing.join(', ')} already exists`);
    return 2;
  }
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(`wrote ${path}`);
  }
  writeFileSync(indexFile, index);
  console.log(
    'listed it in rules/index.ts; fill in the page and break the fixture, then run npm run generate and npm test',
  );
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv.slice(2));
