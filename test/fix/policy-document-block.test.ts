import { expect, test } from 'vitest';
import { hole } from '../../src/estate/hole.ts';
import { policyDocumentBlock } from '../../src/fix/policy-document-block.ts';

const kept = { Sid: 'Kept', Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' };

test('statements that are added or changed are written as Terraform writes them, and no others', () => {
  const added = {
    Sid: 'Say "yes"',
    Effect: 'Deny',
    Principal: {
      AWS: ['arn:aws:iam::111122223333:root', hole('aws_iam_role.backup.arn')],
      Service: 'backup.amazonaws.com',
    },
    NotAction: ['kms:Get*'],
    Resource: `arn:aws:kms:*:${hole('data.aws_caller_identity.current.account_id')}:key/\${aws:username}%{`,
    Condition: { StringLike: { 'kms:ViaService': ['ec2.*', 'rds.*'] }, Bool: { 'kms:GrantIsForAWSResource': true } },
  };
  const block = policyDocumentBlock({ Statement: kept }, { Statement: [{ ...kept }, added] });
  expect(block).toBe(`data "aws_iam_policy_document" "aws_backup" {
  statement {
    sid    = "Say \\"yes\\""
    effect = "Deny"

    not_actions = ["kms:Get*"]

    resources = ["arn:aws:kms:*:\${data.aws_caller_identity.current.account_id}:key/&{aws:username}%%{"]

    principals {
      type = "AWS"
      identifiers = [
        "arn:aws:iam::111122223333:root",
        aws_iam_role.backup.arn,
      ]
    }

    principals {
      type        = "Service"
      identifiers = ["backup.amazonaws.com"]
    }

    condition {
      test     = "StringLike"
      variable = "kms:ViaService"
      values = [
        "ec2.*",
        "rds.*",
      ]
    }

    condition {
      test     = "Bool"
      variable = "kms:GrantIsForAWSResource"
      values   = ["true"]
    }
  }
}
`);
});

test('anyone is a type of its own', () => {
  const block = policyDocumentBlock({}, { Statement: [{ ...kept, Sid: undefined }] });
  expect(block).toContain('    principals {\n      type        = "*"\n      identifiers = ["*"]\n    }\n');
});
