/** Templates for tests, as if they were files that were named on the command line. */
import type { AccountId } from '../../../src/estate/arn.ts';
import type { Fragment } from '../../../src/estate/fragment.ts';
import type { DeploymentFacts } from '../../../src/load/cloudformation/deployment-facts.ts';
import { Stack, type StackFacts } from '../../../src/load/cloudformation/stack.ts';
import { loadFiles, type LoadedInputs } from '../../../src/load/load-files.ts';
import { folderWith } from '../folder.ts';

export const account = '111122223333' as AccountId;

export const facts: DeploymentFacts = { account, region: 'eu-west-2', partition: 'aws', parameters: new Map() };

/** A template by itself, to ask what its values come to. */
export function stackOf(document: Readonly<Record<string, unknown>>, given: Partial<StackFacts> = {}): Stack {
  const policy = () => {
    throw new Error('no policies here');
  };
  const stackFacts: StackFacts = { partition: 'aws', parameters: () => undefined, tags: {}, ...given };
  const neighbours = { imported: () => undefined, nested: () => undefined };
  const template = { file: 'a.json', base: '', document, policy };
  return new Stack(template, stackFacts, neighbours, { suffix: '', instance: '' });
}

type Files = Readonly<Record<string, unknown>>;

export async function loadFolder(files: Files, templates: DeploymentFacts = facts): Promise<LoadedInputs> {
  const texts = Object.entries(files).map(([name, content]) => [
    name,
    typeof content === 'string' ? content : JSON.stringify(content, null, 2),
  ]);
  const folder = folderWith(Object.fromEntries(texts) as Record<string, string>);
  return loadFiles(['.'], { workingFolder: folder, templates });
}

export async function fragmentsIn(files: Files, templates?: DeploymentFacts): Promise<readonly Fragment[]> {
  const { fragments, problems } = await loadFolder(files, templates);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return fragments;
}

export async function problemsIn(files: Files): Promise<string[]> {
  const { problems } = await loadFolder(files);
  return problems.map(({ file, line, column, message }) => `${file}:${line ?? ''}:${column ?? ''} ${message}`);
}
