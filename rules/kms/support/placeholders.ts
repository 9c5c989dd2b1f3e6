import { splitArn } from '../../../src/estate/arn.ts';

/** Notations of templates that nothing in a policy means by itself. */
const notations = /<[A-Za-z][^<>]*>|\{\{[^{}]*\}\}|%[A-Z][A-Z0-9_]+%|__[A-Z][A-Z0-9_]+__/g;

/** `${…}`: a policy variable, or what a template engine has left over. */
const dollar = /\$\{([^{}]*)\}/g;

// A policy variable is a condition key (`aws:PrincipalTag/team`, with a default after a comma) or an escaped character.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
const policyVariable = /^(?:[*?$]|\s*[A-Za-z][\w.-]*:[^:].*)$/;

/** The unreplaced placeholders of a text, as written: `${WorkloadAccountID}`, `<account-id>`, the `ACCOUNT_ID` of an ARN. */
export function placeholdersIn(text: string): readonly string[] {
  // Most texts hold none of these characters, and there are many texts.
  const marked = /[$<{%_]/.test(text)
    ? [...leftovers(text), ...[...text.matchAll(notations)].map(([found]) => found)]
    : none;
  if (marked.length > 0 || !wordForAccount.test(text)) return marked;
  const account = accountPlaceholder(text);
  return account === undefined ? none : [account];
}

const none: readonly string[] = [];
/** An ARN whose account is neither digits nor a pattern. */
const wordForAccount = /^arn:(?:[^:]*:){3}[\w-]*[A-Za-z][\w-]*:/;

function leftovers(text: string): string[] {
  return [...text.matchAll(dollar)].filter(([, inner = '']) => !policyVariable.test(inner)).map(([found]) => found);
}

/** `account-id`, `ACCOUNT_ID`, `xxxxxxxxxxxx` where an ARN has the account; `aws` owns the managed policies. */
function accountPlaceholder(text: string): string | undefined {
  const account = splitArn(text)?.account ?? '';
  const isWord = /^[A-Za-z_-]*[A-Za-z][\w-]*$/.test(account) || /^\d*[Xx][\dXx]*$/.test(account);
  return isWord && account !== 'aws' ? account : undefined;
}
