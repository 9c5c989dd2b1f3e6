import type { FindingDraft } from '../../src/engine/finding.ts';
import type { JudgedVaultUse, Rule } from '../../src/engine/rule.ts';
import type { Vault } from '../../src/estate/model.ts';
import { originAt, type Origin, pointerSteps } from '../../src/estate/origin.ts';
import { compilePolicy } from '../../src/iam/compile.ts';
import type { StatementTrace } from '../../src/iam/types.ts';
import { explanationLines, nearestStatements } from '../../src/iam/nearest.ts';
import {
  centralVaultArn,
  copyToCentral,
  planFile,
  selectionFile,
  vaultFile,
  vaultPolicyFile,
} from './support/examples.ts';
import { groupedBy } from './support/grouped.ts';
import { backupGuide, knowledgeCenter } from './support/pages.ts';
import { settlingKeys } from '../kms/support/settling.ts';
import { capitalised, listed } from '../kms/support/wording.ts';

const files = {
  'plan.json': planFile({ CopyActions: [copyToCentral] }),
  'selection.json': selectionFile({ Resources: ['arn:aws:rds:*:*:db:*'] }),
  'vault.json': vaultFile(centralVaultArn),
};
const config = `deployments:
  - name: website
    workloadAccounts: ["111122223333"]
    centralAccount: "444455556666"
    backupRole: backup-role
    organization:
      id: o-a1b2c3d4e5
`;

const fromOrganization = (id: string) =>
  vaultPolicyFile(centralVaultArn, {
    Effect: 'Allow',
    Principal: '*',
    Action: 'backup:CopyIntoBackupVault',
    Resource: '*',
    Condition: { StringEquals: { 'aws:PrincipalOrgID': [id] } },
  });

export const vaultCopyAccess: Rule = {
  id: 'backup/vault-copy-access',
  severity: 'error',
  docs: {
    what: "The access policy of the destination vault does not let the source's backup role copy into it.",
    why: 'A copy to another account needs `backup:CopyIntoBackupVault` twice: in the policies of the role that the plan uses, and in the access policy of the vault that receives the copy. Without the second, or with a wrong organization or OU id in its condition, every copy job fails with "Access Denied trying to call AWS Backup service".',
    remedy:
      'In the central account give the vault an access policy that allows `backup:CopyIntoBackupVault` to the workload account, to its backup role, or to everybody under a condition on `aws:PrincipalOrgID` or `aws:PrincipalOrgPaths`.',
    notes:
      'The policy is evaluated as AWS does it, with organization and OU conditions: `aws:PrincipalOrgPaths` holds several values and needs `ForAnyValue:`. Where the answer depends on an organization that is not configured, the finding is a warning. Copies within one account need no such statement. Across accounts nothing but `backup:CopyIntoBackupVault` can be granted, and AWS Backup accepts no wildcard in the Action of a vault policy: such a statement is a warning.',
    firing: {
      title: 'The vault asks for another organization',
      files: { ...files, 'policy.json': fromOrganization('o-z9y8x7w6v5') },
      config,
    },
    silent: {
      title: 'The vault asks for the organization of the deployment',
      files: { ...files, 'policy.json': fromOrganization('o-a1b2c3d4e5') },
      config,
    },
    sources: [
      backupGuide('create-cross-account-backup'),
      backupGuide('create-a-vault-access-policy'),
      knowledgeCenter('backup-resolve-access-denied-error'),
    ],
  },

  *checkEstate({ estate, vaultUses }) {
    yield* patternFindings(estate.vaults);
    const open = vaultUses.filter(isVaultsDoing);
    const causes = groupedBy(open, ({ use, verdict }) =>
      JSON.stringify([use.vault.subject, verdict.outcome, verdict.reason]),
    );
    for (const judged of causes.values()) yield finding(judged);
  },
};

// https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html
function* patternFindings(vaults: readonly Vault[]): Iterable<FindingDraft> {
  for (const { subject, accessPolicy } of vaults) {
    if (accessPolicy === undefined || accessPolicy === null) continue;
    for (const { pointer, actions = [] } of compilePolicy(accessPolicy.source.document, 'vault-policy').statements) {
      const patterns = actions.filter((action) => action.includes('*'));
      if (patterns.length === 0) continue;
      yield {
        message: `The access policy of ${subject} has the action ${listed(patterns)}, and AWS Backup accepts no wildcard there`,
        severity: 'warning',
        at: originAt(accessPolicy.origin, ...pointerSteps(pointer), 'Action'),
        subject,
        help: 'Write the actions out; across accounts only backup:CopyIntoBackupVault can be granted',
        identity: `pattern ${patterns.join(' ')}`,
      };
    }
  }
}

