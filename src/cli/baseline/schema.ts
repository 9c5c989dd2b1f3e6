/** The baseline file: `schema/baseline.schema.json` is generated from here. */
import { z } from 'zod';

const entry = z.strictObject({
  fingerprint: z
    .string()
    .regex(/^[0-9a-f]{20}$/, 'must be a fingerprint: 20 hexadecimal digits')
    .describe("The finding's, as in the JSON report: made of what it means, not of where it stands."),
  rule: z.string(),
  severity: z
    .enum(['error', 'warning', 'info'])
    .describe('When it was taken into the baseline; a finding that has become graver is reported again.'),
  file: z.string().exactOptional(),
  subject: z.string(),
  message: z.string().describe('For people, like rule, file and subject.'),
});

export const baselineSchema = z.strictObject({
  version: z.literal(1),
  findings: z.array(entry),
});
