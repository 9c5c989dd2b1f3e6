/** Paths of types that selections name, where no resource tells the key: one per bare key, or with a key not known. */
import type { Encryption, Key } from '../estate/model.ts';
import type { BareKey } from './accounts.ts';
import { keyEncryption } from './ask.ts';
import type { Covered } from './coverage.ts';
import { untoldKey } from './derive-assumed.ts';
import type { PathDraft } from './draft.ts';
import { groupBy } from '../estate/group-by.ts';
import { memoize } from '../estate/memoize.ts';
import type { PatternTypes } from './named-types.ts';
import { optInDoubts } from './opt-in.ts';
import { plannedPath } from './planned-path.ts';
import type { ResourceTypeRow } from './resource-type-row.ts';
import { rowsFor } from './resource-types.ts';
import type { Scope } from './scope.ts';
import { copiesAcrossAccounts } from './stages.ts';
import type { Stage } from './stages.ts';
import { subjectOfAnything, subjectOfBareKey, subjectOfType } from './subjects.ts';
import type { NamedRows } from './subjects.ts';
import { mayBe } from './vaults.ts';

/** A type under a rule: what a key of that type is asked for. */
interface TypeStage extends NamedRows {
  readonly stage: Stage;
  /** How many rules it stands for. */
  readonly rules: number;
}

/** Above this many, a bare key is judged once for each distinct demand instead of once for each rule. */
const manyTypeStages = 50;

/** The paths of one bare key under the plans in sight; none: no plan concerns it. */
export function plannedKeyPaths(scope: Scope, stages: KeyStages, bare: BareKey): readonly PathDraft[] {
  const { key } = bare;
  const encryption = keyEncryption(key);
  const typed = stages.typed(bare).flatMap((type) => {
    const { stage, rules } = type;
    const subject = subjectOfType(scope, type, encryption, stage.place);
    if (subject === undefined) return [];
    const doubts = optInDoubts(scope, true, subject, stage);
    const alike = rules > 1 ? { assumption: `stands for ${rules} rules that ask the same of the key` } : {};
    return [plannedPath(scope, { subject, stage, doubts, key: key.subject, ...alike })];
  });
  if (typed.length > 0) return typed;
  const stage = stages.any(bare).find(copiesAcrossAccounts);
  if (stage === undefined) return [];
  const subject = subjectOfBareKey(scope, key, encryption, stage.place);
  return [plannedPath(scope, { subject, stage, key: key.subject, assumption: untoldKey })];
}

export interface KeyStages {
  /** For each type that the key may protect, every rule that covers it. */
  readonly typed: (bare: BareKey) => readonly TypeStage[];
  /** Every rule that may concern the key's account and Region. */
  readonly any: (bare: BareKey) => readonly Stage[];
}

export function keyStages(covered: readonly Covered[]): KeyStages {
  const places = new Map<string, PlaceStages>();
  const placeOf = ({ key, account }: BareKey): PlaceStages =>
    memoize(places, `${account} ${key.region}`, () => stagesAtPlace(covered, account, key.region));
  return {
    any: (bare) => placeOf(bare).all,
    typed: (bare) => {
      const { named, broad, distinct } = placeOf(bare);
      const types = bare.key.resourceTypes ?? [];
      if (types.length === 0) return distinct;
      return withoutRepeats(types.flatMap((type) => stagesOfType(type, named, broad)));
    },
  };
}

/** Every rule whose selection names the type, and those whose selection only covers it. */
function stagesOfType(type: string, named: readonly TypeStage[], broad: readonly Stage[]): readonly TypeStage[] {
  const naming = named.flatMap((each) => withType(each, type));
  const told = new Set(naming.map(({ stage }) => stage));
  const rows = rowsFor({ resourceType: type });
  const covering = broad.filter((stage) => !told.has(stage)).map((stage) => ({ name: type, rows, stage, rules: 1 }));
  return [...naming, ...covering];
}

