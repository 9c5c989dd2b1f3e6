import { splitArn } from '../../../src/estate/arn.ts';
import type { Plan, Selection, SelectionConditions, TagCondition } from '../../../src/estate/model.ts';
import { matchesSelectionPattern } from '../../../src/paths/glob.ts';
import { typesOfPattern } from '../../../src/paths/named-types.ts';
import { resourceTypes } from '../../../src/paths/resource-types.ts';

/** Something wrong with a selection. */
export interface SelectionFault {
  readonly severity: 'error' | 'warning';
  /** Goes on after the selection's name: `can match nothing: …`. */
  readonly message: string;
  readonly help: string;
  /** Steps from the selection to what is wrong in it; none: the whole. */
  readonly steps: readonly (string | number)[];
}

type Check = (selection: Selection, plan: Plan | undefined) => Iterable<SelectionFault>;

const checks: readonly Check[] = [
  deadPatterns,
  excludedPatterns,
  contradictions,
  tagConditionTypes,
  conditionKeys,
  wildcardPlaces,
  policyResourceTypes,
  limits,
  names,
];

export function selectionFaults(selection: Selection, plan: Plan | undefined): SelectionFault[] {
  return checks.flatMap((check) => [...check(selection, plan)]);
}

type Steps = SelectionFault['steps'];

function malformed(steps: Steps, message: string, help: string): SelectionFault {
  return { severity: 'error', message, help, steps };
}

function nothing(steps: Steps, why: string, help: string): SelectionFault {
  return malformed(steps, `can match nothing: ${why}`, help);
}

function doubtful(steps: Steps, message: string, help: string): SelectionFault {
  return { severity: 'warning', message, help, steps };
}

/** Entries of Resources that no resource of the plan's account and Region can match. */
function* deadPatterns({ resources = [], listOfTags }: Selection, plan: Plan | undefined): Iterable<SelectionFault> {
  const dead = resources.flatMap((pattern, index) => {
    const why = whyDead(pattern, plan);
    return why === undefined ? [] : [{ pattern, why, steps: ['Resources', index] }];
  });
  const [first] = dead;
  if (first === undefined) return;
  const help = 'Write the ARN of a resource that AWS Backup supports, or a pattern such as arn:aws:rds:*:*:db:*';
  // ListOfTags adds to Resources.
  // https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html
  if (dead.length === resources.length && listOfTags.length === 0) {
    yield nothing(first.steps, dead.map(({ pattern, why }) => `${pattern} ${why}`).join('; '), help);
    return;
  }
  for (const { pattern, why, steps } of dead) {
    const fault = isArn(pattern) ? doubtful : malformed;
    yield fault(steps, `lists ${pattern}, which matches nothing: it ${why}`, help);
  }
}

function isArn(pattern: string): boolean {
  return pattern === '*' || pattern.startsWith('arn:');
}

const typePatterns = [...new Set(resourceTypes.flatMap(({ arnPatterns }) => arnPatterns))];

function whyDead(pattern: string, plan: Plan | undefined): string | undefined {
  if (pattern === '*') return undefined;
  if (!isArn(pattern)) return 'is not an ARN';
  if (typesOfPattern(pattern).rows.length === 0) return 'names no resource type that AWS Backup supports';
  // `arn:aws:ec2:*` stands for a whole service.
  const arn = splitArn(pattern);
  if (arn === undefined) return undefined;
  if (isOther(arn.account, plan?.account)) {
    return `lies in account ${arn.account}, and the plan covers only its own account ${plan?.account}`;
  }
  if (isOther(arn.region, plan?.region)) {
    return `lies in ${arn.region}, and the plan covers only its own Region ${plan?.region}`;
  }
  return undefined;
}

/** Surely another one: written out, and not the plan's. */
function isOther(written: string, own: string | undefined): boolean {
  return own !== undefined && written !== '' && !/[*$]/.test(written) && written !== own;
}

function* excludedPatterns({ resources = [], notResources, listOfTags }: Selection): Iterable<SelectionFault> {
  const help = 'Narrow NotResources, or leave it out';
  if (notResources.includes('*')) {
    yield nothing(['NotResources'], 'NotResources holds "*", which excludes every resource', help);
    return;
  }
  // A pattern that matches another one, read as text, matches whatever that one does.
  const isExcluded = (pattern: string): boolean => notResources.some((not) => matchesSelectionPattern(not, pattern));
  if (resources.length > 0 && listOfTags.length === 0 && resources.every(isExcluded)) {
    yield nothing(['NotResources'], 'NotResources excludes all that Resources lists', help);
  }
}

/** Conditions all have to hold. https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Conditions.html */
function* contradictions({ conditions }: Selection): Iterable<SelectionFault> {
  const help = 'Conditions all have to hold; for one of several values use ListOfTags, StringLike, or a selection each';
  for (const [key, values] of valuesByKey(conditions.stringEquals)) {
    const [value = '', other] = [...values];
    const why = other === undefined ? whyRefused(key, value, conditions) : `to be "${value}" and "${other}" at once`;
    if (why !== undefined) yield nothing(['Conditions'], `its conditions ask ${key} ${why}`, help);
  }
}

function valuesByKey(conditions: readonly TagCondition[]): Map<string, Set<string>> {
  const values = new Map<string, Set<string>>();
  for (const { key, value } of conditions) values.set(key, (values.get(key) ?? new Set<string>()).add(value));
  return values;
}

