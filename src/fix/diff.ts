import { createTwoFilesPatch } from 'diff';

/** A unified diff, empty where nothing changed. Carriage returns, tabs and a missing newline at the end are shown as they are. */
export function unifiedDiff(file: string, before: string, after: string): string {
  if (before === after) return '';
  const patch = createTwoFilesPatch(`a/${file}`, `b/${file}`, before, after, undefined, undefined, { context: 3 });
  return patch.slice(patch.indexOf('--- '));
}
