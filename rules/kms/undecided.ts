import type { FindingDraft } from '../../src/engine/finding.ts';
import type { JudgedKey, RequestDecision, Rule, RuleContext } from '../../src/engine/rule.ts';
import { statementName } from '../../src/iam/nearest.ts';
import { soundPolicyFile } from '../examples.ts';
import { doubtOf } from './support/doubts.ts';
import { endingOf } from './support/ending.ts';
import { isEditable } from './support/fixability.ts';
import { explanationOf, type Explanation, type NearStatement } from './support/near-statements.ts';
import { statementsPlace } from './support/places.ts';
import { statementPlace } from './support/policy-of-statement.ts';
import { actionsOf, findingRequests, groupDecisions, pathIds, type Decisions } from './support/requests.ts';
import { listed, policyActions, whoIs } from './support/wording.ts';

export const undecided: Rule = {
  id: 'kms/undecided',
  severity: 'warning',
  docs: {
    what: 'Whether AWS Backup may use the key depends on something that the inputs do not tell: a condition key, an identity policy, the key policy itself.',
    why: 'backuplint does not guess. A request that is allowed under one value and refused under another is reported as what it is, with the name of what would settle it.',
    remedy:
      "Give what is missing: the organization id in the config, the role's policies as the AWS CLI prints them, the resource types that the key protects. Where a value can only be known at night (`aws:SourceIp`), rewrite the statement so that AWS Backup does not depend on it.",
    notes:
      'A Deny that applies whatever the unknown is, is `kms/explicit-deny`; access that is missing whatever it is, `kms/use-access` or `kms/grant-access`. Raise the severity with `--rule kms/undecided=error` where a doubt is to stop the deploy.',
    firing: {
      title: 'The organization is not configured',
      files: { 'policy.json': soundPolicyFile(onlyTheOrganization('StringNotEquals')) },
    },
    silent: {
      title: 'The organization is configured',
      files: { 'policy.json': soundPolicyFile(onlyTheOrganization('StringNotEquals')) },
      config: `deployments:
  - name: website
    workloadAccounts: ["111122223333"]
    centralAccount: "444455556666"
    backupRole: backup-role
    organization:
      id: o-a1b2c3d4e5
`,
    },
    sources: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html',
      'https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html',
    ],
  },

  checkKey(judged, context) {
    const open = judged.notAllowed.filter((decision) => endingOf(decision) === 'undecided');
    return groupDecisions(open, cause).map((decisions) => finding(judged, decisions, context));
  },
};

function onlyTheOrganization(operator: string): Readonly<Record<string, unknown>> {
  return {
    Sid: 'Deny everybody outside the organization',
    Effect: 'Deny',
    Principal: '*',
    Action: 'kms:*',
    Resource: '*',
    Condition: { [operator]: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
  };
}

/** One principal in doubt for the same unknowns is one cause. */
function cause({ use, reason, verdict }: RequestDecision): string {
  return [use.principal.arn, reason, ...verdict.unknownKeys.map((key) => key.toLowerCase()).toSorted()].join('\n');
}

function finding(judged: JudgedKey, decisions: Decisions, context: RuleContext): FindingDraft {
  const [first] = decisions;
  const { principal } = first.use;
  const { near: open, obstructed } = doubtsOf(decisions);
  const doubt = doubtOf(judged, first, open);
  const mendable = isMendable(judged, obstructed, context);
  const statement = open[0]?.statement;
  const place = statement === undefined ? undefined : statementPlace(judged, first, statement, context);
  return {
    message: `Whether ${whoIs(principal)} may call ${listed(policyActions(actionsOf(decisions)))} depends on ${doubt.what}`,
    at: place ?? statementsPlace(judged.key),
    subject: judged.key.subject,
    paths: pathIds(
      judged,
      decisions.map(({ use }) => use),
    ),
    requests: findingRequests(decisions),
    explanation: [...open.map(({ line }) => line), ...byService(first)],
    related: open.flatMap(({ statement: near }) => {
      const at = statementPlace(judged, first, near, context);
      return at === undefined ? [] : [{ message: statementName(near), at }];
    }),
    help: `${doubt.help}${mendable ? `; or let backuplint --fix admit ${principal.arn} by a statement that does not depend on it` : ''}`,
    ...(mendable && { fix: 'safe' as const }),
    identity: `${principal.arn} ${first.reason} ${first.verdict.unknownKeys.join(' ').toLowerCase()}`,
  };
}

/** A doubt whether something allows is mended by an Allow, and only where the guidance wants it; a possible Deny is not. */
function isMendable(judged: JudgedKey, obstructed: boolean, { profile }: RuleContext): boolean {
  return profile === 'guidance' && !obstructed && isEditable(judged);
}

/** What is in doubt: the statements that deny first, since they weigh more. */
function doubtsOf(decisions: Decisions): Explanation {
  if (decisions[0].reason === 'unknown-key-policy') return { near: [], obstructed: true };
  const { near, obstructed } = explanationOf(decisions);
  return { near: near.toSorted((left, right) => weight(left) - weight(right)), obstructed };
}

function weight({ statement }: NearStatement): number {
  return statement.effect === 'Deny' ? 0 : 1;
}

/** Where only the service that calls for AWS Backup makes the difference: the one for which it is worst. */
function byService({ verdict, contextName, explain }: RequestDecision): readonly string[] {
  const differs = verdict.unknownKeys.some((key) => key.toLowerCase() === 'kms:viaservice');
  return differs && contextName !== '' && explain().outcome === 'denied'
    ? [`It is not allowed when the call arrives with ${contextName}`]
    : [];
}
