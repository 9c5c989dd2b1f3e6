/**
 * CloudFormation's short forms in YAML, read as the long forms they stand for: `!Sub x` is `{"Fn::Sub": "x"}`.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 */
import { Pair, Scalar, YAMLMap, type CollectionTag, type ScalarTag, type YAMLSeq } from 'yaml';

const withPrefix = [
  ['Base64', 'Cidr', 'FindInMap', 'ForEach', 'GetAtt', 'GetAZs', 'GetStackOutput', 'ImportValue', 'Join', 'Length'],
  ['Select', 'Split', 'Sub', 'ToJsonString', 'Transform', 'And', 'Equals', 'If', 'Not', 'Or'],
].flat();

const longNames: readonly (readonly [tag: string, name: string])[] = [
  ['!Ref', 'Ref'],
  ['!Condition', 'Condition'],
  ...withPrefix.map((name) => [`!${name}`, `Fn::${name}`] as const),
];

/** Each name as a tag of scalars, of sequences and of maps. */
export const cloudFormationTags: (ScalarTag | CollectionTag)[] = longNames.flatMap(([tag, name]) => [
  { tag, resolve: (text: string) => ({ [name]: name === 'Fn::GetAtt' ? splitAttribute(text) : text }) },
  { tag, collection: 'seq', resolve: (list: YAMLMap.Parsed | YAMLSeq.Parsed) => wrapped(name, list) },
  { tag, collection: 'map', resolve: (map: YAMLMap.Parsed | YAMLSeq.Parsed) => wrapped(name, map) },
]);

/** `Key.Arn`; a logical id has no points, an attribute may. */
function splitAttribute(text: string): string[] {
  const point = text.indexOf('.');
  return point < 0 ? [text] : [text.slice(0, point), text.slice(point + 1)];
}

function wrapped(name: string, value: YAMLMap.Parsed | YAMLSeq.Parsed): YAMLMap {
  const map = new YAMLMap();
  map.items.push(new Pair(new Scalar(name), value));
  return map;
}
