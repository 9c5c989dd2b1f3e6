/**
 * Why backups and their copies fail, by the status message that AWS Backup shows, and the rules that predict it.
 * The page `docs/failure-causes.md` is made from this table.
 */
import { likeness, wordsInOrder, wordsOf, type Phrase } from '../src/text/phrase.ts';

export interface FailureCause {
  readonly number: number;
  /** What is wrong, in a few words. */
  readonly cause: string;
  /** Empty where the job shows no message of its own; then `symptom` says what is seen. */
  readonly messages: readonly Phrase[];
  readonly symptom?: string;
  /** Ids of the rules that predict it; none: `note` says why none can. */
  readonly rules: readonly string[];
  /** What the rules cannot see, or why there is no rule. */
  readonly note?: string;
  readonly sources: readonly [string, ...string[]];
}

const guide = (page: string): string => `https://docs.aws.amazon.com/aws-backup/latest/devguide/${page}.html`;
const article = (page: string): string => `https://repost.aws/knowledge-center/${page}`;

const dashboards = guide('backup-dashboards');
const crossAccount = guide('create-cross-account-backup');
const copyErrors = article('backup-cross-account-copy-error');

export const failureCauses: readonly FailureCause[] = [
  {
    number: 1,
    cause: 'source and destination account are in different organizations',
    messages: [['Copy job failed. Both source and destination account must be a member of the same organization.']],
    rules: [],
    note: 'Files name one organization per deployment; which accounts belong to it only AWS Organizations knows.',
    sources: [dashboards, crossAccount],
  },
  {
    number: 2,
    cause: 'cross-account backup is switched off in the organization',
    messages: [['Copy job failed. Cross-account copy feature is not enabled for the current organization.']],
    rules: ['backup/cross-account-disabled'],
    sources: [dashboards, crossAccount],
  },
  {
    number: 3,
    cause: "the destination vault's access policy does not let the source's role copy into it",
    messages: [['Access Denied trying to call AWS Backup service']],
    rules: ['backup/vault-copy-access'],
    sources: [article('backup-resolve-access-denied-error'), crossAccount],
  },
  {
    number: 4,
    cause: 'the destination vault is encrypted with `aws/backup`, and the resource type is not fully managed',
    messages: [
      ['Copy job failed because the destination Backup vault is encrypted with the default Backup service managed key'],
    ],
    rules: ['backup/vault-key'],
    sources: [dashboards, crossAccount],
  },
  {
    number: 5,
    cause: 'the resource is encrypted with an AWS managed key, which no other account may use',
    messages: [
      ["Snapshots encrypted with the AWS managed key can't be shared"],
      ['Encrypted snapshots with Amazon EBS default key cannot be shared'],
    ],
    rules: ['kms/aws-managed-key'],
    sources: [dashboards, guide('encryption')],
  },
  {
    number: 6,
    cause: "the resource's key does not admit the central account's service-linked role, or cannot be used (EBS, EC2)",
    messages: [
      ['Given key ID is not accessible'],
      [
        'AMI snapshot copy failed with error: Given key ID is not accessible. You must have DescribeKey permissions on the default key',
      ],
    ],
    rules: ['kms/use-access', 'kms/grant-access', 'kms/explicit-deny', 'kms/key-state'],
    sources: [dashboards, copyErrors],
  },
  {
    number: 7,
    cause: "the resource's key does not admit the backup role or the central account, or cannot be used (RDS family)",
    messages: [
      ['The source snapshot KMS key', 'does not exist, is not enabled or you do not have permissions to access it'],
    ],
    rules: ['kms/use-access', 'kms/grant-access', 'kms/explicit-deny', 'kms/key-state'],
    sources: [dashboards, copyErrors, guide('troubleshooting')],
  },
  {
    number: 8,
    cause: 'the key is disabled, pending deletion or gone',
    messages: [
      ['KMS key is either disabled or pending deletion or access to KMS key is denied'],
      ['Given key ID does not exist'],
    ],
    rules: ['kms/key-state', 'kms/use-access'],
    note: "A key's state shows in `describe-key` output and on a live account, not in a policy alone.",
    sources: [dashboards],
  },
  {
    number: 9,
    cause: 'the resource type or the Region does not have that kind of copy',
    messages: [
      ['Copy job from', 'cannot be initiated for', 'resources. Feature is not supported for provided resource type.'],
    ],
    rules: ['backup/copy-unsupported'],
    sources: [dashboards, guide('backup-feature-availability')],
  },
  {
    number: 10,
    cause: "the copy's retention lies outside the range of the destination vault's lock",
    messages: [
      [
        'Copy job failed. The retention specified in the job is not within the range specified for the target Backup Vault.',
      ],
    ],
    rules: ['backup/vault-lock-retention'],
    sources: [dashboards, guide('vault-lock')],
  },
  {
    number: 11,
    cause: 'the instance runs an AMI from AWS Marketplace',
    messages: [['Images from AWS Marketplace cannot be copied to another AWS account.']],
    rules: [],
    note: "The AMI's product code shows only in EC2, which is not among the inputs.",
    sources: [dashboards],
  },
  {
    number: 12,
    cause: "the central account's Allowed AMIs setting of EC2 does not list the source account",
    messages: [['Source AMI not found in Region']],
    rules: [],
    note: 'Allowed AMIs is an account setting of EC2, which is not among the inputs.',
    sources: [dashboards, crossAccount],
  },
  {
    number: 13,
    cause: 'a Storage Gateway volume is copied into a vault without a customer managed key',
    messages: [
      [
        'UnsupportedOperation',
        'Storage Gateway backup copies require a user-created backup vault and key at destination.',
      ],
    ],
    rules: ['backup/vault-key'],
    sources: [dashboards],
  },
  {
    number: 14,
    cause: "a tag policy of the organization refuses the recovery point's tags",
    messages: [['We are unable to copy resource tags to your backup because of the Internal Failure']],
    symptom: 'or the copy arrives without tags',
    rules: [],
    note: 'Tag policies are not among the inputs.',
    sources: [dashboards, article('backup-troubleshoot-cross-account-copy')],
  },
  {
    number: 15,
    cause: 'a persistent option group of the database is missing in the destination Region',
    messages: [['The snapshot requires a target option group with the following options:']],
    rules: [],
    note: 'Option groups of the destination Region are not among the inputs.',
    sources: [dashboards, guide('cross-region-backup')],
  },
  {
    number: 16,
    cause: 'the role is missing, or its trust policy does not let `backup.amazonaws.com` assume it',
    messages: [['cannot be assumed by AWS Backup']],
    rules: ['backup/service-role'],
    note: 'That a role does not exist is seen on a live account only.',
    sources: [dashboards, guide('iam-service-roles')],
  },
  {
    number: 17,
    cause: "the role's own policies or an SCP refuse what the job calls",
    messages: [['not authorized to'], ['backup:CopyFromBackupVault'], ['backup:CopyIntoBackupVault']],
    rules: ['backup/service-role'],
    note: "Judged when all of the role's policies are in sight; an SCP when it is given.",
    sources: [dashboards, crossAccount],
  },
  {
    number: 18,
    cause: 'too many copies of one resource at a time',
    messages: [['There are too many copy jobs running for resource.']],
    symptom: 'or jobs stay in `CREATED`',
    rules: [],
    note: 'How long a copy runs depends on the amount of data, which no input tells.',
    sources: [dashboards, guide('aws-backup-limits')],
  },
  {
    number: 19,
    cause: 'an automation in the account revokes the temporary sharing of a snapshot (logically air-gapped vaults)',
    messages: [['You do not have permission to access the storage of this ami.']],
    rules: [],
    note: 'What an automation does at run time cannot be read from the inputs.',
    sources: [guide('logicallyairgappedvault')],
  },
  {
    number: 20,
    cause: 'a continuous backup is expected to be copied as such, or the recovery point is already in cold storage',
    messages: [],
    symptom: 'the copy never starts',
    rules: ['backup/continuous-backup'],
    note: 'Recovery points that have moved to cold storage, and copies started by hand, are not part of a plan.',
    sources: [guide('recov-point-create-a-copy'), guide('point-in-time-recovery-copying')],
  },
  {
    number: 21,
    cause: "the backup role may not use the key of a bucket's objects",
    messages: [['No objects were backed up from the source bucket']],
    symptom: 'or the job completes and objects are missing',
    rules: ['kms/use-access', 'kms/explicit-deny', 'backup/service-role', 'backup/s3-prerequisites'],
    note: "Objects under other keys than the bucket's default are not visible.",
    sources: [guide('encryption'), guide('s3-backups')],
  },
  {
    number: 22,
    cause: 'a member of a CloudFormation stack or EKS cluster cannot be copied, or is on an AWS managed key',
    messages: [],
    symptom: 'the copy ends as `Partial`',
    rules: [],
    note: 'What a stack or cluster holds is not read from the inputs; its resources are judged where a plan selects them too.',
    sources: [guide('applicationstackbackups'), guide('eks-backups')],
  },
  {
    number: 23,
    cause: 'the destination of a cross-account copy is the vault `Default`',
    messages: [],
    symptom: 'the cross-account copy fails',
    rules: ['backup/vault-key'],
    sources: [crossAccount],
  },
  {
    number: 24,
    cause: 'advanced features for DynamoDB are off in the source account and Region',
    messages: [],
    symptom: 'the table is backed up and not copied',
    rules: ['backup/dynamodb-advanced-features'],
    sources: [guide('advanced-ddb-backup'), guide('backup-feature-availability')],
  },
  {
    number: 25,
    cause: "the destination vault does not exist under that ARN; AWS does not check a plan's vault names",
    messages: [],
    symptom: 'no copy arrives',
    rules: ['backup/undecided'],
    note: 'Files cannot prove that a vault does not exist: a destination that is not in sight is named.',
    sources: [article('backup-policy-no-jobs-created')],
  },
];

