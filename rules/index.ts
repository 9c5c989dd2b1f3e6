/** All rules, in the order in which documentation and `explain` list them. */
import type { Rule } from '../src/engine/rule.ts';
import { airGappedSupport } from './backup/air-gapped-support.ts';
import { continuousBackup } from './backup/continuous-backup.ts';
import { copyDestination } from './backup/copy-destination.ts';
import { copyUnsupported } from './backup/copy-unsupported.ts';
import { crossAccountDisabled } from './backup/cross-account-disabled.ts';
import { dynamodbAdvancedFeatures } from './backup/dynamodb-advanced-features.ts';
import { lifecycle } from './backup/lifecycle.ts';
import { resourceTypeOptIn } from './backup/resource-type-opt-in.ts';
import { s3Prerequisites } from './backup/s3-prerequisites.ts';
import { schedule } from './backup/schedule.ts';
import { selection } from './backup/selection.ts';
import { serviceRole } from './backup/service-role.ts';
import { undecided as backupUndecided } from './backup/undecided.ts';
import { vaultCopyAccess } from './backup/vault-copy-access.ts';
import { vaultKey } from './backup/vault-key.ts';
import { vaultLockRetention } from './backup/vault-lock-retention.ts';
import { expiredOverride } from './config/expired-override.ts';
import { unusedSuppression } from './config/unused-suppression.ts';
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
  dynamodbAdvancedFeatures,
  resourceTypeOptIn,
  copyDestination,
  copyUnsupported,
  vaultCopyAccess,
  vaultKey,
  airGappedSupport,
  continuousBackup,
  lifecycle,
  vaultLockRetention,
  schedule,
  serviceRole,
  s3Prerequisites,
  selection,
  crossAccountDisabled,
  backupUndecided,
  expiredOverride,
  unusedSuppression,
];
