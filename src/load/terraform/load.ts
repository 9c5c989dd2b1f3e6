/** `terraform show -json` of a plan or a state, and what OpenTofu prints of them. */
import { isObject, type JsonObject, type DocumentContext, type LoadedDocument } from '../kinds/kind.ts';
import { planFragments } from './backup-plans.ts';
import { listOf } from './document.ts';
import { keyFragments } from './keys.ts';
import { organizationFragments } from './organizations.ts';
import { TerraformPlan } from './plan.ts';
import { resourceFragments } from './resources.ts';
import { roleFragments } from './roles.ts';
import { selectionFragments } from './selections.ts';
import { settingFragments } from './settings.ts';
import { vaultFragments } from './vaults.ts';

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
  noteWhatIsMissing(document, plan);
  const fragments = readers.flatMap((read) => read(plan));
  const unseen = plan.unseen.map((each) => ({ kind: 'not-looked-at' as const, ...each }));
  return { fragments: [...fragments, ...unseen], misfits: plan.misfits, sources: plan.blocks };
}

/** Resources that are not in it, though the configuration has them. https://developer.hashicorp.com/terraform/internals/json-format */
function noteWhatIsMissing(document: JsonObject, plan: TerraformPlan): void {
  for (const deferred of listOf(document['deferred_changes'])) {
    const change = isObject(deferred) ? deferred['resource_change'] : undefined;
    const address = isObject(change) ? change['address'] : undefined;
    if (typeof address === 'string') plan.note(address, 'Terraform defers it to a later plan');
  }
  if (document['errored'] === true) plan.note('the rest of the plan', 'Terraform failed while it was made');
  else if (document['complete'] === false) {
    plan.note('the rest of the plan', 'Terraform says that it is not complete (-target, or deferred changes)');
  }
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
