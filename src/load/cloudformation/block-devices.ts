/** The volumes of an EC2 instance, each with its own key. */
import type { EncryptionRef } from '../../estate/fragment.ts';
import { refOf } from './encryption-default.ts';
import type { Properties } from './properties.ts';
import type { Resource } from './resource.ts';

/** The image has volumes, too: the root volume at least, which the template need not mention. */
export function blockDevices(resource: Resource): readonly EncryptionRef[] {
  const { properties } = resource;
  const { known, isWhole } = properties.objects('BlockDeviceMappings');
  const volumes = known.flatMap((device) => volumeOf(resource, device) ?? []);
  const hasMore =
    !isWhole || properties.isGiven('LaunchTemplate') || volumes.length === 0 || properties.isGiven('Volumes');
  return hasMore ? [...volumes, { kind: 'unknown', why: 'the template does not show all its volumes' }] : volumes;
}

function volumeOf(resource: Resource, device: Properties): EncryptionRef | undefined {
  const ebs = device.object('Ebs');
  if (ebs === null) return undefined;
  const key = ebs?.text('KmsKeyId');
  if (typeof key === 'string') return refOf(resource, key);
  return { kind: 'unknown', why: 'the account decides whether such volumes are encrypted, and with which key' };
}
