/** Values of `--parameters` that no template takes: a name that is misspelt would else be passed over in silence. */
import type { Fragment } from '../../estate/fragment.ts';
import { didYouMean } from '../../text/did-you-mean.ts';
import type { ParameterValues } from './parameter-file.ts';
import { section, type Template } from './template.ts';

/** `outermost`: those that no other template nests. */
export function unusedParameters(
  values: ParameterValues,
  outermost: ReadonlySet<Template>,
  templates: readonly Template[],
): Fragment[] {
  const [declared, nested] = [[...outermost], templates.filter((template) => !outermost.has(template))].map(namesIn);
  return [...values.keys()].flatMap((name): Fragment[] => {
    if (declared?.has(name) === true) return [];
    const why =
      nested?.has(name) === true
        ? 'only a nested template declares it, which takes its values from the stack around it'
        : noneDeclares(name, declared ?? []);
    return [{ kind: 'not-looked-at', what: `the parameter ${name}`, why }];
  });
}

function noneDeclares(name: string, declared: Iterable<string>): string {
  const meant = didYouMean(name, declared);
  return `no template among the inputs declares it${meant === undefined ? '' : `; did you mean ${meant}?`}`;
}

function namesIn(templates: readonly Template[]): ReadonlySet<string> {
  return new Set(templates.flatMap((template) => Object.keys(section(template, 'Parameters'))));
}