function withType(each: TypeStage, type: string): readonly TypeStage[] {
  const rows = each.rows.filter((row) => row.resourceType === type);
  if (rows.length === 0) return [];
  return [{ ...each, name: rows.length === each.rows.length ? each.name : type, rows }];
}

interface PlaceStages {
  readonly all: readonly Stage[];
  readonly named: readonly TypeStage[];
  /** The same without repeated demands, where there are many. */
  readonly distinct: readonly TypeStage[];
  readonly broad: readonly Stage[];
}

function stagesAtPlace(
  covered: readonly Covered[],
  account: string | undefined,
  region: string | undefined,
): PlaceStages {
  const here = covered.filter(({ index }) => mayBe(index.account, account) && mayBe(index.region, region));
  const stagesOf = ({ stagesAt }: Covered): readonly Stage[] => stagesAt(account, region);
  const named = here.flatMap((each) =>
    each.coverage.named.flatMap((types) => stagesOf(each).map((stage) => typeStage(types, stage))),
  );
  return {
    all: here.flatMap(stagesOf),
    named,
    distinct: withoutRepeats(named),
    broad: here.filter(({ coverage }) => coverage.broad).flatMap(stagesOf),
  };
}

function typeStage(types: PatternTypes, stage: Stage): TypeStage {
  return { name: nameOfTypes(types), rows: types.rows, stage, rules: 1 };
}

/** The ARN, or the `ResourceType` where the pattern takes all of exactly one. */
export function nameOfTypes({ pattern, level, rows: [first, ...others] }: PatternTypes): string {
  const isOneType = others.every((row) => row.resourceType === first?.resourceType);
  return level === 'type' && isOneType ? (first?.resourceType ?? pattern) : pattern;
}

function withoutRepeats(stages: readonly TypeStage[]): readonly TypeStage[] {
  if (stages.length <= manyTypeStages) return stages;
  const signature = ({ rows, stage }: TypeStage): string => `${rows.map(({ id }) => id).join(' ')} ${stage.demands}`;
  return [...groupBy(stages, signature).values()].flatMap((alike) => {
    const [first] = alike;
    return first === undefined ? [] : [{ ...first, rules: alike.length }];
  });
}

/** Types that are named and of which neither a resource nor a key is in sight; and anything, where nothing is. */
export function unknownKeyPaths(
  scope: Scope,
  covered: readonly Covered[],
  bareKeys: readonly BareKey[],
): readonly PathDraft[] {
  return covered.flatMap((each) => {
    const { coverage, index, stagesAt } = each;
    const keys = bareKeys.filter(
      ({ key, account }) => mayBe(account, index.account) && mayBe(key.region, index.region),
    );
    const isJudgedByKey = ({ rows }: PatternTypes): boolean => keys.some(({ key }) => mayProtect(key, rows));
    const types = coverage.outOfSight.filter((types) => !isJudgedByKey(types));
    const anything = coverage.broad && coverage.named.length === 0 && index.all.length === 0 && keys.length === 0;
    if (types.length === 0 && !anything) return [];
    return stagesAt().flatMap((stage) => [
      ...types.flatMap((types) => unknownKeyPath(scope, types, stage)),
      ...(anything ? [plannedPath(scope, { subject: subjectOfAnything(stage.place), stage })] : []),
    ]);
  });
}

function mayProtect({ resourceTypes = [] }: Key, rows: readonly ResourceTypeRow[]): boolean {
  return resourceTypes.length === 0 || rows.some((row) => resourceTypes.includes(row.resourceType));
}

const unknownKey: Encryption = { kind: 'unknown', why: 'no such resource and no key for it is among the inputs' };

function unknownKeyPath(scope: Scope, types: PatternTypes, stage: Stage): readonly PathDraft[] {
  const subject = subjectOfType(scope, { name: nameOfTypes(types), rows: types.rows }, unknownKey, stage.place);
  if (subject === undefined) return [];
  return [plannedPath(scope, { subject, stage, doubts: optInDoubts(scope, true, subject, stage) })];
}
