import { reporters, type Format } from '../report/index.ts';
import { InvalidValue } from './invalid-value.ts';
import { oneOf } from './option-parsers.ts';

/** A report that is wanted: its format, and its file; without one it goes to standard output. */
export interface ReportTarget {
  readonly format: Format;
  readonly file?: string;
}

export const formats = Object.keys(reporters) as readonly Format[];

/** What a file's ending says of the format. */
const formatOfEnding: Readonly<Record<string, Format>> = {
  html: 'html',
  json: 'json',
  md: 'markdown',
  sarif: 'sarif',
  txt: 'pretty',
  xml: 'junit',
};

const parseFormat = oneOf(formats);

export function withFormat(targets: readonly ReportTarget[], text: string): readonly ReportTarget[] {
  return [...targets, { format: parseFormat(text) }];
}

/** A file belongs to the format before it. */
export function withFile(targets: readonly ReportTarget[], file: string): readonly ReportTarget[] {
  const last = targets.at(-1);
  return last === undefined || last.file !== undefined
    ? [...targets, { format: formatByEnding(file), file }]
    : [...targets.slice(0, -1), { ...last, file }];
}

function formatByEnding(file: string): Format {
  const ending = /\.([^./\\]+)$/.exec(file)?.[1]?.toLowerCase() ?? '';
  const format = Object.hasOwn(formatOfEnding, ending) ? formatOfEnding[ending] : undefined;
  if (format !== undefined) return format;
  throw new InvalidValue(`The file's ending tells no format: put --format ${formats.join('|')} in front of it.`);
}
