/**
 * Snapshots: what AWS answered about accounts, as `collect` saves it and `check` reads it. Answers hold what is looked at
 * and nothing else: no request ids, no times of the collecting, so that two snapshots of the same state are the same bytes.
 */
import { z } from 'zod';
import { calls, type CallId } from '../live/calls.ts';

/** Calls whose answers are kept; the others only lead to these. */
export const keptCalls = [
  'kms:ListAliases',
  'kms:DescribeKey',
  'kms:GetKeyPolicy',
  'kms:ListGrants',
  'backup:GetBackupPlan',
  'backup:GetBackupSelection',
  'backup:ListBackupVaults',
  'backup:GetBackupVaultAccessPolicy',
  'backup:DescribeRegionSettings',
  'backup:DescribeGlobalSettings',
  'backup:ListProtectedResources',
  'backup:DescribeRecoveryPoint',
  'tag:GetResources',
  'iam:GetRole',
  'iam:ListRolePolicies',
  'iam:GetRolePolicy',
  'iam:ListAttachedRolePolicies',
  'iam:GetPolicyVersion',
  'organizations:DescribeOrganization',
  'organizations:ListParents',
  'organizations:ListPoliciesForTarget',
  'organizations:DescribePolicy',
  'organizations:DescribeEffectivePolicy',
] as const satisfies readonly CallId[];

export type KeptCall = (typeof keptCalls)[number];

const place = {
  account: z.string().regex(/^\d{12}$/, 'an account id of twelve digits'),
  region: z.string().optional().describe('None for services without Regions.'),
  subject: z.string().optional().describe('What the answer is about, where it does not say so itself: an ARN.'),
};

/** `null`: AWS said that there is no such thing. */
const entries = keptCalls.map((call) =>
  z.object({ call: z.literal(call), ...place, answer: calls[call].answer.nullable() }),
);

const incomplete = z.array(
  z.object({
    what: z.string(),
    why: z.string(),
    required: z.boolean().describe('Without it a run is incomplete: exit code 3.'),
  }),
);

const newer = 'a newer backuplint may have written it';
const version = z.literal(1, { error: `1, the version that this backuplint reads; ${newer}` });

/** For the published JSON Schema. */
export const snapshotSchema = z.object({
  backuplintSnapshot: version.describe('The version of this format.'),
  answers: z.array(z.union(entries)).describe('Sorted by account, Region, call and subject.'),
  incomplete: incomplete.describe('What could not be collected.'),
});

/** For reading: each answer is checked by what reads it. */
export const snapshotEnvelope = z.object({
  backuplintSnapshot: version,
  answers: z.array(
    z.object({
      call: z.enum(keptCalls, { error: `a call that this backuplint knows; ${newer}` }),
      ...place,
      answer: z.record(z.string(), z.unknown()).nullable(),
    }),
  ),
  incomplete,
});

export type Snapshot = z.output<typeof snapshotEnvelope>;
export type SnapshotEntry = Snapshot['answers'][number];
export type Incomplete = Snapshot['incomplete'][number];
