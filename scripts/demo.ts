/** Runs the built command on the shipped examples, as a user would, and shows what it prints: `npm run demo`. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const deployment = ['--central-account', '444455556666', '--backup-role', 'website-backup'];

/** What each example must end with; the demo fails when it does not. */
const examples = [
  { args: ['fixtures/examples/broken', ...deployment], exitCode: 1 },
  { args: ['fixtures/examples/broken', ...deployment, '--fix', '--diff', '--quiet'], exitCode: 0 },
  { args: ['fixtures/examples/sound', ...deployment], exitCode: 0 },
];

for (const { args, exitCode } of examples) {
  console.log(`\n$ npx backuplint ${args.join(' ')}\n`);
  const { status } = spawnSync(process.execPath, ['bin/backuplint.js', ...args], { cwd: root, stdio: 'inherit' });
  console.log(`\n(exit code ${status})`);
  if (status !== exitCode) {
    console.error(`expected exit code ${exitCode}`);
    process.exitCode = 1;
  }
}
