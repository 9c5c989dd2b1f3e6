import { assertNever } from '../../src/estate/assert-never.ts';
import type { IdleProblem, IdleSuppression } from '../../src/engine/suppress.ts';
import type { Rule } from '../../src/engine/rule.ts';

const why = 'the account is closed in spring';

export const unusedSuppression: Rule = {
  id: 'config/unused-suppression',
  severity: 'warning',
  docs: {
    what: 'A comment asks to silence a finding, but silences nothing.',
    why: 'A comment that stays when its cause is gone will silence the next finding at its place, which nobody has looked at. One with a misspelt rule, or without a reason, silences nothing, although it looks as if it did.',
    remedy:
      'Remove the comment, or the rules in it that find nothing. Write it as `# backuplint-disable-next-line RULE -- reason` above what it is about, or as `# backuplint-disable-line RULE -- reason` behind it; several rules are separated by commas.',
    notes:
      'A comment speaks of its line and of the block that starts there: of a whole statement above its first line, of a whole key above its name. Rules that are switched off are not missed.',
    firing: {
      title: 'The statement under the comment limits who it admits, and the first rule is misspelt',
      files: { 'policy.yaml': policy('kms/publik-principal, kms/public-principal', 'aws:PrincipalAccount') },
    },
    silent: {
      title: 'The statement under the comment admits everybody',
      files: { 'policy.yaml': policy('kms/public-principal', 'aws:SecureTransport') },
    },
    sources: [],
  },

  *checkSuppressions(idle) {
    for (const suppression of idle) {
      const { origin, comment, equalBefore, problem } = suppression;
      yield {
        ...told(suppression),
        at: origin,
        subject: origin.file,
        identity: JSON.stringify([comment.text, equalBefore, problem.kind, detailOf(problem)]),
      };
    }
  },
};

const form = 'Write it as # backuplint-disable-next-line RULE -- reason';

function told({ comment, problem }: IdleSuppression): { readonly message: string; readonly help: string } {
  switch (problem.kind) {
    case 'unknown-verb':
      return {
        message: `The comment backuplint-${comment.verb} is none that backuplint knows, so it silences nothing`,
        help: `${form}, or with backuplint-disable-line behind what it is about.`,
      };
    case 'no-rule':
      return { message: 'The comment names no rule, so it silences nothing', help: `${form}.` };
    case 'no-reason':
      return {
        message: `The comment gives no reason for silencing ${comment.rules.join(', ')}, so it silences nothing`,
        help: `${form}.`,
      };
    case 'unknown-rule': {
      const { message, help = 'backuplint explain lists all rules' } = problem.unknown;
      return {
        message: `The comment silences nothing, for ${message}`,
        help: `${help[0]?.toUpperCase()}${help.slice(1)}`,
      };
    }
    case 'unused':
      return {
        message: `The comment silences ${problem.rule} (its reason: ${comment.reason}), but that is not found there`,
        help: 'Remove it, so that it does not silence what comes later.',
      };
    default:
      return assertNever(problem);
  }
}

function detailOf(problem: IdleProblem): string {
  if (problem.kind === 'unknown-rule') return problem.unknown.message;
  return problem.kind === 'unused' ? problem.rule : '';
}

function policy(rules: string, key: string): string {
  return `Version: "2012-10-17"
Statement:
  - Effect: Allow
    Principal: { AWS: "arn:aws:iam::111122223333:root" }
    Action: kms:*
    Resource: "*"
  # backuplint-disable-next-line ${rules} -- ${why}
  - Effect: Allow
    Principal: "*"
    Action: kms:Decrypt
    Resource: "*"
    Condition: { StringEquals: { ${key}: "${key === 'aws:SecureTransport' ? 'true' : '111122223333'}" } }
`;
}
