/** `evaluate`: one question about a request, with policies as JSON. */
import type { Grant } from '../estate/model.ts';
import { kmsActionOf } from './action.ts';
import { compiledAs, compilePolicy, isCompiled } from './compile.ts';
import { contextOf, derivedContext, known, resourceAccountOf, withUnknown } from './context.ts';
import { explain } from './evaluate.ts';
import { kmsActions } from './kms-actions.ts';
import { parseCaller } from './principal.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import type { CompiledPolicy, ContextValue, Decision, PolicyDocument, PolicyKind, PolicySet } from './types.ts';

/** A policy as JSON, or what `compilePolicy` made of it: then it is not compiled again. */
type PolicyInput = PolicyDocument | CompiledPolicy;

/** The policies that apply to a question. */
export interface PolicyInputs {
  /** For `kms:` actions. Missing: not known. */
  readonly keyPolicy?: PolicyInput | undefined;
  /** For `backup:CopyIntoBackupVault`. Missing: not known. */
  readonly vaultPolicy?: PolicyInput | undefined;
  readonly grants?: readonly Grant[] | undefined;
  /** Missing: not known; `[]`: known to have none. */
  readonly identityPolicies?: readonly PolicyInput[] | undefined;
  /** Missing, like the next three: taken not to restrict. */
  readonly permissionsBoundary?: PolicyInput | undefined;
  readonly sessionPolicy?: PolicyInput | undefined;
  /** One list per level, root to account. */
  readonly serviceControlPolicies?: readonly (readonly PolicyInput[])[] | undefined;
  readonly resourceControlPolicies?: readonly (readonly PolicyInput[])[] | undefined;
}

export interface EvaluateInput extends PolicyInputs {
  /** ARN of role, user, assumed-role session or account root. */
  readonly principal: string;
  /** `kms:Decrypt`. */
  readonly action: string;
  /**
   * Key ARN; vault ARN for `backup:CopyIntoBackupVault`; `*` for actions without a resource. Missing: not known, so that
   * only `*` names it surely, and its account is what the context says of `aws:ResourceAccount`, else the caller's.
   */
  readonly resource?: string | undefined;
  /** Known context keys; letter case does not matter. */
  readonly context?: Readonly<Record<string, string | readonly string[]>> | undefined;
  /** Context keys whose value is not known; patterns like `aws:PrincipalTag/*` allowed. Every other key is absent. */
  readonly unknown?: readonly string[] | undefined;
}

/** The question itself cannot be understood; the message says which part, and what was expected. */
export class EvaluateInputError extends TypeError {
  override readonly name = 'EvaluateInputError';
}

/**
 * Decides as AWS would. Pure and synchronous; throws an `EvaluateInputError` for a question that has no answer,
 * and never for what stands in a policy.
 */
export function evaluate(input: EvaluateInput): Decision {
  checkInput(input);
  const { principal, action, resource } = input;
  const account = accountFor(input);
  const given = Object.entries(input.context ?? {}).map(([key, value]) => [key.toLowerCase(), valueOf(value)] as const);
  const unnamed = withUnknown(contextOf(derivedContext(principal, account)), input.unknown ?? []);
  const named = new Map(given);
  const context = (key: string) => named.get(key) ?? unnamed(key);
  return explain({ principal, action, resource, resourceAccount: account, context }, policySet(input));
}

function valueOf(value: string | readonly string[]): ContextValue {
  return typeof value === 'string' ? known(value) : known(...value);
}

/** The owner of the resource; an ARN without account (S3) leaves the caller's own, unless the context tells. */
function accountFor({ principal, resource, context = {} }: EvaluateInput): string {
  const own = resourceAccountOf(resource ?? '');
  if (own !== undefined) return own;
  const told = Object.entries(context).find(([key]) => key.toLowerCase() === 'aws:resourceaccount')?.[1];
  return typeof told === 'string' ? told : (parseCaller(principal)?.account ?? '');
}

