import type { FindingDraft } from '../../src/engine/finding.ts';
import type { Rule } from '../../src/engine/rule.ts';
import { pointerOf, pointerSteps } from '../../src/estate/origin.ts';
import type { Key, SourcePolicy } from '../../src/estate/model.ts';
import { conditionKeyOf } from '../../src/iam/condition-keys.ts';
import type { PolicyProblem } from '../../src/iam/types.ts';
import { grantStatement, policyFile, rootStatement, soundPolicyFile, useStatement } from '../examples.ts';
import { distinctly } from './support/distinctly.ts';
import { policyPlace } from './support/places.ts';
import { valueAt } from './support/value-at.ts';
import { isToldElsewhere } from './support/unfit-principals.ts';

export const policySyntax: Rule = {
  id: 'kms/policy-syntax',
  severity: 'error',
  docs: {
    what: 'The document is not a valid key policy: an unknown element, principal or operator, a repeated key, or a Resource that can never be this key.',
    why: 'KMS refuses some mistakes when the policy is stored, and the deployment stops. It accepts others and ignores the statement, and the access it was to give is silently missing. Since a statement that cannot be read may hide an Allow as well as a Deny, requests that depend on it are reported as undecided.',
    remedy: 'Correct the element that the finding points at. Its help says what was expected there.',
    notes:
      "Warnings: a statement that KMS accepts but ignores (it lacks its Action or Resource), two statements with the same Sid, a policy of more than 32,768 bytes. The limit of 32 KB is in the KMS quotas of 2023; the current page no longer repeats it. A repeated object key is an error, because JSON parsers, KMS's own among them, may keep either value.",
    firing: {
      title: 'Effect is written in lower case',
      files: { 'policy.json': policyFile(rootStatement, { ...useStatement, Effect: 'allow' }, grantStatement) },
    },
    silent: { title: 'The policy of the guidance', files: { 'policy.json': soundPolicyFile() } },
    sources: [
      'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html',
      'https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html',
    ],
  },

  *checkKey({ key, policy, source }) {
    if (source === undefined) return;
    if (source.unreadable !== undefined) {
      yield unreadable(key, source.unreadable);
      return;
    }
    yield* distinctly(problemsOf(key, source, policy?.problems ?? []));
  },
};

function* problemsOf(key: Key, source: SourcePolicy, problems: readonly PolicyProblem[]): Iterable<FindingDraft> {
  for (const pointer of source.duplicateKeys) yield duplicateKey(key, pointer);
  for (const problem of problems) {
    if (isPrincipalOfOtherRules(source.document, problem) || isDocumentedUse(source.document, problem)) continue;
    yield fromProblem(key, problem);
  }
  if (source.bytes !== undefined && source.bytes > maximumBytes) yield tooLarge(key, source.bytes);
}

function isPrincipalOfOtherRules(document: unknown, { pointer }: PolicyProblem): boolean {
  if (!/\/(?:Not)?Principal\//.test(pointer)) return false;
  const principal = valueAt(document, pointer);
  return typeof principal === 'string' && isToldElsewhere(principal);
}

/**
 * ForAllValues over a list that the request itself brings (the operations of a grant, the keys of an encryption context) is
 * AWS's own usage, and so is any with a Null condition beside it; over a key that tells who calls it opens the statement.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-grant-operations
 */
function isDocumentedUse(document: unknown, { code, severity, pointer }: PolicyProblem): boolean {
  if (code !== 'overly-permissive-set-operator' || severity === 'error') return false;
  const steps = pointerSteps(pointer);
  const key = steps.at(-1) ?? '';
  const nulls = valueAt(document, pointerOf([...steps.slice(0, -2), 'Null']));
  const isPresent = typeof nulls === 'object' && nulls !== null && String(Reflect.get(nulls, key)) === 'false';
  return isPresent || (conditionKeyOf(key)?.multivalued === true && !/^aws:(?:principal|source|vpce)/i.test(key));
}

function unreadable(key: Key, why: string): FindingDraft {
  return {
    message: `The key policy is not valid JSON: ${why}`,
    at: policyPlace(key, ''),
    subject: key.subject,
    help: 'Correct the JSON text of the policy; KMS refuses it as it is.',
    identity: 'unreadable',
  };
}

// Repeated keys are not allowed in a policy, and JSON.parse silently keeps the last.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
function duplicateKey(key: Key, pointer: string): FindingDraft {
  const name = pointerSteps(pointer).at(-1) ?? '';
  return {
    message: `"${name}" stands twice in one object; only one of the two takes effect`,
    at: policyPlace(key, pointer),
    subject: key.subject,
    help: `Merge the two: list all values under one "${name}".`,
    identity: `duplicate-key ${name}`,
  };
}

function fromProblem(key: Key, { code, severity, pointer, message, help }: PolicyProblem): FindingDraft {
  return {
    message,
    at: policyPlace(key, pointer),
    subject: key.subject,
    severity,
    help,
    identity: `${code} ${message}`,
  };
}

// https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html (as of 2023; see the notes)
const maximumBytes = 32_768;

function tooLarge(key: Key, bytes: number): FindingDraft {
  return {
    message: `The key policy has ${bytes} bytes; KMS takes at most ${maximumBytes}`,
    at: policyPlace(key, ''),
    subject: key.subject,
    severity: 'warning',
    help: 'Merge statements that differ only in their principals, or let IAM policies of the account give part of the access.',
    identity: 'size',
  };
}
