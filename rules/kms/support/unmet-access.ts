import type { FindingDraft, Severity } from '../../../src/engine/finding.ts';
import type { JudgedKey } from '../../../src/engine/rule.ts';
import { statementName } from '../../../src/iam/nearest.ts';
import type { CompiledPolicy, StatementRef, StatementView } from '../../../src/iam/types.ts';
import { actionClassOf } from '../../../src/paths/requirements.ts';
import type { ActionClass } from '../../../src/paths/types.ts';
import { coveredActions } from './covered-actions.ts';
import { endingOf, isGuarded, isLeftToOthers } from './ending.ts';
import { isEditable } from './fixability.ts';
import { explanationOf, type NearStatement } from './near-statements.ts';
import { policyPlace, statementsPlace } from './places.ts';
import {
  actionsOf,
  findingRequests,
  groupDecisions,
  pathIds,
  principalOf,
  purposesOf,
  severityOf,
  type Decisions,
} from './requests.ts';
import { capitalised, listed, policyActions, whoIs } from './wording.ts';

/** What a rule says of the access that is missing. */
export interface AccessWords {
  readonly class: ActionClass;
  /** `use the key`. */
  readonly doing: string;
  /** What has to stand beside the actions: ` under the condition …`. */
  readonly condition: string;
}

/** One finding for each principal that is refused actions of the class because nothing allows them. */
export function unmetAccess(judged: JudgedKey, words: AccessWords): readonly FindingDraft[] {
  const unmet = judged.notAllowed.filter(
    (decision) => decision.demanded.class === words.class && endingOf(decision) === 'unmet',
  );
  return groupDecisions(unmet, principalOf).map((decisions) => finding(judged, decisions, words));
}

function finding(judged: JudgedKey, decisions: Decisions, words: AccessWords): FindingDraft {
  const { key } = judged;
  const [{ use }] = decisions;
  const { near, obstructed } = explanationOf(decisions);
  const lines = likeliestFirst(judged, near, words.class);
  const nearest = lines.find(({ statement }) => statement.policy === 'key-policy');
  // An Allow in the key policy is all that is missing.
  const isFixable = isEditable(judged) && !obstructed && !decisions.some(isGuarded);
  const severity = severityOf(judged, decisions);
  return {
    message: message(decisions, words, severity),
    at: nearest === undefined ? statementsPlace(key) : policyPlace(key, nearest.statement.pointer),
    subject: key.subject,
    severity,
    paths: pathIds(
      judged,
      decisions.map((decision) => decision.use),
    ),
    requests: findingRequests(decisions),
    explanation: [
      ...lines.map(({ line }) => line),
      `Needed for ${purposesOf(decisions).join(', ')}: ${use.requirement.why}`,
    ],
    related: lines.flatMap(({ statement }) =>
      statement.policy === 'key-policy'
        ? [{ message: statementName(statement), at: policyPlace(key, statement.pointer) }]
        : [],
    ),
    help: `${help(judged, decisions, nearest, words)}${isFixable ? '; backuplint --fix prints the corrected policy' : ''}`,
    ...(isFixable && { fix: 'safe' as const }),
    identity: use.principal.arn,
  };
}

function message(decisions: Decisions, { doing }: AccessWords, severity: Severity): string {
  const [{ use }] = decisions;
  const who = capitalised(whoIs(use.principal));
  const left = decisions.filter(isLeftToOthers);
  const refused = decisions.filter((decision) => !isLeftToOthers(decision));
  const reasons = [
    ...(refused.length === 0 ? [] : [`nothing allows ${listed(policyActions(actionsOf(refused)))}`]),
    ...(left.length === 0
      ? []
      : [`the key policy leaves ${listed(policyActions(actionsOf(left)))} to IAM policies that were not given`]),
  ];
  return refused.length === 0
    ? `${who} is not admitted by the key policy itself, as the guidance requires: ${listed(reasons)}`
    : `${who} may not ${doing}: ${listed(reasons)} (${consequence(decisions, severity)})`;
}

/** Whether the job will fail, or only what the guidance requires is missing. */
function consequence(decisions: Decisions, severity: Severity): string {
  if (decisions.every(({ use }) => use.requirement.keyPolicyMustAdmit)) return 'the guidance requires it';
  return severity === 'error' ? 'the job will fail' : 'the job may fail';
}

/**
 * Of statements that came equally near, the likeliest place: one that gives the same kind of actions, and names its
 * principals rather than whole accounts.
 */
function likeliestFirst(
  { policy }: JudgedKey,
  near: readonly NearStatement[],
  actionClass: ActionClass,
): readonly NearStatement[] {
  const unlikeliness = ({ statement }: NearStatement): number => {
    const view = viewOf(policy, statement);
    if (view === undefined) return 4;
    const isForAccounts = (view.principals ?? []).every(({ value }) => /^\d{12}$|:root$/.test(value));
    const isOfClass = coveredActions(view).some((action) => actionClassOf(action) === actionClass);
    return (isForAccounts ? 2 : 0) + (isOfClass ? 0 : 1);
  };
  return near.toSorted((left, right) => unlikeliness(left) - unlikeliness(right));
}

function help(
  judged: JudgedKey,
  decisions: Decisions,
  nearest: NearStatement | undefined,
  { class: actionClass, condition }: AccessWords,
): string {
  const actions = listed(policyActions(actionsOf(decisions)));
  if (nearest !== undefined && isExtensible(judged, decisions, nearest, actionClass)) {
    const { sid, pointer } = nearest.statement;
    const name = sid === undefined ? `the statement at ${pointer}` : `statement "${sid}"`;
    return `Add ${actions} to the Action of ${name}`;
  }
  return `Add a statement that allows ${decisions[0].use.principal.arn} ${actions} on "*"${condition}`;
}

/** It lacks nothing but the actions; for grants it also has to stand under the condition. */
function isExtensible(
  { policy }: JudgedKey,
  decisions: Decisions,
  { statement, misses }: NearStatement,
  actionClass: ActionClass,
): boolean {
  const [miss, ...others] = misses;
  const lacksAll = miss?.element === 'Action' && miss.actions.length === actionsOf(decisions).length;
  if (!lacksAll || others.length > 0) return false;
  const view = viewOf(policy, statement);
  return (
    actionClass === 'use' ||
    (view?.conditions.some(({ key }) => key.toLowerCase() === 'kms:grantisforawsresource') ?? false)
  );
}

/** `undefined`: the statement stands in another policy than the key's. */
function viewOf(keyPolicy: CompiledPolicy | undefined, statement: StatementRef): StatementView | undefined {
  if (statement.policy !== 'key-policy') return undefined;
  return keyPolicy?.statements.find(({ pointer }) => pointer === statement.pointer);
}
