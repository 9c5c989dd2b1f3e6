/** Rules of one's own: what a plugin is, and what is checked of one before and while it runs. */
import type { Finding, FindingDraft } from './engine/finding.ts';
import type { CustomRule } from './engine/rule.ts';

export interface Plugin {
  readonly rules: readonly CustomRule[];
}

/** Returns what it is given; it is there for its types. */
export function definePlugin(plugin: Plugin): Plugin {
  return plugin;
}

/** Subjects of rules that are backuplint's own. */
const ownSubjects: ReadonlySet<string> = new Set(['kms', 'backup', 'config']);
const severities: readonly unknown[] = ['error', 'warning', 'info'] satisfies readonly Finding['severity'][];
const texts = ['what', 'why', 'remedy'] as const;

/** What keeps a module's default export from being a plugin; `taken` are the ids of rules that are there already. */
export function pluginFaults(value: unknown, taken: readonly string[]): readonly string[] {
  if (!isObject(value) || !Array.isArray(value['rules'])) {
    return ['has no plugin as its default export: export default definePlugin({ rules: [...] })'];
  }
  const rules: readonly unknown[] = value['rules'];
  const ids = [...taken];
  return rules.flatMap((rule, index) => {
    const faults = isObject(rule) ? ruleFaults(rule, ids) : ['is no object'];
    const id = isObject(rule) ? rule['id'] : undefined;
    if (typeof id === 'string') ids.push(id);
    return faults.map((fault) => `the rule ${typeof id === 'string' ? `"${id}"` : `rules[${index}]`} ${fault}`);
  });
}

type Unchecked = Readonly<Record<string, unknown>>;

function ruleFaults(rule: Unchecked, taken: readonly string[]): string[] {
  const { docs } = rule;
  const checks = ['checkKey', 'checkEstate'].filter((name) => rule[name] !== undefined);
  return [
    ...idFaults(rule['id'], taken),
    ...(severities.includes(rule['severity']) ? [] : ['has no severity: error, warning or info']),
    ...texts.filter((name) => !isObject(docs) || !isText(docs[name])).map((name) => `has no docs.${name}`),
    ...(isObject(docs) && isText(docs['page']) && /^https?:\/\//.test(docs['page'])
      ? []
      : ['has no docs.page: the address of a page that tells more']),
    ...(checks.length > 0 ? [] : ['has neither checkKey nor checkEstate']),
    ...checks.filter((name) => typeof rule[name] !== 'function').map((name) => `has a ${name} that is no function`),
  ];
}

function idFaults(id: unknown, taken: readonly string[]): string[] {
  if (typeof id !== 'string' || !/^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/.test(id)) {
    return ['has no id like ours/what-is-wrong'];
  }
  const subject = id.slice(0, id.indexOf('/'));
  if (ownSubjects.has(subject)) return [`must not be one of ${subject}/: those are backuplint's own`];
  return taken.includes(id) ? ['has an id that another rule has'] : [];
}

/** The rule with its drafts checked, so that a mistake shows as the plugin's, at once. */
export function guardedRule(rule: CustomRule, plugin: string): CustomRule {
  const { id, severity, docs, checkKey, checkEstate } = rule;
  return {
    id,
    severity,
    docs,
    plugin,
    ...(checkKey === undefined ? {} : { checkKey: (...given) => guarded(checkKey.call(rule, ...given)) }),
    ...(checkEstate === undefined ? {} : { checkEstate: (...given) => guarded(checkEstate.call(rule, ...given)) }),
  };
}

function* guarded(drafts: Iterable<FindingDraft>): Iterable<FindingDraft> {
  for (const draft of drafts) {
    const faults = draftFaults(draft);
    if (faults.length > 0) throw new TypeError(`a finding of the plugin ${faults.join(' and ')}`);
    yield draft;
  }
}

function draftFaults(draft: unknown): string[] {
  if (!isObject(draft)) return ['is no object'];
  const { at, severity } = draft;
  return [
    ...['message', 'subject', 'help', 'identity']
      .filter((name) => !isText(draft[name]))
      .map((name) => `has no ${name}`),
    ...(isOrigin(at)
      ? []
      : ['has no place (at): take that of a key, a policy or a plan, and originAt for a part of it']),
    ...(severity === undefined || severities.includes(severity) ? [] : ['has a severity that is none']),
  ];
}

function isOrigin(at: unknown): boolean {
  if (!isObject(at)) return false;
  return at['kind'] === 'file' ? isText(at['file']) && typeof at['pointer'] === 'string' : isText(at['arn']);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isObject(value: unknown): value is Unchecked {
  return typeof value === 'object' && value !== null;
}
