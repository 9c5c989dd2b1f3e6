import type { JudgedKey, RequestDecision } from '../../../src/engine/rule.ts';
import type { ElementTrace } from '../../../src/iam/types.ts';
import type { NearStatement } from './near-statements.ts';
import { settlingKeys } from './settling.ts';
import { listed } from './wording.ts';

/** Why a request cannot be decided. */
export interface Doubt {
  /** What it depends on. */
  readonly what: string;
  /** What would settle it. */
  readonly help: string;
}

const unknownIdentity: Doubt = {
  what: "the role's identity policies, to which the key policy leaves it",
  help: "Give the role's policies (aws iam list-attached-role-policies and get-role-policy), or name the role in the key policy",
};

const unreadable: Doubt = {
  what: 'a statement that cannot be read',
  help: 'Correct what kms/policy-syntax reports: a statement that cannot be read may allow or deny anything',
};

function leftOpen(names: readonly string[]): Doubt {
  return {
    what: `${listed(names.map((name) => `⟨${name}⟩`))}, which the inputs leave open`,
    help: 'Give the value (a template takes --parameters), or write the ARN out where account and name are known',
  };
}

const unknownOtherwise: Doubt = {
  what: 'policies or grants that leave it open',
  help: 'Name the principal in a statement of its own, without conditions that only some of its calls meet',
};

/** Elements that a statement in order may leave open. */
const openElements: Partial<Readonly<Record<ElementTrace['element'], Doubt>>> = {
  // Names of sessions are seen in CloudTrail, and documented nowhere.
  Principal: {
    what: 'the session in which it calls, whose name is not documented',
    help: 'Name the role by its ARN instead of one of its sessions',
  },
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
  NotPrincipal: {
    what: 'whether NotPrincipal spares it',
    help: 'Deny Principal "*" with the condition ArnNotEquals aws:PrincipalArn in place of NotPrincipal, which spares for certain only whose account, role and session it lists',
  },
  Resource: unknownArn(),
  NotResource: unknownArn(),
};

function unknownArn(): Doubt {
  return {
    what: 'the ARN of the key, which is not known',
    help: 'Write "*" as the resource, which in a key policy means this key; or give the key\'s ARN in the config (keys: … arn:)',
  };
}

/** `open`: the statements that may or may not apply. */
export function doubtOf(judged: JudgedKey, decision: RequestDecision, open: readonly NearStatement[]): Doubt {
  const { reason, verdict } = decision;
  if (reason === 'unknown-key-policy') return unknownKeyPolicy(judged);
  if (reason === 'unknown-identity-policy') return unknownIdentity;
  const { unknownKeys } = verdict;
  if (unknownKeys.length > 0) return { what: listed(unknownKeys), help: settlingKeys(unknownKeys).join('; ') };
  return doubtOfStatements(judged, open);
}

function unknownKeyPolicy({ key, source }: JudgedKey): Doubt {
  if (source !== undefined && source.duplicateKeys.length > 0) {
    return {
      what: 'which of the keys that stand twice in the key policy counts',
      help: 'Remove what stands twice, as kms/policy-syntax reports it',
    };
  }
  const why = key.policy.kind === 'unknown' ? `: ${key.policy.why}` : '';
  return { what: `the key policy, which is not known${why}`, help: 'Give the key policy (aws kms get-key-policy)' };
}

function doubtOfStatements({ policy }: JudgedKey, open: readonly NearStatement[]): Doubt {
  const names = open.flatMap(({ misses }) => misses.flatMap((miss) => miss.open ?? []));
  if (names.length > 0) return leftOpen([...new Set(names)]);
  for (const { statement, misses } of open) {
    const view = policy?.statements.find(({ pointer }) => pointer === statement.pointer);
    if (statement.policy === 'key-policy' && view?.malformed === true) return unreadable;
    const doubt = misses.map(({ element }) => openElements[element]).find((known) => known !== undefined);
    if (doubt !== undefined) return doubt;
  }
  return open.length === 0 ? unknownOtherwise : unreadable;
}
