import { describe, expect, test } from 'vitest';
import { hole } from '../../src/estate/hole.ts';
import type { Resource, Selection } from '../../src/estate/model.ts';
import { indexResources } from '../../src/paths/resource-index.ts';
import { namedTypes, isBroad, resolveSelection, tagKeysOf } from '../../src/paths/selection.ts';
import { typesOfPattern } from '../../src/paths/named-types.ts';
import { region, resource, selection, stranger, workload } from './estates.ts';

const arn = (rest: string, owner: string = workload): string => `arn:aws:${rest.replace('R:A', `${region}:${owner}`)}`;
const tagged = (tags?: Record<string, string>): Partial<Resource> => (tags === undefined ? {} : { tags });

const volume = resource('EBS', arn('ec2:R:A:volume/vol-1'), tagged({ backup: 'yes', team: 'web' }));
const spare = resource('EBS', arn('ec2:R:A:volume/vol-2'), tagged({ backup: 'no' }));
const instance = resource('EC2', arn('ec2:R:A:instance/i-1'), tagged({ Backup: 'yes' }));
const database = resource('RDS', arn('rds:R:A:db:orders'), tagged({}));
const bucket = resource('S3', 'arn:aws:s3:::prod-reports', tagged());
const spaced = resource('SAP HANA on Amazon EC2', arn('ssm-sap:R:A:HANA/my app/db'), tagged({ note: 'two words' }));
const names = new Map<Resource, string>([
  [volume, 'volume'],
  [spare, 'spare'],
  [instance, 'instance'],
  [database, 'database'],
  [bucket, 'bucket'],
  [spaced, 'spaced'],
]);

/** What a selection takes: `name` for certain, `name?` perhaps. */
function takes(chosen: Selection, resources: Iterable<Resource> = names.keys()): string {
  const index = indexResources([...resources]).at(workload, region);
  const { certain, doubtful } = resolveSelection(chosen, index).resources;
  const shown =
    (mark: string) =>
    (selected: { readonly resource: Resource }): string =>
      `${names.get(selected.resource) ?? 'partly'}${mark}`;
  return [...certain.map(shown('')), ...doubtful.map(shown('?'))].join(' ');
}

const none = selection([]).conditions;
const tag = (key: string, value: string): Partial<Selection> => ({
  listOfTags: [{ key, value, type: 'STRINGEQUALS' }],
});
const where = (conditions: Partial<Selection['conditions']>): Partial<Selection> => ({
  conditions: { ...none, ...conditions },
});
const volumes = 'arn:aws:ec2:*:*:volume/*';

