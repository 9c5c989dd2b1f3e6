import type { Selection } from '../../../src/estate/model.ts';
import { matchesSelectionPattern } from '../../../src/paths/glob.ts';
import { typesOfPattern } from '../../../src/paths/named-types.ts';
import type { ResourceTypeRow } from '../../../src/paths/resource-type-row.ts';
import { resourceTypes } from '../../../src/paths/resource-types.ts';
import { selectsEverything } from '../../../src/paths/selection.ts';

/** The types that a selection takes by tag, by service or with everything else, and does not name. */
export function typesMerelyCovered(selection: Selection): ResourceTypeRow[] {
  const patterns = (selection.resources ?? []).map(typesOfPattern);
  const named = new Set(patterns.filter(({ level }) => level !== 'service').flatMap(({ rows }) => rows));
  return coveredRows(selection).filter((row) => !named.has(row) && !isExcluded(selection, row));
}

/** What the inputs do not show may be anything, which is told elsewhere. */
function coveredRows(selection: Selection): readonly ResourceTypeRow[] {
  if (selection.resources === undefined) return [];
  if (selectsEverything(selection) || selection.listOfTags.length > 0) return resourceTypes;
  const services = selection.resources.map(typesOfPattern).filter(({ level }) => level === 'service');
  return [...new Set(services.flatMap(({ rows }) => rows))];
}

function isExcluded({ notResources }: Selection, { arnPatterns }: ResourceTypeRow): boolean {
  return arnPatterns.every((form) => notResources.some((pattern) => matchesSelectionPattern(pattern, inAws(form))));
}

/** The form of an ARN as it stands in the partition that most patterns are written for. */
function inAws(form: string): string {
  return form.replace(/^arn:\*:/, 'arn:aws:');
}
