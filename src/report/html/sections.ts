import { codeFrame, framedText } from '../frame.ts';
import { groupBy } from '../../estate/group-by.ts';
import type { Report, ReportFinding, ReportPath } from '../model.ts';
import type { ReportOptions } from '../reporter.ts';
import { drawnFindings, drawnPaths, mostCards, notDrawn, type Numbered } from './drawn.ts';
import { findingCard, type FindingView } from './finding-card.ts';
import { fixCard } from './fix-card.ts';
import { html, type Markup } from './markup.ts';
import { pathCard, type FindingLink } from './path-card.ts';
import { findingToolbar, pathToolbar } from './toolbar.ts';

/** The lists under the overview; an empty one is left out. */
export function sections(report: Report, { source }: ReportOptions): Markup {
  const paths = drawnPaths(report.paths);
  const findings = drawnFindings(report.findings);
  return html`
    ${paths.length > 0 && pathSection(paths, findings, report.paths.length)}
    ${findings.length > 0 && findingSection(findings, paths, report, source)} ${fixSection(report.fixes ?? [])}
  `;
}

type Paths = readonly Numbered<ReportPath>[];
type Findings = readonly Numbered<ReportFinding>[];

function pathSection(paths: Paths, findings: Findings, all: number): Markup {
  const links = linksByPath(findings);
  return html`<section aria-labelledby="paths">
    <h2 id="paths" tabindex="-1">Backup paths</h2>
    ${notDrawn(paths.length, all, 'path')} ${pathToolbar(paths.map(({ item }) => item))}
    <div id="path-list" class="list">
      ${paths.map(({ item, number }) => pathCard(item, number, links.get(item.id) ?? []))}
    </div>
    <p class="empty" id="path-none" hidden>No path matches.</p>
  </section>`;
}

function linksByPath(findings: Findings): Map<string, FindingLink[]> {
  const links = findings.flatMap(({ item: { paths, rule, severity, message }, number }) =>
    paths.map((path) => ({ path, link: { number, rule, severity, message } satisfies FindingLink })),
  );
  return new Map([...groupBy(links, ({ path }) => path)].map(([path, group]) => [path, group.map(({ link }) => link)]));
}

function findingSection(findings: Findings, paths: Paths, report: Report, source: ReportOptions['source']): Markup {
  const frameOf = frameMaker(source);
  const drawn = new Map(paths.map((path) => [path.item.id, path]));
  const card = ({ item, number }: Numbered<ReportFinding>): Markup => {
    const concerned = item.paths.flatMap((id) => drawn.get(id) ?? []);
    return findingCard(item, { number, version: report.tool.version, frameOf, paths: concerned });
  };
  return html`<section aria-labelledby="findings">
    <h2 id="findings" tabindex="-1">Findings</h2>
    ${notDrawn(findings.length, report.findings.length, 'finding')} ${findingToolbar(findings.map(({ item }) => item))}
    <div id="finding-list" class="list">${findings.map(card)}</div>
    <p class="empty" id="finding-none" hidden>No finding matches.</p>
  </section>`;
}

const frameLines = 10;
const frameWidth = 110;

/** Each text is cut into lines once. */
function frameMaker(source: ReportOptions['source']): FindingView['frameOf'] {
  const known = new Map<string, ReturnType<typeof framedText> | undefined>();
  return (location) => {
    const { file } = location;
    if (file === undefined) return [];
    if (!known.has(file)) {
      const text = source(file);
      known.set(file, text === undefined ? undefined : framedText(text));
    }
    const framed = known.get(file);
    return framed === undefined ? [] : codeFrame(framed, location, frameWidth, frameLines);
  };
}

function fixSection(fixes: NonNullable<Report['fixes']>): Markup | undefined {
  if (fixes.length === 0) return undefined;
  const drawn = fixes.slice(0, mostCards);
  return html`<section aria-labelledby="fixes">
    <h2 id="fixes" tabindex="-1">Corrected policies</h2>
    ${notDrawn(drawn.length, fixes.length, 'fix')}
    <div class="list">${drawn.map(fixCard)}</div>
  </section>`;
}
