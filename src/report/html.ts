/** One HTML file that needs nothing else: no network, no server; without scripts everything is there, unfolded. */
import { codeFrame, framedText } from './frame.ts';
import { groupBy } from './group-by.ts';
import { scriptHash, scriptText, styleHash, styleText } from './html/assets.gen.ts';
import { findingCard, type FindingView } from './html/finding-card.ts';
import { fixCard } from './html/fix-card.ts';
import { iconSheet } from './html/icons.ts';
import { html as markup, trusted, type Markup } from './html/markup.ts';
import { overview } from './html/overview.ts';
import { pathCard, type FindingLink } from './html/path-card.ts';
import { findingToolbar, pathToolbar } from './html/toolbar.ts';
import { outcomes, severities } from './html/words.ts';
import type { Report, ReportFinding, ReportPath } from './model.ts';
import type { Reporter, ReportOptions } from './reporter.ts';
import { verdict } from './words.ts';

export const html: Reporter = (report, options) => page(report, options).markup;

/** Nothing is loaded, and nothing runs but the script and the style of this very text. */
const policy = [
  "default-src 'none'",
  `script-src '${scriptHash}'`,
  `style-src '${styleHash}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const favicon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M2 8h12' stroke='%233451b2' stroke-width='2'/%3E%3Ccircle cx='3' cy='8' r='3' fill='%233451b2'/%3E%3Ccircle cx='13' cy='8' r='3' fill='%233451b2'/%3E%3C/svg%3E";

function page(report: Report, options: ReportOptions): Markup {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${verdict(report.summary)} – backuplint</title>
<link rel="icon" href="${favicon}">
<style>${trusted(styleText)}</style>
<script>${trusted(scriptText)}</script>
</head>
<body>
${iconSheet()}
<a class="skip" href="#main">Skip to the report</a>
${header(report)}
<main id="main" tabindex="-1">
${overview(report, options.rules ?? {})}
${pathSection(report)}
${findingSection(report, options)}
${fixSection(report)}
</main>
<footer><p>Written by backuplint ${report.tool.version}.</p></footer>
</body>
</html>
`;
}

function header({ paths, findings, fixes = [] }: Report): Markup {
  const links = [
    paths.length === 0 ? undefined : markup`<li><a href="#paths">Backup paths</a></li>`,
    findings.length === 0 ? undefined : markup`<li><a href="#findings">Findings</a></li>`,
    fixes.length === 0 ? undefined : markup`<li><a href="#fixes">Corrected policies</a></li>`,
  ];
  return markup`<header class="top"><p class="brand"><svg viewBox="0 0 26 16" aria-hidden="true"><path d="M4 8h18"/><circle cx="4" cy="8" r="3"/><circle cx="13" cy="8" r="2.2"/><circle cx="22" cy="8" r="3"/></svg>backuplint</p>
<nav aria-label="Sections"><ul>${links}</ul></nav>
<fieldset class="theme" id="theme" hidden><legend class="vh">Colours</legend>${['Auto', 'Light', 'Dark'].map((name) => markup`<label><input type="radio" name="theme" value="${name.toLowerCase()}"${trusted(name === 'Auto' ? ' checked' : '')}><span>${name}</span></label>`)}</fieldset></header>`;
}

/** The worst first; numbers are those of the report's own order, so that links stay the same whatever is filtered. */
function pathSection({ paths, findings }: Report): Markup | undefined {
  if (paths.length === 0) return undefined;
  const links = linksByPath(findings);
  const numbered = [...paths.entries()];
  const sorted = outcomes.flatMap((wanted) => numbered.filter(([, { outcome }]) => outcome === wanted));
  return markup`<section aria-labelledby="paths"><h2 id="paths" tabindex="-1">Backup paths</h2>
${pathToolbar(paths)}
<div id="path-list" class="list">
${sorted.map(([index, path]) => pathCard(path, index, links.get(path.id) ?? []))}</div>
<p class="empty" id="path-none" hidden>No path matches.</p>
</section>`;
}

function linksByPath(findings: readonly ReportFinding[]): Map<string, FindingLink[]> {
  const numbered = [...findings.entries()];
  const sorted = severities.flatMap((wanted) => numbered.filter(([, { severity }]) => severity === wanted));
  const links = sorted.flatMap(([number, { paths, rule, severity, message }]) =>
    paths.map((path) => ({ path, link: { number, rule, severity, message } satisfies FindingLink })),
  );
  return new Map([...groupBy(links, ({ path }) => path)].map(([path, group]) => [path, group.map(({ link }) => link)]));
}

function findingSection({ findings, paths, tool }: Report, { source }: ReportOptions): Markup | undefined {
  if (findings.length === 0) return undefined;
  const frameOf = frameMaker(source);
  const places = placesById(paths);
  const numbered = [...findings.entries()];
  const sorted = severities.flatMap((wanted) => numbered.filter(([, { severity }]) => severity === wanted));
  const cards = sorted.map(([number, finding]) =>
    findingCard(finding, {
      number,
      version: tool.version,
      frameOf,
      paths: finding.paths.flatMap((id) => places.get(id) ?? []),
    }),
  );
  return markup`<section aria-labelledby="findings"><h2 id="findings" tabindex="-1">Findings</h2>
${findingToolbar(findings)}
<div id="finding-list" class="list">
${cards}</div>
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

function placesById(paths: readonly ReportPath[]) {
  return new Map(paths.map((path, index) => [path.id, { path, index }]));
}

function fixSection({ fixes = [] }: Report): Markup | undefined {
  if (fixes.length === 0) return undefined;
  return markup`<section aria-labelledby="fixes"><h2 id="fixes" tabindex="-1">Corrected policies</h2>
<div class="list">
${fixes.map(fixCard)}</div>
</section>`;
}
