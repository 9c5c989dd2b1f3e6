import { expect, test } from 'vitest';
import { kmsActionsMatching } from '../../src/iam/action.ts';
import { carries, conditionKeyOf } from '../../src/iam/condition-keys.ts';
import { actionQuery } from '../../src/iam/action.ts';
import { kmsActions } from '../../src/iam/kms-actions.ts';
import { managedPolicy, managedPolicyNames } from '../../src/iam/managed-policies.ts';

test('an action is a bit in two words of 32', () => {
  expect(kmsActions.length).toBeLessThanOrEqual(64);
  for (const { action } of kmsActions) expect(kmsActionsMatching(action).map((one) => one.action)).toEqual([action]);
  expect(kmsActionsMatching('*')).toHaveLength(kmsActions.length);
});

test('each hand-written class names real actions', () => {
  const count = (is: (action: (typeof kmsActions)[number]) => boolean) => kmsActions.filter(is).length;
  expect(count(({ crossAccount }) => crossAccount)).toBe(20);
  expect(count(({ inGrants }) => inGrants)).toBe(17);
  expect(count(({ keyPolicyGives }) => keyPolicyGives === 'half')).toBe(3);
  expect(count(({ keyPolicyGives }) => keyPolicyGives === 'nothing')).toBe(12);
});

test('condition keys are found in any letter case, and by the prefix of those that take a name', () => {
  expect(conditionKeyOf('KMS:viaservice')?.name).toBe('kms:ViaService');
  expect(conditionKeyOf('aws:PrincipalTag/Team')?.name).toBe('aws:PrincipalTag/');
  expect(conditionKeyOf('kms:EncryptionContext:aws:ebs:id')?.name).toBe('kms:EncryptionContext:');
  expect(conditionKeyOf('kms:RecipientAttestation:PCR0')?.name).toBe('kms:RecipientAttestation:');
  expect(conditionKeyOf('kms:CallerAcount')).toBeUndefined();
  expect(conditionKeyOf('nothing')).toBeUndefined();
});

test('every operation on a key carries the caller, the service, and what the key is', () => {
  for (const { action, onKey, name } of kmsActions) {
    const query = actionQuery(action);
    if (!onKey) continue;
    expect([action, carries(query, 'kms:calleraccount'), carries(query, 'kms:viaservice')]).toEqual([
      action,
      true,
      true,
    ]);
    expect([action, carries(query, 'kms:keyspec')]).toEqual([action, name !== 'RetireGrant']);
  }
});

test("documented actions are the only ones in AWS's managed policies", () => {
  for (const name of managedPolicyNames) {
    const text = JSON.stringify(managedPolicy(name)?.document);
    for (const [action = ''] of text.matchAll(/kms:[A-Z][A-Za-z]+(?=")/g)) {
      const isKey = conditionKeyOf(action) !== undefined;
      expect([action, isKey || kmsActionsMatching(action).length === 1]).toEqual([action, true]);
    }
  }
});
