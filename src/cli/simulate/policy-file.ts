import { resolve } from 'node:path';
import type { PolicyDocument } from '../../iam/types.ts';
import { parseText } from '../../load/documents.ts';
import { readSource, readStream } from '../../load/read.ts';
import type { Loaded, Problem } from '../../load/types.ts';
import type { Io } from '../io.ts';

/** The one policy in a file, bare or in what the AWS CLI prints around it. */
export async function readPolicy(file: string, io: Pick<Io, 'stdin' | 'cwd'>): Promise<Loaded<PolicyDocument>> {
  const source = file === '-' ? await readStream(io.stdin, '<stdin>') : readSource(resolve(io.cwd(), file), file);
  if (!source.ok) return source;
  const parsed = await parseText(source.value);
  if (!parsed.ok) return parsed;
  const policies = parsed.value.documents.map(({ value }) => policyIn(value)).filter((found) => found !== undefined);
  const [policy] = policies;
  if (policy === undefined || policies.length > 1) return failed(source.value.file, policies.length);
  return { ok: true, value: policy };
}

function failed(file: string, found: number): Loaded<never> {
  const problem: Problem = {
    file,
    message: found === 0 ? 'holds no policy' : `holds ${found} policies, and one is asked for`,
    help: 'A policy document is expected, or the output of get-key-policy, get-role-policy or get-policy-version.',
  };
  return { ok: false, problems: [problem] };
}

/** Where the AWS CLI puts policy documents: as text or as JSON. */
const wrappers = [
  'Policy',
  'PolicyDocument',
  'PolicyVersion',
  'Document',
  'Content',
  'EffectivePolicy',
  'PolicyContent',
];

function policyIn(value: unknown): PolicyDocument | undefined {
  const document = typeof value === 'string' ? jsonIn(value) : value;
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return undefined;
  if (Object.hasOwn(document, 'Statement')) return document as PolicyDocument;
  const inner = wrappers.find((name) => Object.hasOwn(document, name));
  return inner === undefined ? undefined : policyIn((document as Readonly<Record<string, unknown>>)[inner]);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Then it is no policy, which the caller says.
  }
}
