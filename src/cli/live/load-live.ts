/** From the live account to inputs, as files give them. */
import type { Collection, LiveProgress, LiveScope } from '../../load/live/collect.ts';
import type { LoadedInputs } from '../../load/load-files.ts';
import { PolicyStore } from '../../load/policy-store.ts';
import type { KeptCall, Snapshot } from '../../load/snapshot/schema.ts';
import type { JudgeSetup } from '../../judge.ts';
import { UsageError } from '../../config/usage-error.ts';
import type { CheckOptions } from '../check-options.ts';
import type { Io } from '../io.ts';
import { noProgress, progressOn } from '../progress.ts';
import { keysInDoubt } from './keys-in-doubt.ts';
import { saveMemory } from '../../load/snapshot/save-memory.ts';
import { mfaCodePrompt } from './mfa-code.ts';
import { stoppable } from './stoppable.ts';
import { tagKeysInUse } from './tag-keys.ts';

/** The live account, and files that would change it. */
export async function loadLive(
  files: LoadedInputs | undefined,
  options: CheckOptions,
  setup: JudgeSetup,
  io: Io,
): Promise<LoadedInputs> {
  return merged(files, await inputsOf(await collectSnapshot(files, options, setup, io)));
}

/** Asks AWS; what it refuses is noted in the snapshot. */
export async function collectSnapshot(
  files: LoadedInputs | undefined,
  options: CheckOptions,
  setup: JudgeSetup,
  io: Io,
): Promise<Snapshot> {
  saveMemory();
  const { collectLive } = await loadCollector();
  const progress = options.quiet === true ? noProgress : progressOn(io);
  const stop = stoppable(io);
  try {
    const collection = await collectLive(scopeOf(options, setup), {
      env: io.env,
      mfaCode: mfaCodePrompt(io, stop.signal),
      signal: stop.signal,
      onProgress: (state) => progress.say(inWords(state)),
    });
    await addTags(collection, files, setup);
    await addGrants(collection, files, setup);
    return collection.snapshot();
  } catch (error) {
    throw isCannotStart(error) ? new UsageError(error.message, error.help) : error;
  } finally {
    progress.done();
    stop.end();
  }
}

/** The SDK tells on standard error that it will leave Node 20 behind, which is no business of our users. */
async function loadCollector() {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  return import('../../load/live/collect.ts');
}

function scopeOf({ live = {} }: CheckOptions, { deployments }: JudgeSetup): LiveScope {
  return {
    profile: live.profile,
    endpointUrl: live.endpointUrl,
    concurrency: live.concurrency,
    regions: [...new Set(live.regions ?? [])],
    accounts: live.accounts ?? [],
    assumeRole: live.assumeRole,
    allAccounts: live.allAccounts,
    units: live.units,
    backupRoles: deployments.flatMap(({ backupRole }) => backupRole ?? []),
  };
}

/** What selections are in, and in which Regions; keys and resources may be far more. */
const ofPlans: ReadonlySet<string> = new Set([
  'backup:GetBackupPlan',
  'backup:GetBackupSelection',
  'backup:ListBackupVaults',
  'backup:DescribeRegionSettings',
  'organizations:DescribeEffectivePolicy',
] satisfies readonly KeptCall[]);

/** Only those by which selections choose: tags may hold anything. */
async function addTags(collection: Collection, files: LoadedInputs | undefined, setup: JudgeSetup): Promise<void> {
  const { answers, ...rest } = collection.snapshot();
  const plans = await inputsOf({ ...rest, answers: answers.filter(({ call }) => ofPlans.has(call)) });
  await collection.tags(await tagKeysInUse(merged(files, plans), setup));
}

/** Listing grants is slow (100 calls a second for all of an account), so only where the answer may change something. */
async function addGrants(collection: Collection, files: LoadedInputs | undefined, setup: JudgeSetup): Promise<void> {
  await collection.grants(await keysInDoubt(async () => merged(files, await inputsOf(collection.snapshot())), setup));
}

/** What files plan comes first: it replaces what is deployed. */
function merged(files: LoadedInputs | undefined, live: LoadedInputs): LoadedInputs {
  if (files === undefined) return live;
  return {
    ...files,
    fragments: [...files.fragments, ...live.fragments],
    recognised: files.recognised + live.recognised,
  };
}

/** The same inputs, whether the snapshot was just made or read from a file. */
async function inputsOf(snapshot: Snapshot): Promise<LoadedInputs> {
  const { loadSnapshot } = await import('../../load/snapshot/load.ts');
  const policies = new PolicyStore();
  const { fragments } = loadSnapshot(snapshot, (value) => ({
    source: typeof value === 'string' ? policies.fromText(value) : policies.fromValue(value, []),
    origin: { kind: 'live', arn: '' },
  }));
  return {
    fragments,
    problems: [],
    skipped: [],
    recognised: 1,
    sourceText: () => undefined,
    formatOf: () => undefined,
  };
}

function inWords({ answers, accounts, accountsDone }: LiveProgress): string {
  const left = accounts - accountsDone;
  return `asking AWS: ${answers} answers${accounts > 1 ? `, ${left} of ${accounts} accounts left` : ''}`;
}

function isCannotStart(error: unknown): error is Error & { readonly help: readonly string[] } {
  return error instanceof Error && error.name === 'CannotStart';
}
