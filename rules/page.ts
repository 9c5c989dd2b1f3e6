/** A rule's documentation page, and the table of all rules, as Markdown. */
import type { Rule, RuleExample } from '../src/engine/rule.ts';
import { exampleConfig } from './examples.ts';

export function rulePage(rule: Rule): string {
  const { id, severity, docs } = rule;
  const sections = [
    `<!-- Made by \`npm run generate\` from rules/${id}.ts. -->`,
    `# ${id}`,
    docs.what,
    `Default severity: **${severity}**. Change it with \`--rule ${id}=off|info|warning|error\`, or under \`rules:\` in the config.`,
    '## Why it matters',
    docs.why,
    '## What to do',
    docs.remedy,
    ...(docs.notes === undefined ? [] : ['## Notes', docs.notes]),
    '## Reported',
    ...example(docs.firing),
    '## Not reported',
    ...example(docs.silent),
    ...(docs.sources.length === 0 ? [] : ['## Sources', docs.sources.map((source) => `- <${source}>`).join('\n')]),
  ];
  return `${sections.join('\n\n')}\n`;
}

function example({ title, files, config }: RuleExample): readonly string[] {
  const shown = config === undefined ? [] : [file('backuplint.config.yaml', config)];
  return [`${title}.`, ...Object.entries(files).map(([name, text]) => file(name, text)), ...shown];
}

function file(name: string, text: string): string {
  return `\`${name}\`\n\n${fenced(name.slice(name.lastIndexOf('.') + 1), text)}`;
}

/** The fence is longer than any run of backticks in the text. */
function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
}

export function rulesTable(rules: readonly Rule[]): string {
  const rows = rules.map(({ id, severity, docs }) => `| [${id}](${id}.md) | ${severity} | ${cell(docs.what)} |\n`);
  return `<!-- Made by \`npm run generate\` from rules/. -->

# Rules

Every demanded request ends in exactly one of four ways, and one cause is told once: it is allowed; it is refused by a
Deny (\`kms/explicit-deny\`); it is refused because nothing allows it (\`kms/use-access\`, \`kms/grant-access\`); or it
cannot be decided from what was given (\`kms/undecided\`).

| rule | default | finds |
| --- | --- | --- |
${rows.join('')}
The examples on the pages are checked with this config, unless they show one of their own:

${fenced('yaml', exampleConfig)}
`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
