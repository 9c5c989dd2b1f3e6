/** Telling policies apart by what they say: a key policy, or some other policy and which. */
import { isObject, type JsonObject } from './kind.ts';

/** The statements of a policy document; a single one may stand without a list. */
function statementsOf(document: unknown): readonly JsonObject[] {
  if (!isObject(document)) return [];
  const statement = document['Statement'];
  return (Array.isArray(statement) ? (statement as unknown[]) : [statement]).filter(isObject);
}

export function isPolicyDocument(document: unknown): document is JsonObject {
  return isObject(document) && Object.hasOwn(document, 'Statement');
}

/** A key policy has principals, and some action that covers `kms:` (CONTRACT 1). */
export function isKeyPolicy(document: unknown): boolean {
  return isPolicyDocument(document) && hasPrincipals(document) && statementsOf(document).some(coversKms);
}

function hasPrincipals(document: unknown): boolean {
  return statementsOf(document).some((s) => Object.hasOwn(s, 'Principal') || Object.hasOwn(s, 'NotPrincipal'));
}

/** What is not excluded is covered. */
function coversKms(statement: JsonObject): boolean {
  if (textsOf(statement['Action']).some((action) => covers(action, 'kms'))) return true;
  const excluded = textsOf(statement['NotAction']);
  return excluded.length > 0 && !excluded.some((action) => covers(action, 'kms'));
}

function textsOf(value: unknown): string[] {
  return (Array.isArray(value) ? (value as unknown[]) : [value]).filter((text) => typeof text === 'string');
}

/** Whether an action pattern reaches into a service: `*`, `kms:Decrypt`, `k*:*`. */
function covers(action: string, service: string): boolean {
  if (action.startsWith(`${service}:`)) return true;
  const colon = action.indexOf(':');
  const pattern = colon < 0 ? upToWildcard(action) : action.slice(0, colon);
  return pattern.toLowerCase() === service || (/[*?]/.test(pattern) && matches(pattern, service));
}

/** `kms*` without a colon may still be meant for `kms:…`. */
function upToWildcard(action: string): string {
  const star = action.indexOf('*');
  return star < 0 ? '' : action.slice(0, star + 1);
}

/** A pattern with more letters than the text cannot match; so few are left that trying them all is quick. */
function matches(pattern: string, text: string): boolean {
  const stars = pattern.replace(/\*+/g, '*');
  if (stars.replaceAll('*', '').length > text.length) return false;
  const literal = stars.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i').test(text);
}

/** What a policy that is no key policy looks like, in words for a message. */
export function describePolicy(document: unknown): string {
  const actions = statementsOf(document).flatMap((statement) => textsOf(statement['Action']));
  if (!hasPrincipals(document)) return 'an identity policy, a service control policy or the like: it has no principals';
  if (actions.some((action) => covers(action, 'sts'))) return "a role's trust policy";
  if (actions.some((action) => covers(action, 'backup'))) return "a backup vault's access policy";
  const services = [...new Set(actions.map((action) => action.split(':')[0]))].join(', ');
  return services === '' ? 'a policy without actions' : `a policy for ${services}, none of whose actions covers kms:`;
}
