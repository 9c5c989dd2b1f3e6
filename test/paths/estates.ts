/** Small estates for the tests of this folder, as the loaders would build them. */
import { parseAccountId } from '../../src/estate/arn.ts';
import type { AccountId } from '../../src/estate/arn.ts';
import type { Deployment } from '../../src/estate/deployment.ts';
import type {
  Estate,
  Key,
  PlacedPolicy,
  Plan,
  PlanRule,
  Resource,
  Role,
  Selection,
  Vault,
} from '../../src/estate/model.ts';
import type { Origin } from '../../src/estate/origin.ts';

export const workload = account('111122223333');
export const central = account('444455556666');
export const stranger = account('777788889999');
export const region = 'eu-west-2';
export const roleArn = `arn:aws:iam::${workload}:role/orgdeploy-website-backup-service-role`;
export const linkedRoleArn = `arn:aws:iam::${central}:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup`;
export const centralVaultArn = `arn:aws:backup:${region}:${central}:backup-vault:central`;

export function account(text: string): AccountId {
  const parsed = parseAccountId(text);
  if (parsed === undefined) throw new Error(`${text} is no account id`);
  return parsed;
}

export const website: Deployment = {
  name: 'website',
  centralAccount: central,
  backupRole: 'orgdeploy-website-backup-service-role',
  partition: 'aws',
};

export function at(file: string, pointer = ''): Origin {
  return { kind: 'file', file, pointer };
}

export function policy(document: unknown, file = 'policy.json'): PlacedPolicy {
  return { source: { document, duplicateKeys: [] }, origin: at(file) };
}

export function rootStatement(id: string): unknown {
  return { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${id}:root` }, Action: 'kms:*', Resource: '*' };
}

export function keyPolicy(...statements: readonly unknown[]): Key['policy'] {
  return { kind: 'given', ...policy({ Version: '2012-10-17', Statement: statements }) };
}

/** A key policy that was given as a file of its own. */
export function bareKey(file: string, more: Partial<Key> = {}): Key {
  return {
    subject: file,
    aliases: [],
    policy: keyPolicy(rootStatement(workload)),
    bare: true,
    origin: at(file),
    ...more,
  };
}

/** A key of the estate: its ARN is known, its policy was not given to be judged for itself. */
export function key(id: string, more: Partial<Key> = {}): Key {
  const owner = more.account ?? workload;
  const arn = `arn:aws:kms:${more.region ?? region}:${owner}:key/${id}`;
  const base = {
    subject: arn,
    arn,
    account: owner,
    region,
    aliases: [],
    bare: false,
    origin: at('keys.json', `/${id}`),
  };
  return { ...base, policy: keyPolicy(rootStatement(owner)), ...more };
}

export function vault(name: string, more: Partial<Vault> = {}): Vault {
  const owner = more.account ?? workload;
  const arn = `arn:aws:backup:${region}:${owner}:backup-vault:${name}`;
  const base = { subject: arn, arn, name, account: owner, region, origin: at('vaults.json', `/${name}`) };
  return { ...base, encryption: { kind: 'unknown', why: 'not described' }, ...more };
}

export function resource(resourceType: string, arn: string, more: Partial<Resource> = {}): Resource {
  const base = {
    subject: arn,
    arn,
    resourceType,
    account: workload,
    region,
    encryption: [],
    origin: at('resources.json', `/${arn}`),
  };
  return { ...base, ...more };
}

export function rule(name: string, more: Partial<PlanRule> = {}): PlanRule {
  const base = {
    name,
    targetVaultName: 'website',
    copyActions: [],
    origin: at('plan.json', `/BackupPlan/Rules/${name}`),
  };
  return { ...base, ...more };
}

export function copyTo(destinationVaultArn: string): PlanRule['copyActions'][number] {
  return { destinationVaultArn, origin: at('plan.json', '/BackupPlan/Rules/0/CopyActions/0') };
}

export function selection(resources: readonly string[], more: Partial<Selection> = {}): Selection {
  return {
    subject: 'selection',
    name: 'selection',
    roleArn,
    resources,
    notResources: [],
    listOfTags: [],
    conditions: { stringEquals: [], stringNotEquals: [], stringLike: [], stringNotLike: [] },
    origin: at('selection.json'),
    ...more,
  };
}

export function plan(rules: readonly PlanRule[], selections: readonly Selection[], more: Partial<Plan> = {}): Plan {
  const base = { subject: 'GFS-7-28-90', name: 'GFS-7-28-90', account: workload, region, fromOrganization: false };
  return { ...base, rules, selections, origin: at('plan.json'), ...more };
}

export function role(more: Partial<Role> = {}): Role {
  const name = 'orgdeploy-website-backup-service-role';
  const base = { subject: roleArn, arn: roleArn, name, account: workload, origin: at('role.json') };
  return { ...base, identityPolicies: [], identityPoliciesComplete: false, ...more };
}

export function estate(parts: Partial<Estate>): Estate {
  const nothing = { keys: [], roles: [], vaults: [], plans: [], orphanSelections: [], resources: [] };
  return { ...nothing, regionSettings: [], guardrails: [], notLookedAt: [], ...parts };
}
