import type { FindingDraft } from '../../src/engine/finding.ts';
import type { JudgedKey, Rule } from '../../src/engine/rule.ts';
import type { Role } from '../../src/estate/model.ts';
import { kmsActionsMatching } from '../../src/iam/action.ts';
import { compilePolicy } from '../../src/iam/compile.ts';
import type { CompiledPolicy, ConditionEntry, PrincipalEntry, StatementView } from '../../src/iam/types.ts';
import { grantStatement, policyFile, rootStatement, soundPolicyFile, useStatement } from '../examples.ts';
import { capitalised, listed, statementName } from './support/wording.ts';
import { coveredActions } from './support/covered-actions.ts';
import { impossibleValue } from './support/impossible-values.ts';
import { shownCondition } from './support/conditions.ts';
import { distinctly } from './support/distinctly.ts';
import { exclusionOf } from './support/excluded-principals.ts';
import { inertKey, uncarriedKey } from './support/uncarried-keys.ts';
import { oncePerStatement } from './support/once-per.ts';
import { placeWithin, policyPlace } from './support/places.ts';
import { isWildcardArn } from './support/unfit-principals.ts';

export const neverMatches: Rule = {
  id: 'kms/never-matches',
  severity: 'warning',
  docs: {
    what: 'A statement, or a part of it, that can never apply to any request, or not to a principal that it names.',
    why: 'Such a statement is valid, KMS stores it, and it does nothing: an Allow leaves the access missing that it seems to give, a Deny protects nothing. Nobody notices until a backup or a copy fails.',
    remedy:
      'Correct the part that the finding names, so that it can match, or remove the statement. Use actions and grant actions belong in statements of their own, since `kms:GrantIsForAWSResource` exists for grant actions only.',
    notes: `What is looked for:

- \`StringEquals\` with \`*\` or \`?\`, which it compares as plain characters;
- a wildcard inside a principal's ARN (KMS refuses to store it; only \`*\` as the whole principal is a wildcard);
- \`kms:GrantIsForAWSResource\` on anything but CreateGrant, ListGrants and RevokeGrant, and any other condition key that none of the statement's actions carries;
- \`kms:ResourceAliases\` and \`aws:ResourceTag\` in a key policy, where they do not work;
- values that a key never has: \`kms:ViaService\` without a Region, the session ARN as \`aws:PrincipalArn\`, an organization path without its last slash;
- a condition that excludes a principal which the statement names: \`kms:CallerAccount\` without the central account, \`kms:ViaService\` with \`backup.*\` for a key that EC2, RDS or FSx calls for, keys that only calls of AWS services carry (\`aws:SourceAccount\`);
- alias ARNs as resources of key operations in the backup role's identity policies, where only key ARNs work.

Negated operators, \`…IfExists\` and \`ForAllValues\` are true where a key is absent, so they are not reported. Where the principal is \`*\` or an account, conditions may well be meant for others than AWS Backup, and only account conditions are compared.`,
    firing: {
      title: 'The grant condition also stands over use actions, which never carry it',
      files: {
        'policy.json': policyFile(rootStatement, useStatement, {
          ...grantStatement,
          Action: ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant', 'kms:DescribeKey'],
        }),
      },
    },
    silent: {
      title: 'Use actions and grant actions have a statement each',
      files: { 'policy.json': soundPolicyFile() },
    },
    sources: [
      'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html',
      'https://docs.aws.amazon.com/kms/latest/developerguide/cmks-in-iam-policies.html',
    ],
  },

  *checkKey(judged) {
    if (judged.policy === undefined || judged.source === undefined) return;
    yield* distinctly(findings(judged, judged.policy));
  },

  *checkEstate({ derived }) {
    const roles = new Set(derived.keyUses.flatMap(({ principal }) => principal.role ?? []));
    for (const role of roles) yield* aliasResources(role);
  },
};

