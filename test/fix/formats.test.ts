/** The same fix in every form in which people keep a policy; what the fix adds is tested in fix-key.test.ts. */
import { expect, test } from 'vitest';
import { applyTextEdits } from '../../src/fix/text-edit.ts';
import { jsonSites } from '../../src/fix/site.ts';
import { yamlSites } from '../../src/fix/yaml-site.ts';
import { fixSite, fixText, role, slr, workload } from './uses.ts';

const root = {
  Sid: 'Enable IAM User Permissions',
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${workload}:root` },
  Action: 'kms:*',
  Resource: '*',
};
const use = {
  Effect: 'Allow',
  Principal: { AWS: [role, slr] },
  Action: ['kms:DescribeKey', 'kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'],
  Resource: '*',
};
const policy = { Version: '2012-10-17', Id: 'key-default-1', Statement: [root, use] };
const pretty = JSON.stringify(policy, undefined, 2);

/** Each is a whole file; `pointer` leads to the policy. */
interface Form {
  readonly name: string;
  readonly text: string;
  readonly pointer?: string;
}

/** As `aws kms get-key-policy --output text` prints it. */
const asAwsPrints = `{
  "Version" : "2012-10-17",
  "Id" : "key-default-1",
  "Statement" : [ {
    "Sid" : "Enable IAM User Permissions",
    "Effect" : "Allow",
    "Principal" : {
      "AWS" : "arn:aws:iam::${workload}:root"
    },
    "Action" : "kms:*",
    "Resource" : "*"
  }, {
    "Effect" : "Allow",
    "Principal" : {
      "AWS" : [ "${role}", "${slr}" ]
    },
    "Action" : [ "kms:DescribeKey", "kms:Encrypt" ],
    "Resource" : "*"
  } ]
}`;

const forms: readonly Form[] = [
  { name: 'two spaces', text: `${pretty}\n` },
  { name: 'four spaces, no newline at the end', text: JSON.stringify(policy, undefined, 4) },
  { name: 'tabs', text: `${JSON.stringify(policy, undefined, '\t')}\n` },
  { name: 'minified', text: JSON.stringify(policy) },
  { name: 'one line with spaces', text: JSON.stringify(policy).replaceAll(',"', ', "').replaceAll(':"', ': "') },
  { name: 'carriage returns', text: pretty.replaceAll('\n', '\r\n') },
  { name: 'a byte order mark', text: `\uFEFF${pretty}\n` },
  { name: "AWS's own layout", text: asAwsPrints },
  {
    name: 'members in another order',
    text: JSON.stringify({ Statement: [use, root], Version: '2012-10-17' }, undefined, 2),
  },
  { name: 'Version 2008', text: pretty.replace('2012', '2008') },
  { name: 'no Version', text: JSON.stringify({ Statement: [root] }, undefined, 1) },
  { name: 'a single statement', text: JSON.stringify({ Version: '2012-10-17', Statement: root }, undefined, 2) },
  { name: 'no statement', text: '{\n  "Version": "2012-10-17",\n  "Statement": []\n}\n' },
  { name: 'escaped text', text: pretty.replace('Enable IAM', String.raw`\u0045nable\u0020IAM \/`) },
  {
    name: 'what get-key-policy prints',
    text: `${JSON.stringify({ Policy: pretty, PolicyName: 'default' }, undefined, 4)}\n`,
    pointer: '/Policy',
  },
  {
    name: 'the same with its quotes escaped as numbers',
    text: `{"Policy":"${asUnicode(JSON.stringify(policy))}"}`,
    pointer: '/Policy',
  },
  { name: 'one of several in a list', text: JSON.stringify([{}, policy, {}], undefined, 2), pointer: '/1' },
  {
    name: 'keyed by ARN',
    text: JSON.stringify({ 'arn:aws:kms:eu-west-2:111122223333:key/1': policy }, undefined, 2),
    pointer: '/arn:aws:kms:eu-west-2:111122223333:key~11',
  },
  { name: 'one of several pages', text: `${pretty}\n${pretty}\n`, pointer: '/1' },
];

function asUnicode(text: string): string {
  return text.replaceAll('"', String.raw`\u0022`);
}

test.for(forms)('$name', ({ text, pointer = '' }) => {
  const result = fixText(text, { pointer });
  expect(result).toMatchObject({ changed: true, safety: 'safe', withheld: [] });
  const fixed = applyTextEdits(text, result.fileEdits);
  // All of the given text is still there, in order: the edits only insert (or fill an empty list).
  expect(result.fileEdits.every(({ length }) => length === 0)).toBe(true);
  expect(jsonSites(fixed, [pointer]).get(pointer)?.text).toBe(result.text);
  expect(fixText(fixed, { pointer })).toMatchObject({ changed: false, withheld: [], text: result.text });
});

const yamlForms: readonly Form[] = [
  {
    name: 'YAML',
    text: `# The key of the databases
Version: "2012-10-17"
Statement:
  - Sid: root # may not go
    Effect: Allow
    Principal:
      AWS: arn:aws:iam::${workload}:root
    Action: kms:*
    Resource: "*"

  - Effect: Allow
    Principal:
      AWS:
        - ${role}
        - ${slr}
    Action: [kms:DescribeKey, kms:Decrypt]
    Resource: "*"
# the end
`,
  },
  {
    name: 'YAML with a single statement',
    text: `Version: "2012-10-17"\nStatement:\n  Effect: Allow\n  Principal: "*"\n  Action: kms:Decrypt\n  Resource: "*"\n  Condition: {Bool: {aws:SecureTransport: "false"}}\n`,
  },
  {
    name: 'YAML with an account id as a number',
    text: `Statement:\n- Effect: Allow\n  Principal: {AWS: ${workload}}\n  Action: 'kms:*'\n  Resource: '*'\n`,
  },
  {
    name: 'YAML of get-key-policy',
    text: `Policy: |\n${pretty.replaceAll(/^/gm, '  ')}\nPolicyName: default\n`,
    pointer: '/Policy',
  },
  { name: 'YAML, one of several documents', text: `---\nx: 1\n---\n${pretty}\n`, pointer: '/1' },
];

test.for(yamlForms)('$name', ({ text, pointer = '' }) => {
  const site = yamlSites(text, [pointer]).get(pointer)!;
  const result = fixSite(site, site.document);
  expect(result).toMatchObject({ changed: true, safety: 'safe', withheld: [] });
  const fixed = applyTextEdits(text, result.fileEdits);
  const again = yamlSites(fixed, [pointer]).get(pointer)!;
  expect(again.document).toEqual(result.policy);
  expect(fixSite(again, again.document)).toMatchObject({ changed: false, withheld: [], text: result.text });
});

test('a corrected YAML policy reads as if written by hand', () => {
  const [{ text }] = yamlForms as [Form];
  const site = yamlSites(text, ['']).get('')!;
  expect(applyTextEdits(text, fixSite(site, site.document).fileEdits)).toMatchInlineSnapshot(`
    "# The key of the databases
    Version: "2012-10-17"
    Statement:
      - Sid: root # may not go
        Effect: Allow
        Principal:
          AWS: arn:aws:iam::111122223333:root
        Action: kms:*
        Resource: "*"

      - Effect: Allow
        Principal:
          AWS:
            - arn:aws:iam::111122223333:role/acme-backup-service-role
            - arn:aws:iam::444455556666:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup
        Action: [kms:DescribeKey, kms:Decrypt, kms:Encrypt, kms:ReEncrypt*, kms:GenerateDataKey, kms:GenerateDataKeyWithoutPlaintext]
        Resource: "*"
      - Sid: Allow AWS Backup to manage grants for backup and cross-account copy
        Effect: Allow
        Principal:
          AWS:
            - arn:aws:iam::111122223333:role/acme-backup-service-role
            - arn:aws:iam::444455556666:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup
        Action:
          - kms:CreateGrant
          - kms:ListGrants
          - kms:RevokeGrant
        Resource: "*"
        Condition:
          Bool:
            kms:GrantIsForAWSResource: "true"
    # the end
    "
  `);
});

test('a policy as AWS prints it is corrected in the same manner', () => {
  expect(fixText(asAwsPrints).text).toMatchInlineSnapshot(`
    "{
      "Version" : "2012-10-17",
      "Id" : "key-default-1",
      "Statement" : [ {
        "Sid" : "Enable IAM User Permissions",
        "Effect" : "Allow",
        "Principal" : {
          "AWS" : "arn:aws:iam::111122223333:root"
        },
        "Action" : "kms:*",
        "Resource" : "*"
      }, {
        "Effect" : "Allow",
        "Principal" : {
          "AWS" : [ "arn:aws:iam::111122223333:role/acme-backup-service-role", "arn:aws:iam::444455556666:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup" ]
        },
        "Action" : [ "kms:DescribeKey", "kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext" ],
        "Resource" : "*"
      }, {
        "Sid" : "Allow AWS Backup to manage grants for backup and cross-account copy",
        "Effect" : "Allow",
        "Principal" : {
          "AWS" : [ "arn:aws:iam::111122223333:role/acme-backup-service-role", "arn:aws:iam::444455556666:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup" ]
        },
        "Action" : [ "kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant" ],
        "Resource" : "*",
        "Condition" : {
          "Bool" : {
            "kms:GrantIsForAWSResource" : "true"
          }
        }
      } ]
    }"
  `);
});

test("a template's text is not edited where it is not the policy itself", () => {
  const text = JSON.stringify({
    Statement: [{ ...root, Principal: { AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' } } }],
  });
  const result = fixSite(jsonSites(text, ['']).get('')!, { Statement: [root] });
  expect(result).toMatchObject({ changed: true, fileEdits: [], withheld: [] });
  expect(result.text).toBe(`${JSON.stringify(result.policy, undefined, 2)}\n`);
});

test('a policy nested ten thousand levels deep is left as it is', () => {
  const text = `{"Version":"2012-10-17","Statement":[${'['.repeat(10_000)}${']'.repeat(10_000)}]}`;
  const result = fixText(text);
  expect([result.changed, result.text]).toEqual([false, text]);
  expect(result.withheld[0]?.reason).toMatch(/^KMS would refuse the policy all the same: /);
});

test('a policy that nobody could read is left as it is', () => {
  const text = String.raw`{"Policy":"{\"Statement\":"}`;
  const site = jsonSites(text, ['/Policy']).get('/Policy')!;
  expect(fixSite(site, undefined)).toMatchObject({
    changed: false,
    text: '{"Statement":',
    withheld: [{ reason: 'its text is no JSON document' }],
  });
});
