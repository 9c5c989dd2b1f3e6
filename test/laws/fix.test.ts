import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fillHoles, hole } from '../../src/estate/hole.ts';
import { applyTextEdits } from '../../src/fix/text-edit.ts';
import { compilePolicy } from '../../src/iam/compile.ts';
import { contextOf, derivedContext, known } from '../../src/iam/context.ts';
import { decide } from '../../src/iam/evaluate.ts';
import { kmsActions } from '../../src/iam/kms-actions.ts';
import type { CompiledPolicy } from '../../src/iam/types.ts';
import { decider, fixText, role, slr, workload } from '../fix/uses.ts';

const admin = `arn:aws:iam::${workload}:role/admin`;
const session = `arn:aws:sts::${workload}:assumed-role/admin/morning`;
const stranger = 'arn:aws:iam::777788889999:user/stranger';
const root = `arn:aws:iam::${workload}:root`;

const principals = fc.subarray([role, slr, admin, stranger, root, session, '444455556666'], { minLength: 1 });
const actions = fc.subarray(
  (
    'kms:* kms:Decrypt kms:Encrypt kms:DescribeKey kms:ReEncrypt* kms:ReEncryptTo kms:GenerateDataKey* kms:GenerateDataKey ' +
    'kms:CreateGrant kms:ListGrants kms:RevokeGrant kms:*Grant* kms:PutKeyPolicy kms:De*'
  ).split(' '),
  { minLength: 1, maxLength: 6 },
);

/** Values that a context key takes in policies and in requests; absent is one more. */
const values: Readonly<Record<string, readonly string[]>> = {
  'kms:ViaService': ['rds.eu-west-2.amazonaws.com', 'ec2.eu-west-2.amazonaws.com', 's3.eu-west-2.amazonaws.com'],
  'kms:GrantIsForAWSResource': ['true', 'false'],
  'aws:PrincipalOrgID': ['o-ours', 'o-theirs'],
  'aws:SourceVpce': ['vpce-1', 'vpce-2'],
  'aws:PrincipalTag/team': ['blue', 'red'],
  'aws:ViaAWSService': ['true', 'false'],
};

const positive = fc.constantFrom(
  'StringEquals',
  'StringLike',
  'StringEqualsIfExists',
  'StringNotEquals',
  'StringNotEqualsIfExists',
);
const plainCondition = fc
  .tuple(positive, fc.constantFrom(...Object.keys(values)))
  .chain(([operator, key]) =>
    fc.subarray([...(values[key] ?? [])], { minLength: 1 }).map((list) => ({ [operator]: { [key]: list } })),
  );
