import { shapeLoader } from '../kinds/shape.ts';
import { loadSnapshot } from './load.ts';
import { snapshotEnvelope } from './schema.ts';

/** A snapshot as `backuplint collect` writes it. */
export const readSnapshot = shapeLoader(snapshotEnvelope, (snapshot, context) =>
  loadSnapshot(snapshot, context.policy),
);
