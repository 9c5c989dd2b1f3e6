/** What would settle a doubt about context keys, as something that the user can do. */
import { branchPrefix } from '../../../src/estate/hole.ts';

interface Advice {
  readonly matches: RegExp;
  readonly help: string;
}

const rewrite = 'Rewrite the statement so that AWS Backup does not depend on it';

const advice: readonly Advice[] = [
  {
    matches: new RegExp(`^${branchPrefix}`),
    help: 'Give the parameters that decide the condition of the template (--parameters FILE)',
  },
  {
    matches: /^aws:(?:principal|resource)orgid$/,
    help: 'Set organization.id of the deployment in the config (or --organization o-…)',
  },
  {
    matches: /^aws:(?:principal|resource)orgpaths$/,
    help: 'Set organization.id of the deployment in the config, and for a part of it organization.paths: account id → o-…/r-…/ou-…/',
  },
  {
    matches: /^aws:principaltag\//,
    help: 'Give the role with its tags (the output of aws iam get-role)',
  },
  {
    matches: /^kms:viaservice$/,
    help: 'Say in the config which key it is and what it protects (keys: … arn: …, resourceTypes: [RDS])',
  },
  {
    matches: /^aws:requestedregion$/,
    help: "Give the key's ARN in the config (keys: … arn:), or the regions of the deployment",
  },
  {
    matches: /^kms:(?:keyspec|keyusage|keyorigin|multiregion|multiregionkeytype)$/,
    help: 'Give the output of aws kms describe-key for the key',
  },
  {
    matches: /^aws:(?:sourceip|useragent)$/,
    help: `${rewrite}: what its calls carry is not known before they are made`,
  },
  {
    matches: /^aws:(?:calledvia|viaawsservice)/,
    help: `${rewrite}: through which services its calls are said to come is not documented`,
  },
  {
    matches: /^aws:resourcetag\//,
    help: 'Rewrite the statement without it: a key policy does not see the tags of the key',
  },
];

const otherwise = `${rewrite}, or name its principals in a statement of their own`;

/** What settles the value of these context keys; the same advice once, and a statement is to be rewritten once. */
export function settlingKeys(keys: readonly string[]): readonly string[] {
  const help = keys.map((key) => advice.find(({ matches }) => matches.test(key.toLowerCase()))?.help ?? otherwise);
  const first = help.find((text) => text.startsWith(rewrite));
  return [...new Set(help)].filter((text) => text === first || !text.startsWith(rewrite));
}
