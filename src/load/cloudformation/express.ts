/** Texts that are known in part, in the words of a template. */
import { hasHole } from '../../estate/hole.ts';
import { reaches } from './references.ts';
import type { Stack } from './stack.ts';
import { section } from './template.ts';

type Words = { readonly 'Fn::GetAtt': readonly string[] } | { readonly 'Fn::Sub': string };

/** `undefined`: the template cannot say it, or not in the resource with that id without a circle. */
export function express(stack: Stack, text: string, within: string): Words | undefined {
  const owner = ownerOf(stack, text);
  if (owner !== undefined) {
    return reaches(stack, owner.id, within) ? undefined : { 'Fn::GetAtt': [owner.id, owner.attribute] };
  }
  if (text.includes('${')) return undefined;
  const written = [...pseudo, ...Object.keys(section(stack.template, 'Parameters'))].reduce(
    (left, name) => left.replaceAll(stack.hole(name), () => `\${${name}}`),
    text,
  );
  return hasHole(written) ? undefined : { 'Fn::Sub': written };
}

const pseudo = ['AWS::AccountId', 'AWS::Region', 'AWS::StackName', 'AWS::StackId'] as const;

/** The resource whose attribute it is. */
function ownerOf(stack: Stack, text: string): { readonly id: string; readonly attribute: string } | undefined {
  for (const id of stack.resources.keys()) {
    for (const [attribute, value] of stack.physical(id)?.attributes ?? []) if (value === text) return { id, attribute };
  }
  return undefined;
}
