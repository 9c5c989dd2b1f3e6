/**
 * Every call that `--live` and `collect` make: read-only, each named as the IAM action that allows it. The one list from
 * which the least-privilege policy in `docs/live.md` is made, and without which nothing is sent.
 */
import { z } from 'zod';
import { aliasList, grantList, keyDescription } from '../kinds/kms.ts';
import { planDescription } from '../kinds/plans.ts';
import { protectedResource, recoveryPoint } from '../kinds/resources.ts';
import { attachedPolicies, inlinePolicy, policyVersion, roleDescription } from '../kinds/roles.ts';
import { selectionDescription } from '../kinds/selections.ts';
import { globalSettings, regionSettings } from '../kinds/settings.ts';
import { optional } from '../kinds/shape.ts';
import { vaultList } from '../kinds/vaults.ts';

export interface Call {
  /** What is missing where it is refused. */
  readonly noun: string;
  /** Without it the run is incomplete (exit code 3); the others only leave something unknown. */
  readonly needed: boolean;
  /** What is learned, for people who decide whether to allow it. */
  readonly why: string;
  /** What of the answer is read; the rest is dropped. */
  readonly answer: z.ZodObject;
  /** The error that says that there is none, where it is not named like one: the account is in no organization. */
  readonly absence?: string;
  /** Lists: the member that holds the list, and how pages follow each other. */
  readonly pages?: Pages;
}

interface Pages {
  readonly list: string;
  /** The largest page that the service gives. */
  readonly size: Readonly<Record<string, number>>;
  /** The answer's member with the token of the next page, and the request's member that takes it. */
  readonly next: readonly [answer: string, request: string];
}

const text = optional(z.string());
const token = { NextToken: text };
const marker = { Marker: text };

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ListAliases.html */
const kmsPages = (list: string, size: number): Pages => ({
  list,
  size: { Limit: size },
  next: ['NextMarker', 'Marker'],
});
/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListBackupPlans.html */
const backupPages = (list: string): Pages => ({ list, size: { MaxResults: 1000 }, next: ['NextToken', 'NextToken'] });
/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRolePolicies.html */
const iamPages = (list: string): Pages => ({ list, size: { MaxItems: 1000 }, next: ['Marker', 'Marker'] });
/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListParents.html */
const organizationPages = (list: string): Pages => ({
  list,
  size: { MaxResults: 20 },
  next: ['NextToken', 'NextToken'],
});

const accountList = z.object({
  // `State` replaces `Status`. https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html
  Accounts: z.array(z.object({ Id: z.string(), State: text, Status: text })),
  ...token,
});

