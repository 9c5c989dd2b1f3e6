/**
 * A cloud assembly, as `cdk synth` writes it: `manifest.json` tells for each stack which template it has and where it goes.
 * https://github.com/aws/aws-cdk-cli/tree/main/packages/%40aws-cdk/cloud-assembly-schema
 */
import { dirname, join } from 'node:path/posix';
import { parseAccountId, type AccountId } from '../../estate/arn.ts';
import { isObject, type DocumentContext, type JsonObject, type LoadedDocument } from '../kinds/kind.ts';
import { own } from './template.ts';

export interface Assembly {
  readonly file: string;
  readonly stacks: readonly AssembledStack[];
}

export interface AssembledStack {
  readonly id: string;
  readonly name: string;
  /** Of the template. */
  readonly file: string;
  readonly account?: AccountId;
  readonly region?: string;
  readonly parameters: JsonObject;
  readonly tags: Readonly<Record<string, string>>;
}

export function loadAssembly({ artifacts }: JsonObject, { file }: DocumentContext): LoadedDocument {
  const stacks = Object.entries(isObject(artifacts) ? artifacts : {}).flatMap(([id, artifact]) =>
    stackOf(file, id, artifact),
  );
  return { fragments: [], assembly: { file, stacks } };
}

function stackOf(manifest: string, id: string, artifact: unknown): AssembledStack[] {
  const properties = own(artifact, 'properties');
  const template = own(properties, 'templateFile');
  if (own(artifact, 'type') !== 'aws:cloudformation:stack' || typeof template !== 'string') return [];
  const name = own(properties, 'stackName');
  return [
    {
      id,
      name: typeof name === 'string' ? name : id,
      file: join(dirname(manifest), template),
      ...placeOf(own(artifact, 'environment')),
      parameters: objectAt(properties, 'parameters'),
      tags: textsIn(objectAt(properties, 'tags')),
    },
  ];
}

/** `aws://111122223333/eu-west-2`; either may be `unknown-account`, `unknown-region`. */
function placeOf(environment: unknown): Pick<AssembledStack, 'account' | 'region'> {
  const [, account = '', region = ''] = /^aws:\/\/([^/]*)\/([^/]*)$/.exec(String(environment)) ?? [];
  const id = parseAccountId(account);
  return { ...(id && { account: id }), ...(region !== '' && region !== 'unknown-region' && { region }) };
}

function objectAt(from: unknown, name: string): JsonObject {
  const value = own(from, name);
  return isObject(value) ? value : {};
}

function textsIn(values: JsonObject): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
