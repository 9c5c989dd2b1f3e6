import { describe, expect, test } from 'vitest';
import { backuplint } from './run.ts';

describe('a status message', () => {
  test('names its likely cause and the rules that predict it', () => {
    const { status, stdout } = backuplint(['explain', 'Given key ID is not accessible']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Given key ID is not accessible\n\n {2}likely cause: the resource's key does not admit/);
    const shown = ['kms/use-access', 'kms/grant-access', 'kms/explicit-deny', 'kms/key-state'];
    expect(stdout.split('\n').filter((line) => shown.includes(line.trim()))).toHaveLength(shown.length);
  });

  test('may be given without quotes', () => {
    const { status, stdout } = backuplint(['explain', ...'Given key ID is not accessible'.split(' ')]);
    expect(status).toBe(0);
    expect(stdout).toContain('kms/use-access');
  });

  test('that is misspelt is read as the one it is most like, and says so', () => {
    const { status, stdout } = backuplint(['explain', 'given key id is not accesible']);
    expect(status).toBe(0);
    expect(stdout).toContain('read as: Given key ID is not accessible');
  });

  test('without a rule says why there is none', () => {
    const { stdout } = backuplint(['explain', 'Images from AWS Marketplace cannot be copied to another AWS account.']);
    expect(stdout).toContain('no rule predicts it');
    expect(stdout).toContain('product code');
  });

  test('that is not known is told kindly, with what to do', () => {
    const { status, stdout, stderr } = backuplint(['explain', 'The moon is made of green cheese']);
    expect(status).toBe(2);
    expect(stderr).toBe('');
    expect(stdout).toContain('does not know this message');
    expect(stdout).toContain('CloudTrail');
  });

  test('cannot take over the terminal', () => {
    const { stdout } = backuplint(['explain', '\u001b[2JGiven key ID is not accessible']);
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toContain('kms/use-access');
  });
});
