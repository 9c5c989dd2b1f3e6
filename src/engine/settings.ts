import type { FileOrigin } from '../estate/origin.ts';
import type { Severity } from './finding.ts';

export type RuleSetting = Severity | 'off';

/** What config and command line say about rules: `kms/undecided`, or `kms/*`. */
export type RuleSettings = Readonly<Record<string, RuleSetting>>;

/** An `overrides:` entry of the config, its globs already compiled. */
export interface Override {
  readonly matches: (file: string | undefined, subject: string) => boolean;
  readonly rules: RuleSettings;
}

/** An `overrides:` entry whose last day is over: it no longer applies. */
export interface ExpiredOverride {
  /** Where it stands in the config. */
  readonly origin: FileOrigin;
  /** `2027-03-31` */
  readonly until: string;
  readonly reason: string;
  /** The rules that it silenced or changed. */
  readonly rules: readonly string[];
}

export interface Settings {
  /** Layers in ascending precedence: config, then command line. */
  readonly layers: readonly RuleSettings[];
  readonly overrides: readonly Override[];
  readonly expired?: readonly ExpiredOverride[];
}

export const defaultSettings: Settings = { layers: [], overrides: [] };

/** The setting of a rule in one layer: its own id beats `subject/*`, which beats `*`. */
export function settingIn(layer: RuleSettings, rule: string): RuleSetting | undefined {
  const subject = rule.slice(0, rule.indexOf('/'));
  return [rule, `${subject}/*`, '*'].map((name) => own(layer, name)).find((setting) => setting !== undefined);
}

/** The setting of a rule over all layers; `undefined`: the rule's own severity holds. */
export function settingOf(settings: Settings, rule: string): RuleSetting | undefined {
  return settings.layers.map((layer) => settingIn(layer, rule)).findLast((setting) => setting !== undefined);
}

function own(layer: RuleSettings, name: string): RuleSetting | undefined {
  return Object.hasOwn(layer, name) ? layer[name] : undefined;
}
