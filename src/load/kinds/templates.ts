/** Templates and assemblies are read when all inputs are in sight, since stacks refer to each other. */
import { unknownKind, type DocumentContext, type JsonObject, type LoadedDocument } from './kind.ts';

export function takeTemplate(document: JsonObject, context: DocumentContext): LoadedDocument {
  const { file, computed: policy } = context;
  if (policy === undefined) return { fragments: [], foreign: unknownKind };
  return {
    fragments: [],
    template: { file, base: context.pointer(), document, policy },
  };
}
