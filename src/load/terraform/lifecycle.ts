import type { Lifecycle } from '../../estate/model.ts';
import type { Origin } from '../../estate/origin.ts';
import { defined } from '../kinds/defined.ts';
import { isObject } from '../kinds/kind.ts';
import { listOf, objectOf } from './document.ts';
import { days, known } from './known.ts';

export function lifecycleOf(value: unknown, unknown: unknown, origin: Origin): Lifecycle | null | undefined {
  const [lifecycle] = listOf(value).filter(isObject);
  const open = unknown === true ? true : listOf(unknown)[0];
  if (open === true) return undefined;
  if (lifecycle === undefined) return null;
  const archive = lifecycle['opt_in_to_archive_for_supported_resources'];
  return {
    ...defined({
      deleteAfterDays: known(lifecycle, objectOf(open), 'delete_after', days),
      moveToColdStorageAfterDays: known(lifecycle, objectOf(open), 'cold_storage_after', days),
    }),
    optInToArchive: typeof archive === 'boolean' ? archive : null,
    origin,
  };
}

/** Whether a setting, or what counts of a lifecycle, is open: the provider makes up what else that has. */
export function isOpenSetting(unknown: unknown): boolean {
  const [block] = listOf(unknown);
  return [unknown, block, objectOf(block)['delete_after'], objectOf(block)['cold_storage_after']].includes(true);
}