const cases: readonly { what: string; selection: Selection; takes: string }[] = [
  { what: 'everything', selection: selection(['*']), takes: 'volume spare instance database bucket spaced' },
  {
    what: 'everything where it says nothing',
    selection: selection([]),
    takes: 'volume spare instance database bucket spaced',
  },
  {
    what: 'perhaps everything where the inputs do not show what it says',
    selection: { ...selection([]), resources: undefined } as unknown as Selection,
    takes: 'volume? spare? instance? database? bucket? spaced?',
  },
  {
    what: 'perhaps what has the tag, where a condition leaves its value open',
    selection: selection(['*'], where({ stringEquals: [{ key: 'aws:ResourceTag/backup', value: hole('Open') }] })),
    takes: 'volume? spare? bucket?',
  },
  {
    what: 'perhaps everything, where a condition leaves its tag open',
    selection: selection(['*'], where({ stringEquals: [{ key: hole('Open'), value: 'yes' }] })),
    takes: 'volume? spare? instance? database? bucket? spaced?',
  },
  {
    what: 'perhaps what has the tag, where a tag leaves its value open',
    selection: selection([], tag('backup', hole('Open'))),
    takes: 'volume? spare? bucket?',
  },
  {
    what: 'perhaps everything, where a tag leaves its key open',
    selection: selection([], tag(hole('Open'), 'yes')),
    takes: 'volume? spare? instance? database? bucket? spaced?',
  },
  { what: 'one ARN', selection: selection([arn('rds:R:A:db:orders')]), takes: 'database' },
  { what: 'an ARN in other letters: nothing', selection: selection([arn('rds:R:A:db:Orders')]), takes: '' },
  { what: 'a type', selection: selection([volumes]), takes: 'volume spare' },
  { what: 'a service', selection: selection(['arn:aws:ec2:*']), takes: 'volume spare instance' },
  {
    what: 'a pattern with a star in the middle',
    selection: selection([`arn:aws:*:${region}:*:db:*`]),
    takes: 'database',
  },
  { what: 'a pattern with a star at the start', selection: selection(['*prod-reports']), takes: 'bucket' },
  { what: 'buckets by prefix', selection: selection(['arn:aws:s3:::prod-*']), takes: 'bucket' },
  { what: 'no name with a space by a star', selection: selection(['arn:aws:ssm-sap:*:*:HANA/*']), takes: '' },
  {
    what: 'several patterns, any of which may match',
    selection: selection([volumes, 'arn:aws:rds:*:*:db:*']),
    takes: 'volume spare database',
  },
  { what: 'a type of another Region: nothing', selection: selection(['arn:aws:ec2:us-east-1:*:volume/*']), takes: '' },
  {
    what: 'a type without one of its resources',
    selection: selection([volumes], { notResources: [arn('ec2:R:A:volume/vol-2')] }),
    takes: 'volume',
  },
  {
    what: 'everything but a service',
    selection: selection(['*'], { notResources: ['arn:aws:ec2:*'] }),
    takes: 'database bucket spaced',
  },
  { what: 'a tag, and what may have it', selection: selection([], tag('backup', 'yes')), takes: 'volume bucket?' },
  { what: 'a tag key in other letters', selection: selection([], tag('Backup', 'yes')), takes: 'instance bucket?' },
  {
    what: 'any of several tags',
    selection: selection([], {
      listOfTags: [
        { key: 'backup', value: 'no' },
        { key: 'team', value: 'web' },
      ],
    }),
    takes: 'spare volume bucket?',
  },
  {
    what: 'a type or a tag',
    selection: selection(['arn:aws:rds:*:*:db:*'], tag('backup', 'yes')),
    takes: 'database volume bucket?',
  },
  {
    what: 'a tag written with the prefix of conditions: a doubt',
    selection: selection([], tag('aws:ResourceTag/backup', 'yes')),
    takes: 'volume? bucket?',
  },
  {
    what: 'a type filtered by a condition',
    selection: selection([volumes], where({ stringEquals: [{ key: 'aws:ResourceTag/backup', value: 'yes' }] })),
    takes: 'volume',
  },
  {
    what: 'all conditions together',
    selection: selection(
      ['*'],
      where({
        stringEquals: [{ key: 'aws:ResourceTag/backup', value: 'yes' }],
        stringLike: [{ key: 'aws:ResourceTag/team', value: 'd*' }],
      }),
    ),
    takes: 'bucket?',
  },
  {
    what: 'conditions alone filter everything',
    selection: selection([], where({ stringLike: [{ key: 'aws:ResourceTag/team', value: '*e*' }] })),
    takes: 'volume bucket?',
  },
  {
    what: 'no value with a space by a star',
    selection: selection(['*'], where({ stringLike: [{ key: 'aws:ResourceTag/note', value: 'two*' }] })),
    takes: 'bucket?',
  },
  {
    what: 'what has another value, and perhaps what has none',
    selection: selection(
      ['arn:aws:ec2:*'],
      where({ stringNotEquals: [{ key: 'aws:ResourceTag/backup', value: 'yes' }] }),
    ),
    takes: 'spare instance?',
  },
  {
    what: 'what is not like a pattern',
    selection: selection([volumes], where({ stringNotLike: [{ key: 'aws:ResourceTag/backup', value: 'y*' }] })),
    takes: 'spare',
  },
  {
    what: 'a condition on a bare tag key: a doubt',
    selection: selection([volumes], where({ stringEquals: [{ key: 'backup', value: 'yes' }] })),
    takes: 'volume?',
  },
  {
    what: 'a condition filters what a tag found',
    selection: selection([], {
      ...tag('backup', 'yes'),
      ...where({ stringEquals: [{ key: 'aws:ResourceTag/team', value: 'db' }] }),
    }),
    takes: 'bucket?',
  },
  {
    what: 'a tag called like a member of every object: nothing',
    selection: selection([], tag('constructor', 'yes')),
    takes: 'bucket?',
  },
];

test.for(cases)('a selection takes $what', ({ selection, takes: expected }) => {
  expect(takes(selection)).toBe(expected);
});

test('resources of another place are not looked at, those without a place are', () => {
  const placeless = { ...bucket, account: undefined, region: undefined } as unknown as Resource;
  const elsewhere = resource('EBS', arn('ec2:R:A:volume/vol-9', stranger), { account: stranger });
  names.set(placeless, 'placeless').set(elsewhere, 'elsewhere');
  expect(takes(selection(['*']), [placeless, elsewhere, volume])).toBe('placeless volume');
});

test('a resource whose ARN is not known is found by its type', () => {
  const planned = { ...database, arn: undefined, subject: 'aws_db_instance.orders' } as unknown as Resource;
  names.set(planned, 'planned');
  expect(takes(selection(['arn:aws:rds:*:*:db:*']), [planned])).toBe('planned');
  expect(takes(selection(['arn:aws:rds:*']), [planned])).toBe('planned');
  expect(takes(selection([volumes]), [planned])).toBe('');
  expect(takes(selection([arn('rds:R:A:db:orders')]), [planned])).toBe('');
});

