/** Starts a fake AWS on this machine, runs the built `backuplint check --live` against it, and shows it: `npm run demo:live`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { credentialsFor } from '../test/fake-aws/callers.ts';
import { startFakeAws } from '../test/fake-aws/server.ts';
import { demoSeed, region, workload } from './demo-live-seed.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What each command must end with; the demo fails when it does not. */
const examples = [
  { args: ['check', '--live', '--assume-role', 'backuplint-reader'], exitCode: 1 },
  { args: ['check', '--live', '--assume-role', 'backuplint-reader', '--fix', '--diff', '--quiet'], exitCode: 0 },
];

const fake = await startFakeAws(demoSeed, { latencyMs: 20 });
const { accessKeyId, secretAccessKey } = credentialsFor(workload);
const env = {
  ...withoutAws(process.env),
  AWS_ENDPOINT_URL: fake.url,
  AWS_REGION: region,
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
};
try {
  for (const { args, exitCode } of examples) {
    console.log(`\n$ AWS_ENDPOINT_URL=${fake.url} npx backuplint ${args.join(' ')}\n`);
    const child = spawn(process.execPath, ['bin/backuplint.js', ...args], { cwd: root, env, stdio: 'inherit' });
    const [status] = (await once(child, 'exit')) as [number | null];
    console.log(`\n(exit code ${status})`);
    if (status !== exitCode) {
      console.error(`expected exit code ${exitCode}`);
      process.exitCode = 1;
    }
  }
} finally {
  await fake.close();
}

/** The demo never reaches an account of whoever runs it. */
function withoutAws(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('AWS_')));
}
