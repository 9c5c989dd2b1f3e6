import { compilePolicy } from './compile.ts';
import type { CompiledPolicy } from './types.ts';

/**
 * An identity policy that allows everything, for questions about one side alone: whether a key policy admits a
 * service-linked role, whose own policy is AWS's business.
 */
export const allowAllIdentityPolicy: CompiledPolicy = compilePolicy(
  { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
  'identity-policy',
);