/** What a message is taken for. */
export interface RecognisedMessage {
  /** The likeliest first. */
  readonly causes: readonly [FailureCause, ...FailureCause[]];
  /** The known message that it is most like, where it is none to the word. */
  readonly like?: string;
}

/** A status message that is known, or nearly; text around it, ids in it, letter case and misspellings do not matter. */
export function recognise(statusMessage: string): RecognisedMessage | undefined {
  const words = wordsOf(statusMessage);
  const [first, ...others] = ranked((message) => wordsInOrder(words, message));
  if (first !== undefined) return { causes: causesIn(first, others) };
  const [nearest, ...nearOnes] = ranked((message) => likeness(words, message));
  if (nearest === undefined) return undefined;
  const near = nearOnes.filter(({ closeness }) => closeness >= nearest.closeness * nearlyAsLike);
  return { causes: causesIn(nearest, near), like: nearest.message.join(' … ') };
}

/** What is much less like the message than the likest is none of its causes. */
const nearlyAsLike = 0.8;

/** The causes whose status message this is, the likeliest first. */
export function causesOf(statusMessage: string): readonly FailureCause[] {
  return recognise(statusMessage)?.causes ?? [];
}

interface Ranked {
  readonly cause: FailureCause;
  readonly message: Phrase;
  readonly closeness: number;
}

function ranked(closenessOf: (message: Phrase) => number): Ranked[] {
  return failureCauses
    .flatMap((cause) => cause.messages.map((message) => ({ cause, message, closeness: closenessOf(message) })))
    .filter(({ closeness }) => closeness > 0)
    .sort((a, b) => b.closeness - a.closeness);
}

/** A cause may have several messages. */
function causesIn(first: Ranked, others: readonly Ranked[]): RecognisedMessage['causes'] {
  const rest = new Set(others.map(({ cause }) => cause));
  rest.delete(first.cause);
  return [first.cause, ...rest];
}