const patterns: readonly { pattern: string; level: string; rows: readonly string[] }[] = [
  { pattern: volumes, level: 'type', rows: ['ebs'] },
  { pattern: 'arn:aws-us-gov:ec2:*:*:volume/*', level: 'type', rows: ['ebs'] },
  { pattern: 'arn:aws:s3:::*', level: 'type', rows: ['s3'] },
  { pattern: 'arn:aws:s3:::prod-*', level: 'resource', rows: ['s3'] },
  {
    pattern: 'arn:aws:rds:*:*:cluster:*',
    level: 'type',
    rows: ['aurora', 'documentdb', 'neptune', 'rds-multi-az-cluster'],
  },
  { pattern: 'arn:aws:timestream:*:*:database/*', level: 'type', rows: ['timestream'] },
  { pattern: 'arn:aws:timestream:*:*:database/*/table/*', level: 'type', rows: ['timestream'] },
  { pattern: 'arn:aws:storagegateway:*:*:gateway/*', level: 'type', rows: ['storage-gateway'] },
  { pattern: `arn:aws:ec2:${region}:*:volume/*`, level: 'resource', rows: ['ebs'] },
  { pattern: arn('rds:R:A:db:orders'), level: 'resource', rows: ['rds-instance'] },
  { pattern: 'arn:aws:ec2:*', level: 'service', rows: ['ebs', 'ec2'] },
  { pattern: 'arn:aws:fsx:*:*:*', level: 'service', rows: ['fsx-lustre', 'fsx-windows', 'fsx-ontap', 'fsx-openzfs'] },
  { pattern: 'arn:aws:lambda:*:*:function:*', level: 'service', rows: [] },
];

test.for(patterns)('$pattern says a $level', ({ pattern, level, rows }) => {
  const types = typesOfPattern(pattern);
  expect(types.level).toBe(level);
  expect(types.rows.map(({ id }) => id)).toEqual(rows);
});

describe('the types that a selection names', () => {
  test('are those of its patterns, but not what it only covers', () => {
    expect(namedTypes(selection([volumes, 'arn:aws:rds:*', '*'])).map(({ pattern }) => pattern)).toEqual([volumes]);
  });

  test('are not those that it takes away again', () => {
    expect(namedTypes(selection([volumes], { notResources: ['arn:aws:ec2:*'] }))).toEqual([]);
    expect(namedTypes(selection([volumes], { notResources: [arn('ec2:R:A:volume/vol-1')] }))).toHaveLength(1);
  });
});

test.for([
  ['types only', selection([volumes]), false],
  ['a service', selection(['arn:aws:ec2:*']), true],
  ['a tag', selection([], tag('backup', 'yes')), true],
  ['everything', selection(['*']), true],
  ['nothing at all', selection([]), true],
] as const)('a selection of %s is broad: %s', ([, selection, broad]) => {
  expect(isBroad(selection)).toBe(broad);
});

describe('where only some tags of a resource are known', () => {
  const known: Resource = { ...volume, tagKeys: ['backup'] };
  const asked: readonly (readonly [string, Selection, string])[] = [
    ['one that it has', selection([], tag('backup', 'yes')), 'partly'],
    ['one with another value', selection([], tag('backup', 'no')), ''],
    ['one that is not known, though it was read once', selection([], tag('team', 'ops')), 'partly?'],
    [
      'either of them',
      selection([], { listOfTags: [...tag('backup', 'yes').listOfTags!, ...tag('x', 'y').listOfTags!] }),
      'partly partly?',
    ],
    [
      'a known one as a condition',
      selection(['*'], where({ stringEquals: [{ key: 'aws:ResourceTag/backup', value: 'no' }] })),
      '',
    ],
    [
      'an unknown one as a condition',
      selection(['*'], where({ stringLike: [{ key: 'aws:ResourceTag/team', value: '*' }] })),
      'partly?',
    ],
  ];
  test.for(asked)('%s', ([, chosen, expected]) => {
    expect(takes(chosen, [known])).toBe(expected);
  });

  test('selections that doubt alike share one list, so that they are judged once', () => {
    const index = indexResources([known, bucket]).at(workload, region);
    expect(index.untold(['team'])).toBe(index.untold(['team']));
    expect(index.untold(['backup'])).toBe(index.untold([]));
  });

  test('its keys are those of tags and conditions, as they stand on resources', () => {
    const chosen = selection(['*'], {
      ...tag('backup', 'yes'),
      ...where({
        stringNotLike: [{ key: 'aws:ResourceTag/team', value: 'x' }],
        stringLike: [{ key: hole('Open'), value: 'x' }],
      }),
    });
    expect(tagKeysOf(chosen)).toEqual(['backup', 'team']);
  });
});
