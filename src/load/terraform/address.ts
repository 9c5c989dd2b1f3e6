/** Addresses and references, taken apart: `module.net["a"].aws_kms_key.main[0].arn`. */

export interface AddressStep {
  readonly name: string;
  /** Of `["a"]` or `[0]` behind the name. */
  readonly index?: string | number;
}

const step = /\.?([^.[\]]+)((?:\[(?:"(?:[^"\\]|\\.)*"|[^\]]*)\])*)/y;
const lastIndex = /\[(?:"((?:[^"\\]|\\.)*)"|(\d+))\]/;

/** Stops at what it does not understand. */
export function addressSteps(address: string): readonly AddressStep[] {
  const steps: AddressStep[] = [];
  step.lastIndex = 0;
  for (let match = step.exec(address); match !== null; match = step.exec(address)) {
    const [, name = '', indices = ''] = match;
    const [, key, number] = lastIndex.exec(indices) ?? [];
    const index = key === undefined ? number && Number(number) : key.replace(/\\(.)/g, '$1');
    steps.push(index === undefined || index === '' ? { name } : { name, index });
  }
  return steps;
}

/** The names of the modules that a module's address goes through. */
export function modulePath(address: string): readonly string[] {
  return addressSteps(address)
    .filter((_, at) => at % 2 === 1)
    .map(({ name }) => name);
}

export function withIndex(address: string, index: string | number | undefined): string {
  if (index === undefined) return address;
  return typeof index === 'number' ? `${address}[${index}]` : `${address}[${JSON.stringify(index)}]`;
}

/** The address of the module that a module is in, and the call with its index. */
export function splitModule(address: string): { readonly parent: string; readonly call: AddressStep } | undefined {
  const at = lastModule(address);
  if (at < 0) return undefined;
  const [, call] = addressSteps(address.slice(at));
  return call && { parent: at === 0 ? '' : address.slice(0, at - 1), call };
}

/** Keys of `for_each` may hold anything, `module.` too. */
function lastModule(address: string): number {
  const isInKey = (at: number): boolean => (address.slice(0, at).match(/(?<!\\)"/g)?.length ?? 0) % 2 === 1;
  let at = address.lastIndexOf('module.');
  while (at > 0 && (address[at - 1] !== '.' || isInKey(at))) at = address.lastIndexOf('module.', at - 1);
  return at;
}
