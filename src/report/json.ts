import type { Reporter } from './reporter.ts';

/** The report itself, two spaces deep, ending in a newline: what `schema/report.json` describes. */
export const json: Reporter = (report) => `${JSON.stringify(report, null, 2)}\n`;
