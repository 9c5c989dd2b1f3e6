/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_KMS.html */
import { assertNever } from '../../estate/assert-never.ts';
import type { Fragment, KeyFragment } from '../../estate/fragment.ts';
import type { KeyPolicy } from '../../estate/model.ts';
import { defined } from '../kinds/defined.ts';
import type { Resource } from './resource.ts';

export function loadKey(resource: Resource): Fragment[] {
  const { properties } = resource;
  const keyOrigin = properties.text('Origin') === null ? 'AWS_KMS' : properties.text('Origin');
  return [
    {
      ...keyFragment(resource),
      ...defined({
        keyOrigin: keyOrigin ?? undefined,
        // The key material of other keys is imported, or connected, after they are made.
        state: keyOrigin === 'AWS_KMS' ? stateOf(resource) : undefined,
        spec: orDefault(properties.text('KeySpec'), 'SYMMETRIC_DEFAULT'),
        usage: orDefault(properties.text('KeyUsage'), 'ENCRYPT_DECRYPT'),
        multiRegion: orDefault(properties.boolean('MultiRegion'), false),
      }),
    },
  ];
}

export function loadReplicaKey(resource: Resource): Fragment[] {
  const state = stateOf(resource);
  return [{ ...keyFragment(resource), ...defined({ state }), multiRegion: true, multiRegionKeyType: 'REPLICA' }];
}

function keyFragment(resource: Resource): KeyFragment {
  return {
    kind: 'key',
    names: [resource.local, ...(resource.physical === undefined ? [] : [resource.physical.arn])],
    subject: resource.id,
    ...resource.place,
    manager: 'CUSTOMER',
    policy: policyOf(resource),
    origin: resource.origin,
  };
}

function policyOf(resource: Resource): KeyPolicy {
  const read = resource.policy(resource.properties, 'KeyPolicy');
  switch (read.kind) {
    case 'given':
      return { kind: 'given', ...read.policy };
    case 'absent':
      return { kind: 'default' };
    case 'unknown':
      return { kind: 'unknown', why: 'the template does not tell its key policy' };
    default:
      return assertNever(read);
  }
}

function stateOf({ properties }: Resource): string | undefined {
  const enabled = properties.boolean('Enabled');
  if (enabled === undefined) return undefined;
  return enabled === false ? 'Disabled' : 'Enabled';
}

/** `null` stands for the default. */
function orDefault<T>(given: T | null | undefined, usual: T): T | undefined {
  return given === null ? usual : given;
}

export function loadAlias(resource: Resource): Fragment[] {
  const alias = resource.properties.text('AliasName');
  const target = resource.properties.text('TargetKeyId');
  if (typeof alias !== 'string' || typeof target !== 'string') return [];
  const names = [...resource.keyNames(target), ...resource.keyNames(alias), alias];
  return [{ kind: 'key', names: [...new Set(names)], subject: alias, mentioned: true, origin: resource.origin }];
}
