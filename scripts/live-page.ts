import { between } from './between.ts';
import { markdownTable } from './markdown-table.ts';
import { calls, type Call } from '../src/load/live/calls.ts';

type Row = readonly [action: string, call: Call];

const rows: readonly Row[] = Object.entries(calls);
/** AWS allows it to everybody. */
const always: ReadonlySet<string> = new Set(['sts:GetCallerIdentity']);
/** Only needed where a role of another account is assumed, and then for that role. */
const assuming = 'sts:AssumeRole';

/** The least that `--live` and `collect` must be allowed, made from the list of calls that they make. */
export function livePolicy(): unknown {
  const allowed = rows.filter(([action]) => !always.has(action) && action !== assuming);
  return {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'Needed', Effect: 'Allow', Action: actionsOf(allowed, true), Resource: '*' },
      { Sid: 'Optional', Effect: 'Allow', Action: actionsOf(allowed, false), Resource: '*' },
      {
        Sid: 'OtherAccounts',
        Effect: 'Allow',
        Action: assuming,
        Resource: 'arn:aws:iam::*:role/ROLE-GIVEN-WITH-ASSUME-ROLE',
      },
    ],
  };
}

function actionsOf(allowed: readonly Row[], needed: boolean): string[] {
  return allowed
    .filter(([, call]) => call.needed === needed)
    .map(([action]) => action)
    .sort();
}

/** `docs/live.md` with its table and policy as the code has them; the prose around them is written by hand. */
export function livePage(page: string): string {
  return between(between(page, 'policy', policyBlock()), 'calls', callTable());
}

function policyBlock(): string {
  return ['```json', JSON.stringify(livePolicy(), null, 2), '```'].join('\n');
}

function callTable(): string {
  const lines = rows.map(([action, { needed, why }]): readonly [string, string, string] => [
    `\`${action}\``,
    needed ? 'yes' : 'no',
    why,
  ]);
  return markdownTable(['permission', 'needed', 'for'], lines);
}
