import { describe, expect, test } from 'vitest';
import { loadPaint, plain } from '../../src/report/paint.ts';
import type { Report, ReportFinding } from '../../src/report/model.ts';
import { prettyWith } from '../../src/report/pretty.ts';
import { columnsOf } from '../../src/report/printable.ts';
import type { ReportOptions } from '../../src/report/reporter.ts';
import { samplePolicy } from './sample-policy.ts';
import { sample } from './sample.ts';

const options: ReportOptions = {
  source: (file) => (file === 'policies/rds.json' ? samplePolicy : undefined),
  color: false,
  width: 80,
  verbose: false,
  quiet: false,
};

const render = (report: Report, given: Partial<ReportOptions> = {}): string =>
  prettyWith(plain)(report, { ...options, ...given });

/** The sample as a run without `--fix` tells it. */
const { fixes: _, ...withoutFixes } = sample;
const unfixed: Report = {
  ...withoutFixes,
  findings: sample.findings.map((one) => ({ ...one, fixed: false })),
};

const [anyFinding] = sample.findings;
const onlyFindings = (findings: readonly ReportFinding[]): Report => ({
  ...sample,
  findings,
  paths: [],
});
const finding = (given: Partial<ReportFinding>): ReportFinding => ({
  ...anyFinding!,
  location: {},
  ...given,
});

const clean: Report = {
  ...sample,
  findings: [],
  paths: sample.paths.filter(({ outcome }) => outcome === 'allowed'),
  summary: {
    findings: { error: 0, warning: 0, info: 0 },
    suppressed: 0,
    inputs: {
      keys: 12,
      plans: 3,
      selections: 3,
      vaults: 2,
      roles: 1,
      resources: 0,
      skippedFiles: 0,
    },
    paths: { total: 48, allowed: 48, denied: 0, unknown: 0 },
    incomplete: [],
  },
};

describe('what a reader sees', () => {
  test.for([
    [80, false],
    [120, false],
    [80, true],
    [120, true],
  ] as const)('at %i columns, colour %s', async ([width, color]) => {
    const text = prettyWith(await loadPaint(color))(unfixed, { ...options, width, color });
    await expect(text).toMatchFileSnapshot(`golden/pretty-${width}${color ? '-color' : ''}.txt`);
  });

  test.for([
    ['everything, with --verbose', 'verbose', unfixed, { verbose: true }],
    ['errors alone, with --quiet', 'quiet', unfixed, { quiet: true }],
    ['what is mended and what is not, with --fix', 'fix', sample, {}],
  ] as const)('%s', async ([, name, report, given]) => {
    await expect(render(report, given)).toMatchFileSnapshot(`golden/pretty-${name}.txt`);
  });
});

describe('long lists in the summary', () => {
  const many = (number: number): Report => ({
    ...clean,
    summary: {
      ...clean.summary,
      incomplete: Array.from({ length: number }, (_, index) => ({ what: `key ${index}`, why: 'refused' })),
    },
  });

  test.for([
    [11, {}, 'not looked at: key 10: refused', 'more like these'],
    [12, {}, 'and 2 more like these (--verbose shows all)', 'key 10:'],
    [12, { verbose: true }, 'not looked at: key 11: refused', 'more like these'],
  ] as const)('%i entries, %o', ([number, given, shown, hidden]) => {
    const text = render(many(number), given);
    expect(text).toContain(shown);
    expect(text).not.toContain(hidden);
  });
});

describe('a path that breaks without a finding', () => {
  const [, path] = sample.paths;
  const alone = (key?: string): string =>
    render({
      ...sample,
      findings: [],
      paths: [{ ...path!, resource: '*', resourceType: '*', outcome: 'denied', ...(key === undefined ? {} : { key }) }],
    });

  test('is headed by its key where only that is known', () => {
    expect(alone('policies/rds.json')).toMatch(/^policies\/rds\.json\n/);
  });
});

describe('a clean run', () => {
  test('says what was checked', () => {
    expect(render(clean)).toBe('12 keys, 3 plans, 48 paths: all arrive\n');
  });

  test('says nothing with --quiet', () => {
    expect(render(clean, { quiet: true })).toBe('');
  });

  test('with nothing to judge says so', () => {
    const paths = { total: 0, allowed: 0, denied: 0, unknown: 0 };
    const report = { ...clean, paths: [], summary: { ...clean.summary, paths } };
    expect(render(report)).toBe('12 keys, 3 plans: nothing to judge, no backup path was found\n');
  });
});

describe('width', () => {
  test.for([40, 60, 80, 120])('at %i columns only a word that is longer than a line goes beyond', (width) => {
    const tooLong = render(unfixed, { width, verbose: true })
      .split('\n')
      .filter(
        (line) =>
          columnsOf(line) > width &&
          line
            .replace(/^ *(error|warning|info|why|fix) /, '')
            .trim()
            .includes(' '),
      );
    expect(tooLong).toEqual([]);
  });
});

