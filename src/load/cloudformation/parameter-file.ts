/**
 * Values of parameters, as `aws cloudformation deploy --parameter-overrides file://…` and `create-stack --parameters` take
 * them, and as a plain object. https://docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy/
 */
import { resolve } from 'node:path';
import { parseText } from '../documents.ts';
import { isObject } from '../kinds/kind.ts';
import { readSource } from '../read.ts';
import type { Loaded } from '../types.ts';
import { own } from './template.ts';

export type ParameterValues = ReadonlyMap<string, unknown>;

export async function readParameterFile(file: string, workingFolder: string): Promise<Loaded<ParameterValues>> {
  const read = readSource(resolve(workingFolder, file), file);
  if (!read.ok) return read;
  const parsed = await parseText(read.value);
  if (!parsed.ok) return parsed;
  const [document] = parsed.value.documents;
  const values = valuesIn(document?.value);
  return values === undefined ? { ok: false, problems: [{ file, ...misfit }] } : { ok: true, value: values };
}

const misfit = {
  message: 'holds no values of parameters',
  help: 'Expected: [{"ParameterKey": "Stage", "ParameterValue": "prod"}], {"Stage": "prod"}, {"Parameters": {"Stage": "prod"}} or ["Stage=prod"].',
};

/** `undefined`: it has none of the forms. */
function valuesIn(value: unknown): ParameterValues | undefined {
  if (Array.isArray(value)) {
    const pairs = value.map(pairIn);
    const known = pairs.filter((pair) => pair !== undefined);
    return known.length === pairs.length ? new Map(known) : undefined;
  }
  if (!isObject(value)) return undefined;
  const inner = own(value, 'Parameters');
  const entries = Object.entries(isObject(inner) ? inner : value);
  return entries.every(([, each]) => isValue(each)) ? new Map(entries) : undefined;
}

function pairIn(value: unknown): readonly [string, unknown] | undefined {
  if (typeof value === 'string') {
    const equals = value.indexOf('=');
    return equals > 0 ? [value.slice(0, equals), value.slice(equals + 1)] : undefined;
  }
  const [key, given] = [own(value, 'ParameterKey'), own(value, 'ParameterValue')];
  // `UsePreviousValue` leaves it open.
  return typeof key === 'string' && (given === undefined || isValue(given)) ? [key, given] : undefined;
}

/** A list is written as one, or as text with commas. */
function isValue(value: unknown): boolean {
  return Array.isArray(value) ? value.every(isScalar) : isScalar(value);
}

function isScalar(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
