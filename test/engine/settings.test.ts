import { describe, expect, test } from 'vitest';
import { settingIn, settingOf, type RuleSettings } from '../../src/engine/settings.ts';

describe('settingIn', () => {
  test.for<[name: string, layer: RuleSettings, expected: string | undefined]>([
    ['nothing said', {}, undefined],
    ['the rule itself', { 'kms/undecided': 'off' }, 'off'],
    ['its subject', { 'kms/*': 'info' }, 'info'],
    ['everything', { '*': 'warning' }, 'warning'],
    ['another subject', { 'backup/*': 'off' }, undefined],
    ['the rule before its subject, in whatever order', { 'kms/*': 'off', 'kms/undecided': 'error' }, 'error'],
    ['a name that every object has', JSON.parse('{"constructor":"off"}') as RuleSettings, undefined],
  ])('%s', ([, layer, expected]) => {
    expect(settingIn(layer, 'kms/undecided')).toBe(expected);
  });
});

test('the command line beats the config, even with a wider pattern', () => {
  const layers: RuleSettings[] = [{ 'kms/undecided': 'error' }, { 'kms/*': 'off' }];
  expect(settingOf({ layers, overrides: [] }, 'kms/undecided')).toBe('off');
});
