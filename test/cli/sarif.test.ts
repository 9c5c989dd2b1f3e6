import type { Log } from 'sarif';
import { expect, test } from 'vitest';
import { broken, deployment } from './policies.ts';
import { backuplint, folder } from './run.ts';

function results(args: readonly string[]) {
  const cwd = folder({ 'policy.json': broken });
  const { stdout } = backuplint(['policy.json', ...deployment, '--format', 'sarif', ...args], { cwd });
  const [run] = (JSON.parse(stdout) as Log).runs;
  return run?.results ?? [];
}

test('a finding names the statements that came near as related locations', () => {
  const grants = results([]).find(({ ruleId }) => ruleId === 'kms/grant-access');
  const places = grants?.relatedLocations?.map(({ message, physicalLocation }) => [
    message?.text,
    physicalLocation?.artifactLocation?.uri,
    physicalLocation?.region?.startLine,
  ]);
  expect(places).toEqual([
    ['statement "Grants" (/Statement/2) of the key policy', 'policy.json', 30],
    ['statement /Statement/0 of the key policy', 'policy.json', 4],
  ]);
});

test('with --fix the findings that it mends carry the replacements', () => {
  const [result] = results(['--fix']);
  const replacements = result?.fixes?.[0]?.artifactChanges[0]?.replacements ?? [];
  expect(replacements.map(({ insertedContent }) => insertedContent?.text).join('')).toContain(
    'AWSServiceRoleForBackup',
  );
});
