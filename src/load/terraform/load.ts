/** `terraform show -json` of a plan or a state, and what OpenTofu prints of them. */
import type { JsonObject, DocumentContext, LoadedDocument } from '../kinds/kind.ts';
import { planFragments, vaultFragments } from './backup.ts';
import { keyFragments } from './keys.ts';
import { organizationFragments } from './organizations.ts';
import { TerraformPlan } from './plan.ts';
import { resourceFragments } from './resources.ts';
import { roleFragments } from './roles.ts';
import { selectionFragments } from './selections.ts';
import { settingFragments } from './settings.ts';

const readers = [
  keyFragments,
  vaultFragments,
  roleFragments,
  planFragments,
  selectionFragments,
  resourceFragments,
  settingFragments,
  organizationFragments,
] as const;

export function loadTerraform(document: JsonObject, context: DocumentContext): LoadedDocument {
  const misfit = misfitIn(document, context);
  if (misfit !== undefined) return { fragments: [], misfits: [misfit] };
  const plan = new TerraformPlan(document, context);
  const fragments = readers.flatMap((read) => read(plan));
  const unseen = plan.unseen.map((each) => ({ kind: 'not-looked-at' as const, ...each }));
  return { fragments: [...fragments, ...unseen], misfits: plan.misfits, sources: plan.blocks };
}

/** https://developer.hashicorp.com/terraform/internals/json-format: a new major version may mean anything. */
function misfitIn(
  document: JsonObject,
  context: DocumentContext,
): NonNullable<LoadedDocument['misfits']>[number] | undefined {
  const version = String(document['format_version']);
  if (/^[01]\.\d+$/.test(version)) return undefined;
  const pointer = context.pointer('format_version');
  return {
    pointer,
    message: `format_version is ${JSON.stringify(version)}: expected 0.x or 1.x`,
    help: 'This version of backuplint reads what Terraform 0.12 to 1.x and OpenTofu print.',
  };
}
