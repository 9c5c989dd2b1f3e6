import { describe, expect, test } from 'vitest';
import { checkPolicy } from '../../support/check-files.ts';
import { lineOf } from '../../support/findings.ts';
import { documentedPolicies } from './policies.ts';

/** Rules about access: these policies were not written for the example's backup role. */
const access: ReadonlySet<string> = new Set(['kms/use-access', 'kms/grant-access', 'kms/undecided']);

describe('policies that AWS documents', () => {
  test.for(documentedPolicies)('no rule finds anything wrong with $name', async ({ policy }) => {
    const findings = await checkPolicy(policy);
    expect(findings.filter(({ rule }) => !access.has(rule)).map(lineOf)).toEqual([]);
  });
});
