/** What `init` asks, in which order, and which answers make sense. */
import { roleNameOf, splitArn } from '../../estate/arn.ts';
import { accountId, organization, role } from '../option-parsers.ts';
import type { CheckOptions } from '../check-options.ts';
import type { Candidates } from './candidates.ts';

/** What is not known is absent. */
export interface Answers {
  readonly workloadAccounts?: readonly string[];
  readonly centralAccount?: string;
  readonly backupRole?: string;
  readonly organization?: string;
}

export interface Question {
  readonly asks: keyof Answers;
  readonly text: string;
  /** What the inputs show; the first is offered. */
  readonly seen: readonly string[];
  /** Throws `InvalidValue`. */
  readonly answer: (text: string) => Answers;
}

/** What the command line tells is not asked. */
export function questionsFor(candidates: Candidates, { deployment }: CheckOptions): readonly Question[] {
  const { workloadAccounts, centralAccounts, roles, organizations } = candidates;
  const questions: readonly Question[] = [
    {
      asks: 'workloadAccounts',
      text: 'Accounts whose resources are backed up, with commas between them',
      seen: workloadAccounts.length === 0 ? [] : [workloadAccounts.join(', ')],
      answer: (text) => ({ workloadAccounts: [...new Set(parts(text).map(accountId))] }),
    },
    {
      asks: 'centralAccount',
      text: 'Account that receives the copies',
      seen: centralAccounts,
      answer: (text) => ({ centralAccount: accountId(text) }),
    },
    {
      asks: 'backupRole',
      text: 'Role that AWS Backup assumes in those accounts: name, path/name or ARN',
      seen: roleNames(roles),
      answer: (text) => ({ backupRole: role(text) }),
    },
    {
      asks: 'organization',
      text: 'Organization of the accounts (o-...)',
      seen: organizations,
      answer: (text) => ({ organization: organization(text) }),
    },
  ];
  return questions.filter(({ asks }) => deployment[asks] === undefined);
}

function parts(text: string): readonly string[] {
  return text.split(/[\s,;]+/).filter((part) => part !== '');
}

/** One name may stand for the roles of many accounts; that of one account is one too. */
function roleNames(arns: readonly string[]): readonly string[] {
  return [...new Set(arns.flatMap((arn) => (roleNameOf(arn) === undefined ? [] : [pathAndName(arn)])))];
}

function pathAndName(arn: string): string {
  return (splitArn(arn)?.resource ?? '').slice('role/'.length);
}

/** With `--yes`, what the inputs show holds where they show but one. */
export function defaultAnswer({ seen: [only, ...others], answer }: Question): Answers {
  return only === undefined || others.length > 0 ? {} : answer(only);
}
