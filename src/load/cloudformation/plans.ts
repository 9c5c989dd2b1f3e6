/** Backup plans; members are called as in the API, but for rules and their vault. */
import type { CopyActionFragment, Fragment, PlanRuleFragment } from '../../estate/fragment.ts';
import { showHoles } from '../../estate/hole.ts';
import type { Lifecycle } from '../../estate/model.ts';
import { defined } from '../kinds/defined.ts';
import type { Properties } from './properties.ts';
import type { Resource } from './resource.ts';

export function loadPlan(resource: Resource): Fragment[] {
  const { properties, physical, id } = resource;
  const plan = properties.object('BackupPlan');
  if (plan === null || plan === undefined) return unseen(resource, 'its body is not known');
  const rules = plan.objects('BackupPlanRule');
  const missing = rules.isWhole ? [] : unseen(resource, 'some of its rules are not known');
  return [
    {
      kind: 'plan',
      names: [resource.local, physical?.name, physical?.arn].filter((name) => name !== undefined),
      name: showHoles(plan.text('BackupPlanName') ?? id),
      subject: id,
      ...resource.place,
      rules: rules.known.map((rule) => toRule(resource, rule)),
      fromOrganization: false,
      origin: resource.originAt(plan.pointer),
    },
    ...missing,
    ...rules.known.flatMap((rule) => openParts(resource, rule)),
  ];
}

/** What a rule is judged by, and the template leaves open. */
function openParts(resource: Resource, rule: Properties): Fragment[] {
  const { name, ...read } = toRule(resource, rule);
  const lifecycles = [read, ...read.copyActions].map(({ lifecycle }) => lifecycle);
  const isOpen = (lifecycle: Lifecycle | null | undefined): boolean =>
    lifecycle !== null &&
    (lifecycle?.deleteAfterDays === undefined || lifecycle.moveToColdStorageAfterDays === undefined);
  const open = [
    ...settings
      .filter(([property, member]) => read[member] === undefined && (rule.isGiven(property) || rule.isPartial))
      .map(([property]) => property),
    ...(lifecycles.some(isOpen) ? ['Lifecycle'] : []),
  ];
  return [
    ...(rule.objects('CopyActions').isWhole ? [] : unseen(resource, `some copy actions of rule ${name} are not known`)),
    ...(open.length === 0 ? [] : unseen(resource, `of rule ${name} the template leaves open ${open.join(', ')}`)),
  ];
}

const settings = [
  ['TargetBackupVault', 'targetVaultName'],
  ['TargetLogicallyAirGappedBackupVaultArn', 'targetAirGappedVaultArn'],
  ['ScheduleExpression', 'scheduleExpression'],
  ['ScheduleExpressionTimezone', 'scheduleTimezone'],
  ['StartWindowMinutes', 'startWindowMinutes'],
  ['CompletionWindowMinutes', 'completionWindowMinutes'],
  ['EnableContinuousBackup', 'continuous'],
] as const;

function unseen({ id, stack }: Resource, why: string): Fragment[] {
  return [{ kind: 'not-looked-at', what: `${stack.template.file}: the plan ${id}`, why }];
}

function toRule(resource: Resource, rule: Properties): PlanRuleFragment {
  const vault = rule.text('TargetBackupVault');
  const continuous = rule.boolean('EnableContinuousBackup');
  return {
    name: showHoles(rule.text('RuleName') ?? 'a rule without a name'),
    ...(typeof vault === 'string' && { targetVaultName: vault }),
    ...defined({
      targetAirGappedVaultArn: rule.text('TargetLogicallyAirGappedBackupVaultArn'),
      scheduleExpression: rule.text('ScheduleExpression'),
      scheduleTimezone: rule.text('ScheduleExpressionTimezone'),
      startWindowMinutes: rule.number('StartWindowMinutes'),
      completionWindowMinutes: rule.number('CompletionWindowMinutes'),
      lifecycle: lifecycleOf(resource, rule),
      continuous: continuous === null ? false : continuous,
    }),
    copyActions: rule.objects('CopyActions').known.map((copy) => toCopyAction(resource, copy)),
    origin: resource.originAt(rule.pointer),
  };
}

function toCopyAction(resource: Resource, copy: Properties): CopyActionFragment {
  const arn = copy.text('DestinationBackupVaultArn');
  return {
    ...(typeof arn === 'string' && { destinationVaultArn: arn }),
    ...defined({ lifecycle: lifecycleOf(resource, copy) }),
    origin: resource.originAt(copy.pointer),
  };
}

function lifecycleOf(resource: Resource, holder: Properties): Lifecycle | null | undefined {
  const lifecycle = holder.object('Lifecycle');
  if (lifecycle === null || lifecycle === undefined) return lifecycle;
  return {
    ...defined({
      deleteAfterDays: lifecycle.number('DeleteAfterDays'),
      moveToColdStorageAfterDays: lifecycle.number('MoveToColdStorageAfterDays'),
      optInToArchive: lifecycle.boolean('OptInToArchiveForSupportedResources'),
    }),
    origin: resource.originAt(lifecycle.pointer),
  };
}
