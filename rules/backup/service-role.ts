import type { FindingDraft } from '../../src/engine/finding.ts';
import type { EstateContext, JudgedKey, RequestDecision, Rule } from '../../src/engine/rule.ts';
import { accountOf, roleNameOf } from '../../src/estate/arn.ts';
import type { Deployment } from '../../src/estate/deployment.ts';
import type { PlacedPolicy, Role } from '../../src/estate/model.ts';
import { originAt, type Origin, pointerSteps } from '../../src/estate/origin.ts';
import { isUnseen } from '../../src/estate/unseen-policy.ts';
import { derivedContext, known } from '../../src/iam/context.ts';
import { managedPolicy } from '../../src/iam/managed-policies.ts';
import { mayMatch } from '../../src/iam/open-text.ts';
import { decideTrust } from '../../src/iam/trust.ts';
import type { BlockedBy, ContextValue, RequestContext, Truth } from '../../src/iam/types.ts';
import { deploymentFor, partitionOf } from '../../src/paths/deployments.ts';
import { roleArn } from '../../src/paths/principals.ts';
import { rowsOfResourceType } from '../../src/paths/resource-types.ts';
import type { BackupPath } from '../../src/paths/types.ts';
import { isLeftToOwnPolicies } from '../kms/support/ending.ts';
import {
  actionsOf,
  type Decisions,
  findingRequests,
  groupDecisions,
  pathIds,
  principalOf,
} from '../kms/support/requests.ts';
import { briefly, listed, plural, policyActions } from '../kms/support/wording.ts';
import { type SelectedRole, selectedRoles, type WorkingRole, workingRoles } from './support/backup-roles.ts';
import { copyToCentral, planFile, roleFile, selectionFile } from './support/examples.ts';
import { groupedBy } from './support/grouped.ts';
import { backupPolicyPage, s3BackupPolicyPage } from './support/job-actions.ts';
import { backupCalls, bucketBackupCalls, callName, callsOfLeg } from './support/jobs.ts';
import { backupGuide, knowledgeCenter } from './support/pages.ts';
import { idsOf } from './support/plan-rules.ts';
import {
  type RefusedCall,
  refusedLines,
  refusedRequests,
  type RoleQuestions,
  roleQuestions,
} from './support/role-questions.ts';
import { selectionName } from './support/wording.ts';

const files = {
  'plan.json': planFile({ CopyActions: [copyToCentral] }),
  'selection.json': selectionFile({ Resources: ['arn:aws:rds:*:*:db:*'] }),
};

export const serviceRole: Rule = {
  id: 'backup/service-role',
  severity: 'error',
  docs: {
    what: 'The role of a selection does not work: it does not exist, lies in another account, does not trust `backup.amazonaws.com`, or its policies lack what its jobs call.',
    why: 'AWS Backup takes backups and starts copies as the role that the selection names, and checks neither that it exists nor what it may do until a job runs. Then the job ends with "cannot be assumed by AWS Backup" or "not authorized to …".',
    remedy:
      'Let the role trust `backup.amazonaws.com` and attach `service-role/AWSBackupServiceRolePolicyForBackup`; for S3 also `AWSBackupServiceRolePolicyForS3Backup`, which the default role lacks. A custom policy needs `backup:CopyFromBackupVault` and `backup:CopyIntoBackupVault` for copies, and the sharing call of the service (`ec2:ModifySnapshotAttribute`, `rds:ModifyDBSnapshotAttribute`, …) to let another account read the recovery point.',
    notes:
      "The role's policies, its boundary and the organization's SCPs are evaluated when they are in sight; what is reported is an action that is refused in any case, or, where the role's inline policies were not listed, one that no policy in sight allows. Which calls a job cannot do without is inferred from the policies that AWS maintains. Key permissions are told by the rules of `kms/`: a key policy that names the role is enough in its account; only for a key of another account the role's own policies have to allow as well, which is told here. A selection that uses another role than the configured `backupRole` is a warning: the key policies of the guidance name that one. That a role does not exist is seen on a live account only.",
    firing: {
      title: 'The role trusts EC2',
      files: { ...files, 'role.json': roleFile('ec2.amazonaws.com') },
    },
    silent: {
      title: 'The role trusts AWS Backup',
      files: { ...files, 'role.json': roleFile('backup.amazonaws.com') },
    },
    sources: [
      backupGuide('iam-service-roles'),
      backupGuide('create-cross-account-backup'),
      backupGuide('s3-backups'),
      backupPolicyPage,
      s3BackupPolicyPage,
      knowledgeCenter('backup-policy-no-jobs-created'),
    ],
  },

  checkKey(judged) {
    const left = judged.notAllowed.filter(isLeftToOwnPolicies);
    return groupDecisions(left, principalOf).map((decisions) => lacksKeyAccess(judged, decisions));
  },

  *checkEstate(context) {
    for (const selected of selectedRoles(context)) {
      yield* elsewhere(selected);
      yield* unexpected(selected, context);
    }
    yield* missing(context);
    const ask = roleQuestions(context);
    for (const working of workingRoles(context)) {
      yield* untrusting(working);
      yield* refusing(working, ask);
    }
  },
};

