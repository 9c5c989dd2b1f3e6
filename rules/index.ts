/** All rules, in the order in which documentation and `explain` list them. */
import type { Rule } from '../src/engine/rule.ts';
import { expiredOverride } from './config/expired-override.ts';
import { awsManagedKey } from './kms/aws-managed-key.ts';
import { explicitDeny } from './kms/explicit-deny.ts';
import { grantAccess } from './kms/grant-access.ts';
import { grantCondition } from './kms/grant-condition.ts';
import { keyState } from './kms/key-state.ts';
import { keyType } from './kms/key-type.ts';
import { lockout } from './kms/lockout.ts';
import { neverMatches } from './kms/never-matches.ts';
import { orphanedPrincipal } from './kms/orphaned-principal.ts';
import { placeholder } from './kms/placeholder.ts';
import { policySyntax } from './kms/policy-syntax.ts';
import { publicPrincipal } from './kms/public-principal.ts';
import { serviceLinkedRoleArn } from './kms/service-linked-role-arn.ts';
import { undecided } from './kms/undecided.ts';
import { unknownAction } from './kms/unknown-action.ts';
import { unknownConditionKey } from './kms/unknown-condition-key.ts';
import { useAccess } from './kms/use-access.ts';

export const rules: readonly Rule[] = [
  useAccess,
  grantAccess,
  explicitDeny,
  undecided,
  awsManagedKey,
  keyState,
  keyType,
  grantCondition,
  serviceLinkedRoleArn,
  placeholder,
  policySyntax,
  unknownAction,
  unknownConditionKey,
  neverMatches,
  publicPrincipal,
  orphanedPrincipal,
  lockout,
  expiredOverride,
];
