/** Selections whose plan is not among the inputs: they still tell the role and name types. */
import type { Selection } from '../estate/model.ts';
import { compareTexts, orderOf } from './draft.ts';
import { namedTypes } from './selection.ts';
import type { PatternTypes } from './named-types.ts';
import { accountOfRole } from './principals.ts';

export interface OrphanSelections {
  /** The role that one of them uses in the account. */
  readonly roleIn: (account: string | undefined) => string | undefined;
  readonly typesIn: (account: string | undefined) => readonly PatternTypes[];
}

export function orphanSelections(selections: readonly Selection[]): OrphanSelections {
  const inOrder = [...selections].sort((left, right) =>
    compareTexts(orderOf([left.origin, left.name]), orderOf([right.origin, right.name])),
  );
  const here = (account: string | undefined): readonly Selection[] =>
    inOrder.filter(({ roleArn }) => {
      const owner = accountOfRole(roleArn);
      return owner === undefined || account === undefined || owner === account;
    });
  return {
    roleIn: (account) => here(account).find(({ roleArn }) => roleArn !== undefined)?.roleArn,
    typesIn: (account) => [...new Set(here(account).flatMap(namedTypes))],
  };
}