const condition = fc.oneof(
  { weight: 5, arbitrary: plainCondition },
  fc.constantFrom<Record<string, Record<string, unknown>>>(
    { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    { Bool: { 'aws:ViaAWSService': 'true' } },
    { Null: { 'aws:SourceVpce': 'true' } },
    { StringEquals: { 'kms:CallerAccount': workload } },
    { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/a*' } },
    { ArnNotLike: { 'aws:PrincipalArn': [admin] } },
    { StringEquals: { 'kms:ViaService': 'rds.eu-west-2.amazonaws.com', 'aws:PrincipalOrgID': 'o-ours' } },
  ),
);

/** A list of one may stand bare. */
const maybeBare = <T>(list: fc.Arbitrary<T[]>) =>
  fc.tuple(list, fc.boolean()).map(([items, bare]) => (bare && items.length === 1 ? items[0] : items));

const statement = fc
  .record({
    effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
    who: fc.oneof(
      { weight: 4, arbitrary: maybeBare(principals).map((AWS): Record<string, unknown> => ({ Principal: { AWS } })) },
      fc.constant<Record<string, unknown>>({ Principal: '*' }),
      maybeBare(principals).map((AWS): Record<string, unknown> => ({ NotPrincipal: { AWS } })),
    ),
    what: fc.oneof(
      { weight: 5, arbitrary: maybeBare(actions).map((Action) => ({ Action })) },
      actions.map((NotAction) => ({ NotAction })),
    ),
    when: fc.option(condition),
    sid: fc.option(fc.constantFrom('a', 'b', 'Allow AWS Backup to use the key for backup and cross-account copy')),
  })
  .map(({ effect, who, what, when, sid }) => ({
    ...(sid === null ? {} : { Sid: sid }),
    // NotPrincipal goes with Deny only.
    Effect: 'NotPrincipal' in who ? 'Deny' : effect,
    ...who,
    ...what,
    Resource: '*',
    ...(when === null ? {} : { Condition: when }),
  }));

const policy = fc
  .tuple(fc.constantFrom('2012-10-17', '2008-10-17'), fc.array(statement, { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([Version, list, bare]) => ({ Version, Statement: bare && list.length === 1 ? list[0] : list }));

const layout = fc.record({
  unit: fc.constantFrom('', ' ', '  ', '    ', '\t'),
  eol: fc.constantFrom('\n', '\r\n'),
  mark: fc.constantFrom('', '\uFEFF'),
  end: fc.constantFrom('', '\n', '\n\n'),
  colon: fc.constantFrom(': ', ' : '),
});
const text = fc.tuple(policy, layout).map(([document, { unit, eol, mark, end, colon }]) => {
  const lines = JSON.stringify(document, undefined, unit);
  return mark + (unit === '' ? lines : lines.replaceAll('": ', `"${colon}`)).replaceAll('\n', eol) + end;
});

const callers = [
  role,
  slr,
  admin,
  stranger,
  root,
  session,
  'arn:aws:iam::444455556666:role/other',
  'arn:aws:iam::555566667777:role/far',
];
const inContext = ([key, list]: readonly [string, readonly string[]]) => [key, fc.constantFrom(...list)] as const;
const cell = fc.record({
  principal: fc.constantFrom(...callers),
  action: fc.constantFrom(...kmsActions.map(({ action }) => action)),
  context: fc.record(Object.fromEntries(Object.entries(values).map(inContext)), { requiredKeys: [] }),
});

test('a fix applied twice changes nothing', () => {
  fc.assert(
    fc.property(text, fc.boolean(), (given, unsafe) => {
      const once = fixText(given, { unsafe });
      const twice = fixText(once.text, { unsafe });
      expect([twice.changed, twice.text]).toEqual([false, once.text]);
    }),
    { numRuns: 40 },
  );
});

test('every byte outside the edits is kept, and edits only add', () => {
  fc.assert(
    fc.property(text, fc.boolean(), (given, unsafe) => {
      const result = fixText(given, { unsafe });
      expect(applyTextEdits(given, result.fileEdits)).toBe(result.text);
      expect(result.fileEdits.filter(({ length }) => length > 0)).toEqual([]);
      if (!result.changed) expect(result.text).toBe(given);
    }),
    { numRuns: 40 },
  );
});

test('what a fix promises is allowed, and nothing demanded is worse off', () => {
  fc.assert(
    fc.property(text, fc.boolean(), (given, unsafe) => {
      const result = fixText(given, { unsafe });
      const before = outcomes(JSON.parse(given.replace('\uFEFF', '')));
      const after = outcomes(result.policy);
      for (const { use, action } of result.mended) expect(after.get(`${use.principal.arn} ${action}`)).toBe('allowed');
      for (const [id, outcome] of before) if (outcome === 'allowed') expect(after.get(id)).toBe('allowed');
    }),
    { numRuns: 40 },
  );
});

test('nothing changes but what is demanded, by any caller and in any context', () => {
  fc.assert(
    fc.property(text, fc.boolean(), fc.integer(), (given, unsafe, seed) => {
      const result = fixText(given, { unsafe });
      const before = compilePolicy(JSON.parse(given.replace('\uFEFF', '')), 'key-policy');
      const after = compilePolicy(result.policy, 'key-policy');
      const mended = new Set(result.mended.map(({ use, action }) => `${use.principal.arn} ${action}`));
      for (const { principal, action, context } of fc.sample(cell, { seed, numRuns: 300 })) {
        const was = admitted(principal, action, context, before);
        const is = admitted(principal, action, context, after);
        if (was === is) continue;
        expect(mended).toContain(`${principal} ${action}`);
        expect(`${was} > ${is}`).toMatch(/^(?:denied|unknown|account) > |> named$/);
        if (action.includes('Grant')) expect(context['kms:GrantIsForAWSResource']).toBe('true');
      }
    }),
    { numRuns: 60 },
  );
});

test('whatever the name of a role turns out to be, nothing changes but for that role', () => {
  const open = `arn:aws:iam::${workload}:role/${hole('Name')}`;
  const name = fc.constantFrom('admin', 'acme-backup-service-role', 'another');
  fc.assert(
    fc.property(policy, fc.boolean(), fc.boolean(), name, fc.integer(), (document, unsafe, isNamed, filling, seed) => {
      const text = JSON.stringify(document);
      const given = isNamed ? text.replaceAll(role, open) : text;
      const result = fixText(given, { unsafe, backupRole: open });
      const [before, after] = [given, JSON.stringify(result.policy)].map((each) =>
        compilePolicy(JSON.parse(fillHoles(each, () => filling)), 'key-policy'),
      );
      const filled = ({ use, action }: (typeof result.mended)[number]) =>
        `${fillHoles(use.principal.arn, () => filling)} ${action}`;
      const mended = new Set(result.mended.map(filled));
      for (const { principal, action, context } of fc.sample(cell, { seed, numRuns: 150 })) {
        if (admitted(principal, action, context, before!) === admitted(principal, action, context, after!)) continue;
        expect(mended).toContain(`${principal === session ? admin : principal} ${action}`);
      }
    }),
    { numRuns: 60 },
  );
});

const everything = compilePolicy({ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }, 'identity-policy');

/** How a key policy receives a request: the caller is named, reached through its account, or not at all. */
function admitted(
  principal: string,
  action: string,
  given: Readonly<Partial<Record<string, string>>>,
  keyPolicy: CompiledPolicy,
): string {
  const values = Object.entries(given).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, known(value)] as const],
  );
  const facts = new Map(derivedContext(principal, workload));
  if (principal === session) facts.set('aws:principalarn', known(admin));
  const request = {
    principal,
    action,
    resource: undefined,
    resourceAccount: workload,
    context: contextOf([...values, ...facts]),
  };
  const alone = decide(request, { keyPolicy, identityPolicies: [] }).outcome;
  if (alone !== 'denied') return alone === 'allowed' ? 'named' : alone;
  const reached = decide(request, { keyPolicy, identityPolicies: [everything] }).outcome;
  return reached === 'allowed' ? 'account' : reached;
}

function outcomes(document: unknown): Map<string, string> {
  const decisions = decider()(compilePolicy(document, 'key-policy'));
  return new Map(decisions.map(({ use, demanded, outcome }) => [`${use.principal.arn} ${demanded.action}`, outcome]));
}
