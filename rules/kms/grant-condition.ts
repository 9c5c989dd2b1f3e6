import type { FindingDraft } from '../../src/engine/finding.ts';
import type { JudgedKey, Rule } from '../../src/engine/rule.ts';
import { allowAllIdentityPolicy } from '../../src/iam/allow-all.ts';
import { decide } from '../../src/iam/evaluate.ts';
import type { CompiledPolicy, RequestContext, StatementView } from '../../src/iam/types.ts';
import type { KeyUse } from '../../src/paths/types.ts';
import { grantStatement, policyFile, rootStatement, soundPolicyFile, useStatement } from '../examples.ts';
import { coveredActions } from './support/covered-actions.ts';
import { loneStatement } from './support/lone-statement.ts';
import { oncePerStatement } from './support/once-per.ts';
import { distinctly } from './support/distinctly.ts';
import { policyPlace } from './support/places.ts';
import { pathIds } from './support/requests.ts';
import { capitalised, listed, statementName } from './support/wording.ts';

export const grantCondition: Rule = {
  id: 'kms/grant-condition',
  severity: 'warning',
  docs: {
    what: 'A statement that names the backup service role or the service-linked role gives `kms:CreateGrant` without `kms:GrantIsForAWSResource`.',
    why: 'A grant lets its grantee use the key without any further policy. With the condition, only AWS services that work for the principal may create one; without it, whoever can act as the role can hand the key to anybody, and nobody will see it in the key policy.',
    remedy:
      'Give the grant actions in a statement of their own, under the condition `Bool kms:GrantIsForAWSResource: "true"`.',
    notes:
      'The backups work either way. The rule asks the evaluator whether the statement gives CreateGrant where the key is false or absent, so a condition with `IfExists` is not enough.',
    firing: {
      title: 'The condition is missing',
      files: { 'policy.json': policyFile(rootStatement, useStatement, withoutCondition()) },
    },
    silent: { title: 'The policy of the guidance', files: { 'policy.json': soundPolicyFile() } },
    sources: [
      'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-grant-is-for-aws-resource',
      'https://docs.aws.amazon.com/ebs/latest/userguide/share-kms-key.html',
    ],
  },

  checkKey: (judged) => distinctly(findings(judged)),
};

function* findings(judged: JudgedKey): Iterable<FindingDraft> {
  const { key, policy, uses } = judged;
  if (policy === undefined) return;
  for (const statement of policy.statements) {
    const named = namedIn(statement, uses);
    if (named.length === 0 || !coveredActions(statement).includes('kms:CreateGrant')) continue;
    const free = named.filter((principal) => grantsFreely(statement, policy, principal));
    if (free.length === 0) continue;
    yield {
      message: `${capitalised(statementName(statement))} gives ${listed(free)} kms:CreateGrant without kms:GrantIsForAWSResource, so for grants to anybody`,
      at: policyPlace(key, statement.pointer),
      subject: key.subject,
      paths: pathIds(
        judged,
        uses.filter(({ principal }) => free.includes(principal.arn)),
      ),
      help: 'Move the grant actions to a statement with the condition Bool kms:GrantIsForAWSResource "true".',
      identity: `${statement.sid ?? ''} ${free.join(' ')}`,
    };
  }
}

function withoutCondition(): Readonly<Record<string, unknown>> {
  const { Condition: _, ...statement } = grantStatement;
  return statement;
}

/** Principals that ask for the key. */
function namedIn({ effect, principals = [] }: StatementView, uses: readonly KeyUse[]): readonly string[] {
  if (effect !== 'Allow') return [];
  const named = principals.filter(({ value }) => uses.some(({ principal }) => principal.arn === value));
  return [...new Set(named.map(({ value }) => value))];
}

/** Whether a principal may create grants for anybody by the statement alone; remembered, since policies share statements. */
function grantsFreely(statement: StatementView, policy: CompiledPolicy, principal: string): boolean {
  const known = answers(statement);
  const answer = known.get(principal) ?? mayGrantFreely(loneStatement(policy, statement), principal);
  known.set(principal, answer);
  return answer;
}

const answers = oncePerStatement(() => new Map<string, boolean>());

/** Direct calls carry the key as false, or not at all; which is not documented. All other keys may have any value. */
const directCall: RequestContext = (key) =>
  key === 'kms:grantisforawsresource' ? { state: 'one-of', cases: [['false'], undefined] } : { state: 'unknown' };

function mayGrantFreely(policy: CompiledPolicy, principal: string): boolean {
  const account = principal.split(':')[4] ?? '';
  const request = {
    principal,
    action: 'kms:CreateGrant',
    resource: undefined,
    resourceAccount: account,
    context: directCall,
  };
  return decide(request, { keyPolicy: policy, identityPolicies: [allowAllIdentityPolicy] }).outcome !== 'denied';
}
