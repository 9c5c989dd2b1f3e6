import type { FindingDraft } from '../../src/engine/finding.ts';
import type { JudgedKey, Rule } from '../../src/engine/rule.ts';
import { parseAccountId, partitionOf, splitArn } from '../../src/estate/arn.ts';
import type { StatementView } from '../../src/iam/types.ts';
import {
  exampleRole,
  exampleServiceLinkedRole,
  grantStatement,
  policyFile,
  rootStatement,
  soundPolicyFile,
  useStatement,
} from '../examples.ts';
import { endingOf } from './support/ending.ts';
import { grouped } from './support/grouped.ts';
import { oncePerStatement } from './support/once-per.ts';
import { policyPlace } from './support/places.ts';
import { pathIds } from './support/requests.ts';
import { isToldElsewhere } from './support/unfit-principals.ts';
import { capitalised, listed, statementName } from './support/wording.ts';

export const serviceLinkedRoleArn: Rule = {
  id: 'kms/service-linked-role-arn',
  severity: 'error',
  docs: {
    what: "The central account's service-linked role `AWSServiceRoleForBackup` is written with a wrong path, account, partition or name.",
    why: "The path `aws-service-role/backup.amazonaws.com/` is part of the role's ARN, and ARNs are compared as they are written, letter case included. A near miss names a role that does not exist: KMS refuses the policy for an invalid principal, or, in a condition, stores it and lets nobody in. The copy to the central account then fails.",
    remedy:
      'Write the ARN in full: `arn:aws:iam::<central account>:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup`.',
    notes:
      "The service-linked role of another account is reported only where the central account's role is not admitted: a key may well admit both. The roles `AWSServiceRoleForBackupReports` and `AWSServiceRoleForBackupRestoreTesting` are other roles and left alone.",
    firing: {
      title: 'The path is missing',
      files: {
        'policy.json': policyFile(
          rootStatement,
          {
            ...useStatement,
            Principal: {
              AWS: [exampleRole, 'arn:aws:iam::444455556666:role/AWSServiceRoleForBackup'],
            },
          },
          grantStatement,
        ),
      },
    },
    silent: {
      title: `The role is written in full: ${exampleServiceLinkedRole}`,
      files: { 'policy.json': soundPolicyFile() },
    },
    sources: [
      'https://docs.aws.amazon.com/aws-backup/latest/devguide/using-service-linked-roles-AWSServiceRoleForBackup.html',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
    ],
  },

  *checkKey(judged) {
    if (judged.policy === undefined) return;
    const mentions = judged.policy.statements.flatMap(mentionsIn);
    if (mentions.every(({ arn }) => isAskedRole(arn, judged))) return;
    const expected = expectedRole(judged);
    for (const [arn, places] of grouped(mentions, (mention) => mention.arn)) {
      const wrong = faults(arn, expected);
      const [first] = places;
      if (wrong.length > 0 && first !== undefined) yield finding(judged, first, wrong, expected);
    }
  },
};

/** The one service-linked role that asks for the key: nearly every policy names it rightly. */
function isAskedRole(arn: string, { uses }: JudgedKey): boolean {
  let isAsked = false;
  for (const { principal } of uses) {
    if (principal.kind !== 'service-linked-role') continue;
    if (principal.arn !== arn) return false;
    isAsked = true;
  }
  return isAsked;
}

interface ExpectedRole {
  readonly partition: string;
  /** The central account; `undefined`: not known. */
  readonly central: string | undefined;
  /** Accounts whose service-linked role may stand here; `undefined`: any, since the central account's is admitted. */
  readonly accounts: ReadonlySet<string> | undefined;
}

