import { describe, expect, test } from 'vitest';
import { deployment } from './policies.ts';
import { backuplint, folder } from './run.ts';

/** A policy that admits everybody, with comments at three places. */
function policy({ top = '', above = '', behind = '', inside = '' }: Readonly<Record<string, string>>): string {
  return `${top}
Version: "2012-10-17"
Statement:
  - Effect: Allow
    Principal: { AWS: "arn:aws:iam::111122223333:root" }
    Action: kms:*
    Resource: "*"
  ${above}
  - Sid: "everybody" ${behind}
    Effect: Allow
    ${inside}
    Principal: "*"
    Action: kms:*
    Resource: "*"
`;
}

interface Seen {
  readonly suppressed: number;
  readonly isPublicTold: boolean;
  readonly comments: readonly string[];
}

function seen(text: string, ...args: readonly string[]): Seen {
  const cwd = folder({ 'policy.yaml': text });
  const { stdout, stderr } = backuplint(['policy.yaml', ...deployment, '--format', 'json', ...args], { cwd });
  expect(stderr).toBe('');
  const report = JSON.parse(stdout) as {
    summary: { suppressed: number };
    findings: { rule: string; message: string; help: string; location: { start: { line: number; column: number } } }[];
  };
  return {
    suppressed: report.summary.suppressed,
    isPublicTold: report.findings.some(({ rule }) => rule === 'kms/public-principal'),
    comments: report.findings
      .filter(({ rule }) => rule === 'config/unused-suppression')
      .map(({ message, location: { start } }) => `${start.line}:${start.column} ${message}`),
  };
}

const rule = 'kms/public-principal';

describe('a comment silences', () => {
  test.for([
    ['the statement below it', { above: `# backuplint-disable-next-line ${rule} -- test account` }],
    ['the statement on whose first line it stands', { behind: `# backuplint-disable-line ${rule} -- test account` }],
    ['all rules of a subject', { above: '# backuplint-disable-next-line kms/* -- test account' }],
    [
      'what stands below further comments',
      { above: `# backuplint-disable-next-line ${rule} -- why\n\n  # Everybody.` },
    ],
    ['with a reason that has dashes', { above: `# backuplint-disable-next-line ${rule} -- see A-1 -- agreed` }],
  ] as const)('%s', ([, comments]) => {
    const { suppressed, ...told } = seen(policy(comments));
    expect(suppressed).toBeGreaterThan(0);
    expect(told).toEqual({ isPublicTold: false, comments: [] });
  });

  test('everything in the block that starts below it', () => {
    const comment = `# backuplint-disable-next-line ${rule} -- test account\nStatement:`;
    expect(seen(policy({}).replace('Statement:', comment))).toEqual({
      suppressed: 1,
      isPublicTold: false,
      comments: [],
    });
  });

  test('nothing beside that block', () => {
    expect(seen(policy({ top: `# backuplint-disable-next-line ${rule} -- test account` }))).toEqual({
      suppressed: 0,
      isPublicTold: true,
      comments: [expect.stringContaining('that is not found there')],
    });
  });

  test('several rules, separated by commas', () => {
    const comment = `# backuplint-disable-next-line ${rule}, kms/lockout -- test account`;
    expect(seen(policy({ above: comment }))).toEqual({
      suppressed: 1,
      isPublicTold: false,
      comments: ['8:3 The comment silences kms/lockout (its reason: test account), but that is not found there'],
    });
  });

  test('and --fail-on does not see what is silenced', () => {
    const cwd = folder({ 'policy.yaml': policy({ above: `# backuplint-disable-next-line kms/* -- test account` }) });
    const only = ['--rule', 'kms/*=off', '--rule', `${rule}=error`];
    expect(backuplint(['policy.yaml', ...deployment, ...only], { cwd }).status).toBe(0);
  });
});

describe('a comment silences nothing and is told', () => {
  test.for([
    [
      'without a reason',
      `# backuplint-disable-next-line ${rule}`,
      'gives no reason for silencing kms/public-principal',
    ],
    ['with an empty reason', `# backuplint-disable-next-line ${rule} -- `, 'gives no reason'],
    ['without a rule', '# backuplint-disable-next-line -- why', 'names no rule'],
    [
      'with a misspelt rule',
      '# backuplint-disable-next-line kms/publik-principal -- why',
      'there is no rule "kms/publik-principal"',
    ],
    ['with another word', `# backuplint-disable ${rule} -- why`, 'The comment backuplint-disable is none'],
    [
      'for a rule that finds nothing there',
      '# backuplint-disable-next-line kms/lockout -- why',
      'that is not found there',
    ],
  ] as const)('%s', ([, above, expected]) => {
    const { suppressed, isPublicTold, comments } = seen(policy({ above }));
    expect({ suppressed, isPublicTold }).toEqual({ suppressed: 0, isPublicTold: true });
    expect(comments).toEqual([expect.stringContaining(expected)]);
    expect(comments[0]).toMatch(/^8:3 /);
  });

  test('a line further down in the block', () => {
    const inside = `# backuplint-disable-next-line ${rule} -- only the line below`;
    expect(seen(policy({ inside }))).toMatchObject({ isPublicTold: true, comments: [expect.stringMatching(/^11:5 /)] });
  });

  test('but not for a rule that is switched off', () => {
    const above = `# backuplint-disable-next-line ${rule} -- why`;
    expect(seen(policy({ above }), '--rule', `${rule}=off`).comments).toEqual([]);
  });

  test('and its rule can be switched off, too', () => {
    const above = '# backuplint-disable-next-line kms/lockout -- why';
    expect(seen(policy({ above }), '--rule', 'config/unused-suppression=off').comments).toEqual([]);
  });
});

test('what only looks like a comment silences nothing', () => {
  const text = policy({}).replace('Sid: "everybody"', `Sid: "# backuplint-disable-line ${rule} -- why"`);
  expect(seen(text)).toMatchObject({ isPublicTold: true, comments: [] });
});
