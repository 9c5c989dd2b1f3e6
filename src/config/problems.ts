import { z } from 'zod';
import type { Problem } from '../load/types.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import type { ConfigDocument, Step } from './document.ts';

type Issue = z.core.$ZodIssue;

interface Context {
  readonly schema: z.ZodType;
  readonly document: ConfigDocument;
  /** Steps from the file's root to the config: `backuplint` in package.json. */
  readonly base: readonly Step[];
  /** What the whole is called. Default: the config. */
  readonly name?: string;
}

/** What the schema found, as problems for people: where, what, and what was expected. */
export function problemsOf(issues: readonly Issue[], context: Context): Problem[] {
  return issues.flatMap((issue) => issueProblems(context, issue)).sort(byPlace);
}

function byPlace(left: Problem, right: Problem): number {
  return (left.line ?? 0) - (right.line ?? 0) || (left.column ?? 0) - (right.column ?? 0);
}

function issueProblems(context: Context, issue: Issue): Problem[] {
  const { document, base } = context;
  const steps = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(context, steps, key));
  const place = issue.code === 'invalid_key' ? document.keyRangeOf : document.rangeOf;
  return [{ file: document.file, ...place([...base, ...steps])?.start, ...wording(context, issue, steps) }];
}

function unknownKey(context: Context, steps: readonly Step[], key: string): Problem {
  const { schema, document, base } = context;
  const known = knownKeys(z.toJSONSchema(schema, { io: 'input' }), steps);
  const meant = didYouMean(key, known);
  return {
    file: document.file,
    ...document.keyRangeOf([...base, ...steps, key])?.start,
    message: `unknown key "${key}"${steps.length === 0 ? '' : ` in ${nameOf(context, steps)}`}`,
    help: meant === undefined ? `known keys are ${known.join(', ')}` : `did you mean "${meant}"?`,
  };
}

type Wording = Pick<Problem, 'message' | 'help'>;

function wording(context: Context, issue: Issue, steps: readonly Step[]): Wording {
  const name = nameOf(context, steps);
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(context, issue.expected, steps);
    case 'invalid_value':
      return notOneOf(name, issue.values.map(String), valueAt(context.document.value, [...context.base, ...steps]));
    case 'invalid_key':
      return { message: `the key ${name} ${issue.issues.map(({ message }) => message).join(', ')}` };
    default:
      return { message: `${name} ${issue.message}` };
  }
}

function wrongType(context: Context, expected: string, steps: readonly Step[]): Wording {
  const { document, base } = context;
  const value = valueAt(document.value, [...base, ...steps]);
  const name = nameOf(context, steps);
  if (value === undefined) return { message: `${name} is missing` };
  const message = `${name} must be ${typeNames[expected] ?? expected}, not ${typeOf(value)}`;
  const written = document.writtenAt([...base, ...steps]);
  // YAML reads 012345678901 as a number, and its leading zero is lost.
  if (expected === 'string' && written !== undefined) return { message, help: `write it in quotes: "${written}"` };
  return { message };
}

function notOneOf(name: string, allowed: readonly string[], value: unknown): Wording {
  if (value === undefined) return { message: `${name} is missing` };
  const meant = typeof value === 'string' ? didYouMean(value, allowed) : undefined;
  return {
    message: `${name} must be ${allowed.length === 1 ? '' : 'one of '}${allowed.join(', ')}, not ${shown(value)}`,
    ...(meant === undefined ? {} : { help: `did you mean "${meant}"?` }),
  };
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  number: 'a number',
  boolean: 'true or false',
};

function typeOf(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return typeNames[typeof value] ?? typeof value;
}

function shown(value: unknown): string {
  return typeof value === 'object' && value !== null ? typeOf(value) : JSON.stringify(value);
}

/** `deployments[0].centralAccount` */
function nameOf({ name = 'the config' }: Context, steps: readonly Step[]): string {
  if (steps.length === 0) return name;
  return steps
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
}

export function valueAt(value: unknown, steps: readonly Step[]): unknown {
  return steps.reduce<unknown>(
    (part, step) =>
      typeof part === 'object' && part !== null && Object.hasOwn(part, step)
        ? (part as Readonly<Record<Step, unknown>>)[step]
        : undefined,
    value,
  );
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly items?: unknown;
  readonly additionalProperties?: unknown;
}

/** The keys that the schema knows at a place. */
function knownKeys(schema: JsonSchema, steps: readonly Step[]): string[] {
  const [step, ...rest] = steps;
  if (step === undefined) return Object.keys(schema.properties ?? {}).filter((key) => key !== '$schema');
  const next = typeof step === 'number' ? schema.items : (schema.properties?.[step] ?? schema.additionalProperties);
  return typeof next === 'object' && next !== null ? knownKeys(next, rest) : [];
}
