/** Why a statement's actions do not cover the one that is asked for, in words. */
import { editDistance } from '../../text/did-you-mean.ts';
import type { ActionQuery } from '../action.ts';
import { kmsActionOf, kmsActionsMatching } from '../action.ts';
import { isWild } from '../glob.ts';

export interface ActionMiss {
  readonly message: string;
  /** Index of the entry that comes nearest. */
  readonly index: number | undefined;
}

export function actionMiss(actions: readonly string[], query: ActionQuery): ActionMiss {
  for (const difference of differences) {
    for (const [index, action] of actions.entries()) {
      const message = difference(action, query);
      if (message !== undefined) return { message, index };
    }
  }
  return { message: `statement does not list ${query.text}`, index: undefined };
}

type Difference = (action: string, query: ActionQuery) => string | undefined;

const differences: readonly Difference[] = [untrimmed, severalInOne, missingStar, misspelled, shorterAction];

function untrimmed(action: string, { text }: ActionQuery): string | undefined {
  const same = action !== action.trim() && action.trim().toLowerCase() === text.toLowerCase();
  return same ? `statement lists "${action}": the space around it is part of the name` : undefined;
}

function severalInOne(action: string, { text }: ActionQuery): string | undefined {
  const parts = action.toLowerCase().split(/[\s,]+/);
  return parts.length > 1 && parts.includes(text.toLowerCase())
    ? `statement lists "${action}" as one action: a list needs an array`
    : undefined;
}

/** `kms:ReEncrypt` is no action: the permissions are ReEncryptFrom and ReEncryptTo. */
function missingStar(action: string, { text }: ActionQuery): string | undefined {
  const begins = text.toLowerCase().startsWith(action.toLowerCase()) && /:[a-z]{4,}$/i.test(action);
  const isNone = begins && kmsActionOf(action) === undefined && kmsActionsMatching(`${action}*`).length > 0;
  return isNone ? `statement lists ${action}, which is no action: ${action}* would cover ${text}` : undefined;
}

function misspelled(action: string, { text, kms }: ActionQuery): string | undefined {
  if (kms === undefined || isWild(action) || Math.abs(action.length - text.length) > 2) return undefined;
  if (kmsActionOf(action) !== undefined) return undefined;
  const near = editDistance(action.toLowerCase(), text.toLowerCase(), 2) <= 2;
  return near ? `statement lists ${action}, which is no action: ${text} was meant` : undefined;
}

/** `kms:GenerateDataKey` does not cover `kms:GenerateDataKeyWithoutPlaintext`. */
function shorterAction(action: string, { text }: ActionQuery): string | undefined {
  const isPart = text.toLowerCase().startsWith(action.toLowerCase()) && kmsActionOf(action) !== undefined;
  return isPart ? `statement lists ${action}, which does not cover ${text}` : undefined;
}
