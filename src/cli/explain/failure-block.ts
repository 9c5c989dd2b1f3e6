/** One failure as people read it: what AWS Backup says, what that likely means, and which rules predict it. */
import type { FailureCause, RecognisedMessage } from '../../../rules/failure-causes.ts';
import { rules } from '../../../rules/index.ts';
import type { Paint } from '../../report/paint.ts';
import { printable } from '../../report/printable.ts';
import { wrap } from '../../report/wrap.ts';
import type { Failure } from './failures.ts';
import type { Job } from './jobs.ts';

/** How to write for the terminal. */
export interface Page {
  readonly paint: Paint;
  readonly width: number;
  /** Rules by their ids alone: what they find is shown below. */
  readonly isBrief?: boolean;
}

/** A message that was given without a job has none. */
export function failureBlock({ message, recognised, jobs }: Failure, page: Page): string[] {
  return [
    ...wrap(printable(oneLine(message)), page.width).map(page.paint.strong),
    ...jobLines(jobs, page),
    ...(recognised === undefined ? unknown(page) : known(recognised, page)),
  ];
}

const mostJobs = 5;

function jobLines(jobs: readonly Job[], { paint }: Page): string[] {
  const lines = [...new Set(jobs.map(jobLine))].filter((line) => line !== '');
  const hidden = lines.length - mostJobs;
  const shown = hidden < 2 ? lines : lines.slice(0, mostJobs);
  const more = hidden < 2 ? [] : [`and ${hidden} more jobs`];
  return [...shown, ...more].map((line) => `  ${paint.faint(printable(line))}`);
}

/** ARNs stay whole, so that they can be copied. */
function jobLine({ resource = '', resourceType, from, to, state }: Job): string {
  const what = resourceType === undefined ? resource : `${resourceType} ${resource}`;
  const vaults = [from === undefined ? '' : `from ${from}`, to === undefined ? '' : `to ${to}`];
  return [state ?? '', what, ...vaults]
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(' ');
}

/** Longer texts are logs; nobody wants to read them twice. */
const longest = 600;

function oneLine(message: string): string {
  const line = message.trim().replaceAll(/\s+/g, ' ');
  return line.length > longest ? `${line.slice(0, longest)} ...` : line;
}

function known({ causes, like }: RecognisedMessage, page: Page): string[] {
  const reading = like === undefined ? [] : wrap(`read as: ${like}`, page.width, '  ').map(page.paint.faint);
  return [...reading, ...causes.flatMap((cause, index) => causeLines(cause, causeLabel(index), page))];
}

function causeLabel(index: number): string {
  return index === 0 ? 'likely cause' : 'or';
}

function causeLines({ cause, rules: ids, note, sources }: FailureCause, label: string, page: Page): string[] {
  const { paint, width } = page;
  return [
    '',
    ...wrap(`${label}: ${plainText(cause)}`, width, '  '),
    ...predicting(ids, page),
    ...(note === undefined ? [] : wrap(`note: ${plainText(note)}`, width, '    ')),
    ...sources.map((source) => `    ${paint.faint(source)}`),
  ];
}

function predicting(ids: readonly string[], page: Page): string[] {
  if (ids.length === 0) return ['    no rule predicts it'];
  if (page.isBrief === true) return wrap(`predicted by ${ids.join(', ')}`, page.width, '    ');
  return ids.flatMap((id) => ruleLines(id, page));
}

/** The first sentence tells enough beside a cause. */
function ruleLines(id: string, { paint, width }: Page): string[] {
  const what = rules.find((rule) => rule.id === id)?.docs.what ?? '';
  const [sentence = ''] = what.split(/(?<=\.)\s/);
  return [`    ${paint.strong(id)}`, ...wrap(plainText(sentence), width, '      ')];
}

/** The table is written for Markdown. */
function plainText(text: string): string {
  return text.replaceAll('`', '');
}

function unknown({ width }: Page): string[] {
  return [
    '',
    ...wrap('backuplint does not know this message. What to do:', width, '  '),
    ...[
      'give the whole message, as `aws backup describe-copy-job` shows it under StatusMessage',
      'let backuplint check your key policies, plans and vaults: it finds most causes without the message',
      'compare it with the messages at https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-dashboards.html',
      'look in CloudTrail, in both accounts, for the call that failed at the time of the job',
    ].flatMap((line) => wrap(line, width, '  - ')),
  ];
}

/** Where more is told. */
export function hints({ causes }: RecognisedMessage, { width, paint }: Page): string[] {
  const [id] = causes.flatMap((cause) => cause.rules);
  if (id === undefined) return [];
  return ['', ...wrap(`backuplint explain ${id} shows the rule and what to do.`, width).map(paint.faint)];
}
