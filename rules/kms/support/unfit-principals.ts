import { splitArn } from '../../../src/estate/arn.ts';
import { placeholdersIn } from './placeholders.ts';

// What GetKeyPolicy shows in place of the ARN of a deleted role (AROA) or user (AIDA).
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
export function isUniqueId(principal: string): boolean {
  return /^A(?:ROA|IDA)[A-Z0-9]{12,}$/.test(principal);
}

// A star stands for everybody only as the whole value; inside an ARN it is refused, and would match nobody.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
export function isWildcardArn(principal: string): boolean {
  return /[*?]/.test(principal) && splitArn(principal) !== undefined;
}

/** Principals of which another rule than `kms/policy-syntax` tells what is wrong. */
export function isToldElsewhere(principal: string): boolean {
  return isUniqueId(principal) || isWildcardArn(principal) || placeholdersIn(principal).length > 0;
}
