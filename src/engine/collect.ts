import type { LegStop } from './judge-paths.ts';
import type { Finding, FindingDraft, Severity } from './finding.ts';
import { memoize } from '../estate/memoize.ts';
import type { Origin } from '../estate/origin.ts';
import { fingerprint } from './fingerprint.ts';
import type { EstateContext, JudgedKey, RunnableRule, RuleContext } from './rule.ts';
import type { IdleSuppression } from './suppress.ts';
import { shareOf, type Shard } from './share.ts';
import type { Time } from './time.ts';
import { settingIn, settingOf, type RuleSetting, type Settings } from './settings.ts';

/** A rule that threw: a bug of ours, told with its stack, never a pass. */
export interface RuleCrash {
  readonly rule: string;
  readonly subject: string;
  readonly error: unknown;
  /** The file of the plugin whose rule it is. */
  readonly plugin?: string;
}

const none: readonly never[] = [];

/** Texts that are remembered at a time. */
const mostTexts = 4096;

interface EnabledRule {
  readonly rule: RunnableRule;
  readonly setting: RuleSetting | undefined;
}

/** Runs the rules that are switched on, and turns what they yield into findings. */
export class FindingCollector {
  readonly findings: Finding[] = [];
  readonly crashes: RuleCrash[] = [];
  suppressed = 0;
  /** By path. */
  readonly stops = new Map<string, LegStop[]>();
  /** Where findings of a fingerprint are. */
  readonly #told = new Map<string, number[]>();
  readonly #texts = new Map<string, string>();
  readonly #enabled: readonly EnabledRule[];
  readonly #settings: Settings;
  readonly #time: Time | undefined;

  constructor(rules: readonly RunnableRule[], settings: Settings, time?: Time) {
    this.#settings = settings;
    this.#time = time;
    this.#enabled = rules
      .map((rule) => ({ rule, setting: settingOf(settings, rule.id) }))
      .filter(({ setting }) => setting !== 'off');
  }

  checkKey(judged: JudgedKey, context: RuleContext): void {
    for (const enabled of this.#enabled) {
      const { checkKey } = enabled.rule;
      if (checkKey === undefined) continue;
      const { subject } = judged.key;
      if (this.#time === undefined) this.#take(enabled, subject, checkKey, judged, context);
      else this.#time('rule', enabled.rule.id, () => this.#take(enabled, subject, checkKey, judged, context));
    }
  }

  /** Of several shards, each tells what its share of the rules finds; what stops paths, all have to know. */
  checkEstate(context: EstateContext, shard?: Shard): void {
    const asking = this.#enabled.filter(({ rule }) => rule.checkEstate !== undefined);
    const own = new Set(shareOf(asking, shard));
    for (const enabled of asking) {
      const { checkEstate } = enabled.rule;
      if (checkEstate === undefined) continue;
      if (own.has(enabled)) this.#collect(enabled, 'the estate', () => checkEstate(context));
      else this.#noteStops(enabled.rule, () => checkEstate(context));
    }
  }

  checkSuppressions(idle: readonly IdleSuppression[]): void {
    for (const enabled of this.#enabled) {
      const { checkSuppressions } = enabled.rule;
      if (checkSuppressions !== undefined) this.#collect(enabled, 'suppressions', () => checkSuppressions(idle));
    }
  }

  #collect(enabled: EnabledRule, subject: string, check: () => Iterable<FindingDraft>): void {
    if (this.#time === undefined) this.#take(enabled, subject, check);
    else this.#time('rule', enabled.rule.id, () => this.#take(enabled, subject, check));
  }

  /** What it checks is given apart: a function for each of ten thousand keys and twenty rules costs time. */
  #take<Checked extends readonly unknown[]>(
    { rule, setting }: EnabledRule,
    subject: string,
    check: (...checked: Checked) => Iterable<FindingDraft>,
    ...checked: Checked
  ): void {
    try {
      for (const draft of check(...checked)) this.#add(rule, setting, draft);
    } catch (error) {
      const { id, plugin } = rule;
      this.crashes.push({ rule: id, subject, error, ...(plugin === undefined ? {} : { plugin }) });
    }
  }

  /** Another shard tells of the rule's findings, and of its crash. */
  #noteStops(rule: RunnableRule, check: () => Iterable<FindingDraft>): void {
    try {
      for (const draft of check()) this.#stop(rule, draft);
    } catch {}
  }

  #stop({ id }: RunnableRule, { stops, paths = [], message }: FindingDraft): void {
    if (stops === undefined) return;
    const { outcome, legs = everyLeg } = stops;
    for (const path of paths) {
      const known = this.stops.get(path) ?? [];
      this.stops.set(path, known);
      known.push({ obstacle: { code: id, outcome, why: message }, legs });
    }
  }

  #add(rule: RunnableRule, setting: RuleSetting | undefined, draft: FindingDraft): void {
    this.#stop(rule, draft);
    const severity = this.#overridden(rule.id, draft) ?? setting ?? draft.severity ?? rule.severity;
    if (severity === 'off') this.suppressed += 1;
    else this.#tell(this.#finding(rule.id, severity, draft));
  }

  /** One cause is told once: a backup policy's plan is in every account, and what is wrong with it is the same. */
  #tell(told: Finding): void {
    const alike = memoize(this.#told, told.fingerprint, (): number[] => []);
    const index = alike.find((place) => isTheSame(this.findings[place], told));
    const known = index === undefined ? undefined : this.findings[index];
    if (index === undefined || known === undefined) {
      alike.push(this.findings.push(told) - 1);
    } else {
      this.findings[index] = {
        ...known,
        paths: [...new Set([...known.paths, ...told.paths])],
        requests: [...new Set([...known.requests, ...told.requests])],
      };
    }
  }

  /** Member by member: a spread object would have a shape of its own. */
  #finding(rule: string, severity: Severity, draft: FindingDraft): Finding {
    const { paths = none, requests = none, explanation = none, related, fix } = draft;
    return {
      rule,
      severity,
      message: this.#text(draft.message),
      origin: draft.at,
      subject: draft.subject,
      paths,
      requests,
      explanation: explanation.map((line) => this.#text(line)),
      ...(related !== undefined && { related }),
      help: this.#text(draft.help),
      ...(fix !== undefined && { fix }),
      fingerprint: fingerprint(rule, draft.subject, draft.identity),
    };
  }

  /** Thousands of findings may say the same. */
  #text(text: string): string {
    if (this.#texts.size >= mostTexts) this.#texts.clear();
    return memoize(this.#texts, text, () => text);
  }

  /** The last override that matches the finding's file or subject and names its rule. */
  #overridden(rule: string, { at, subject }: FindingDraft): RuleSetting | undefined {
    const file = at.kind === 'file' ? at.file : undefined;
    return this.#settings.overrides
      .filter((override) => override.matches(file, subject))
      .map((override) => settingIn(override.rules, rule))
      .findLast((setting) => setting !== undefined);
  }
}

function everyLeg(): boolean {
  return true;
}

function isTheSame(known: Finding | undefined, told: Finding): boolean {
  return known?.severity === told.severity && known.message === told.message && isSamePlace(known.origin, told.origin);
}

function isSamePlace(left: Origin, right: Origin): boolean {
  if (left.kind === 'live') return right.kind === 'live' && left.arn === right.arn;
  return right.kind === 'file' && left.file === right.file && left.pointer === right.pointer;
}