function* findings(judged: JudgedKey, { statements }: CompiledPolicy): Iterable<FindingDraft> {
  for (const statement of statements) {
    if (statement.inert || statement.malformed) continue;
    if (wildcardsOf(statement).length > 0) yield* wildcardPrincipals(judged, statement);
    for (const { condition, fault } of conditionsOf(statement)) {
      const found = fault ?? exclusionOf(judged, statement, condition);
      if (found !== undefined) yield conditionFinding(judged, statement, condition, found);
    }
  }
}

/** Entries of its principals that match nobody. */
const wildcardsOf = oncePerStatement(({ principals = [], notPrincipals = [] }): readonly PrincipalEntry[] =>
  [...principals, ...notPrincipals].filter(({ value }) => isWildcardArn(value)),
);

function* wildcardPrincipals({ key }: JudgedKey, statement: StatementView): Iterable<FindingDraft> {
  for (const { value, pointer } of wildcardsOf(statement)) {
    yield {
      message: `${capitalised(statementName(statement))} names ${value}, but a wildcard inside a principal's ARN matches nobody`,
      at: policyPlace(key, pointer),
      subject: key.subject,
      help: 'Name each principal, or use the principal * with a condition ArnLike aws:PrincipalArn and one on kms:CallerAccount; KMS refuses to store a wildcard inside an ARN.',
      identity: `principal ${value} ${statement.sid ?? ''}`,
    };
  }
}

/** What is wrong with a condition, the most telling first. */
interface ConditionFault {
  readonly why: string;
  readonly help: string;
}

function conditionFinding(
  judged: JudgedKey,
  statement: StatementView,
  condition: ConditionEntry,
  fault: ConditionFault,
): FindingDraft {
  return {
    message: `${capitalised(statementName(statement))}: ${fault.why}`,
    at: policyPlace(judged.key, condition.pointer),
    subject: judged.key.subject,
    help: fault.help,
    identity: `${statement.sid ?? coveredActions(statement).join(' ')} ${shownCondition(condition)}`,
  };
}

/** Its conditions, with what is wrong with each whoever is asked for. */
const conditionsOf = oncePerStatement((statement) =>
  statement.conditions.map((condition) => ({ condition, fault: faultOf(statement, condition) })),
);

function faultOf(statement: StatementView, condition: ConditionEntry): ConditionFault | undefined {
  const impossible = impossibleValue(condition);
  if (impossible !== undefined) {
    const { value, why, help } = impossible;
    return {
      why: `${condition.operator} ${condition.key} ${JSON.stringify(value)} never matches: ${why}`,
      help,
    };
  }
  return inertKey(condition) ?? uncarriedKey(statement, condition);
}

// An alias ARN gives no operation on the key behind the alias, only on the alias.
// https://docs.aws.amazon.com/kms/latest/developerguide/cmks-in-iam-policies.html
function* aliasResources(role: Role): Iterable<FindingDraft> {
  for (const { source, origin, name } of role.identityPolicies) {
    for (const statement of compilePolicy(source.document, 'identity-policy').statements) {
      const { resources = [] } = statement;
      const actions = (statement.actions ?? []).filter(isOfKeys);
      if (resources.length === 0 || !resources.every(isAliasArn) || actions.length === 0) continue;
      yield {
        message: `${capitalised(statementName(statement))} of ${name ?? 'a policy'} of ${role.name} names ${listed(resources)} as the resource of ${listed(actions)}: an alias ARN gives no access to the key behind it`,
        at: placeWithin(origin, `${statement.pointer}/Resource`),
        subject: role.subject,
        help: 'Write the key ARN, or * with a condition on kms:ResourceAliases, which names the alias.',
        identity: `${name ?? ''} ${resources.join(' ')}`,
      };
    }
  }
}

function isAliasArn(resource: string): boolean {
  return /^arn:[^:]*:kms:[^:]*:[^:]*:alias\//.test(resource);
}

/** Whether a pattern matches an action on keys, and not only those on aliases. */
function isOfKeys(pattern: string): boolean {
  return kmsActionsMatching(pattern).some(({ onKey, keyPolicyGives }) => onKey && keyPolicyGives !== 'half');
}
