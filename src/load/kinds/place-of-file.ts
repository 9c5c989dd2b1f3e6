/** The account and Region that a file's path names, as in `111122223333/eu-west-2/describe-region-settings.json`. */
import { parseAccountId, type AccountId } from '../../estate/arn.ts';
import { defined } from './defined.ts';

export function placeOfFile(file: string): { readonly account?: AccountId; readonly region?: string } {
  const account = only(file.match(/(?<!\d)\d{12}(?!\d)/g));
  const region = only(file.toLowerCase().match(/(?<![a-z\d])[a-z]{2}(?:-[a-z]+){1,2}-\d(?![a-z\d])/g));
  return defined({ account: parseAccountId(account ?? ''), region });
}

function only(matches: readonly string[] | null): string | undefined {
  const distinct = new Set(matches);
  return distinct.size === 1 ? [...distinct][0] : undefined;
}
