/** Whose eyes we look with: credentials and Region, found as the AWS CLI finds them. */
import { CannotStart } from './cannot-start.ts';
import { networkFailureIn } from './errors.ts';
import { clientOf, credentialChain, keysInEnvironment, type ClientSettings } from './sdk.ts';

export interface SessionOptions {
  readonly profile?: string | undefined;
  /** The first that was asked for. */
  readonly region?: string | undefined;
  readonly endpointUrl?: string | undefined;
}

export interface SessionSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Asks for the code of an MFA device, where somebody is there to answer. */
  readonly mfaCode?: ((device: string) => Promise<string>) | undefined;
}

export type ResolvedSettings = ClientSettings & { readonly region: string };

/** Settings for clients of the account that the credentials are for. Throws `CannotStart`. */
export async function openSession(
  options: SessionOptions,
  surroundings: SessionSurroundings,
): Promise<ResolvedSettings> {
  const { profile, endpointUrl } = options;
  const region = await regionOf(options, surroundings.env);
  const credentials = credentialsOf(options, surroundings);
  try {
    await credentials();
  } catch (error) {
    throw noCredentials(error, profile ?? surroundings.env['AWS_PROFILE']);
  }
  return {
    region,
    credentials,
    ...(profile === undefined ? {} : { profile }),
    ...(endpointUrl === undefined ? {} : { endpoint: endpointUrl }),
  };
}

/**
 * With `--profile` the environment's keys do not count; without it they count before `AWS_PROFILE`, which is the other way
 * round than the SDK has it. https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-quickstart.html#cli-configure-quickstart-precedence
 */
function credentialsOf({ profile }: SessionOptions, { env, mfaCode }: SessionSurroundings) {
  const inEnvironment = env['AWS_ACCESS_KEY_ID'] !== undefined && env['AWS_SECRET_ACCESS_KEY'] !== undefined;
  if (profile === undefined && inEnvironment) return keysInEnvironment();
  return credentialChain({
    ...(profile === undefined ? {} : { profile }),
    ...(mfaCode === undefined ? {} : { mfaCodeProvider: mfaCode }),
  });
}

/** https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html */
async function regionOf({ region, profile }: SessionOptions, env: SessionSurroundings['env']): Promise<string> {
  const told = region ?? (env['AWS_REGION'] || env['AWS_DEFAULT_REGION']);
  if (told !== undefined && told !== '') return told;
  const client = clientOf('sts', profile === undefined ? {} : { profile });
  try {
    return await client.region();
  } catch {
    throw new CannotStart('the Region is not known', [
      'give --region, set AWS_REGION, or set `region` in the profile',
      ...(profile === undefined ? [] : [`\`aws configure list-profiles\` shows whether there is a profile ${profile}`]),
    ]);
  } finally {
    client.destroy();
  }
}

/** What the SDK says may hold what a profile's program printed, so the cause is told in our words. */
function noCredentials(error: unknown, profile: string | undefined): CannotStart {
  const named = profile === undefined ? '' : ` of the profile ${profile}`;
  const { name, message } = error instanceof Error ? error : new Error();
  const cause = causes.find(({ sign }) => sign.test(`${name}: ${message}`));
  if (cause !== undefined) return new CannotStart(`${cause.what}${named}`, cause.help(profile));
  const network = networkFailureIn(error);
  if (network !== undefined) {
    return new CannotStart(`the credentials${named} cannot be had: ${network}`, [seeCli(profile)]);
  }
  return new CannotStart(`there are no credentials for AWS, or those${named} cannot be had`, [
    profile === undefined
      ? 'give --profile, or set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY'
      : '`aws configure list-profiles` shows which profiles there are',
    seeCli(profile),
  ]);
}

const withProfile = (profile: string | undefined): string => (profile === undefined ? '' : ` --profile ${profile}`);

const seeCli = (profile: string | undefined): string =>
  `\`aws sts get-caller-identity${withProfile(profile)}\` shows whether the AWS CLI has any`;

const causes: readonly {
  /** In the error's name and message. */
  readonly sign: RegExp;
  readonly what: string;
  readonly help: (profile: string | undefined) => readonly string[];
}[] = [
  {
    sign: /aws sso login|SSO session/,
    what: 'nobody is signed in to the SSO session, or it has expired',
    help: (profile) => [`sign in with \`aws sso login${withProfile(profile)}\``],
  },
  {
    sign: /requires multi-factor authentication|no MFA code was given/,
    what: 'a code of the MFA device is needed for the role',
    help: (profile) => [
      'run it in a terminal, which asks for the code, or with a session that has one:',
      `eval "$(aws configure export-credentials${withProfile(profile)} --format env)"`,
    ],
  },
  {
    sign: /MultiFactorAuthentication failed|invalid length for parameter TokenCode|tokenCode/i,
    what: 'AWS does not accept the code of the MFA device for the role',
    help: () => ['each code is good for one use: wait for the next one and try again'],
  },
  {
    sign: /^AccessDenied/,
    what: 'AWS does not let these credentials assume the role',
    help: (profile) => [`\`aws sts get-caller-identity${withProfile(profile)}\` shows what is missing`],
  },
  {
    sign: /^(?:ExpiredToken|InvalidClientTokenId|SignatureDoesNotMatch|UnrecognizedClient)/,
    what: 'AWS does not accept the credentials',
    help: (profile) => [seeCli(profile)],
  },
];
