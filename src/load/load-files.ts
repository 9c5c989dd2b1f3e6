/** Files, folders and standard input to fragments. */
import { statSync } from 'node:fs';
import { dirname } from 'node:path/posix';
import type { Fragment } from '../estate/fragment.ts';
import { groupBy } from '../estate/group-by.ts';
import type { FileOrigin } from '../estate/origin.ts';
import type { Assembly } from './cloudformation/assembly.ts';
import type { LoadedTemplates, TemplateSites } from './cloudformation/load-templates.ts';
import type { DeploymentFacts } from './cloudformation/deployment-facts.ts';
import type { Template } from './cloudformation/template.ts';
import type { Format } from './documents.ts';
import { unknownKind } from './kinds/kind.ts';
import { inputKeys } from './kinds/table.ts';
import { loadText, type LoadedText, type Page } from './load-text.ts';
import { locateOrigins } from './positions.ts';
import { PolicyStore } from './policy-store.ts';
import { readRegularFile, readSource, readStream, type ReadText } from './read.ts';
import { SourceTexts } from './source-texts.ts';
import type { Folders, PlanSources, SourcePlace } from './terraform/sources.ts';
import type { Problem, SourceText } from './types.ts';
import { findFiles, type FoundFile, type FoundFiles, type SkippedFile } from './walk.ts';

export interface LoadOptions {
  /** Default: the process's. */
  readonly workingFolder?: string;
  /** What `-` reads. Default: the process's standard input. */
  readonly stdin?: AsyncIterable<Uint8Array>;
  /** Files of the run's own, such as its config: neither inputs nor skipped where a folder holds them. Full paths. */
  readonly ownFiles?: readonly string[];
  /** Of the `.tf` files that a Terraform plan was made from. Default: the plan's own folder. */
  readonly sourceFolder?: string | undefined;
  /** What templates are deployed with. Default: only their own defaults are known. */
  readonly templates?: DeploymentFacts;
  /** Called before each file, for progress. */
  readonly onFile?: (done: number, total: number) => void;
}

export interface LoadedInputs {
  readonly fragments: readonly Fragment[];
  readonly problems: readonly Problem[];
  /** Files met in folders that are no input, and parts of files that are none. */
  readonly skipped: readonly SkippedFile[];
  /** How many documents are of a known kind. */
  readonly recognised: number;
  /** As it was read, byte order mark included; `undefined` for files that were not loaded. */
  readonly sourceText: (file: string) => string | undefined;
  readonly formatOf: (file: string) => Format | undefined;
  /** Another program makes the file, so that changes in it would be lost. */
  readonly isGenerated?: (file: string) => boolean;
  /** Where what stands at a place of a plan was written, if that is in sight. */
  readonly sourcePlace?: (origin: FileOrigin) => SourcePlace | undefined;
  /** Files that may hold comments for backuplint. */
  readonly commented?: readonly string[];
  /** Where things that come of templates stand in them. */
  readonly templateSites?: TemplateSites;
  /** UTF-16 units of all texts that were read; nothing of them is kept where they are long. */
  readonly textLength?: number;
}

export const stdinName = '<stdin>';

/** `paths` are files, folders and `-`. Problems do not stop it: all are collected. */
export async function loadFiles(paths: readonly string[], options: LoadOptions = {}): Promise<LoadedInputs> {
  const workingFolder = options.workingFolder ?? process.cwd();
  const found = await findFiles(
    paths.filter((path) => path !== '-'),
    workingFolder,
    new Set(options.ownFiles),
  );
  const loading = new Loading(found, { workingFolder, sourceFolder: options.sourceFolder });
  if (paths.includes('-')) {
    await loading.take(await readStream(options.stdin ?? process.stdin, stdinName), { isNamed: true });
  }
  for (const [done, file] of found.files.entries()) {
    options.onFile?.(done, found.files.length);
    const read = isRegularFile(file) ? readRegularFile : readSource;
    await loading.take(read(file.path, file.file), file);
  }
  return loading.inputs(options.templates ?? { partition: 'aws', parameters: new Map() });
}

