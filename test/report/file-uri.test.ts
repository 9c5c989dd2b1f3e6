import { expect, test } from 'vitest';
import { fileUri } from '../../src/report/file-uri.ts';

test.for([
  ['a relative name', 'policies/rds.json', 'policies/rds.json'],
  ['spaces and letters beyond ASCII', 'a b/schlüssel.json', 'a%20b/schl%C3%BCssel.json'],
  ['what would start a query or a fragment', 'a?b#c.json', 'a%3Fb%23c.json'],
  ['a percent sign', '100%.json', '100%25.json'],
  ['a colon, which would look like a scheme', 'arn:aws:kms', 'arn%3Aaws%3Akms'],
  ['standard input', '<stdin>', '%3Cstdin%3E'],
  ['a folder above', '../shared/key.json', '../shared/key.json'],
  ['an absolute name', '/tmp/a b.json', 'file:///tmp/a%20b.json'],
  ['another drive', 'D:/keys/a.json', 'file:///D:/keys/a.json'],
  ['a backslash, which is part of a name', 'a\\b.json', 'a%5Cb.json'],
  ['half a surrogate pair', 'a\ud800b', 'a%EF%BF%BDb'],
] as const)('%s', ([, file, uri]) => {
  expect(fileUri(file)).toBe(uri);
});