type Uses = readonly [JudgedVaultUse, ...JudgedVaultUse[]];

/** What the role's own policies or an SCP refuse is `backup/service-role`'s to tell. */
function isVaultsDoing({ verdict }: JudgedVaultUse): boolean {
  if (verdict.outcome === 'allowed') return false;
  if (verdict.outcome === 'unknown') return verdict.reason !== 'unknown-identity-policy';
  return verdict.blockedBy.some((policy) => policy === 'vault-policy' || policy === 'resource-control-policy');
}

function finding(judged: Uses): FindingDraft {
  const [{ use, verdict }] = judged;
  const { vault } = use;
  const decision = judged[0].explain();
  const nearest = nearestStatements(decision).find(({ policy }) => policy === 'vault-policy');
  return {
    message: message(judged),
    severity: verdict.outcome === 'denied' ? 'error' : 'warning',
    at: policyPlace(vault, nearest?.pointer),
    subject: vault.subject,
    paths: [...new Set(judged.flatMap(({ pathIds }) => pathIds))],
    requests: judged.map((each) => ({
      principal: each.use.principal.arn,
      action: 'backup:CopyIntoBackupVault',
      outcome: each.verdict.outcome,
      reason: each.verdict.reason,
    })),
    explanation: explanationLines(decision).map(capitalised),
    help: help(judged[0], nearest),
    identity: `${verdict.outcome} ${verdict.reason}`,
  };
}

function message(judged: Uses): string {
  const [{ use, verdict }] = judged;
  const who = listed([...new Set(judged.map((each) => each.use.principal.arn))]);
  const vault = use.vault.subject;
  if (verdict.outcome === 'unknown') {
    return `Whether the access policy of ${vault} lets ${who} copy into it depends on ${unknowns(judged[0])}`;
  }
  if (verdict.reason === 'explicit-deny') return `${who} may not copy into ${vault}: ${denier(judged[0])} denies it`;
  if (use.vault.accessPolicy === null) {
    return `${who} may not copy into ${vault}, which has no access policy: nobody from another account may`;
  }
  return verdict.blockedBy.includes('vault-policy')
    ? `${who} may not copy into ${vault}: no statement of its access policy allows it`
    : `${who} may not copy into ${vault}: a resource control policy of its account does not allow it`;
}

function unknowns({ verdict }: JudgedVaultUse): string {
  return verdict.unknownKeys.length === 0 ? 'a statement that cannot be read' : listed(verdict.unknownKeys);
}

function denier({ verdict }: JudgedVaultUse): string {
  const [statement] = verdict.deciding;
  if (statement === undefined || statement.policy !== 'vault-policy') return 'a resource control policy of its account';
  return statement.sid === undefined ? 'its access policy' : `statement "${statement.sid}" of its access policy`;
}

/** Where the statement stands; what is absent belongs to the statements, or to the vault that has none. */
function policyPlace({ accessPolicy, origin }: Vault, pointer: string | undefined): Origin {
  if (accessPolicy === undefined || accessPolicy === null) return origin;
  return originAt(accessPolicy.origin, ...pointerSteps(pointer ?? '/Statement'));
}

function help({ use, verdict }: JudgedVaultUse, nearest: StatementTrace | undefined): string {
  if (verdict.outcome === 'unknown') {
    const advice = settlingKeys(verdict.unknownKeys);
    return advice.length > 0 ? advice.join('; ') : `Name ${use.principal.arn} in a statement of its own`;
  }
  if (verdict.reason === 'explicit-deny') return `Except ${use.principal.arn} from the Deny`;
  const isNear = nearest !== undefined && nearest.elements.every(({ element }) => element === 'Condition');
  const correct = isNear ? 'Correct the condition of the statement, or allow' : 'Allow';
  return `${correct} ${use.principal.arn}, or its account, backup:CopyIntoBackupVault in the access policy of ${use.vault.subject}`;
}
