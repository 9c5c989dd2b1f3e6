/** One HTML file that needs nothing else: no network, no server; without scripts everything is there, unfolded. */
import { scriptHash, scriptText, styleHash, styleText } from './html/assets.gen.ts';
import { iconSheet } from './html/icons.ts';
import { html as markup, trusted, type Markup } from './html/markup.ts';
import { overview } from './html/overview.ts';
import { sections } from './html/sections.ts';
import type { Report } from './model.ts';
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
${sections(report, options)}
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
