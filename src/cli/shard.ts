import { UsageError } from '../config/usage-error.ts';
import type { Shard } from '../engine/share.ts';
import type { ShardOption } from './shard-option.ts';

interface Source {
  readonly name: string;
  readonly index: string;
  readonly count: string;
  /** The index of the first part. */
  readonly first: 0 | 1;
}

/** Who tells the jobs of a parallel run apart, and how. */
const sources: readonly Source[] = [
  // https://docs.aws.amazon.com/batch/latest/userguide/job_env_vars.html
  { name: 'AWS Batch', index: 'AWS_BATCH_JOB_ARRAY_INDEX', count: 'AWS_BATCH_JOB_ARRAY_SIZE', first: 0 },
  // https://docs.gitlab.com/ci/variables/predefined_variables/ (the index counts from 1: https://docs.gitlab.com/ci/yaml/#parallel)
  { name: 'GitLab', index: 'CI_NODE_INDEX', count: 'CI_NODE_TOTAL', first: 1 },
  // https://circleci.com/docs/variables/
  { name: 'CircleCI', index: 'CIRCLE_NODE_INDEX', count: 'CIRCLE_NODE_TOTAL', first: 0 },
  // https://buildkite.com/docs/pipelines/configure/environment-variables
  { name: 'Buildkite', index: 'BUILDKITE_PARALLEL_JOB', count: 'BUILDKITE_PARALLEL_JOB_COUNT', first: 0 },
];

type Env = Readonly<Record<string, string | undefined>>;

export function shardFrom({ index, count }: ShardOption, env: Env): Shard {
  if (index !== 'auto') return { index, count: count ?? index };
  const source = sources.find((each) => env[each.index] !== undefined);
  if (source === undefined) throw nothingTold();
  const told = numberIn(env, source.count);
  if (count !== undefined && told !== undefined && count !== told) {
    throw new UsageError(`--shard auto/${count}, but ${source.name} runs ${told} jobs (${source.count})`);
  }
  const total = count ?? told;
  if (total === undefined) throw new UsageError(`${source.count} is not set`, ['say how many parts: --shard auto/N']);
  const part = (numberIn(env, source.index) ?? 0) - source.first + 1;
  if (part >= 1 && part <= total) return { index: part, count: total };
  throw new UsageError(`${source.index} is ${env[source.index]}, which is none of ${total} parts`);
}

function numberIn(env: Env, name: string): number | undefined {
  const text = env[name];
  if (text === undefined) return undefined;
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new UsageError(`${name} is "${text}", which is no number`);
}

function nothingTold(): UsageError {
  const names = sources.map(({ name, index }) => `${index} (${name})`).join(', ');
  return new UsageError('--shard auto: nothing tells which part this job is', [
    `none of these is set: ${names}`,
    'say it yourself: --shard I/N',
  ]);
}
