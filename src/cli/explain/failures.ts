/** Jobs that failed, put together by what they say. */
import { failureCauses, recognise, type FailureCause, type RecognisedMessage } from '../../../rules/failure-causes.ts';
import { accountOf, parseArn, vaultNameOf } from '../../estate/arn.ts';
import { groupBy } from '../../estate/group-by.ts';
import { wordsOf } from '../../text/phrase.ts';
import { isFailed, type Job } from './jobs.ts';

export interface Failure {
  /** As AWS Backup shows it, or what is seen in its place. */
  readonly message: string;
  readonly recognised: RecognisedMessage | undefined;
  readonly jobs: readonly Job[];
}

/** Jobs may also complete, or still run, with a message about what went wrong. */
export function failuresIn(jobs: readonly Job[]): readonly Failure[] {
  const failed = jobs.filter((job) => isFailed(job) || recognise(job.message ?? '') !== undefined);
  const alike = groupBy(failed, (job) =>
    [...wordsOf(messageOf(job)), ...causesBeside(job).map(({ number }) => number)].join(' '),
  );
  return [...alike.values()].flatMap(([job, ...others]) => (job === undefined ? [] : [failureOf(job, others)]));
}

function failureOf(job: Job, others: readonly Job[]): Failure {
  const message = messageOf(job);
  const recognised = recognise(message);
  const causes = [...(recognised?.causes ?? []), ...causesBeside(job)];
  const [first, ...rest] = new Set(causes);
  return {
    message,
    recognised: first === undefined ? undefined : { ...recognised, causes: [first, ...rest] },
    jobs: [job, ...others],
  };
}

function messageOf({ message, state }: Job): string {
  return message === undefined || message.trim() === '' ? `${state ?? 'unknown state'}, without a message` : message;
}

/** What the job itself shows beside its message; numbers are those of the table. */
const shownBy: readonly { readonly number: number; readonly isShown: (job: Job) => boolean }[] = [
  { number: 22, isShown: ({ state }) => state?.toUpperCase() === 'PARTIAL' },
  { number: 23, isShown: ({ from = '', to = '' }) => nameOf(to) === 'Default' && isAcross(from, to) },
];

function causesBeside(job: Job): FailureCause[] {
  const numbers = new Set(shownBy.filter(({ isShown }) => isShown(job)).map(({ number }) => number));
  return failureCauses.filter(({ number }) => numbers.has(number));
}

function nameOf(vault: string): string | undefined {
  const arn = parseArn(vault);
  return arn === undefined ? undefined : vaultNameOf(arn);
}

function isAcross(from: string, to: string): boolean {
  const [source, destination] = [accountOf(from), accountOf(to)];
  return source !== undefined && destination !== undefined && source !== destination;
}