function lacksKeyAccess(judged: JudgedKey, decisions: Decisions): FindingDraft {
  const [{ use }] = decisions;
  const { principal } = use;
  const called = decisions.filter(isCalled);
  const actions = listed(policyActions(actionsOf(called.length > 0 ? called : decisions)));
  return {
    severity: called.length > 0 ? 'error' : 'warning',
    message: `The policies of ${principal.arn} do not allow ${actions} on ${judged.key.subject}, a key of another account, where the role's side counts as well as the key's`,
    at: principal.role?.origin ?? judged.key.origin,
    subject: principal.arn,
    paths: pathIds(
      judged,
      decisions.map((decision) => decision.use),
    ),
    requests: findingRequests(decisions),
    help: `Allow the role ${actions} on the key in a policy of its own`,
    identity: `key ${judged.key.subject}`,
  };
}

/** Part of what AWS's own policies give the role; the rest of the guidance's list is about key policies. */
function isCalled({ use, demanded }: RequestDecision): boolean {
  const rows = rowsOfResourceType(use.purpose);
  return (
    rows.length === 0 ||
    rows.some(({ jobRoleCalls }) => jobRoleCalls.some(({ actions }) => actions.includes(demanded.action)))
  );
}

// https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html
function* elsewhere({ arn, plan, selection, paths }: SelectedRole): Iterable<FindingDraft> {
  const account = accountOf(arn);
  if (plan?.account === undefined || account === undefined || account === plan.account) return;
  yield {
    message: `${selectionName(selection)} uses ${arn}, and the role of a plan has to be in the plan's account ${plan.account}`,
    at: selection.origin,
    subject: plan.subject,
    paths: idsOf(paths),
    stops: { outcome: 'denied' },
    help: `Use a role of account ${plan.account}`,
    identity: `${selection.name} account`,
  };
}

function* missing(context: EstateContext): Iterable<FindingDraft> {
  const missingRoles = new Set(context.estate.missingRoles);
  for (const { arn, plan, selection, paths } of selectedRoles(context)) {
    if (!missingRoles.has(arn)) continue;
    yield {
      message: `${selectionName(selection)} uses ${arn}, which does not exist`,
      at: selection.origin,
      subject: plan?.subject ?? selection.subject,
      paths: idsOf(paths),
      stops: { outcome: 'denied' },
      help: 'Create the role, or name one that exists',
      identity: `${selection.name} missing`,
    };
  }
}

function* unexpected(selected: SelectedRole, { deployments }: EstateContext): Iterable<FindingDraft> {
  const { arn, plan, selection, paths } = selected;
  const deployment = deploymentFor(deployments, [plan?.account ?? accountOf(arn)]);
  const { backupRole } = deployment;
  if (backupRole === undefined || mayBeRole(arn, backupRole, deployment)) return;
  yield {
    message: `${selectionName(selection)} uses ${arn}, not the configured backup role ${backupRole}`,
    severity: 'warning',
    at: selection.origin,
    subject: plan?.subject ?? selection.subject,
    paths: idsOf(paths),
    help: `Use ${backupRole}, which the key policies name, or set backupRole of the deployment ${deployment.name}`,
    identity: `${selection.name} role`,
  };
}

/** Role names are unique in an account, whatever their path; of one that a template leaves open any may be meant. */
function mayBeRole(arn: string, configured: string, deployment: Deployment): boolean {
  const isName = !configured.startsWith('arn:') && !configured.includes('/');
  const text = isName ? configured : (roleArn(configured, accountOf(arn), partitionOf(arn, deployment)) ?? configured);
  return mayMatch({ text, wild: false }, isName ? (roleNameOf(arn) ?? '') : arn);
}

const service = 'backup.amazonaws.com';