/** Why a tag that has this value fails another condition. */
function whyRefused(key: string, value: string, conditions: SelectionConditions): string | undefined {
  const of = (list: readonly TagCondition[]): string[] =>
    list.filter((each) => each.key === key).map((each) => each.value);
  const not = of(conditions.stringNotEquals).find((refused) => refused === value);
  const notLike = of(conditions.stringNotLike).find((pattern) => matchesSelectionPattern(pattern, value));
  const like = of(conditions.stringLike).find((pattern) => !matchesSelectionPattern(pattern, value));
  if (not !== undefined || notLike !== undefined) return `to be "${value}" and not "${not ?? notLike}" at once`;
  return like === undefined ? undefined : `to be "${value}" and like "${like}" at once`;
}

/** The API's enum has one value, which the guide spells in another letter case. */
function* tagConditionTypes({ listOfTags }: Selection): Iterable<SelectionFault> {
  for (const [index, { type, key }] of listOfTags.entries()) {
    if (type === undefined || type.toUpperCase() === 'STRINGEQUALS') continue;
    yield malformed(
      ['ListOfTags', index],
      `has ConditionType "${type}" for the tag ${key} in ListOfTags, where only STRINGEQUALS is possible`,
      'Write STRINGEQUALS, or use Conditions, which know StringLike and the negations',
    );
  }
}

const tagPrefix = 'aws:ResourceTag/';

function* conditionKeys({ listOfTags, conditions }: Selection): Iterable<SelectionFault> {
  for (const [index, { key }] of listOfTags.entries()) {
    if (!key.startsWith(tagPrefix)) continue;
    yield doubtful(
      ['ListOfTags', index],
      `writes ${key} in ListOfTags, where AWS's guide has the bare tag key`,
      `Write ${key.slice(tagPrefix.length)}`,
    );
  }
  const filters = Object.values(conditions).flat() as readonly TagCondition[];
  for (const key of new Set(filters.map(({ key }) => key))) {
    if (key.startsWith(tagPrefix)) continue;
    yield doubtful(
      ['Conditions'],
      `writes ${key} in Conditions, where AWS's guide has ${tagPrefix} before the tag key`,
      `Write ${tagPrefix}${key}`,
    );
  }
}

const typeResources = new Set(typePatterns.map(resourcePart));

/** The part behind the account: the form of a whole type has stars inside it, too. */
function resourcePart(pattern: string): string {
  return splitArn(pattern)?.resource ?? '';
}

function* wildcardPlaces({ resources = [], notResources }: Selection): Iterable<SelectionFault> {
  for (const { pattern, steps } of [...placed('Resources', resources), ...placed('NotResources', notResources)]) {
    const part = resourcePart(pattern);
    if (typeResources.has(part) || !part.slice(0, -1).includes('*')) continue;
    yield doubtful(
      steps,
      `has a * inside ${pattern}, where AWS's API reference allows it only at the end`,
      'Let the pattern end with the *, or select by tag',
    );
  }
}

function placed(member: string, patterns: readonly string[]): { pattern: string; steps: Steps }[] {
  return patterns.map((pattern, index) => ({ pattern, steps: [member, index] }));
}

const policyTypes = new Set(resourceTypes.map(({ policyResourceType }) => withoutPartition(policyResourceType)));

function withoutPartition(arn: string): string {
  return arn.split(':').slice(2).join(':');
}

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_backup_syntax.html */
function* policyResourceTypes({ resources = [] }: Selection, plan: Plan | undefined): Iterable<SelectionFault> {
  if (plan?.fromOrganization !== true) return;
  for (const [index, pattern] of resources.entries()) {
    if (pattern === '*' || policyTypes.has(withoutPartition(pattern))) continue;
    yield malformed(
      ['Resources', index],
      `lists ${pattern}, and a backup policy of the organization can name whole resource types only`,
      'Write the pattern of the type, and choose among its resources by tag',
    );
  }
}

// https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html
const mostArns = 500;
const mostPatterns = 30;
const mostConditions = 30;

function* limits({ resources = [], notResources, listOfTags, conditions }: Selection): Iterable<SelectionFault> {
  const filters = Object.values(conditions).reduce((sum, list: readonly TagCondition[]) => sum + list.length, 0);
  const counts = [
    ...arnCounts('Resources', resources),
    ...arnCounts('NotResources', notResources),
    { what: 'conditions', count: filters, most: mostConditions },
    { what: 'tags in ListOfTags', count: listOfTags.length, most: mostConditions },
  ];
  for (const { what, count, most } of counts) {
    if (count <= most) continue;
    yield malformed(
      [],
      `has ${count} ${what}; AWS Backup takes ${most} at most`,
      'Split the selection, or select by tag',
    );
  }
}

function arnCounts(name: string, list: readonly string[]): { what: string; count: number; most: number }[] {
  const patterns = list.filter((arn) => arn.includes('*')).length;
  return [
    { what: `ARNs in ${name}`, count: list.length - patterns, most: mostArns },
    { what: `ARNs with wildcards in ${name}`, count: patterns, most: mostPatterns },
  ];
}

// https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html
function* names({ name }: Selection, plan: Plan | undefined): Iterable<SelectionFault> {
  if (name === '' || plan?.fromOrganization === true || /^[a-zA-Z0-9\-_.]{1,50}$/.test(name)) return;
  yield malformed(
    ['SelectionName'],
    'has a name that AWS Backup refuses',
    'Use 1 to 50 letters, digits, hyphens, underscores and full stops',
  );
}
