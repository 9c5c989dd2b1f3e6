import type { FindingDraft } from '../../src/engine/finding.ts';
import type { JudgedKey, Rule } from '../../src/engine/rule.ts';
import { decide } from '../../src/iam/evaluate.ts';
import type { CompiledPolicy, StatementView } from '../../src/iam/types.ts';
import { soundPolicyFile } from '../examples.ts';
import { coveredActions } from './support/covered-actions.ts';
import { loneStatement } from './support/lone-statement.ts';
import { distinctly } from './support/distinctly.ts';
import { keyPartition, ownerOf } from './support/owner.ts';
import { policyPlace } from './support/places.ts';
import { strangerTo } from './support/stranger.ts';
import { briefly, capitalised, statementName } from './support/wording.ts';

export const publicPrincipal: Rule = {
  id: 'kms/public-principal',
  severity: 'warning',
  docs: {
    what: 'An Allow statement is open to everybody: its principal is `*` and no condition limits who.',
    why: 'In a key policy `*` means every principal of every AWS account. Any of them whose own account lets it call KMS may then do what the statement allows; with Decrypt, everything encrypted under the key is as secret as its ciphertext.',
    remedy:
      'Name the principals, or add a condition that only they can meet: `kms:CallerAccount`, `aws:PrincipalOrgID`, `aws:PrincipalArn`.',
    notes:
      '`Resource: "*"` in a key policy means this key and is right. `Principal: "*"` in a Deny is right, too. The rule asks the evaluator whether a principal of a strange account, outside the organization and the network that the policy names, gets in through the statement, with every other condition (tags that it can set itself, encryption contexts, services it may call through) as it likes; so `kms:ViaService` alone does not limit who.',
    firing: {
      title: 'Everybody may decrypt',
      files: {
        'policy.json': soundPolicyFile({
          Sid: 'Allow the applications to decrypt',
          Effect: 'Allow',
          Principal: '*',
          Action: 'kms:Decrypt',
          Resource: '*',
        }),
      },
    },
    silent: {
      title: 'Everybody in the organization may',
      files: {
        'policy.json': soundPolicyFile({
          Sid: 'Allow the applications to decrypt',
          Effect: 'Allow',
          Principal: '*',
          Action: 'kms:Decrypt',
          Resource: '*',
          Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
        }),
      },
    },
    sources: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
      'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html',
    ],
  },

  checkKey: (judged) => distinctly(findings(judged)),
};

function* findings(judged: JudgedKey): Iterable<FindingDraft> {
  const { key, policy } = judged;
  if (policy === undefined || key.manager === 'AWS') return;
  for (const statement of policy.statements.filter(isOpen)) {
    const actions = strangersActions(judged, policy, statement);
    if (actions.length === 0) continue;
    yield {
      message: `${capitalised(statementName(statement))} is open to everybody: its principal is * and no condition limits who may call ${briefly(actions)}`,
      at: policyPlace(key, statement.pointer),
      subject: key.subject,
      help: 'Name the principals, or add a condition on kms:CallerAccount, aws:PrincipalOrgID or aws:PrincipalArn.',
      identity: statement.sid ?? actions.join(' '),
    };
  }
}

function isOpen({ effect, principals = [] }: StatementView): boolean {
  return effect === 'Allow' && principals.some(({ type, value }) => value === '*' && (type === '*' || type === 'AWS'));
}

/** The actions through which a stranger gets in by this statement, unless some Deny keeps it out for certain. */
function strangersActions(judged: JudgedKey, policy: CompiledPolicy, statement: StatementView): readonly string[] {
  const { arn, account, context } = strangerTo(policy, ownerOf(judged) ?? '', keyPartition(judged));
  const mayCall = (action: string, keyPolicy: CompiledPolicy): boolean => {
    // The question is whom the conditions let in, so the account boundary, which some actions never cross, is left out.
    const request = {
      principal: arn,
      action,
      resource: judged.key.arn,
      resourceAccount: account,
      context,
    };
    return decide(request, { keyPolicy }).outcome !== 'denied';
  };
  const alone = loneStatement(policy, statement);
  return coveredActions(statement).filter((action) => mayCall(action, alone) && mayCall(action, policy));
}
