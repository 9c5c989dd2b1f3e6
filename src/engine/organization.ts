import type { Deployment } from '../estate/deployment.ts';
import type { Organization } from '../estate/model.ts';

/** The deployments, with the organization that AWS names where the config names none; both know paths of one. */
export function inOrganization(
  deployments: readonly Deployment[],
  organization: Organization | undefined,
): readonly Deployment[] {
  if (organization === undefined) return deployments;
  return deployments.map((deployment) => {
    const configured = deployment.organization;
    if (configured === undefined) return { ...deployment, organization };
    if (configured.id !== organization.id) return deployment;
    return { ...deployment, organization: { ...configured, paths: { ...organization.paths, ...configured.paths } } };
  });
}
