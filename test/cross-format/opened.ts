/** Templates and plans in which one value is not known: each place in turn. */
type Step = string | number;
type Opened = readonly (readonly [place: string, document: object])[];

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Properties: object }>>;
}

export function openedTemplates(template: object): Opened {
  const { Resources } = template as Template;
  return Object.entries(Resources).flatMap(([id, { Properties }]) =>
    placesIn(Properties)
      .map((steps): Step[] => ['Resources', id, 'Properties', ...steps])
      .filter((steps) => !steps.some((step) => step === 'Ref' || String(step).startsWith('Fn::')))
      .map((steps) => {
        const open = { ...structuredClone(template), Parameters: { Open: { Type: 'String' } } };
        set(open, steps, { Ref: 'Open' });
        return [steps.join('/'), open] as const;
      }),
  );
}

interface Plan {
  readonly planned_values: { readonly root_module: { readonly resources: readonly { readonly values: object }[] } };
  readonly resource_changes: readonly {
    readonly address: string;
    readonly change: { readonly after: object; after_unknown: unknown };
  }[];
  readonly configuration: {
    readonly root_module: { readonly resources: readonly { readonly address: string; readonly expressions: object }[] };
  };
}

export function openedPlans(plan: object): Opened {
  return (plan as Plan).resource_changes.flatMap(({ address, change }, index) =>
    placesIn(change.after).map((steps) => {
      const open = structuredClone(plan) as Plan;
      const [changed, planned] = [open.resource_changes[index], open.planned_values.root_module.resources[index]];
      remove(changed?.change.after, steps);
      remove(planned?.values, steps);
      if (changed !== undefined) changed.change.after_unknown = unknownAt(steps);
      const block = open.configuration.root_module.resources.find((each) => each.address === address);
      openExpression(block?.expressions, steps);
      return [`${address}/${steps.join('/')}`, open] as const;
    }),
  );
}

function placesIn(value: unknown, at: readonly Step[] = []): readonly (readonly Step[])[] {
  if (typeof value !== 'object' || value === null) return [at];
  const below = Object.entries(value).flatMap(([name, part]) =>
    placesIn(part, [...at, Array.isArray(value) ? Number(name) : name]),
  );
  return at.length === 0 ? below : [at, ...below];
}

type Holder = Record<Step, unknown>;

function holderOf(root: unknown, steps: readonly Step[]): Holder {
  return steps.slice(0, -1).reduce<unknown>((at, step) => (at as Holder)[step], root) as Holder;
}

function set(root: unknown, steps: readonly Step[], value: unknown): void {
  holderOf(root, steps)[steps.at(-1) ?? ''] = value;
}

/** What is not known is `null` in a list, and missing elsewhere. */
function remove(root: unknown, steps: readonly Step[]): void {
  const holder = holderOf(root, steps);
  const last = steps.at(-1) ?? '';
  if (Array.isArray(holder)) holder[Number(last)] = null;
  else delete holder[last];
}

function unknownAt(steps: readonly Step[]): unknown {
  return steps.reduceRight<unknown>((inner, step) => {
    if (typeof step === 'string') return { [step]: inner };
    return [...Array.from({ length: step }, () => ({})), inner];
  }, true);
}

/** The part of the expression in which the value stands, as far as the configuration writes it in blocks. */
function openExpression(expressions: unknown, steps: readonly Step[]): void {
  let holder = expressions as Holder;
  for (const [index, step] of steps.entries()) {
    const next = holder[step] as Holder | undefined;
    const isBlocks = typeof next === 'object' && next['constant_value'] === undefined && !('references' in next);
    if (index === steps.length - 1 || !isBlocks) {
      holder[step] = { references: ['local.open'] };
      return;
    }
    holder = next;
  }
}
