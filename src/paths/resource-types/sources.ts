/** The pages that the rows cite. */
export const featureAvailability =
  'https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-feature-availability.html';
export const encryptionPage = 'https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html';
export const planOptions = 'https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html';
export const backupPolicyPage =
  'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForBackup.html';
export const supportedServices =
  'https://docs.aws.amazon.com/aws-backup/latest/devguide/working-with-supported-services.html';
export const dashboards = 'https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-dashboards.html';
export const airGappedVaults = 'https://docs.aws.amazon.com/aws-backup/latest/devguide/logicallyairgappedvault.html';
export const backupPolicySyntax =
  'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_backup_syntax.html';
export const terraformRegionSettings =
  'https://github.com/hashicorp/terraform-provider-aws/blob/main/website/docs/r/backup_region_settings.html.markdown';
