/** From a policy's JSON value to a `CompiledPolicy`. Never throws, whatever the value. */
import { coverageOf } from './coverage.ts';
import { findProblems } from './problems/find.ts';
import type { ConditionSetting } from './condition/test.ts';
import { isObject } from './json.ts';
import type { SharedStatements } from './shared-statements.ts';
import type { Statement } from './statement.ts';
import { compileStatement, conditionOf } from './statement.ts';
import { hasTemplate, variablesOf } from './template.ts';
import type { CompiledPolicy, PolicyKind, PolicyProblem, StatementView } from './types.ts';
import { viewOf } from './view.ts';

/** `shared`: what is compiled of other policies is used again; the document must not change then. */
export function compilePolicy(document: unknown, kind: PolicyKind, shared?: SharedStatements): CompiledPolicy {
  return new Policy(document, kind, shared);
}

export function isCompiled(value: unknown): value is CompiledPolicy {
  return value instanceof Policy;
}

/** The same document, compiled as a policy of this kind. */
export function compiledAs(policy: CompiledPolicy, kind: PolicyKind): CompiledPolicy {
  return policy.kind === kind || !(policy instanceof Policy) ? policy : new Policy(policy.document, kind);
}

/** The statements as the evaluator asks them. */
export function statementsOf(policy: CompiledPolicy): readonly Statement[] {
  return policy instanceof Policy ? policy.compiled : new Policy(undefined, policy.kind).compiled;
}

/** A class, since a policy is compiled lazily: decisions, views and problems each cost only those who ask. */
class Policy implements CompiledPolicy {
  readonly kind: PolicyKind;
  readonly version: CompiledPolicy['version'];
  readonly coverage: readonly string[] | undefined;
  readonly document: unknown;
  readonly #shared: SharedStatements | undefined;
  #compiled: readonly Statement[] | undefined;
  #views: readonly StatementView[] | undefined;
  #problems: readonly PolicyProblem[] | undefined;
  #keys: ReadonlySet<string> | undefined;

  constructor(document: unknown, kind: PolicyKind, shared?: SharedStatements) {
    this.#shared = shared;
    this.kind = kind;
    this.document = document;
    this.version = versionOf(document);
    this.coverage = coverageOf(document);
  }

  /** Also when first asked for: some policies are constants that few runs need. */
  get compiled(): readonly Statement[] {
    const { kind, version } = this;
    this.#compiled ??= compileStatements(this.document, { kind, variables: version === '2012-10-17' }, this.#shared);
    return this.#compiled;
  }

  get statements(): readonly StatementView[] {
    this.#views ??= this.#hasStatements()
      ? this.compiled.map((statement) => (statement.view ??= viewOf(statement)))
      : [];
    return this.#views;
  }

  get problems(): readonly PolicyProblem[] {
    this.#problems ??= findProblems(this.document, this.#hasStatements() ? this.compiled : []);
    return this.#problems;
  }

  reads(key: string): boolean {
    this.#keys ??= keysOf(this.compiled);
    return this.#keys.has(key.toLowerCase());
  }

  #hasStatements(): boolean {
    return isStatementElement(statementElement(this.document));
  }
}

function versionOf(document: unknown): CompiledPolicy['version'] {
  const version = isObject(document) ? document['Version'] : undefined;
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
  return version === undefined || version === '2008-10-17' ? '2008-10-17' : '2012-10-17';
}

/**
 * A document without readable statements may hide any statement: it reads as one that may mean an Allow or a Deny.
 */
function compileStatements(
  document: unknown,
  setting: ConditionSetting,
  shared: SharedStatements | undefined,
): readonly Statement[] {
  const element = statementElement(document);
  if (Array.isArray(element)) {
    return element.map((value, index) => {
      const pointer = `/Statement/${index}`;
      return shared?.compile(value, index, pointer, setting) ?? compileStatement(value, index, pointer, setting);
    });
  }
  return [compileStatement(element, 0, isStatementElement(element) ? '/Statement' : '', setting)];
}

function statementElement(document: unknown): unknown {
  return isObject(document) ? document['Statement'] : undefined;
}

function isStatementElement(element: unknown): boolean {
  return typeof element === 'object' && element !== null;
}

/** Keys of conditions, and of variables in condition values and resources, in lower case. */
function keysOf(statements: readonly Statement[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const statement of statements) {
    for (const test of conditionOf(statement).tests) {
      keys.add(test.lowerKey);
      for (const variable of test.variables) keys.add(variable);
    }
    if (!statement.variables) continue;
    for (const resource of statement.resources.filter(hasTemplate)) {
      for (const variable of variablesOf(resource)) keys.add(variable);
    }
  }
  return keys;
}