function expectedRole({ uses, decisions, deployments }: JudgedKey): ExpectedRole {
  const asked = uses.find(({ principal }) => principal.kind === 'service-linked-role');
  const refused = decisions.find(
    (decision) => decision.use.principal.kind === 'service-linked-role' && endingOf(decision) === 'unmet',
  );
  const centrals = deployments.flatMap(({ centralAccount }) =>
    centralAccount === undefined ? [] : [centralAccount as string],
  );
  return {
    // What the ARNs show goes before what the configuration says, or leaves out.
    partition: asked === undefined ? (deployments[0]?.partition ?? 'aws') : partitionOf(asked.principal.arn),
    central: refused?.use.principal.account ?? asked?.principal.account ?? centrals[0],
    accounts: refused === undefined ? undefined : new Set([...centrals, refused.use.principal.account]),
  };
}

interface Mention {
  readonly arn: string;
  readonly pointer: string;
  readonly statement: StatementView;
}

/** ARNs that an Allow admits, that a Deny spares, or that a condition compares with the caller's. */
const mentionsIn = oncePerStatement((statement: StatementView): readonly Mention[] => {
  const named = (statement.effect === 'Deny' ? statement.notPrincipals : statement.principals) ?? [];
  const compared = statement.conditions
    .filter(({ key }) => key.toLowerCase() === 'aws:principalarn')
    .flatMap(({ values, pointer }) => values.map((value) => ({ value, pointer })));
  return [...named, ...compared]
    .filter(({ value }) => resembles.test(value) && !isToldElsewhere(value))
    .map(({ value, pointer }) => ({ arn: value, pointer, statement }));
});

const roleName = 'AWSServiceRoleForBackup';
const rolePath = 'aws-service-role/backup.amazonaws.com/';
/** Service-linked roles of AWS Backup that do something else. */
const siblings: ReadonlySet<string> = new Set([
  'AWSServiceRoleForBackupReports',
  'AWSServiceRoleForBackupRestoreTesting',
]);

/** A first look: what is not like this was never meant. */
const resembles = /awsserviceroleforbackup|aws-service-role\/backup\.amazonaws\.com\//i;

/** What is wrong with an ARN that was meant to be the role; empty when it is right, or something else. */
function faults(arn: string, expected: ExpectedRole): readonly string[] {
  const parts = splitArn(arn);
  if (parts?.service !== 'iam' || !parts.resource.startsWith('role/')) return [];
  const path = parts.resource.slice('role/'.length, parts.resource.lastIndexOf('/') + 1);
  const name = parts.resource.slice(parts.resource.lastIndexOf('/') + 1);
  if (siblings.has(name) || !isMeant(path, name)) return [];
  return [
    ...(parts.partition === expected.partition
      ? []
      : [`the partition is ${parts.partition}, not ${expected.partition}`]),
    ...accountFault(parts.account, expected),
    ...(path === rolePath
      ? []
      : [path === '' ? `the path ${rolePath} is missing` : `the path is ${path}, not ${rolePath}`]),
    ...(name === roleName ? [] : [`the name is ${name}, not ${roleName}`]),
  ];
}

function isMeant(path: string, name: string): boolean {
  return path.toLowerCase() === rolePath || name.toLowerCase().startsWith(roleName.toLowerCase());
}

/** An account that is no id at all is told by `kms/placeholder` or `kms/policy-syntax`. */
function accountFault(account: string, { accounts, central }: ExpectedRole): readonly string[] {
  if (accounts === undefined || parseAccountId(account) === undefined || accounts.has(account)) return [];
  return [`the account is ${account}, not the central account ${central}`];
}

function finding(
  judged: JudgedKey,
  { arn, pointer, statement }: Mention,
  wrong: readonly string[],
  { partition, central }: ExpectedRole,
): FindingDraft {
  const account = central ?? splitArn(arn)?.account;
  const right = `arn:${partition}:iam::${account}:role/${rolePath}${roleName}`;
  return {
    message: `${capitalised(statementName(statement))} names ${arn}, which is not the service-linked role of AWS Backup: ${listed(wrong)}`,
    at: policyPlace(judged.key, pointer),
    subject: judged.key.subject,
    paths: pathIds(
      judged,
      judged.uses.filter(({ principal }) => principal.kind === 'service-linked-role'),
    ),
    help: `Write ${right} instead.`,
    identity: arn,
  };
}
