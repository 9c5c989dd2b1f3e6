/** What the values of some keys look like; other texts never occur. */
import type { Glob } from '../glob.ts';
import type { Caller } from '../principal.ts';
import type { ContextValue } from '../types.ts';
import { anyRun, compileGlob, oneDigit, oneOfWord, runOfName, runOfTag, runOfWord } from '../glob.ts';

const word = [oneOfWord, runOfWord];
const accountId = Array.from({ length: 12 }, () => oneDigit);
const rest = [anyRun];
const name = [runOfName];

function shape(...parts: readonly (string | readonly number[])[]): Glob {
  return parts.flatMap((part) => (typeof part === 'string' ? compileGlob(part) : part));
}

const accounts: readonly Glob[] = [accountId];
const organizations: readonly Glob[] = [shape('o-', word)];
const organizationPaths = pathsIn(shape('o-', word));

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed-view-data-orgs.html#access_policies_last-accessed-viewing-orgs-entity-path */
function pathsIn(organization: Glob): readonly Glob[] {
  const root = shape(organization, '/r-', word, '/');
  return [root, shape(root, rest, '/')];
}

const byKey: Readonly<Record<string, readonly Glob[]>> = {
  // `<service>.<region>.amazonaws.com`: https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
  // Medium confidence: the suffix is the same in every partition; the one of China is admitted as well.
  'kms:viaservice': [shape(word, '.', word, '.amazonaws.com'), shape(word, '.', word, '.amazonaws.com.cn')],
  'kms:calleraccount': accounts,
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html for those that follow
  'aws:principalaccount': accounts,
  'aws:resourceaccount': accounts,
  'aws:sourceaccount': accounts,
  'aws:principalorgid': organizations,
  'aws:resourceorgid': organizations,
  'aws:sourceorgid': organizations,
  'aws:principalorgpaths': organizationPaths,
  'aws:resourceorgpaths': organizationPaths,
  'aws:sourceorgpaths': organizationPaths,
  'aws:requestedregion': [word],
  // The role's ARN, never the session's. A path may hold any character, a name no wildcard.
  'aws:principalarn': [
    shape('arn:', word, ':iam::', accountId, ':root'),
    shape('arn:', word, ':iam::', accountId, ':', rest, '/', name),
    shape('arn:', word, ':sts::', accountId, ':federated-user/', name),
  ],
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules */
const tags: readonly Glob[] = [[runOfTag]];

/** Empty: any text may be a value. Of a session's role only the path may be unknown. */
export function domainsOf(
  lowerKey: string,
  { kind, partition, account, name }: Caller,
  value: ContextValue,
): readonly Glob[] {
  if (value.state === 'present' && value.organization !== undefined) return pathsIn(shape(value.organization));
  if (lowerKey !== 'aws:principalarn' || kind !== 'session') return byKey[lowerKey] ?? (isTag(lowerKey) ? tags : []);
  const role = `arn:${partition}:iam::${account}:role/`;
  return [shape(role, name), shape(role, rest, `/${name}`)];
}

function isTag(lowerKey: string): boolean {
  return /^aws:(principal|request|resource)tag\//.test(lowerKey);
}
