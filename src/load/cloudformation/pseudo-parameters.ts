/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
import type { Partition } from '../../estate/deployment.ts';
import type { Stack } from './stack.ts';

/** Takes the property, list element or the like away that it is the value of. */
export const noValue: unique symbol = Symbol('AWS::NoValue');

const suffixes: Readonly<Record<Partition, string>> = {
  aws: 'amazonaws.com',
  'aws-us-gov': 'amazonaws.com',
  'aws-cn': 'amazonaws.com.cn',
};

/** `undefined`: no such pseudo parameter. */
export function pseudoParameter(stack: Stack, name: string): unknown {
  const { account, region, partition, name: stackName } = stack.facts;
  switch (name) {
    case 'AWS::AccountId':
      return account ?? stack.hole(name);
    case 'AWS::Region':
      return region ?? stack.hole(name);
    case 'AWS::Partition':
      return partition;
    case 'AWS::URLSuffix':
      return suffixes[partition];
    case 'AWS::StackName':
      return stackName ?? stack.hole(name);
    case 'AWS::NoValue':
      return noValue;
    case 'AWS::StackId':
    case 'AWS::NotificationARNs':
      return stack.hole(name);
    default:
      return undefined;
  }
}