/** What is named may be a pipe, which can be read but once. */
function isRegularFile({ isNamed, path }: FoundFile): boolean {
  return !isNamed || statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** What shows that a file matters, though it does not parse (CONTRACT 1). */
const weightyWords = /kms:|AWS::KMS|AWS::Backup|BackupPlan|aws_kms_|aws_backup_/;

const knownInputs =
  'Expected: a key policy, a CloudFormation template, what `terraform show -json` prints, a policy of the organization, a snapshot, or what the AWS CLI prints of keys, backup plans, selections, vaults, resources, roles or settings.';

/** A place from which a text can be read again; standard input has none. */
type Place = Pick<FoundFile, 'isNamed'> & Partial<Pick<FoundFile, 'path'>>;

class Loading {
  readonly #fragments: Fragment[] = [];
  readonly #problems: Problem[];
  readonly #skipped: SkippedFile[];
  readonly #pages: (Page & { readonly file: string })[] = [];
  readonly #templates: Template[] = [];
  readonly #assemblies: Assembly[] = [];
  readonly #policies = new PolicyStore();
  readonly #texts = new SourceTexts();
  readonly #folders: Folders;
  #sources: PlanSources | undefined;
  #recognised = 0;

  constructor({ problems, skipped }: Pick<FoundFiles, 'problems' | 'skipped'>, folders: Folders) {
    this.#folders = folders;
    this.#problems = [...problems];
    this.#skipped = [...skipped];
  }

  async take(read: ReadText, place: Place): Promise<void> {
    if (!read.ok) return this.#unreadable(read, place);
    const source = read.value;
    // Most files of a folder are something else altogether; they need no parsing to know it.
    if (!place.isNamed && !inputKeys.test(source.text) && !weightyWords.test(source.text)) {
      return this.#skip(source.file, unknownKind);
    }
    const result = await loadText(source, this.#policies);
    switch (result.outcome) {
      case 'loaded':
        if (result.sources.size > 0) await this.#keepSources(source.file, result.sources, place);
        return this.#add(result, source, place);
      case 'foreign':
        return place.isNamed ? this.#refuse({ file: source.file }, result.why) : this.#skip(source.file, result.why);
      case 'unparsable':
        return place.isNamed || weightyWords.test(source.text)
          ? this.#complain(result.problems)
          : this.#skip(source.file, result.problems[0]?.message ?? 'cannot be parsed');
    }
  }

  async inputs(facts: DeploymentFacts): Promise<LoadedInputs> {
    const texts = this.#texts; // nothing else of this needs to live on
    const sources = this.#sources;
    const templates = await this.#resolveTemplates(facts);
    return {
      fragments: [...this.#fragments, ...(templates?.fragments ?? []), ...missingPages(this.#pages)],
      problems: this.#problems,
      skipped: this.#skipped,
      recognised: this.#recognised,
      sourceText: (file) => texts.textOf(file) ?? sources?.textOf(file),
      ...(sources && {
        sourcePlace: (origin: FileOrigin) => sources.placeOf(origin),
        isGenerated: (file: string) => sources.isPlan(file),
      }),
      formatOf: (file) => texts.formatOf(file),
      commented: texts.commented,
      textLength: texts.length,
      ...(templates && { templateSites: templates.sites }),
    };
  }

  async #resolveTemplates(facts: DeploymentFacts): Promise<LoadedTemplates | undefined> {
    // Values that no template takes are said, also where there is none.
    if (this.#templates.length + this.#assemblies.length + facts.parameters.size === 0) return undefined;
    const { loadTemplates } = await import('./cloudformation/load-templates.ts');
    const loaded = loadTemplates(this.#templates, this.#assemblies, facts);
    const texts = this.#texts;
    const inputs = {
      sourceText: (file: string) => texts.textOf(file),
      formatOf: (file: string) => texts.formatOf(file),
    };
    const origins = loaded.complaints.map(({ origin }): FileOrigin => origin);
    const locate = await locateOrigins(inputs, origins);
    for (const { origin, ...complaint } of loaded.complaints) {
      this.#problems.push({ file: origin.file, ...locate(origin)?.start, ...complaint });
    }
    return loaded;
  }

  #add(loaded: LoadedText, source: SourceText, { isNamed, path }: Place): void {
    for (const fragment of loaded.fragments) this.#fragments.push(fragment);
    this.#complain(loaded.problems);
    this.#recognised += loaded.recognised;
    for (const { subject, why, ...position } of loaded.foreign) {
      if (isNamed) this.#refuse({ file: source.file, ...position }, why);
      else this.#skip(subject, why);
    }
    this.#templates.push(...loaded.templates);
    this.#assemblies.push(...loaded.assemblies);
    for (const page of loaded.pages) this.#pages.push({ ...page, file: source.file });
    this.#texts.keep(source, loaded.format, path);
  }

  /** What finds blocks is loaded with the first plan. */
  async #keepSources(file: string, blocks: LoadedText['sources'], { path }: Place): Promise<void> {
    const { PlanSources } = await import('./terraform/sources.ts');
    this.#sources ??= new PlanSources(this.#folders);
    this.#sources.keep(file, blocks, path);
  }

  /** A file that cannot be opened may matter. */
  #unreadable({ problems: [problem], guess }: ReadText & { readonly ok: false }, { isNamed }: Place): void {
    if (isNamed || guess === undefined || weightyWords.test(guess)) this.#complain([problem]);
    else this.#skip(problem.file, problem.message);
  }

  #refuse(place: Pick<Problem, 'file' | 'line' | 'column'>, why: string): void {
    const message = why === unknownKind ? `is ${why}` : `is no input, but ${why}`;
    this.#problems.push({ ...place, message, help: knownInputs });
  }

  #complain(problems: readonly Problem[]): void {
    for (const problem of problems) this.#problems.push(problem);
  }

  #skip(file: string, why: string): void {
    this.#skipped.push({ file, why });
  }
}

/** Lists whose last page says that more follow, which is not among the inputs. */
function missingPages(pages: readonly (Page & { readonly file: string })[]): Fragment[] {
  const lists = groupBy(pages, ({ file, kind }) => `${dirname(file)}\n${kind}`);
  return [...lists.values()].flatMap((list): Fragment[] => {
    const open = list.filter(({ continues }) => continues);
    const [first] = open;
    if (first === undefined || open.length < list.length) return [];
    return [
      {
        kind: 'not-looked-at',
        what: `${first.file}: the rest of ${first.kind}`,
        why: 'its last page ends with a token for the next one',
      },
    ];
  });
}