describe('long lists are folded', () => {
  const many = Array.from({ length: 30 }, (_, index) =>
    finding({ subject: `key-${index}`, message: `Message ${index}` }),
  );

  test('subjects beyond twenty are counted by rule', () => {
    const text = render(onlyFindings(many));
    expect(text).toContain('Message 19');
    expect(text).not.toContain('Message 20');
    expect(text).toContain('and 10 more subjects (--verbose shows all)\n       10  info  backup/undecided');
  });

  test('findings of one subject beyond ten are counted', () => {
    const text = render(onlyFindings(many.map((one) => ({ ...one, subject: 'key' }))));
    expect(text).toContain('Message 9');
    expect(text).not.toContain('Message 10');
    expect(text).toContain('and 20 more findings (--verbose shows all)');
  });

  test('--verbose shows all', () => {
    const text = render(onlyFindings(many), { verbose: true });
    expect(text).toContain('Message 29');
    expect(text).not.toContain('--verbose');
  });

  test('broken paths that look alike are drawn once', () => {
    const [broken] = sample.paths;
    const paths = Array.from({ length: 5 }, (_, index) => ({ ...broken!, id: `p${index + 1}` }));
    const text = render({ ...sample, findings: [], paths });
    expect(text.match(/-X->/g)).toHaveLength(1);
    expect(text).toContain('and 4 paths like it');
  });
});

describe('what stands above is not told again', () => {
  const place = { file: 'policies/rds.json', pointer: '/Statement/1', start: { line: 12, column: 5 } };
  const two = ['One', 'Two'].map((message) => finding({ message, location: place, subject: 'key' }));

  test('two findings at one place share the frame', () => {
    expect(render(onlyFindings(two)).match(/12 \| /g)).toHaveLength(1);
  });

  test('reasons beyond the third are counted, and told with --verbose', () => {
    const many = onlyFindings([finding({ explanation: ['a', 'b', 'c', 'd', 'e'] })]);
    expect(render(many)).toContain('and 2 more reasons (--verbose shows all)');
    expect(render(many)).not.toContain(' d\n');
    expect(render(many, { verbose: true })).toContain(' e\n');
  });

  test('an assumption is told once, with how many paths rest on it', () => {
    const [path] = sample.paths;
    const paths = [1, 2, 3].map((number) => ({ ...path!, id: `p${number}`, assumption: 'it is so' }));
    expect(render({ ...clean, paths }).match(/it is so/g)).toHaveLength(1);
    expect(render({ ...clean, paths })).toContain('assumed for 3 paths: it is so');
    expect(render({ ...clean, paths }, { quiet: true })).not.toContain('it is so');
  });
});

describe('a path that no finding names', () => {
  test('is still drawn', () => {
    const text = render({ ...sample, findings: [] });
    expect(text).toContain('RDS orders --> key 1234abcd --> vault website\n    -X-> vault central (444455556666)');
    expect(text).toContain('S3 --> key 9876fedc -?-> vault website');
  });
});

describe('nothing from an input reaches the terminal as anything else than text', () => {
  const hostile = [
    '\u001b[31mred\u001b[0m',
    '\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007',
    '\u009b2J',
    'a\u202etxt.exe',
    '\u2066isolate\u2069',
    'line\nbreak\rreturn\u2028separator',
    'bell\u0007 null\u0000 delete\u007f back\b',
    'zero\u200bwidth\u{e0041}tag\ufeff',
    `zalgo${'\u0301'.repeat(50)}`,
    'half \ud800 pair',
  ].join(' ');
  const file = 'evil\u001b[2J.json';
  const report: Report = {
    ...sample,
    findings: [
      finding({
        rule: hostile,
        message: hostile,
        subject: hostile,
        explanation: [hostile],
        help: hostile,
        location: {
          file,
          pointer: hostile,
          start: { line: 1, column: 2 },
          end: { line: 1, column: 30 },
        },
      }),
    ],
    paths: sample.paths.map((path) => ({
      ...path,
      resource: hostile,
      plan: hostile,
      rule: hostile,
      key: hostile,
      assumption: hostile,
      legs: path.legs.map((leg) => ({
        ...leg,
        to: hostile,
        requests: leg.requests.map((request) => ({
          ...request,
          principal: hostile,
          action: hostile,
          key: hostile,
        })),
      })),
    })),
    summary: {
      ...sample.summary,
      incomplete: [{ what: hostile, why: hostile }],
      notJudged: [{ why: hostile, keys: 1 }],
      skipped: [{ file: hostile, why: hostile }],
    },
  };

  test.for([true, false])('verbose %s', (verbose) => {
    const source = (): string => `"${hostile}"\n${hostile}`;
    const text = render(report, { verbose, source });
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    expect(text).not.toMatch(/\p{M}{6}/u);
    expect(text).toContain('\\u{1b}[31mred');
  });
});
