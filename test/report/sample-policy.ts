/** The text that `sample` reports on as `policies/rds.json`. */
export const samplePolicy = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Use",
      "Effect": "Allow",
      "Principal": { "AWS": "arn:aws:iam::111122223333:role/website-backup" },
      "Action": ["kms:DescribeKey", "kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"],
      "Resource": "*",
      "Condition": { "StringEquals": { "kms:ViaService": "rds.eu-west-2.amazonaws.com" } }
    },
    {
      "Sid": "Grants",
      "Effect": "Allow",
      "Principal": { "AWS": [
          "arn:aws:iam::111122223333:role/website-backup",
          "arn:aws:iam::444455556666:role/AWSServiceRoleForBackup"
        ] },
      "Action": ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
      "Resource": "*",
      "Condition": { "Bool": { "kms:GrantIsForAWSResource": "true" } }
    }
  ]
}
`;
