import { fillHoles, hasHole } from '../estate/hole.ts';
import { compilePolicy } from '../iam/compile.ts';
import type { CompiledPolicy } from '../iam/types.ts';
import type { Claim } from './claim.ts';

/**
 * The same claim about policies in which what a template leaves open has got values, each its own. The principals that
 * the comparison makes up are strangers to the template: its own unnamed role is none of them. What the fix adds is for
 * the role that the hole stands for, whatever its name: should that be one that the policy writes out, too, then that role
 * is the one that the fix is for. Whether it is let in is decided with the holes in place.
 */
export function withoutHoles(claim: Claim): Claim {
  const { before, after, keys, permissions } = claim;
  const documents = [before, after].map(documentOf);
  const text = JSON.stringify({ documents, keys, permissions });
  if (!hasHole(text) || [before, after].some(hasUnreadable)) return claim;
  const filled = JSON.parse(fillHoles(text, namer(text))) as Pick<Claim, 'keys' | 'permissions'> & {
    readonly documents: readonly [object, object];
  };
  const [old, corrected] = filled.documents;
  return {
    ...filled,
    before: compilePolicy(old, 'key-policy'),
    after: compilePolicy(corrected, 'key-policy'),
  };
}

function documentOf({ version, statements }: CompiledPolicy): object {
  return { Version: version, Statement: statements.map(({ raw }) => raw) };
}

function hasUnreadable({ statements }: CompiledPolicy): boolean {
  return statements.some(({ raw }) => raw === undefined);
}

/** Twelve digits that stand nowhere in the text: they do as an account's id and as a name. */
function namer(text: string): (hole: string) => string {
  const names = new Map<string, string>();
  let next = 900_000_000_001;
  return (hole) => {
    const known = names.get(hole);
    if (known !== undefined) return known;
    while (text.includes(String(next))) next++;
    names.set(hole, String(next));
    return String(next++);
  };
}
