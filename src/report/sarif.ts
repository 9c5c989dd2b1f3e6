/** SARIF 2.1.0. https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html */
import type {
  Fix,
  Invocation,
  Location,
  Log,
  PhysicalLocation,
  Region,
  Replacement,
  ReportingDescriptor,
  Result,
} from 'sarif';
import type { Severity } from '../engine/finding.ts';
import { docsUri, homePage } from './docs-uri.ts';
import { escapeSarif } from './escape-sarif.ts';
import { fileUri } from './file-uri.ts';
import type { Report, ReportEdit, ReportFinding, ReportFix, ReportLocation, ReportSummary } from './model.ts';
import type { Reporter, ReportOptions, RuleText } from './reporter.ts';

/** Baselines and suppressions are left to whoever reads the log: what is suppressed is not in the report. */
export const sarif: Reporter = (report, options) => `${JSON.stringify(log(report, options), null, 2)}\n`;

function log(report: Report, options: ReportOptions): Log {
  const rules = descriptors(report, options.rules ?? {});
  const indexOf = new Map(rules.map(({ id }, index) => [id, index]));
  const { version } = report.tool;
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'backuplint', version, semanticVersion: version, informationUri: homePage, rules } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [workingFolder]: { description: { text: 'The folder in which backuplint was run.' } } },
        invocations: [invocation(report.summary)],
        results: report.findings.map((finding) => result(finding, report.fixes ?? [], indexOf)),
      },
    ],
  };
}

/** Code scanning resolves this name to the root of the repository. */
const workingFolder = '%SRCROOT%';

const levels = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Record<Severity, string>;

/** Every rule that was run, and those that only findings name (the config's own). */
function descriptors({ findings, tool }: Report, texts: Readonly<Record<string, RuleText>>): ReportingDescriptor[] {
  const documented = Object.entries(texts).map(([id, text]) => documentedRule(id, text, tool.version));
  const bare = new Map(
    findings.filter(({ rule }) => !Object.hasOwn(texts, rule)).map((finding) => [finding.rule, finding]),
  );
  return [
    ...documented,
    ...[...bare.values()].map(({ rule, docs }) => ({ id: rule, helpUri: docsUri(docs, tool.version) })),
  ];
}

function documentedRule(id: string, { what, why, remedy, severity }: RuleText, version: string): ReportingDescriptor {
  const helpUri = docsUri(`docs/rules/${id}.md`, version);
  return {
    id,
    shortDescription: { text: what },
    fullDescription: { text: why },
    help: {
      text: `${why}\n\nWhat to do: ${remedy}\n\n${helpUri}`,
      markdown: `${why}\n\n**What to do:** ${remedy}\n\n[More about \`${id}\`](${helpUri})`,
    },
    helpUri,
    defaultConfiguration: { level: levels[severity] },
    properties: { tags: ['aws-backup', ...id.split('/').slice(0, -1)], 'problem.severity': problemSeverity[severity] },
  };
}

// https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
const problemSeverity = { error: 'error', warning: 'warning', info: 'recommendation' } as const;

function invocation({ incomplete }: ReportSummary): Invocation {
  return {
    executionSuccessful: incomplete.length === 0,
    ...(incomplete.length === 0
      ? {}
      : {
          toolExecutionNotifications: incomplete.map(({ what, why }) => ({
            level: 'warning',
            message: { text: escapeSarif(`Not looked at: ${what}: ${why}`) },
          })),
        }),
  };
}

function result(finding: ReportFinding, fixes: readonly ReportFix[], indexOf: ReadonlyMap<string, number>): Result {
  const ruleIndex = indexOf.get(finding.rule);
  const mending = fixes.filter((fix) => mends(fix, finding));
  const { related = [] } = finding;
  return {
    ruleId: finding.rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: levels[finding.severity],
    message: { text: escapeSarif(messageText(finding)) },
    locations: [location(finding.location, finding.subject)],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map((place, index) => ({
            id: index + 1,
            ...location(place.location, finding.subject),
            message: { text: escapeSarif(place.message) },
          })),
        }),
    partialFingerprints: { 'backuplint/v1': finding.fingerprint },
    ...(mending.length === 0 ? {} : { fixes: mending.map(sarifFix) }),
  };
}

/** A viewer with little room shows the first sentence. */
function messageText({ message, explanation, help }: ReportFinding): string {
  return [`${message}.`, explanation.join('\n'), help].filter((part) => part !== '').join('\n\n');
}

function location(place: ReportLocation, subject: string): Location {
  return {
    physicalLocation: physicalLocation(place, subject),
    logicalLocations: [{ fullyQualifiedName: subject, kind: 'resource' }],
  };
}

/**
 * What came from a live account has no file, but code scanning refuses a whole log for one result that has no place
 * in a file: https://github.com/github/codeql-action/issues/1738. There the subject takes the file's part.
 */
function physicalLocation({ file, start, end }: ReportLocation, subject: string): PhysicalLocation {
  const uri = fileUri(file ?? subject);
  return {
    artifactLocation: uri.startsWith('file:') ? { uri } : { uri, uriBaseId: workingFolder },
    region: {
      startLine: start?.line ?? 1,
      ...(start === undefined ? {} : { startColumn: start.column }),
      ...(end === undefined ? {} : { endLine: end.line, endColumn: end.column }),
    },
  };
}

function mends(fix: ReportFix, finding: ReportFinding): boolean {
  return (
    finding.fixed &&
    fix.file !== undefined &&
    fix.edits !== undefined &&
    fix.file === finding.location.file &&
    fix.subject === finding.subject
  );
}

const fixTitles = {
  safe: 'Add what the key policy lacks',
  unsafe: 'Correct the key policy; this narrows a Deny statement',
} as const satisfies Record<ReportFix['safety'], string>;

function sarifFix({ file = '', safety, edits = [] }: ReportFix): Fix {
  return {
    description: { text: fixTitles[safety] },
    artifactChanges: [
      {
        artifactLocation: physicalLocation({ file }, '').artifactLocation ?? {},
        replacements: edits.map(replacement),
      },
    ],
  };
}

function replacement({ start, end, text }: ReportEdit): Replacement {
  const deletedRegion: Region = {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
  return { deletedRegion, ...(text === '' ? {} : { insertedContent: { text } }) };
}
