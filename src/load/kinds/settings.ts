/** AWS Backup's settings of a Region and of the organization. */
import { z } from 'zod';
import { defined } from './defined.ts';
import { optional, shapeLoader } from './shape.ts';
import { placeOfFile } from './place-of-file.ts';

const switches = optional(z.record(z.string(), z.boolean()));
export const regionSettings = z.object({
  ResourceTypeOptInPreference: switches,
  ResourceTypeManagementPreference: switches,
});

/** `describe-region-settings`. It prints neither account nor Region; a file's path often does. */
export const loadRegionSettings = shapeLoader(regionSettings, (value, context) => ({
  fragments: [
    {
      kind: 'region-settings',
      ...placeOfFile(context.file),
      optIn: value.ResourceTypeOptInPreference ?? {},
      management: value.ResourceTypeManagementPreference ?? {},
      origin: context.at(),
    },
  ],
}));

export const globalSettings = z.object({ GlobalSettings: z.record(z.string(), z.string()) });

/** `describe-global-settings`: the values are text. */
export const loadGlobalSettings = shapeLoader(globalSettings, ({ GlobalSettings }, context) => ({
  fragments: [
    {
      kind: 'global-settings',
      ...defined({ crossAccountBackup: toBoolean(GlobalSettings['isCrossAccountBackupEnabled']) }),
      origin: context.at('GlobalSettings'),
    },
  ],
}));

function toBoolean(text: string | undefined): boolean | undefined {
  return text === undefined ? undefined : text.toLowerCase() === 'true';
}
