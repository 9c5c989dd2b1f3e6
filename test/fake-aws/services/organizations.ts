import { epochSeconds, madeAt } from '../instant.ts';
import { AwsError, optionalText, requiredText } from '../errors.ts';
import {
  policyText,
  type OrganizationAccountSeed,
  type OrganizationPolicySeed,
  type OrganizationSeed,
} from '../seed.ts';
import type { Call, Operation, Operations, Output, World } from '../call.ts';
import type { Paging } from '../pages.ts';

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html: at most 20 results. */
const paging: Paging = {
  size: 'MaxResults',
  token: 'NextToken',
  max: 20,
  fallback: 20,
  badToken: 'InvalidInputException',
  badSize: 'InvalidInputException',
};

/** For every member account. */
const forMembers: Operations = {
  DescribeOrganization: (call, world) => {
    const { id, managementAccount } = organizationOf(call, world);
    return {
      Organization: {
        Id: id,
        Arn: `arn:aws:organizations::${managementAccount}:organization/${id}`,
        FeatureSet: 'ALL',
        MasterAccountArn: arnOf(call, world, 'account', managementAccount),
        MasterAccountId: managementAccount,
        MasterAccountEmail: `${managementAccount}@example.com`,
        AvailablePolicyTypes: [],
      },
    };
  },

  // A member may ask for its own: https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeEffectivePolicy.html
  DescribeEffectivePolicy: (call, world) => {
    const type = requiredText(call.input, 'PolicyType', 'InvalidInputException');
    const target = optionalText(call.input, 'TargetId') ?? call.caller.account;
    const { accounts, effectiveBackupPolicies = {} } =
      target === call.caller.account ? organizationOf(call, world) : administeredOrganization(call, world);
    if (!accounts.some(({ id }) => id === target)) {
      throw new AwsError(
        'TargetNotFoundException',
        "We can't find a root, OU, or account with the TargetId that you specified.",
      );
    }
    const policy = type === 'BACKUP_POLICY' ? effectiveBackupPolicies[target] : undefined;
    if (policy === undefined) {
      throw new AwsError('EffectivePolicyNotFoundException', "The effective policy couldn't be found.");
    }
    return {
      EffectivePolicy: {
        PolicyContent: policyText(policy),
        LastUpdatedTimestamp: epochSeconds(madeAt),
        TargetId: target,
        PolicyType: type,
      },
    };
  },
};

/** For the management account and delegated administrators. */
const forAdministrators: Operations = {
  ListAccounts: (call, world) => accountPage(call, world, administeredOrganization(call, world).accounts),

  ListAccountsForParent: (call, world) => {
    const parent = existingParent(call, world);
    const { accounts, rootId } = administeredOrganization(call, world);
    return accountPage(
      call,
      world,
      accounts.filter((account) => (account.parent ?? rootId) === parent),
    );
  },

  ListRoots: (call, world) => {
    const { rootId } = administeredOrganization(call, world);
    const page = world.pager(call, [rootId], paging);
    const entry = (id: string): Output => ({
      Id: id,
      Arn: arnOf(call, world, 'root', id),
      Name: 'Root',
      PolicyTypes: [],
    });
    return { Roots: page.items.map(entry), NextToken: page.next };
  },

  ListOrganizationalUnitsForParent: (call, world) => {
    const parent = existingParent(call, world);
    const units = (administeredOrganization(call, world).units ?? []).filter((unit) => unit.parent === parent);
    const page = world.pager(call, units, paging);
    const entry = ({ id, name }: (typeof units)[number]): Output => ({
      Id: id,
      Arn: arnOf(call, world, 'ou', id),
      Name: name,
    });
    return { OrganizationalUnits: page.items.map(entry), NextToken: page.next };
  },

  ListChildren: (call, world) => {
    const parent = existingParent(call, world);
    const { units = [], accounts, rootId } = administeredOrganization(call, world);
    const type = requiredText(call.input, 'ChildType', 'InvalidInputException');
    const children =
      type === 'ACCOUNT'
        ? accounts.filter((account) => (account.parent ?? rootId) === parent)
        : units.filter((unit) => unit.parent === parent);
    const page = world.pager(call, children, paging);
    return { Children: page.items.map(({ id }) => ({ Id: id, Type: type })), NextToken: page.next };
  },

  ListParents: (call, world) => {
    const { units = [], accounts, rootId } = administeredOrganization(call, world);
    const child = requiredText(call.input, 'ChildId', 'InvalidInputException');
    const found = [...units, ...accounts].find(({ id }) => id === child);
    if (found === undefined) {
      throw new AwsError(
        'ChildNotFoundException',
        "We can't find an organizational unit (OU) or AWS account with the ChildId that you specified.",
      );
    }
    const parent = found.parent ?? rootId;
    return { Parents: [{ Id: parent, Type: parent === rootId ? 'ROOT' : 'ORGANIZATIONAL_UNIT' }] };
  },

  ListPolicies: (call, world) => policyPage(call, world, () => true),

  ListPoliciesForTarget: (call, world) => {
    const target = requiredText(call.input, 'TargetId', 'InvalidInputException');
    const { units = [], accounts, rootId } = administeredOrganization(call, world);
    if (target !== rootId && ![...units, ...accounts].some(({ id }) => id === target)) {
      throw new AwsError(
        'TargetNotFoundException',
        "We can't find a root, OU, or account with the TargetId that you specified.",
      );
    }
    return policyPage(call, world, ({ targets }) => targets.includes(target));
  },

  DescribePolicy: (call, world) => {
    const id = requiredText(call.input, 'PolicyId', 'InvalidInputException');
    const policy = administeredOrganization(call, world).policies?.find((policy) => policy.id === id);
    if (policy === undefined) {
      throw new AwsError('PolicyNotFoundException', "We can't find a policy with the PolicyId that you specified.");
    }
    return { Policy: { PolicySummary: policySummary(call, world, policy), Content: policyText(policy.content) } };
  },
};

