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

function between(page: string, name: string, text: string): string {
  const marks = new RegExp(`(<!-- ${name} -->\\n)[^]*?(<!-- end of ${name} -->)`);
  if (!marks.test(page)) throw new Error(`docs/live.md has no place for ${name}`);
  return page.replace(marks, (_, start: string, end: string) => `${start}\n${text}\n\n${end}`);
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
  const table = [['permission', 'needed', 'for'] as const, ...lines];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0)));
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = table;
  return [row(head), row(widths.map((width) => '-'.repeat(width))), ...body.map(row)].join('\n');
}
