/** What `--fix` prints on stdout, and what `--write` puts into files. */
import type { FileOrigin } from '../estate/origin.ts';
import type { FixResult } from './fix.ts';
import { scanJson } from '../text/json-scan.ts';
import { applyTextEdits } from './text-edit.ts';

/** A policy that was judged, with its fix or as it was. */
export interface FixedPolicy {
  /** How reports name the key: its ARN, address, logical id or file. */
  readonly subject: string;
  /** Where the policy stands; absent for policies from the AWS API. */
  readonly origin?: FileOrigin;
  /** Given as a policy to judge, rather than as part of a template, a plan or an account. */
  readonly bare: boolean;
  /** Its text may be changed in its file. A plan is made by a tool, and would not keep the change. */
  readonly editable: boolean;
  readonly result: Pick<FixResult, 'changed' | 'text' | 'fileEdits'>;
}

/**
 * One policy: that document, byte for byte. Several: one JSON object of them. Bare policies are keyed by file, and by
 * `file#/pointer` where a file holds several; others by ARN, address or logical id.
 */
export function fixOutput(policies: readonly FixedPolicy[]): string {
  const [only, ...more] = policies;
  if (only === undefined) return '';
  if (more.length === 0) return only.result.text;
  const keys = keysOf(policies);
  const members = policies.map(({ result }, index) => `  ${JSON.stringify(keys[index])}: ${indented(result.text)}`);
  return `{\n${members.join(',\n')}\n}\n`;
}

/** The policies' own text is kept, moved in by one step: newlines in JSON stand between tokens only. */
function indented(text: string): string {
  // A policy that is no JSON stands there as the string that it was.
  if (scanJson(text).error !== undefined) return JSON.stringify(text);
  return text
    .replace(/^\uFEFF/, '')
    .trim()
    .replaceAll(/\r?\n/g, '\n  ');
}

function keysOf(policies: readonly FixedPolicy[]): string[] {
  const inFile = countBy(policies, ({ origin }) => origin?.file ?? '');
  const keys = policies.map((policy) => keyOf(policy, inFile));
  const named = countBy(keys, (key) => key);
  // Two templates may use one logical id.
  return policies.map(({ origin }, index) => {
    const key = keys[index] ?? '';
    return origin !== undefined && (named.get(key) ?? 0) > 1 ? placeOf(origin) : key;
  });
}

function keyOf({ subject, origin, bare }: FixedPolicy, inFile: ReadonlyMap<string, number>): string {
  if (origin === undefined || !bare) return subject;
  return (inFile.get(origin.file) ?? 0) > 1 ? placeOf(origin) : origin.file;
}

function placeOf({ file, pointer }: FileOrigin): string {
  return `${file}#${pointer}`;
}

function countBy<T>(items: readonly T[], nameOf: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(nameOf(item), (counts.get(nameOf(item)) ?? 0) + 1);
  return counts;
}

/** The texts of changed files, all policies of a file at once. `textOf` gives a file's text as it was read. */
export function changedFiles(policies: readonly FixedPolicy[], textOf: (file: string) => string): Map<string, string> {
  const edits = new Map<string, FixResult['fileEdits']>();
  for (const { origin, editable, result } of policies) {
    if (origin === undefined || !editable || result.fileEdits.length === 0) continue;
    edits.set(origin.file, [...(edits.get(origin.file) ?? []), ...result.fileEdits]);
  }
  return new Map([...edits].map(([file, list]) => [file, applyTextEdits(textOf(file), list)]));
}
