import type { FindingDraft } from '../../src/engine/finding.ts';
import type { JudgedKey, RequestDecision, Rule, RuleContext } from '../../src/engine/rule.ts';
import type { Origin } from '../../src/estate/origin.ts';
import type { StatementRef, StatementView } from '../../src/iam/types.ts';
import { soundPolicyFile } from '../examples.ts';
import { shownCondition } from './support/conditions.ts';
import { distinctly } from './support/distinctly.ts';
import { endingOf } from './support/ending.ts';
import { isEditable } from './support/fixability.ts';
import { statementsPlace } from './support/places.ts';
import { policyName, policyOf, statementPlace } from './support/policy-of-statement.ts';
import { actionsOf, findingRequests, groupDecisions, pathIds, severityOf, type Decisions } from './support/requests.ts';
import { capitalised, listed, policyActions, statementName, whoIs } from './support/wording.ts';

export const explicitDeny: Rule = {
  id: 'kms/explicit-deny',
  severity: 'error',
  docs: {
    what: "A Deny statement, its `NotPrincipal`, or a guardrail policy (SCP, RCP, permissions boundary) blocks the backup service role or the central account's `AWSServiceRoleForBackup`.",
    why: 'A Deny wins over every Allow. Deny statements that are to keep strangers out often hit AWS Backup as well: it never comes from a VPC endpoint or a known address, never with MFA, and the central account is another account.',
    remedy:
      'Except the two principals from the Deny, for instance with the condition `ArnNotEquals aws:PrincipalArn`. `backuplint --fix --unsafe-fixes` narrows a Deny of the key policy so; whether its purpose still holds is for you to judge. A service control policy has to be changed in the organization.',
    notes:
      'A Deny that may or may not apply is `kms/undecided`. SCPs do not bind service-linked roles, nor do RCPs. `NotPrincipal` spares a role for certain only when its account, the role and its session are all listed, and nobody who has a permissions boundary.',
    firing: {
      title: 'Only calls from the VPC endpoint are let through',
      files: {
        'policy.json': soundPolicyFile({
          Sid: 'Deny calls from outside the network',
          Effect: 'Deny',
          Principal: '*',
          Action: 'kms:Decrypt',
          Resource: '*',
          Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d4e5f67890' } },
        }),
      },
    },
    silent: {
      title: 'The Deny is about something else',
      files: {
        'policy.json': soundPolicyFile({
          Sid: 'Nobody deletes the key',
          Effect: 'Deny',
          Principal: '*',
          Action: 'kms:ScheduleKeyDeletion',
          Resource: '*',
        }),
      },
    },
    sources: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
      'https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html',
      'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html',
    ],
  },

  checkKey(judged, context) {
    const blocked = judged.notAllowed.filter((decision) => endingOf(decision) === 'blocked');
    return distinctly(groupDecisions(blocked, cause).map((decisions) => finding(judged, decisions, context)));
  },
};

/** One principal stopped by the same statements is one cause. */
function cause({ use, verdict }: RequestDecision): string {
  const statements = verdict.deciding.map(({ policy, policyIndex, pointer }) => `${policy} ${policyIndex} ${pointer}`);
  return [use.principal.arn, ...verdict.blockedBy, ...statements].join('\n');
}

function finding(judged: JudgedKey, decisions: Decisions, context: RuleContext): FindingDraft {
  const [first] = decisions;
  const { principal } = first.use;
  const [statement] = first.verdict.deciding;
  const view = judged.policy?.statements.find(
    ({ pointer }) => statement?.policy === 'key-policy' && statement.pointer === pointer,
  );
  const place =
    statement === undefined ? silentPlace(judged, first, context) : statementPlace(judged, first, statement, context);
  return {
    message: `${capitalised(whoIs(principal))} is refused ${listed(policyActions(actionsOf(decisions)))} by ${blocker(judged, first, context)}`,
    at: place ?? statementsPlace(judged.key),
    subject: judged.key.subject,
    severity: severityOf(judged, decisions),
    paths: pathIds(
      judged,
      decisions.map(({ use }) => use),
    ),
    requests: findingRequests(decisions),
    explanation: view === undefined ? [] : whatItSays(view),
    help: view === undefined ? helpElsewhere(first, statement) : helpHere(view, principal.arn),
    ...(view !== undefined && isEditable(judged) && { fix: 'unsafe' as const }),
    identity: `${principal.arn} ${statement?.policy ?? first.verdict.blockedBy.join(' ')} ${statement?.sid ?? ''} ${actionsOf(decisions).join(' ')}`,
  };
}

/** Where a policy that does not allow it stands. */
function silentPlace(judged: JudgedKey, decision: RequestDecision, context: RuleContext): Origin | undefined {
  const [kind] = decision.verdict.blockedBy;
  if (kind === undefined || kind === 'no-cross-account-form') return undefined;
  return policyOf(judged, decision, { policy: kind, policyIndex: 0 }, context)?.origin;
}

/** The statement that denies, or the policies that do not allow. */
function blocker(judged: JudgedKey, decision: RequestDecision, context: RuleContext): string {
  const { blockedBy, deciding } = decision.verdict;
  const denials = deciding.map(
    (ref) => `${statementName(ref)} of ${policyName(ref.policy, policyOf(judged, decision, ref, context))}`,
  );
  if (denials.length > 0) return listed(denials);
  const silent = blockedBy
    .filter((kind) => kind !== 'no-cross-account-form')
    .map((kind) => policyName(kind, undefined));
  return `${listed(silent)}, which ${silent.length === 1 ? 'does' : 'do'} not allow it`;
}

/** The parts of the Deny that decide whom and when it hits. */
function whatItSays({ notPrincipals, conditions }: StatementView): readonly string[] {
  const spared = notPrincipals?.map(({ value }) => value);
  return [
    ...(spared === undefined ? [] : [`It denies everybody but ${listed(spared)}`]),
    ...conditions.map((condition) => `Its condition holds for this request: ${shownCondition(condition)}`),
  ];
}

function helpHere(statement: StatementView, principal: string): string {
  const way =
    statement.notPrincipals === undefined
      ? `with the condition ArnNotEquals aws:PrincipalArn "${principal}"`
      : 'by a Deny of Principal "*" with the condition ArnNotEquals aws:PrincipalArn in place of NotPrincipal';
  return `Except ${principal} from the Deny, ${way}; backuplint --fix --unsafe-fixes prints the policy narrowed so`;
}

function helpElsewhere({ use }: RequestDecision, statement: StatementRef | undefined): string {
  if (statement === undefined) return `Let the policy allow ${use.principal.arn} these actions on the key`;
  return `Except ${use.principal.arn} from the Deny, or the key from its resources; the key policy cannot lift it`;
}
