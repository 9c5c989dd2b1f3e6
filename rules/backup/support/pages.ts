/** Addresses of the AWS pages that several rules rely on. */

export const backupGuide = (page: string): string =>
  `https://docs.aws.amazon.com/aws-backup/latest/devguide/${page}.html`;

export const knowledgeCenter = (page: string): string => `https://repost.aws/knowledge-center/${page}`;
