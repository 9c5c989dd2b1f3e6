/** What one or several policies say of a request, without asking how their words weigh against each other. */
import { statementsOf } from './compile.ts';
import type { Channels } from './principal-clause.ts';
import type { Query } from './query.ts';
import type { Statement } from './statement.ts';
import { matchCondition, matchPrincipals, matchStatementActions, matchStatementResources } from './statement.ts';
import { both, either, maybe, no, yes } from './truth.ts';
import type { Kleene } from './truth.ts';
import type { CompiledPolicy } from './types.ts';

/** Truths, and the statement that each rests on. */
export interface Say {
  deny: Kleene;
  denyBy: Statement | undefined;
  any: Kleene;
  anyBy: Statement | undefined;
  session: Kleene;
  sessionBy: Statement | undefined;
  role: Kleene;
  roleBy: Statement | undefined;
  account: Kleene;
  accountBy: Statement | undefined;
}

export function newSay(): Say {
  return {
    deny: no,
    denyBy: undefined,
    any: no,
    anyBy: undefined,
    session: no,
    sessionBy: undefined,
    role: no,
    roleBy: undefined,
    account: no,
    accountBy: undefined,
  };
}

/** What no policy says. */
export const silence: Readonly<Say> = newSay();

/** Adds what the policy says. */
export function hear(policy: CompiledPolicy, query: Query, say: Say): Say {
  for (const statement of statementsOf(policy)) {
    const channels = matchPrincipals(statement, query);
    const reached = strongest(channels);
    if (reached === no) continue;
    const truth = matchRest(statement, query);
    if (truth === no) continue;
    // Inferred, medium confidence: a Deny that names an account strikes every principal of it.
    if (statement.effect !== 'Allow') addDeny(say, statement, both(truth, reached));
    if (statement.effect !== 'Deny') addAllow(say, statement, truth, channels);
  }
  return say;
}

export function strongest({ any, session, role, account }: Channels): Kleene {
  return either(either(any, session), either(role, account));
}

/** The truth of the statement's elements beside its principal; a broken Effect or element leaves it open. */
function matchRest(statement: Statement, query: Query): Kleene {
  const action = matchStatementActions(statement, query);
  if (action === no) return no;
  const resource = matchStatementResources(statement, query);
  if (resource === no) return no;
  const whole = statement.unknownElement || statement.effect === undefined ? maybe : yes;
  return both(both(both(action, resource), whole), matchCondition(statement, query));
}

function addDeny(say: Say, statement: Statement, truth: Kleene): void {
  if (truth <= say.deny) return;
  say.deny = truth;
  say.denyBy = statement;
}

function addAllow(say: Say, statement: Statement, truth: Kleene, channels: Channels): void {
  const any = both(truth, channels.any);
  if (any > say.any) {
    say.any = any;
    say.anyBy = statement;
  }
  const session = both(truth, channels.session);
  if (session > say.session) {
    say.session = session;
    say.sessionBy = statement;
  }
  const role = both(truth, channels.role);
  if (role > say.role) {
    say.role = role;
    say.roleBy = statement;
  }
  const account = both(truth, channels.account);
  if (account > say.account) {
    say.account = account;
    say.accountBy = statement;
  }
}
