/** What every step of the derivation looks things up in. */
import type { Deployment, Profile } from '../estate/deployment.ts';
import type { Estate } from '../estate/model.ts';
import { principalsOf } from './principals.ts';
import type { Principals } from './principals.ts';
import { createSettings } from './settings.ts';
import type { Settings } from './settings.ts';
import { createTargets } from './targets.ts';
import type { Targets } from './targets.ts';
import type { MissingInput } from './types.ts';
import { createUseBook } from './uses.ts';
import type { UseBook } from './uses.ts';
import { createVaults } from './vaults.ts';
import type { Vaults } from './vaults.ts';

export interface Scope {
  readonly estate: Estate;
  readonly deployments: readonly Deployment[];
  readonly profile: Profile;
  readonly principals: Principals;
  readonly targets: Targets;
  readonly uses: UseBook;
  readonly vaults: Vaults;
  readonly settings: Settings;
  /** Notes what the deployment lacks; the subject that comes first in order is kept. */
  readonly miss: (what: MissingInput['what'], subject: string) => void;
  readonly missing: () => readonly MissingInput[];
}

export function createScope(estate: Estate, deployments: readonly Deployment[], profile: Profile): Scope {
  const targets = createTargets();
  const missing = new Map<MissingInput['what'], MissingInput>();
  return {
    estate,
    deployments,
    profile,
    principals: principalsOf(estate),
    targets,
    uses: createUseBook(targets),
    vaults: createVaults(estate.vaults),
    settings: createSettings(estate.regionSettings),
    miss: (what, subject) => {
      const known = missing.get(what);
      if (known === undefined || subject < known.subject) missing.set(what, { what, ...namesOf[what], subject });
    },
    missing: () => [...missing.values()].sort((left, right) => (left.what < right.what ? -1 : 1)),
  };
}

const namesOf: Readonly<Record<MissingInput['what'], { readonly flag: string; readonly configKey: string }>> = {
  'central-account': { flag: '--central-account', configKey: 'deployments[].centralAccount' },
  'backup-role': { flag: '--backup-role', configKey: 'deployments[].backupRole' },
  'workload-account': { flag: '--workload-account', configKey: 'deployments[].workloadAccounts' },
};
