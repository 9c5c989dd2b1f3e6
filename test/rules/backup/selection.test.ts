import { describe, expect, test } from 'vitest';
import { type Members, planFile, selectionFile } from '../../../rules/backup/support/examples.ts';
import { checkFiles } from '../../support/check-files.ts';
import { told } from './told.ts';

interface SelectionRow {
  readonly name: string;
  readonly selection: Members;
  readonly expected: readonly string[];
}

const tag = (key: string, value: string): Members => ({ ConditionKey: key, ConditionValue: value });
const listTag = (key: string, type = 'STRINGEQUALS'): Members => ({ ConditionType: type, ...tag(key, 'yes') });
const volumes = 'arn:aws:ec2:*:*:volume/*';

describe('backup/selection', () => {
  test.for<SelectionRow>([
    { name: 'everything', selection: {}, expected: [] },
    { name: 'a type', selection: { Resources: [volumes] }, expected: [] },
    { name: 'a service', selection: { Resources: ['arn:aws:ec2:*'] }, expected: [] },
    { name: 'all of them, as a star', selection: { Resources: ['*'] }, expected: [] },
    {
      name: 'one resource',
      selection: { Resources: ['arn:aws:ec2:eu-west-2:111122223333:volume/vol-1'] },
      expected: [],
    },
    { name: 'a bucket', selection: { Resources: ['arn:aws:s3:::uploads'] }, expected: [] },
    {
      name: 'what AWS Backup does not know',
      selection: { Resources: ['arn:aws:lambda:*:*:function:*'] },
      expected: [
        'error selection.json/BackupSelection/Resources/0 Selection "everything-tagged" can match nothing: arn:aws:lambda:*:*:function:* names no resource type that AWS Backup supports',
      ],
    },
    {
      name: 'no ARN',
      selection: { Resources: ['vol-0123456789abcdef0'] },
      expected: [
        'error selection.json/BackupSelection/Resources/0 Selection "everything-tagged" can match nothing: vol-0123456789abcdef0 is not an ARN',
      ],
    },
    {
      name: 'a volume of another account',
      selection: { Resources: ['arn:aws:ec2:eu-west-2:444455556666:volume/vol-1'] },
      expected: [
        'error selection.json/BackupSelection/Resources/0 Selection "everything-tagged" can match nothing: arn:aws:ec2:eu-west-2:444455556666:volume/vol-1 lies in account 444455556666, and the plan covers only its own account 111122223333',
      ],
    },
    {
      name: 'a volume of another Region',
      selection: { Resources: ['arn:aws:ec2:us-east-1:111122223333:volume/vol-1'] },
      expected: [
        'error selection.json/BackupSelection/Resources/0 Selection "everything-tagged" can match nothing: arn:aws:ec2:us-east-1:111122223333:volume/vol-1 lies in us-east-1, and the plan covers only its own Region eu-west-2',
      ],
    },
    {
      name: 'one dead entry among live ones',
      selection: { Resources: [volumes, 'arn:aws:lambda:*:*:function:*'] },
      expected: [
        'warning selection.json/BackupSelection/Resources/1 Selection "everything-tagged" lists arn:aws:lambda:*:*:function:*, which matches nothing: it names no resource type that AWS Backup supports',
      ],
    },
    {
      name: 'one entry that is no ARN among live ones',
      selection: { Resources: [volumes, 'vol-1'] },
      expected: [
        'error selection.json/BackupSelection/Resources/1 Selection "everything-tagged" lists vol-1, which matches nothing: it is not an ARN',
      ],
    },
    {
      name: 'a dead entry beside tags, which add to it',
      selection: { Resources: ['arn:aws:lambda:*:*:function:*'], ListOfTags: [listTag('backup')] },
      expected: [
        'warning selection.json/BackupSelection/Resources/0 Selection "everything-tagged" lists arn:aws:lambda:*:*:function:*, which matches nothing: it names no resource type that AWS Backup supports',
      ],
    },
    {
      name: 'everything excluded again',
      selection: { Resources: [volumes], NotResources: ['arn:aws:ec2:*'] },
      expected: [
        'error selection.json/BackupSelection/NotResources Selection "everything-tagged" can match nothing: NotResources excludes all that Resources lists',
      ],
    },
    {
      name: 'a star excluded',
      selection: { NotResources: ['*'] },
      expected: [
        'error selection.json/BackupSelection/NotResources Selection "everything-tagged" can match nothing: NotResources holds "*", which excludes every resource',
      ],
    },
    {
      name: 'a part excluded',
      selection: { Resources: [volumes], NotResources: ['arn:aws:ec2:*:*:volume/vol-1'] },
      expected: [],
    },
    {
      name: 'what is excluded, and tags beside it',
      selection: { Resources: [volumes], NotResources: [volumes], ListOfTags: [listTag('backup')] },
      expected: [],
    },
    {
      name: 'one tag with two values at once',
      selection: {
        Conditions: { StringEquals: [tag('aws:ResourceTag/stage', 'prod'), tag('aws:ResourceTag/stage', 'test')] },
      },
      expected: [
        'error selection.json/BackupSelection/Conditions Selection "everything-tagged" can match nothing: its conditions ask aws:ResourceTag/stage to be "prod" and "test" at once',
      ],
    },
    {
      name: 'two tags',
      selection: {
        Conditions: { StringEquals: [tag('aws:ResourceTag/stage', 'prod'), tag('aws:ResourceTag/backup', 'yes')] },
      },
      expected: [],
    },
    {
      name: 'a value that another condition refuses',
      selection: {
        Conditions: {
          StringEquals: [tag('aws:ResourceTag/stage', 'prod')],
          StringNotEquals: [tag('aws:ResourceTag/stage', 'prod')],
        },
      },
      expected: [
        'error selection.json/BackupSelection/Conditions Selection "everything-tagged" can match nothing: its conditions ask aws:ResourceTag/stage to be "prod" and not "prod" at once',
      ],
    },
    {
      name: 'a value that a pattern refuses',
      selection: {
        Conditions: {
          StringEquals: [tag('aws:ResourceTag/stage', 'prod')],
          StringNotLike: [tag('aws:ResourceTag/stage', 'p*')],
        },
      },
      expected: [
        'error selection.json/BackupSelection/Conditions Selection "everything-tagged" can match nothing: its conditions ask aws:ResourceTag/stage to be "prod" and not "p*" at once',
      ],
    },
    {
      name: "a value that is not like another condition's pattern",
      selection: {
        Conditions: {
          StringEquals: [tag('aws:ResourceTag/stage', 'prod')],
          StringLike: [tag('aws:ResourceTag/stage', 'test*')],
        },
      },
      expected: [
        'error selection.json/BackupSelection/Conditions Selection "everything-tagged" can match nothing: its conditions ask aws:ResourceTag/stage to be "prod" and like "test*" at once',
      ],
    },
    {
      name: 'a value that another condition does not mind',
      selection: {
        Conditions: {
          StringEquals: [tag('aws:ResourceTag/stage', 'prod')],
          StringLike: [tag('aws:ResourceTag/stage', 'pr*')],
          StringNotEquals: [tag('aws:ResourceTag/stage', 'test')],
        },
      },
      expected: [],
    },
    {
      name: 'another comparison in ListOfTags',
      selection: { ListOfTags: [listTag('backup', 'STRINGLIKE')] },
      expected: [
        'error selection.json/BackupSelection/ListOfTags/0 Selection "everything-tagged" has ConditionType "STRINGLIKE" for the tag backup in ListOfTags, where only STRINGEQUALS is possible',
      ],
    },
    {
      name: "the guide's spelling of the comparison",
      selection: { ListOfTags: [listTag('backup', 'StringEquals')] },
      expected: [],
    },
    {
      name: 'the prefix of Conditions in ListOfTags',
      selection: { ListOfTags: [listTag('aws:ResourceTag/backup')] },
      expected: [
        'warning selection.json/BackupSelection/ListOfTags/0 Selection "everything-tagged" writes aws:ResourceTag/backup in ListOfTags, where AWS\'s guide has the bare tag key',
      ],
    },
    {
      name: 'a bare tag key in Conditions',
      selection: { Conditions: { StringEquals: [tag('backup', 'yes')], StringLike: [tag('backup', 'y*')] } },
      expected: [
        'warning selection.json/BackupSelection/Conditions Selection "everything-tagged" writes backup in Conditions, where AWS\'s guide has aws:ResourceTag/ before the tag key',
      ],
    },
    {
      name: 'a star inside a name',
      selection: { Resources: ['arn:aws:rds:*:*:db:*-prod'] },
      expected: [
        'warning selection.json/BackupSelection/Resources/0 Selection "everything-tagged" has a * inside arn:aws:rds:*:*:db:*-prod, where AWS\'s API reference allows it only at the end',
      ],
    },
    { name: 'a star at its end', selection: { Resources: ['arn:aws:rds:*:*:db:prod-*'] }, expected: [] },
    {
      name: 'the form of a type with two stars',
      selection: { Resources: ['arn:aws:storagegateway:*:*:gateway/*/volume/*'] },
      expected: [],
    },
    {
      name: 'thirty-one patterns',
      selection: { Resources: Array.from({ length: 31 }, (_, index) => `arn:aws:rds:*:*:db:shop-${index}-*`) },
      expected: [
        'error selection.json/BackupSelection Selection "everything-tagged" has 31 ARNs with wildcards in Resources; AWS Backup takes 30 at most',
      ],
    },
    {
      name: 'thirty-one ARNs',
      selection: {
        Resources: Array.from({ length: 31 }, (_, index) => `arn:aws:rds:eu-west-2:111122223333:db:shop-${index}`),
      },
      expected: [],
    },
    {
      name: 'a name with a space',
      selection: { SelectionName: 'all volumes' },
      expected: [
        'error selection.json/BackupSelection/SelectionName Selection "all volumes" has a name that AWS Backup refuses',
      ],
    },
  ])('$name', async ({ selection, expected }) => {
    const files = { 'plan.json': planFile({}), 'selection.json': selectionFile(selection) };
    expect(await told('backup/selection', files)).toEqual(expected);
  });

  test.for([
    { name: 'refused', type: 'STRINGLIKE', outcomes: ['denied'] },
    { name: 'in order', type: 'STRINGEQUALS', outcomes: ['unknown'] },
  ])('makes a path of a selection that is $name $outcomes', async ({ type, outcomes }) => {
    const selection = selectionFile({ Resources: [volumes], ListOfTags: [listTag('backup', type)] });
    const { paths } = await checkFiles({ 'plan.json': planFile({}), 'selection.json': selection });
    expect([...new Set(paths.map(({ outcome }) => outcome))]).toEqual(outcomes);
  });
});
