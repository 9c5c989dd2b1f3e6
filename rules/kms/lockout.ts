import type { JudgedKey, Rule, RuleContext } from '../../src/engine/rule.ts';
import { accountOf } from '../../src/estate/arn.ts';
import { allowAllIdentityPolicy } from '../../src/iam/allow-all.ts';
import { whatIsSaidOf } from '../../src/iam/alike.ts';
import { compilePolicy } from '../../src/iam/compile.ts';
import { decide } from '../../src/iam/evaluate.ts';
import type { CompiledPolicy, RequestContext, StatementView } from '../../src/iam/types.ts';
import { memoize } from '../../src/estate/memoize.ts';
import { grantStatement, policyFile, soundPolicyFile, useStatement } from '../examples.ts';
import { oncePer } from './support/once-per.ts';
import { keyPartition, ownerOf } from './support/owner.ts';
import { policyPlace, statementsPlace } from './support/places.ts';
import { capitalised, statementName } from './support/wording.ts';

export const lockout: Rule = {
  id: 'kms/lockout',
  severity: 'warning',
  docs: {
    what: 'Nobody in the account that owns the key may change its key policy.',
    why: 'A key policy can only be changed by somebody whom it allows `kms:PutKeyPolicy`, or whose account it lets decide by IAM policies. When that was given away, the key works on as it is, but no mistake in its policy can be mended any more: AWS Support has to be asked for access. KMS refuses such a policy unless its safety check is bypassed.',
    remedy:
      "Keep the statement of KMS's default key policy, which lets the account root, and with it the IAM policies of the account, administer the key; or name an administrator role with `kms:PutKeyPolicy`.",
    notes:
      'The rule asks the evaluator for the account root, for every principal of the account that the policy names, and for any other principal of the account, as if their IAM policies allowed everything and every condition that is not known could hold. It fires only where none of them gets through.',
    firing: {
      title: 'Only AWS Backup is allowed anything',
      files: { 'policy.json': policyFile(useStatement, grantStatement) },
    },
    silent: {
      title: 'The account root administers the key',
      files: { 'policy.json': soundPolicyFile() },
    },
    sources: [
      'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html',
      'https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html',
    ],
  },

  *checkKey(judged, context) {
    const { key, policy } = judged;
    const owner = ownerOf(judged);
    if (policy === undefined || owner === undefined || !isChangeable(judged)) return;
    const partition = keyPartition(judged);
    if (maySomebodyIn(policy, owner, partition, context)) return;
    const deny = policy.statements.find(
      (statement) =>
        statement.effect === 'Deny' && maySomebodyIn(without(statement, policy), owner, partition, context),
    );
    yield {
      message: `Nobody in account ${owner} may call kms:PutKeyPolicy on the key, so its policy can never be changed again`,
      at: deny === undefined ? statementsPlace(key) : policyPlace(key, deny.pointer),
      subject: key.subject,
      ...(deny !== undefined && { explanation: [`${capitalised(statementName(deny))} denies it to everybody`] }),
      help:
        deny === undefined
          ? `Allow arn:${partition}:iam::${owner}:root the action kms:*, as the default key policy does, or allow kms:PutKeyPolicy to a role that administers keys.`
          : `Except from ${statementName(deny)} a role that administers keys.`,
      identity: 'lockout',
    };
  },
};

/** The policy of an AWS managed key is nobody's to change, and KMS's default policy locks nobody out. */
function isChangeable({ key }: JudgedKey): boolean {
  return key.policy.kind === 'given' && key.manager !== 'AWS';
}

/** The policy as it would be if the statement were not there. */
function without({ index }: StatementView, { version, statements }: CompiledPolicy): CompiledPolicy {
  const others = statements.filter((statement) => statement.index !== index).map(({ raw }) => raw);
  return compilePolicy({ Version: version, Statement: others }, 'key-policy');
}

function maySomebodyIn(policy: CompiledPolicy, owner: string, partition: string, context: RuleContext): boolean {
  for (const candidate of candidates(policy, owner, partition)) {
    if (mayPutKeyPolicy(policy, owner, candidate, context)) return true;
  }
  return false;
}

/** What was decided of policies that say the same of the candidate, by what they say. */
const answers = oncePer((_context: RuleContext) => new Map<string, boolean>());

interface Candidate {
  readonly arn: string;
  /** Stands for every principal of the account that the policy does not name. */
  readonly isAnyone: boolean;
}

/** The root first: nearly every policy keeps the statement of KMS's default policy. */
function* candidates({ statements }: CompiledPolicy, owner: string, partition: string): Iterable<Candidate> {
  yield { arn: `arn:${partition}:iam::${owner}:root`, isAnyone: false };
  yield { arn: `arn:${partition}:iam::${owner}:role/anyone`, isAnyone: true };
  for (const { effect, principals = [] } of statements) {
    if (effect === 'Deny') continue;
    for (const { type, value } of principals) {
      if (type === 'AWS' && accountOf(value) === owner) yield { arn: value, isAnyone: false };
    }
  }
}

function mayPutKeyPolicy(
  policy: CompiledPolicy,
  owner: string,
  { arn, isAnyone }: Candidate,
  runContext: RuleContext,
): boolean {
  const context: RequestContext = (key) => {
    if (key === 'kms:calleraccount' || key === 'aws:principalaccount' || key === 'aws:resourceaccount') {
      return { state: 'known', values: [owner] };
    }
    // Whoever wants to call over TLS can: KMS takes nothing else.
    // https://docs.aws.amazon.com/kms/latest/developerguide/data-protection.html
    if (key === 'aws:securetransport') return { state: 'known', values: ['true'] };
    return key === 'aws:principalarn' && !isAnyone ? { state: 'known', values: [arn] } : { state: 'unknown' };
  };
  const request = {
    principal: arn,
    action: 'kms:PutKeyPolicy',
    resource: undefined,
    resourceAccount: owner,
    context,
  };
  const ask = (): boolean =>
    decide(request, { keyPolicy: policy, identityPolicies: [allowAllIdentityPolicy] }).outcome !== 'denied';
  const said = whatIsSaidOf(request, policy, false);
  return said === undefined ? ask() : memoize(answers(runContext), `${arn} ${isAnyone} ${said}`, ask);
}
