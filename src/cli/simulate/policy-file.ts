import { resolve } from 'node:path';
import type { PolicyDocument } from '../../iam/types.ts';
import { parseText } from '../../load/documents.ts';
import { doubledKey } from '../../load/doubled-key.ts';
import { readSource, readStream } from '../../load/read.ts';
import type { Loaded, Problem } from '../../load/types.ts';
import { scanJson } from '../../text/json-scan.ts';
import type { Io } from '../io.ts';

/** The one policy in a file, bare or in what the AWS CLI prints around it. */
export async function readPolicy(file: string, io: Pick<Io, 'stdin' | 'cwd'>): Promise<Loaded<PolicyDocument>> {
  const source = file === '-' ? await readStream(io.stdin, '<stdin>') : readSource(resolve(io.cwd(), file), file);
  if (!source.ok) return source;
  const parsed = await parseText(source.value);
  if (!parsed.ok) return parsed;
  const [doubled] = parsed.value.duplicates;
  if (doubled !== undefined) return { ok: false, problems: [doubledKey(source.value, doubled)] };
  const policies = parsed.value.documents.map(({ value }) => policyIn(value)).filter((found) => found !== undefined);
  const [policy] = policies;
  if (policy === undefined || policies.length > 1) return failed(source.value.file, policies.length);
  const [inner] = policy.doubled;
  if (inner !== undefined) return { ok: false, problems: [doubledInText(source.value.file, inner)] };
  return { ok: true, value: policy.document };
}

/** Its line is that of the inner text, which nobody sees. */
function doubledInText(file: string, pointer: string): Problem {
  return {
    file,
    message: `holds a policy with a key twice in one object: ${pointer}`,
    help: 'Of two values with one key, only the last is read. Remove one.',
  };
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

interface FoundPolicy {
  readonly document: PolicyDocument;
  /** Pointers of the keys that stand twice in the text that holds it. */
  readonly doubled: readonly string[];
}

function policyIn(value: unknown, doubled: readonly string[] = []): FoundPolicy | undefined {
  if (typeof value === 'string') return policyInText(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  if (Object.hasOwn(value, 'Statement')) return { document: value as PolicyDocument, doubled };
  const inner = wrappers.find((name) => Object.hasOwn(value, name));
  return inner === undefined ? undefined : policyIn((value as Readonly<Record<string, unknown>>)[inner], doubled);
}

function policyInText(text: string): FoundPolicy | undefined {
  const { error, documents, duplicates } = scanJson(text);
  if (error !== undefined || documents.length !== 1) return undefined; // Then it is no policy, which the caller says.
  const doubled = duplicates.map(({ pointer }) => pointer);
  return policyIn(JSON.parse(text.slice(documents[0]?.start, documents[0]?.end)), doubled);
}
