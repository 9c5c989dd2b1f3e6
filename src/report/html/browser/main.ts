/** What the report's page does in a browser. Without it everything is there, only not filtered and folded. */
import { wireCopy } from './copy.ts';
import { byId, onClick } from './dom.ts';
import { chosen, filterList, radioValue, selectValue, type Filter } from './filter.ts';
import { wireLegs } from './legs.ts';
import { scrollToHeading, wireLinks } from './links.ts';
import { wirePrint } from './print.ts';
import { applyStoredTheme, wireTheme } from './theme.ts';

document.documentElement.classList.add('js');
applyStoredTheme();
document.addEventListener('DOMContentLoaded', () => {
  const paths = pathFilter();
  const findings = filterList({
    name: 'finding',
    noun: 'finding',
    tests: () => [chosen(radioValue('finding-severity'), 'severity')],
  });
  wireTheme();
  wireLegs();
  wireCopy();
  wirePrint();
  onClick('[data-filter-rule]', ({ dataset }) => searchFindings(findings, dataset['filterRule'] ?? ''));
  wireLinks({ paths, findings });
});

function pathFilter(): Filter | undefined {
  /** The number of the finding whose paths alone are shown. */
  let only: string | undefined;
  const filter = filterList({
    name: 'path',
    noun: 'backup path',
    tests: () => [
      chosen(radioValue('path-outcome'), 'outcome'),
      chosen(selectValue('path-type'), 'type'),
      chosen(selectValue('path-plan'), 'plan'),
      chosen(selectValue('path-deployment'), 'deployment'),
      only === undefined ? undefined : ({ dataset }) => (dataset['findings'] ?? '').split(' ').includes(only ?? ''),
    ],
    onReset: () => {
      only = undefined;
    },
  });
  onClick('[data-show-paths]', ({ dataset }) => {
    filter?.reset();
    only = dataset['showPaths'];
    filter?.update();
    scrollToHeading('paths');
  });
  onClick('[data-filter-type]', ({ dataset }) => {
    filter?.reset();
    const select = byId('path-type', HTMLSelectElement);
    if (select !== undefined) select.value = dataset['filterType'] ?? '';
    filter?.update();
    scrollToHeading('paths');
  });
  return filter;
}

function searchFindings(findings: Filter | undefined, text: string): void {
  findings?.reset();
  const search = byId('finding-search', HTMLInputElement);
  if (search !== undefined) search.value = text;
  findings?.update();
  scrollToHeading('findings');
}
