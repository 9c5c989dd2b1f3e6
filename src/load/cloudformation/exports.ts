/** What stacks export. A name is unique in an account and Region. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html */
import type { Stack, StackFacts } from './stack.ts';
import { own, section } from './template.ts';

interface Export {
  readonly stack: Stack;
  readonly output: string;
}

export class Exports {
  readonly #stacks: readonly Stack[];
  #byName: ReadonlyMap<string, readonly Export[]> | undefined;

  /** Stacks may still be added until the first is asked for. */
  constructor(stacks: readonly Stack[]) {
    this.#stacks = stacks;
  }

  /** `undefined`: no stack in sight exports it there, or several may. */
  find(name: string, { account, region }: StackFacts): unknown {
    this.#byName ??= this.#index();
    const mayBe = (a: string | undefined, b: string | undefined): boolean =>
      a === undefined || b === undefined || a === b;
    const [found, ...others] = (this.#byName.get(name) ?? []).filter(
      ({ stack: { facts } }) => mayBe(facts.account, account) && mayBe(facts.region, region),
    );
    return others.length === 0 ? found?.stack.output(found.output) : undefined;
  }

  #index(): ReadonlyMap<string, readonly Export[]> {
    const byName = new Map<string, Export[]>();
    this.#byName = byName; // A name that imports its own name finds nothing.
    for (const stack of this.#stacks) {
      for (const [output, value] of Object.entries(section(stack.template, 'Outputs'))) {
        const written = own(own(value, 'Export'), 'Name');
        if (written === undefined) continue;
        const name = stack.resolver().resolve(written, stack.placeIn('Outputs', output, 'Export', 'Name'));
        if (typeof name === 'string') byName.set(name, [...(byName.get(name) ?? []), { stack, output }]);
      }
    }
    return byName;
  }
}
