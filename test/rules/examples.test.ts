/** Every rule's page is a test: what it says is reported is reported, and what is not is not. */
import { expect, test } from 'vitest';
import { rules as allRules } from '../../rules/index.ts';
import { findingsOf } from '../support/check-files.ts';

// Rules of `config/` speak of the config itself, which these examples do not vary.
const rules = allRules.filter(({ id }) => !id.startsWith('config/'));

test.for(rules.map((rule) => [rule.id, rule] as const))('%s: its first example fires', async ([id, { docs }]) => {
  expect(await findingsOf(id, docs.firing.files, docs.firing.config)).not.toEqual([]);
});

test.for(rules.map((rule) => [rule.id, rule] as const))('%s: its second example is silent', async ([id, { docs }]) => {
  expect(await findingsOf(id, docs.silent.files, docs.silent.config)).toEqual([]);
});
