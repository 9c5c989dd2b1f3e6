import { shapeLoader } from '../kinds/shape.ts';
import { loadSnapshot } from './load.ts';
import { saveMemory } from './save-memory.ts';
import { snapshotEnvelope } from './schema.ts';

/** A snapshot as `backuplint collect` writes it. */
const read = shapeLoader(snapshotEnvelope, (snapshot, context) => loadSnapshot(snapshot, context.policy));

export const readSnapshot: typeof read = (document, context) => {
  saveMemory();
  return read(document, context);
};
