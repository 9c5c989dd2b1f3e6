/** Loads texts as if they were files that were named on the command line. */
import type { Fragment } from '../../src/estate/fragment.ts';
import { loadText, type TextOutcome } from '../../src/load/load-text.ts';
import { PolicyStore } from '../../src/load/policy-store.ts';

export async function load(content: unknown, file = 'a.json'): Promise<TextOutcome> {
  const text = typeof content === 'string' ? content : JSON.stringify(content, null, 2);
  return loadText({ file, text }, new PolicyStore());
}

export async function fragmentsOf(content: unknown, file?: string): Promise<readonly Fragment[]> {
  const result = await load(content, file);
  if (result.outcome !== 'loaded') throw new Error(JSON.stringify(result));
  if (result.problems.length > 0) throw new Error(JSON.stringify(result.problems));
  return result.fragments;
}

export async function problemsOf(content: unknown, file?: string): Promise<string[]> {
  const result = await load(content, file);
  if (result.outcome === 'foreign') return [`${file ?? 'a.json'} foreign: ${result.why}`];
  return result.problems.map(({ line, column, message }) => `${line ?? ''}:${column ?? ''} ${message}`);
}

export const keyPolicy = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Root',
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::111122223333:root' },
      Action: 'kms:*',
      Resource: '*',
    },
  ],
};
