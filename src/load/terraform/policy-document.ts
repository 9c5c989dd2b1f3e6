/**
 * The document that an `aws_iam_policy_document` will make, from its blocks: one unknown ARN makes its whole `json` unknown,
 * though most of it is known. https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */
import { isObject, type JsonObject } from '../kinds/kind.ts';
import { listOf, textOf, type TerraformResource } from './document.ts';
import type { TerraformPlan } from './plan.ts';
import { statementOf } from './policy-statement.ts';

/** Documents may be made of others; deeper, they go in a circle. */
const deepest = 20;

const policyDocuments: ReadonlySet<string> = new Set(['data.aws_iam_policy_document']);

/** `undefined` where not even its statements are known. */
export function documentOf(plan: TerraformPlan, resource: TerraformResource, depth = 0): JsonObject | undefined {
  if (depth > deepest || resource.unknown['statement'] === true) return undefined;
  const before = otherDocuments(plan, resource, ['source_json', 'source_policy_documents'], depth);
  const after = otherDocuments(plan, resource, ['override_json', 'override_policy_documents'], depth);
  if (before === undefined || after === undefined) return undefined;
  const own = listOf(resource.values['statement']).map((_, index) => statementOf(plan, resource, index));
  const { values } = resource;
  const id = textOf(values['policy_id']);
  return {
    Version: textOf(values['version']) ?? '2012-10-17',
    ...(id === undefined || id === '' ? {} : { Id: id }),
    Statement: overridden([...before, ...own], after),
  };
}

/** Statements of documents that this one is made of. */
function otherDocuments(
  plan: TerraformPlan,
  resource: TerraformResource,
  attributes: readonly string[],
  depth: number,
): readonly unknown[] | undefined {
  const statements: unknown[] = [];
  for (const attribute of attributes) {
    const given = resource.values[attribute];
    const unknown = resource.unknown[attribute];
    const texts = typeof given === 'string' ? [given] : listOf(given);
    if (unknown === true || listOf(unknown).includes(true)) {
      const made = unknownDocuments(plan, resource, attribute, texts, depth);
      if (made === undefined) return undefined;
      statements.push(...made);
    } else {
      for (const text of texts) {
        const document = parsed(text);
        if (document === undefined) return undefined;
        statements.push(...statementsIn(document));
      }
    }
  }
  return statements;
}

/** All are policy documents of the plan, or were known; their order is the configuration's. */
function unknownDocuments(
  plan: TerraformPlan,
  resource: TerraformResource,
  attribute: string,
  known: readonly unknown[],
  depth: number,
): readonly unknown[] | undefined {
  const statements: unknown[] = [];
  for (const text of known) {
    if (text === null) continue;
    const document = parsed(text);
    if (document === undefined) return undefined;
    statements.push(...statementsIn(document));
  }
  for (const leaf of plan.sources(resource, attribute)) {
    if (leaf.kind !== 'attribute' || !policyDocuments.has(`data.${leaf.resource.type}`)) return undefined;
    const document = documentOf(plan, leaf.resource, depth + 1);
    if (document === undefined) return undefined;
    statements.push(...statementsIn(document));
  }
  return statements;
}

function parsed(text: unknown): JsonObject | undefined {
  if (text === '' || text === null) return {};
  if (typeof text !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function statementsIn({ Statement: statement }: JsonObject): readonly unknown[] {
  return Array.isArray(statement) ? (statement as unknown[]) : statement === undefined ? [] : [statement];
}

/** A statement of an overriding document takes the place of one with its Sid. */
function overridden(statements: readonly unknown[], overriding: readonly unknown[]): readonly unknown[] {
  const result = [...statements];
  for (const statement of overriding) {
    const sid = isObject(statement) ? statement['Sid'] : undefined;
    const at = sid === undefined || sid === '' ? -1 : result.findIndex((each) => isObject(each) && each['Sid'] === sid);
    if (at < 0) result.push(statement);
    else result[at] = statement;
  }
  return result;
}
