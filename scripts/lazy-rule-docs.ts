import type { Plugin } from 'rolldown';
import { parseAst } from 'rolldown/parseAst';

/**
 * Rules carry their documentation, which only `explain` and a few report formats read. In the bundle it is made when it
 * is asked for: `docs: { … }` becomes `get docs() { return { … }; }`.
 */
export function lazyRuleDocs(): Plugin {
  return {
    name: 'lazy-rule-docs',
    transform: {
      filter: { id: /[/\\]rules[/\\]\w+[/\\][\w-]+\.ts$/ },
      handler(code) {
        const [docs] = propertiesNamed('docs', parseAst(code, { lang: 'ts' }));
        if (docs === undefined) return undefined;
        const { start, end, value } = docs;
        return `${code.slice(0, start)}get docs() { return ${code.slice(value.start, end)}; }${code.slice(end)}`;
      },
    },
  };
}

interface Property {
  readonly start: number;
  readonly end: number;
  readonly value: { readonly start: number };
}

function propertiesNamed(name: string, node: unknown): Property[] {
  if (typeof node !== 'object' || node === null) return [];
  if (Array.isArray(node)) return node.flatMap((each) => propertiesNamed(name, each));
  const { type, key, value } = node as { type?: string; key?: { name?: string }; value?: { type?: string } };
  if (type === 'Property' && key?.name === name && value?.type === 'ObjectExpression') return [node as Property];
  return Object.values(node).flatMap((part) => propertiesNamed(name, part));
}