/** The policies of a question, compiled: for asking many questions of them with `decide`. */
export function policySet(input: PolicyInputs): PolicySet {
  const { keyPolicy, vaultPolicy, grants, identityPolicies, permissionsBoundary, sessionPolicy } = input;
  const { serviceControlPolicies, resourceControlPolicies } = input;
  return {
    ...(keyPolicy !== undefined && { keyPolicy: compiled(keyPolicy, 'key-policy') }),
    ...(vaultPolicy !== undefined && { vaultPolicy: compiled(vaultPolicy, 'vault-policy') }),
    ...(grants !== undefined && { grants }),
    ...(identityPolicies !== undefined && { identityPolicies: all(identityPolicies, 'identity-policy') }),
    ...(permissionsBoundary !== undefined && {
      permissionsBoundary: compiled(permissionsBoundary, 'permissions-boundary'),
    }),
    ...(sessionPolicy !== undefined && { sessionPolicy: compiled(sessionPolicy, 'session-policy') }),
    ...(serviceControlPolicies !== undefined && {
      serviceControlPolicies: serviceControlPolicies.map((level) => all(level, 'service-control-policy')),
    }),
    ...(resourceControlPolicies !== undefined && {
      resourceControlPolicies: resourceControlPolicies.map((level) => all(level, 'resource-control-policy')),
    }),
  };
}

function all(policies: readonly PolicyInput[], kind: PolicyKind): readonly CompiledPolicy[] {
  return policies.map((policy) => compiled(policy, kind));
}

function compiled(policy: PolicyInput, kind: PolicyKind): CompiledPolicy {
  return isCompiled(policy) ? compiledAs(policy, kind) : compilePolicy(policy, kind);
}

function checkInput(input: EvaluateInput): void {
  checkPrincipal(input.principal);
  checkAction(input.action);
  checkResource(input.resource);
  checkContext(input.context);
  checkTexts('unknown', input.unknown);
  checkGrants(input.grants);
  for (const name of ['identityPolicies', 'serviceControlPolicies', 'resourceControlPolicies'] as const) {
    if (input[name] !== undefined && !Array.isArray(input[name])) fail(name, 'an array', input[name]);
  }
  for (const name of ['serviceControlPolicies', 'resourceControlPolicies'] as const) {
    if (input[name]?.some((level) => !Array.isArray(level)) === true) {
      throw new EvaluateInputError(`${name}: expected one list of policies per level, root to account`);
    }
  }
}

function checkGrants(grants: unknown): void {
  if (grants === undefined) return;
  if (!Array.isArray(grants)) fail('grants', 'an array', grants);
  for (const [index, grant] of grants.entries()) {
    const { GranteePrincipal, Operations } = (grant ?? {}) as Partial<Record<string, unknown>>;
    if (typeof GranteePrincipal !== 'string') fail(`grants ${index}`, 'a GranteePrincipal', GranteePrincipal);
    if (!Array.isArray(Operations)) fail(`grants ${index}`, 'a list of Operations', Operations);
  }
}

function checkPrincipal(principal: unknown): void {
  if (typeof principal !== 'string' || parseCaller(principal) === undefined) {
    fail('principal', 'the ARN of a role, user, assumed-role session or account root', principal);
  }
}

function checkAction(action: unknown): void {
  if (typeof action !== 'string' || !/^[a-z0-9-]+:[a-z0-9]+$/i.test(action)) {
    fail('action', 'service:Name, without wildcards', action);
  }
  if (!/^kms:/i.test(action) || kmsActionOf(action) !== undefined) return;
  const names = kmsActions.map((known) => known.action);
  const near = names.find((name) => name.startsWith(action)) ?? didYouMean(action, names);
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  throw new EvaluateInputError(`action: ${action} is no KMS action${hint}`);
}

function checkResource(resource: unknown): void {
  if (resource === undefined || resource === '*') return;
  const isArn = typeof resource === 'string' && /^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/.test(resource);
  if (!isArn) fail('resource', 'the ARN of a key or vault, or *', resource);
}

function checkContext(context: unknown): void {
  if (context === undefined) return;
  if (typeof context !== 'object' || context === null || Array.isArray(context)) {
    fail('context', 'an object of context keys', context);
  }
  for (const [key, value] of Object.entries(context)) {
    if (typeof value !== 'string') checkTexts(`context ${key}`, value);
  }
}

function checkTexts(name: string, value: unknown): void {
  if (value === undefined) return;
  if (!Array.isArray(value) || value.some((entry) => typeof entry !== 'string')) fail(name, 'a list of texts', value);
}

function fail(name: string, expected: string, found: unknown): never {
  throw new EvaluateInputError(`${name}: expected ${expected}, found ${shown(found)}`);
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  return value === null || value === undefined ? String(value) : `a value of type ${typeof value}`;
}