function* untrusting({ role, paths }: WorkingRole): Iterable<FindingDraft> {
  if (role.trustPolicy === undefined || role.trustPolicy.source.unreadable !== undefined) return;
  const { source, origin } = role.trustPolicy;
  const account = role.account ?? accountOf(role.arn) ?? '';
  const trusts = (context: RequestContext): Truth => decideTrust(source.document, { principal: service, context });
  if (trusts(callOfService(account)) !== false) return;
  const isConditional = trusts(() => unknown) !== false;
  yield {
    message: `${role.arn} cannot be assumed by AWS Backup: its trust policy ${isConditional ? `lets ${service} in under conditions that are not met for its account` : `does not let ${service} in`}`,
    at: originAt(origin, 'Statement'),
    subject: role.arn,
    paths: idsOf(paths),
    stops: { outcome: 'denied' },
    help: `Allow sts:AssumeRole to the Service principal ${service} in the trust policy`,
    identity: 'trust',
  };
}

const unknown: ContextValue = { state: 'unknown' };

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-service-confused-deputy-prevention.html */
function callOfService(account: string): RequestContext {
  const told = new Map([...derivedContext(service, account), ['aws:sourceaccount', known(account)] as const]);
  return (key) => told.get(key) ?? unknown;
}

function* refusing({ role, paths }: WorkingRole, ask: RoleQuestions): Iterable<FindingDraft> {
  yield* refusals(role, paths, ask(role, backupCalls(paths)), 'service-role/AWSBackupServiceRolePolicyForBackup');
  const buckets = paths.filter(({ typeId }) => typeId === 's3');
  yield* refusals(role, buckets, ask(role, bucketBackupCalls(paths)), 'AWSBackupServiceRolePolicyForS3Backup');
}

/** Once for what nothing allows, and once for each kind of policy that denies. */
function* refusals(
  role: Role,
  paths: readonly BackupPath[],
  refused: readonly RefusedCall[],
  policy: string,
): Iterable<FindingDraft> {
  for (const [by, calls] of groupedBy(refused, refuserOf)) {
    const actions = [...new Set(calls.map(({ action }) => action))];
    const refusedHere = new Set(calls.map(callName));
    yield {
      message: `${role.arn} may not call ${briefly(actions)}, which its jobs need: ${by}`,
      at: placeOf(role, calls[0]),
      subject: role.arn,
      paths: idsOf(paths),
      stops: {
        outcome: calls.every(({ certain }) => certain) ? 'denied' : 'unknown',
        legs: (leg, path) => callsOfLeg(path, leg).some((call) => refusedHere.has(callName(call))),
      },
      requests: refusedRequests(role, calls),
      explanation: refusedLines(calls),
      help:
        by === ownPolicies || by === policiesInSight
          ? `Attach ${policy}, or allow the actions in a policy of its own`
          : 'Change that policy, or except the role',
      identity: `${policy} ${by}`,
    };
  }
}

/** The statement that denies, where it stands in a policy of the role's own. */
function placeOf(role: Role, { verdict }: RefusedCall): Origin {
  const [statement] = verdict.deciding;
  if (statement?.policy !== 'identity-policy') return role.origin;
  const judged = role.identityPolicies.filter((policy) => !isUnseen(policy) || isKnown(policy));
  const policy = judged[statement.policyIndex];
  if (policy === undefined || isUnseen(policy)) return role.origin;
  return originAt(policy.origin, ...pointerSteps(statement.pointer));
}

/** What AWS's own policies say of backups is known without being among the inputs. */
function isKnown({ name }: PlacedPolicy): boolean {
  return managedPolicy(name ?? '') !== undefined;
}

const ownPolicies = 'none of its policies allows that';
const policiesInSight = 'none of its policies in sight allows that';

const policyNames: Readonly<Partial<Record<BlockedBy, string>>> = {
  'identity-policy': 'one of its policies',
  'permissions-boundary': 'its permissions boundary',
  'service-control-policy': 'a service control policy of the organization',
  'resource-control-policy': 'a resource control policy of the organization',
};

function refuserOf({ certain, verdict: { reason, blockedBy } }: RefusedCall): string {
  if (!certain) return policiesInSight;
  const names = blockedBy.flatMap((kind) => policyNames[kind] ?? []);
  if (reason === 'explicit-deny') return `${listed(names)} ${plural(names.length, 'denies', 'deny')} that`;
  return blockedBy.includes('identity-policy')
    ? ownPolicies
    : `${listed(names)} ${plural(names.length, 'does', 'do')} not allow that`;
}
