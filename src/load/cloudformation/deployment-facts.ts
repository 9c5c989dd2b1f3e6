import type { AccountId } from '../../estate/arn.ts';
import type { Deployment, Partition } from '../../estate/deployment.ts';

/** What the deployment tells of templates that do not say where they go. */
export interface DeploymentFacts {
  readonly account?: AccountId;
  readonly region?: string;
  readonly partition: Partition;
  /** From `--parameters`. */
  readonly parameters: ReadonlyMap<string, unknown>;
}

const noParameters: ReadonlyMap<string, unknown> = new Map();

/** A template goes to the workload account, where there is but one, and to the Region, where there is but one. */
export function deploymentFacts(deployments: readonly Deployment[], parameters = noParameters): DeploymentFacts {
  const account = only(deployments.map(({ workloadAccounts = [] }) => workloadAccounts));
  const region = only(deployments.map(({ regions = [] }) => regions));
  return {
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
    partition: deployments[0]?.partition ?? 'aws',
    parameters,
  };
}

/** Not known where any of the deployments leaves it open. */
function only<T>(lists: readonly (readonly T[])[]): T | undefined {
  const values = new Set(lists.flat());
  const isToldByAll = lists.every((list) => list.length > 0);
  return isToldByAll && values.size === 1 ? [...values][0] : undefined;
}
