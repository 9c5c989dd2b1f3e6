/** The `.tf` files that a plan was made from: where the block of a resource stands in them. */
import { readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { hclBlocks } from '../../text/hcl-blocks.ts';
import { indexLines } from '../../text/line-index.ts';
import type { FileOrigin } from '../../estate/origin.ts';
import type { SourceBlock } from '../kinds/kind.ts';
import { readRegularFile } from '../read.ts';
import type { Range } from '../types.ts';

export interface SourcePlace extends Range {
  readonly file: string;
}

export interface Folders {
  readonly workingFolder: string;
  /** Of the root module; where none is given, a plan's own folder. */
  readonly sourceFolder: string | undefined;
}

interface KeptPlan {
  readonly blocks: ReadonlyMap<string, SourceBlock>;
  readonly folder: string | undefined;
}

export class PlanSources {
  readonly #workingFolder: string;
  readonly #root: string | undefined;
  readonly #plans = new Map<string, KeptPlan>();
  readonly #folders = new Map<string, ReadonlyMap<string, SourcePlace>>();
  readonly #texts = new Map<string, string>();

  constructor({ workingFolder, sourceFolder }: Folders) {
    this.#workingFolder = workingFolder;
    this.#root = sourceFolder === undefined ? undefined : resolve(workingFolder, sourceFolder);
  }

  /** A plan and what in it comes from blocks; `path` is where it lies, if anywhere. */
  keep(file: string, blocks: ReadonlyMap<string, SourceBlock>, path: string | undefined): void {
    this.#plans.set(file, { blocks, folder: this.#root ?? (path === undefined ? undefined : dirname(path)) });
  }

  isPlan(file: string): boolean {
    return this.#plans.has(file);
  }

  /** `undefined` where no such block is in sight. */
  placeOf({ file, pointer }: FileOrigin): SourcePlace | undefined {
    const plan = this.#plans.get(file);
    if (plan?.folder === undefined) return undefined;
    const block = blockAround(pointer, plan.blocks);
    if (block?.folder === undefined) return undefined;
    return this.#blocksIn(join(plan.folder, block.folder)).get(block.name);
  }

  textOf(file: string): string | undefined {
    return this.#texts.get(file);
  }

  #blocksIn(folder: string): ReadonlyMap<string, SourcePlace> {
    const known = this.#folders.get(folder) ?? this.#read(folder);
    this.#folders.set(folder, known);
    return known;
  }

  #read(folder: string): ReadonlyMap<string, SourcePlace> {
    const blocks = new Map<string, SourcePlace>();
    for (const path of sourcesIn(folder)) {
      const file = relative(this.#workingFolder, path).split(sep).join('/');
      const read = readRegularFile(path, file);
      if (!read.ok) continue;
      const { text } = read.value;
      this.#texts.set(file, text);
      const lines = indexLines(text);
      for (const { name, span } of hclBlocks(text)) {
        // A block that stands twice is an error for Terraform, so no plan has come from it.
        blocks.set(name, { file, start: lines.positionAt(span.start), end: lines.positionAt(span.end) });
      }
    }
    return blocks;
  }
}

/** Pointers go on into a resource. */
function blockAround(pointer: string, blocks: ReadonlyMap<string, SourceBlock>): SourceBlock | undefined {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const block = blocks.get(at);
    if (block !== undefined) return block;
  }
  return undefined;
}

function sourcesIn(folder: string): readonly string[] {
  try {
    const names = readdirSync(folder).filter((name) => /\.(?:tf|tofu)$/.test(name));
    return names.sort().map((name) => join(folder, name));
  } catch {
    return []; // the plan may have been brought here without its configuration
  }
}