/** Who may call comes before what is asked. */
const restricted =
  (operation: Operation): Operation =>
  (call, world) => {
    administeredOrganization(call, world);
    return operation(call, world);
  };

export const organizations: Operations = {
  ...forMembers,
  ...Object.fromEntries(Object.entries(forAdministrators).map(([name, operation]) => [name, restricted(operation)])),
};

function organizationOf({ caller }: Call, { seed: { organization } }: World): OrganizationSeed {
  if (organization?.accounts.some(({ id }) => id === caller.account) === true) return organization;
  throw new AwsError('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.');
}

function administeredOrganization(call: Call, world: World): OrganizationSeed {
  const organization = organizationOf(call, world);
  const administrators = [organization.managementAccount, ...(organization.delegatedAdministrators ?? [])];
  if (administrators.includes(call.caller.account)) return organization;
  throw new AwsError('AccessDeniedException', "You don't have permissions to access this resource.");
}

function existingParent(call: Call, world: World): string {
  const parent = requiredText(call.input, 'ParentId', 'InvalidInputException');
  const { units = [], rootId } = administeredOrganization(call, world);
  if (parent === rootId || units.some(({ id }) => id === parent)) return parent;
  throw new AwsError('ParentNotFoundException', "We can't find a root or OU with the ParentId that you specified.");
}

function arnOf(call: Call, world: World, kind: string, id: string): string {
  const { id: organizationId, managementAccount } = organizationOf(call, world);
  return `arn:aws:organizations::${managementAccount}:${kind}/${organizationId}/${id}`;
}

function accountPage(call: Call, world: World, accounts: readonly OrganizationAccountSeed[]): Output {
  const page = world.pager(call, accounts, paging);
  const entry = ({ id, name = `account-${id}`, status = 'ACTIVE' }: OrganizationAccountSeed): Output => ({
    Id: id,
    Arn: arnOf(call, world, 'account', id),
    Email: `${id}@example.com`,
    Name: name,
    Status: status,
    State: status,
    JoinedMethod: 'CREATED',
    JoinedTimestamp: epochSeconds(madeAt),
  });
  return { Accounts: page.items.map(entry), NextToken: page.next };
}

function policyPage(call: Call, world: World, wanted: (policy: OrganizationPolicySeed) => boolean): Output {
  const type = requiredText(call.input, 'Filter', 'InvalidInputException');
  const { policies = [] } = administeredOrganization(call, world);
  const page = world.pager(
    call,
    policies.filter((policy) => policy.type === type && wanted(policy)),
    paging,
  );
  return { Policies: page.items.map((policy) => policySummary(call, world, policy)), NextToken: page.next };
}

function policySummary(
  call: Call,
  world: World,
  { id, name, type, awsManaged = false }: OrganizationPolicySeed,
): Output {
  const arn = awsManaged
    ? `arn:aws:organizations::aws:policy/${type.toLowerCase()}/${id}`
    : arnOf(call, world, 'policy', id).replace(`/${id}`, `/${type.toLowerCase()}/${id}`);
  return { Id: id, Arn: arn, Name: name, Description: '', Type: type, AwsManaged: awsManaged };
}
