/** Key policies as people keep them: bare, as `aws kms get-key-policy` prints them, or several keyed by ARN or alias. */
import type { KeyFragment } from '../../estate/fragment.ts';
import type { SourcePolicy } from '../../estate/model.ts';
import type { DocumentContext, JsonObject, LoadedDocument } from './kind.ts';
import { isObject, unknownKind } from './kind.ts';
import { describePolicy, isKeyPolicy, isPolicyDocument } from './policies.ts';

export function loadBareKeyPolicy(document: JsonObject, context: DocumentContext): LoadedDocument {
  if (!isKeyPolicy(document)) return foreign(document);
  return { fragments: [keyPolicyFragment(document, context, [], [])] };
}

/** Also the input of `put-key-policy` and `create-key`. */
export function loadWrappedKeyPolicy(document: JsonObject, context: DocumentContext): LoadedDocument {
  const keyId = document['KeyId'];
  const names = typeof keyId === 'string' ? [keyId] : [];
  const { source } = context.policy(document['Policy'], 'Policy');
  if (!isOfKey(document, source)) return foreign(source.document);
  return { fragments: [keyPolicyFragment(document['Policy'], context, ['Policy'], names)] };
}

/**
 * Other services' commands print a `Policy` too; KMS adds its name, or its input names the key. What starts like a policy
 * but is no JSON may have been one, and is reported as broken.
 */
function isOfKey(document: JsonObject, { document: policy, unreadable }: SourcePolicy): boolean {
  if (document['PolicyName'] === 'default' || Object.hasOwn(document, 'KeyId')) return true;
  // Older versions of the AWS CLI print the policy alone; of other services', none without a statement comes that way.
  if (Object.keys(document).length === 1 && isEmptyPolicy(policy)) return true;
  return unreadable === undefined ? isKeyPolicy(policy) : /^\s*\{/.test(String(document['Policy']));
}

function isEmptyPolicy(policy: unknown): boolean {
  return isPolicyDocument(policy) && Array.isArray(policy['Statement']) && policy['Statement'].length === 0;
}

/** `get-key-policy --query Policy` prints a string that holds the policy. */
export function loadQuotedKeyPolicy(text: string, context: DocumentContext): LoadedDocument {
  const { source } = context.policy(text);
  if (!isKeyPolicy(source.document)) return foreign(source.document);
  return { fragments: [keyPolicyFragment(text, context, [], [])] };
}

function foreign(document: unknown): LoadedDocument {
  return {
    fragments: [],
    foreign: isPolicyDocument(document) ? `some other policy: it looks like ${describePolicy(document)}` : unknownKind,
  };
}

export function loadKeyedKeyPolicies(document: JsonObject, context: DocumentContext): LoadedDocument {
  const fragments = Object.entries(document).map(([name, value]) => {
    const isWrapped = isObject(value) && !isPolicyDocument(value) && Object.hasOwn(value, 'Policy');
    const steps = isWrapped ? [name, 'Policy'] : [name];
    const fragment = keyPolicyFragment(isWrapped ? value['Policy'] : value, context, steps, [name]);
    return { ...fragment, subject: `${context.file}#${context.pointer(...steps)}` };
  });
  return { fragments };
}

function keyPolicyFragment(
  policy: unknown,
  context: DocumentContext,
  steps: readonly string[],
  names: readonly string[],
): KeyFragment {
  const origin = context.at(...steps);
  return {
    kind: 'key',
    names,
    subject: context.subject,
    policy: { kind: 'given', ...context.policy(policy, ...steps) },
    bare: true,
    origin,
  };
}

/** A key's ARN, id or alias, as `aws kms` commands take them. */
export function isKeyName(text: string): boolean {
  return (
    /^arn:[\w-]+:kms:[\w-]*:\d*:(?:key|alias)\/./.test(text) ||
    /^alias\/./.test(text) ||
    /^(?:mrk-[\da-f]{32}|[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12})$/i.test(text)
  );
}
