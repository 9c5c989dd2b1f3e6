/** Every rule's page is a test: what it says is reported is reported, and what is not is not. */
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { findingsOf } from '../support/check-files.ts';

test.for(rules.map((rule) => [rule.id, rule] as const))('%s: its first example fires', async ([id, { docs }]) => {
  expect(await findingsOf(id, docs.firing.files, docs.firing.config)).not.toEqual([]);
});

test.for(rules.map((rule) => [rule.id, rule] as const))('%s: its second example is silent', async ([id, { docs }]) => {
  expect(await findingsOf(id, docs.silent.files, docs.silent.config)).toEqual([]);
});
