import type { Operations, ServiceName } from '../call.ts';
import { awsJson } from '../protocols/json.ts';
import type { Protocol } from '../protocols/protocol.ts';
import { awsQuery, ec2Query } from '../protocols/query.ts';
import { restJson } from '../protocols/rest-json.ts';
import { backup } from './backup.ts';
import { backupRoutes } from './backup-routes.ts';
import { ec2 } from './ec2.ts';
import { iam } from './iam.ts';
import { kms } from './kms.ts';
import { organizations } from './organizations.ts';
import { sts } from './sts.ts';
import { tagging } from './tagging.ts';

interface Service {
  readonly protocol: Protocol;
  readonly operations: Operations;
}

/** The services by the name that requests are signed for. */
export const services: Readonly<Record<ServiceName, Service>> = {
  kms: { protocol: awsJson('TrentService'), operations: kms },
  backup: { protocol: restJson(backupRoutes), operations: backup },
  iam: {
    protocol: awsQuery({ version: '2010-05-08', namespace: 'https://iam.amazonaws.com/doc/2010-05-08/' }),
    operations: iam,
  },
  sts: {
    protocol: awsQuery({ version: '2011-06-15', namespace: 'https://sts.amazonaws.com/doc/2011-06-15/' }),
    operations: sts,
  },
  organizations: { protocol: awsJson('AWSOrganizationsV20161128'), operations: organizations },
  tagging: { protocol: awsJson('ResourceGroupsTaggingAPI_20170126'), operations: tagging },
  ec2: {
    protocol: ec2Query({ version: '2016-11-15', namespace: 'http://ec2.amazonaws.com/doc/2016-11-15/' }),
    operations: ec2,
  },
};
