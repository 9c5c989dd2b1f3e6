/** Which resource types a selection's ARN pattern is about. */
import { splitArn } from '../estate/arn.ts';
import { matchesGlob, mayMatchForm } from './glob.ts';
import { memoize } from '../estate/memoize.ts';
import type { ResourceTypeRow } from './resource-type-row.ts';
import { resourceTypes, rowsOfArn } from './resource-types.ts';

/**
 * How much of a type a pattern says. `resource` and `type` name it, which overrides the Region's opt-in; `service`
 * (`arn:aws:ec2:*`, `*`) only covers it.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources-json.html
 */
type PatternLevel = 'resource' | 'type' | 'service';

export interface PatternTypes {
  readonly pattern: string;
  readonly level: PatternLevel;
  /** Several where they share an ARN form; for `service`, everything that it covers. */
  readonly rows: readonly ResourceTypeRow[];
}

const known = new Map<string, PatternTypes>();

/** `rows` is empty for an ARN of something that AWS Backup does not support. */
export function typesOfPattern(pattern: string): PatternTypes {
  if (known.size >= mostPatterns) known.clear();
  return memoize(known, pattern, () => (pattern.includes('*') ? typesOfWildcard(pattern) : typesOfArn(pattern)));
}

/** Each is asked for several times, by steps and rules; selections may name thousands of ARNs. */
const mostPatterns = 20_000;

function typesOfArn(arn: string): PatternTypes {
  const rows = rowsOfArn(arn);
  return { pattern: arn, level: rows.length > 0 ? 'resource' : 'service', rows };
}

function typesOfWildcard(pattern: string): PatternTypes {
  const named = resourceTypes.filter((row) => formsOf(row).some((form) => matchesGlob(form, pattern)));
  if (named.length > 0) return { pattern, level: isWholeType(pattern) ? 'type' : 'resource', rows: named };
  const covered = resourceTypes.filter((row) => row.arnPatterns.some((form) => mayMatchForm(pattern, form)));
  return { pattern, level: 'service', rows: covered };
}

/** Backup policies name two types by what holds the resource: a gateway, a database. */
function formsOf({ arnPatterns, policyResourceType }: ResourceTypeRow): readonly string[] {
  return [...arnPatterns, policyResourceType.replace(/^arn:aws:/, 'arn:*:')];
}

/** `arn:aws:ec2:*:*:volume/*`, and also `arn:aws:timestream:*:*:database/*`, in which backup policies name tables. */
function isWholeType(pattern: string): boolean {
  const { region = '', account = '', resource = '' } = splitArn(pattern) ?? {};
  return (
    [region, account].every((part) => part === '*' || part === '') &&
    /^(?:[\w-]+[:/])?\*(?:\/[\w-]+\/\*)?$/.test(resource)
  );
}

/**
 * Types that obey the Region's opt-in even where a selection names them: those that share an ARN form, and the three
 * that AWS lists. https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html
 */
export function alwaysNeedsOptIn(row: ResourceTypeRow): boolean {
  return listed.has(row.resourceType) || (row.resourceType !== 'DynamoDB' && row.arnSharedWith.length > 0);
}

const listed: ReadonlySet<string> = new Set(['Aurora', 'Neptune', 'DocumentDB']);

/** Whether a pattern can match anything in an account and Region, where these are known. */
export function reachesPlace(pattern: string, account: string | undefined, region: string | undefined): boolean {
  const parts = splitArn(pattern);
  if (parts === undefined) return true;
  return reaches(parts.account, account) && reaches(parts.region, region);
}

function reaches(part: string, value: string | undefined): boolean {
  return part === '' || part === '$account' || value === undefined || matchesGlob(part, value);
}