export const calls = {
  'sts:GetCallerIdentity': {
    noun: 'the account',
    needed: true,
    why: 'which account the credentials are for; AWS always allows it',
    answer: z.object({ Account: z.string(), Arn: z.string() }),
  },
  'sts:AssumeRole': {
    noun: 'the role',
    needed: false,
    why: 'with `--assume-role`: to look into other accounts',
    answer: z.object({
      Credentials: z.object({
        AccessKeyId: z.string(),
        SecretAccessKey: z.string(),
        SessionToken: z.string(),
        Expiration: z.date(),
      }),
    }),
  },
  'ec2:DescribeRegions': {
    noun: 'the enabled Regions',
    needed: false,
    why: 'with `--region all`: the enabled Regions',
    answer: z.object({ Regions: z.array(z.object({ RegionName: z.string() })) }),
  },
  'kms:ListKeys': {
    noun: 'the keys',
    needed: true,
    why: 'the keys of the account and Region',
    answer: z.object({ Keys: z.array(z.object({ KeyArn: z.string() })), NextMarker: text }),
    pages: kmsPages('Keys', 1000),
  },
  'kms:ListAliases': {
    noun: 'the key aliases',
    needed: true,
    why: 'what keys are called, and which are AWS managed',
    answer: aliasList.extend({ NextMarker: text }),
    pages: kmsPages('Aliases', 100),
  },
  'kms:DescribeKey': {
    noun: 'the description',
    needed: true,
    why: "a key's state, type and manager",
    answer: keyDescription,
  },
  'kms:GetKeyPolicy': {
    noun: 'the key policy',
    needed: true,
    why: "a key's policy",
    answer: z.object({ Policy: z.string() }),
  },
  'backup:ListBackupPlans': {
    noun: 'the backup plans',
    needed: true,
    why: 'the backup plans, those of the organization among them',
    answer: z.object({
      BackupPlansList: z.array(z.object({ BackupPlanId: z.string(), BackupPlanArn: z.string() })),
      ...token,
    }),
    pages: backupPages('BackupPlansList'),
  },
  'backup:GetBackupPlan': {
    noun: 'the backup plan',
    needed: true,
    why: "a plan's rules and copies",
    answer: planDescription,
  },
  'backup:ListBackupSelections': {
    noun: 'the selections',
    needed: true,
    why: "a plan's selections",
    answer: z.object({ BackupSelectionsList: z.array(z.object({ SelectionId: z.string() })), ...token }),
    pages: backupPages('BackupSelectionsList'),
  },
  'backup:GetBackupSelection': {
    noun: 'a selection',
    needed: true,
    why: 'which resources a selection takes, and with which role',
    answer: selectionDescription,
  },
  'backup:ListBackupVaults': {
    noun: 'the backup vaults',
    needed: true,
    why: 'the vaults with their keys and locks',
    answer: vaultList.extend(token),
    pages: backupPages('BackupVaultList'),
  },
  'backup:GetBackupVaultAccessPolicy': {
    noun: 'the access policy',
    needed: true,
    why: 'who may copy into a vault',
    answer: z.object({ Policy: z.string() }),
  },
  'kms:ListGrants': {
    noun: 'the grants',
    needed: false,
    why: 'the grants of keys whose policy alone does not let AWS Backup in',
    answer: grantList.extend({ NextMarker: text }),
    pages: kmsPages('Grants', 100),
  },
  'backup:DescribeRegionSettings': {
    noun: "AWS Backup's Region settings",
    needed: false,
    why: 'which resource types are opted in, and which are fully managed',
    answer: regionSettings,
  },
  'backup:DescribeGlobalSettings': {
    noun: "AWS Backup's global settings",
    needed: false,
    why: 'whether the organization allows copies between accounts',
    absence: 'InvalidRequestException',
    answer: globalSettings,
  },
  'backup:ListProtectedResources': {
    noun: 'the protected resources',
    needed: false,
    why: 'the resources that were backed up',
    answer: z.object({ Results: z.array(protectedResource), ...token }),
    pages: backupPages('Results'),
  },
  'backup:DescribeRecoveryPoint': {
    noun: 'the recovery point',
    needed: false,
    why: "a resource's latest recovery point, which shows its key",
    answer: recoveryPoint,
  },
  'tag:GetResources': {
    noun: 'the tags of resources',
    needed: false,
    why: 'where selections go by tags: which resources have these tags; no other tags are kept',
    answer: z.object({
      ResourceTagMappingList: z.array(
        z.object({ ResourceARN: z.string(), Tags: z.array(z.object({ Key: z.string(), Value: z.string() })) }),
      ),
      PaginationToken: text,
    }),
    // https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
    pages: {
      list: 'ResourceTagMappingList',
      size: { ResourcesPerPage: 100 },
      next: ['PaginationToken', 'PaginationToken'],
    },
  },
  'iam:GetRole': {
    noun: 'the role',
    needed: true,
    why: "a selection's role: trust policy, boundary and tags",
    answer: roleDescription,
  },
  'iam:ListRolePolicies': {
    noun: 'the list of inline policies',
    needed: true,
    why: "the names of a role's inline policies",
    answer: z.object({ PolicyNames: z.array(z.string()), ...marker }),
    pages: iamPages('PolicyNames'),
  },
  'iam:GetRolePolicy': {
    noun: 'an inline policy',
    needed: true,
    why: 'an inline policy',
    answer: inlinePolicy,
  },
  'iam:ListAttachedRolePolicies': {
    noun: 'the list of attached policies',
    needed: true,
    why: "a role's managed policies",
    answer: attachedPolicies.extend(marker),
    pages: iamPages('AttachedPolicies'),
  },
  'iam:GetPolicy': {
    noun: 'the managed policy',
    needed: true,
    why: 'which version of a managed policy is in force',
    answer: z.object({ Policy: z.object({ DefaultVersionId: z.string() }) }),
  },
  'iam:GetPolicyVersion': {
    noun: 'the managed policy',
    needed: true,
    why: 'a managed policy, or a permissions boundary',
    answer: policyVersion,
  },
  'organizations:DescribeOrganization': {
    noun: 'the organization',
    needed: false,
    why: "the organization's id, for conditions that ask for it",
    answer: z.object({ Organization: z.object({ Id: z.string(), MasterAccountId: text }) }),
  },
  'organizations:ListParents': {
    noun: 'the place in the organization',
    needed: false,
    why: 'the path of an account in the organization, for conditions that ask for it',
    answer: z.object({ Parents: z.array(z.object({ Id: z.string(), Type: z.string() })) }),
  },
  'organizations:ListPoliciesForTarget': {
    noun: 'the organization policies',
    needed: false,
    why: 'which service and resource control policies are attached to the account and what is above it',
    answer: z.object({ Policies: z.array(z.object({ Id: z.string() })), ...token }),
    pages: organizationPages('Policies'),
  },
  'organizations:DescribePolicy': {
    noun: 'the organization policy',
    needed: false,
    why: 'a service or resource control policy',
    answer: z.object({ Policy: z.object({ Content: z.string(), PolicySummary: z.object({ Name: text }) }) }),
  },
  'organizations:DescribeEffectivePolicy': {
    noun: 'the effective backup policy',
    needed: false,
    why: "the organization's backup policies as they count for the account, where its plans are not there yet",
    answer: z.object({ EffectivePolicy: z.object({ PolicyContent: z.string() }) }),
  },
  'organizations:ListAccounts': {
    noun: 'the accounts',
    needed: false,
    why: 'with `--all-accounts`: the accounts of the organization',
    answer: accountList,
    pages: organizationPages('Accounts'),
  },
  'organizations:ListAccountsForParent': {
    noun: 'the accounts',
    needed: false,
    why: 'with `--ou`: the accounts of an organizational unit',
    answer: accountList,
    pages: organizationPages('Accounts'),
  },
  'organizations:ListOrganizationalUnitsForParent': {
    noun: 'the organizational units',
    needed: false,
    why: 'with `--ou`: the units in it',
    answer: z.object({ OrganizationalUnits: z.array(z.object({ Id: z.string() })), ...token }),
    pages: organizationPages('OrganizationalUnits'),
  },
} as const satisfies Readonly<Record<string, Call>>;

export type CallId = keyof typeof calls;

export type Answer<Id extends CallId> = z.output<(typeof calls)[Id]['answer']>;

/** A call that lists, page by page. */
export type ListCallId = { [Id in CallId]: (typeof calls)[Id] extends { readonly pages: Pages } ? Id : never }[CallId];
