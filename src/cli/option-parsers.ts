/** From the text of an option to its value; what is wrong is said by `InvalidValue`. */
import { InvalidValue } from './invalid-value.ts';
import type { RuleSetting, RuleSettings } from '../engine/settings.ts';
import { parseAccountId, roleNameOf, type AccountId } from '../estate/arn.ts';
import { didYouMean } from '../text/did-you-mean.ts';

export function accountId(text: string): AccountId {
  const account = parseAccountId(text);
  if (account !== undefined) return account;
  throw new InvalidValue('An account id has twelve digits.');
}

/** A name, `path/name` or an ARN. https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html */
export function role(text: string): string {
  if (text.startsWith('arn:') ? roleNameOf(text) !== undefined : /^[\w+=,.@/-]+$/.test(text)) return text;
  throw new InvalidValue('A role is given by its name, path/name or ARN (arn:aws:iam::111122223333:role/name).');
}

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html */
export function organization(text: string): string {
  if (/^o-[a-z0-9]{10,32}$/.test(text)) return text;
  throw new InvalidValue('An organization id looks like o-a1b2c3d4e5.');
}

const ruleSettings = ['off', 'info', 'warning', 'error'] as const satisfies readonly RuleSetting[];

/** `kms/undecided=error` */
export function ruleSetting(text: string): RuleSettings {
  const at = text.lastIndexOf('=');
  if (at <= 0) throw new InvalidValue(`Write it as ID=${ruleSettings.join('|')}, like kms/undecided=error.`);
  return { [text.slice(0, at)]: oneOf(ruleSettings)(text.slice(at + 1)) };
}

/** One of a few words; a near one is suggested. */
export function oneOf<Word extends string>(words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const word = words.find((known) => known === text);
    if (word !== undefined) return word;
    const meant = didYouMean(text, words);
    throw new InvalidValue(`Allowed are ${words.join(', ')}.${meant === undefined ? '' : ` Did you mean ${meant}?`}`);
  };
}

/** `eu-west-2`, or `all`. */
export function region(text: string): string {
  if (text === 'all' || /^[a-z]{2}(?:-[a-z]+)+-\d+$/.test(text)) return text;
  throw new InvalidValue('A Region looks like eu-west-2; all stands for those that are enabled.');
}

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html */
export function organizationalUnit(text: string): string {
  if (/^(?:ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}|r-[0-9a-z]{4,32})$/.test(text)) return text;
  throw new InvalidValue('An organizational unit looks like ou-ab12-11111111, the root like r-ab12.');
}

export function endpointUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidValue('An endpoint is a URL like http://localhost:4566.');
}

export function positiveNumber(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidValue('A number from 1 to 9999 is expected.');
}
