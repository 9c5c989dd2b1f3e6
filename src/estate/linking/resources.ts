/** Resources: what describes them, and what their recovery points show. */
import { splitArn } from '../arn.ts';
import type { ResourceFragment } from '../fragment.ts';
import type { Encryption, Resource } from '../model.ts';
import type { Encryptions } from './encryption.ts';
import { Grouping, type Group, type Naming } from './grouping.ts';
import { byPrecedence, firstStated, placeInWords, subjectOf } from './merge.ts';
import type { Findings } from './outcome.ts';

type ResourceGroup = Group<ResourceFragment>;

const resourceNaming: Naming = { exact: (name) => [name], short: () => [] };

export function buildResources(
  fragments: readonly ResourceFragment[],
  encryptions: Encryptions,
  findings: Findings,
): Resource[] {
  const { groups } = new Grouping(resourceNaming, fragments);
  return groups.flatMap((group) => toResource(group, encryptions, findings) ?? []);
}

function toResource(group: ResourceGroup, encryptions: Encryptions, findings: Findings): Resource | undefined {
  const fragments = byPrecedence(group.fragments);
  const [first = group.fragments[0]] = fragments;
  const arn = [...group.names].find((name) => splitArn(name) !== undefined);
  const { resourceType, ...stated } = firstStated(fragments, [
    'resourceType',
    'variant',
    'account',
    'region',
    'versioning',
    'eventBridge',
  ]);
  const subject = subjectOf(arn, first.subject);
  if (resourceType === undefined) {
    const place = placeInWords(first.origin);
    findings.notLookedAt(
      `the resource ${subject}${place === subject ? '' : ` of ${place}`}`,
      'no input tells its type',
    );
    return undefined;
  }
  const described = encryptionOf(fragments);
  return {
    ...stated,
    subject,
    ...(arn !== undefined && { arn }),
    resourceType,
    // Which tags are known goes with the tags of the same input.
    ...firstStated(fragments.filter(({ tags }) => tags !== undefined).slice(0, 1), ['tags', 'tagKeys']),
    encryption: described?.encryption?.map((ref) => encryptions.resolve(ref)) ?? notShown,
    origin: described?.origin ?? first.origin,
  };
}

const notShown: readonly Encryption[] = [{ kind: 'unknown', why: 'no input shows what it is encrypted with' }];

/** A description before recovery points; of these the latest, since a resource's key may have changed. */
function encryptionOf(fragments: readonly ResourceFragment[]): ResourceFragment | undefined {
  const shown = fragments.filter(({ encryption }) => encryption !== undefined);
  const described = shown.find(({ seenAt }) => seenAt === undefined);
  return described ?? shown.toSorted((a, b) => (b.seenAt ?? 0) - (a.seenAt ?? 0))[0];
}
