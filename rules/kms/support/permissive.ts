import { compilePolicy } from '../../../src/iam/compile.ts';

/** An identity policy that stands in nobody's way, where only the key policy is asked about. */
export const allowsEverything = compilePolicy(
  { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
  'identity-policy',
);
