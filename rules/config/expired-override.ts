import type { Rule } from '../../src/engine/rule.ts';
import { exampleConfig, soundPolicyFile } from '../examples.ts';

export const expiredOverride: Rule = {
  id: 'config/expired-override',
  severity: 'warning',
  docs: {
    what: 'An override of the config is past its `until`: it no longer applies.',
    why: 'An override silences findings for a time: until an account is closed, until a migration is done. When the day is over, the findings come back, so that nobody goes on trusting backups that never worked.',
    remedy:
      'Mend what the override silenced and remove it, or, if its reason still holds, give it a new `until`. The override still applies on its last day.',
    firing: {
      title: 'The override ended in 2020',
      files: { 'policy.json': soundPolicyFile() },
      config: configUntil('2020-12-31'),
    },
    silent: {
      title: 'The override has a long time to go',
      files: { 'policy.json': soundPolicyFile() },
      config: configUntil('2999-12-31'),
    },
    sources: [],
  },

  *checkEstate({ expiredOverrides = [] }) {
    for (const { origin, until, reason, rules } of expiredOverrides) {
      yield {
        message: `The override of ${rules.join(', ')} ended on ${until} and no longer applies (its reason: ${reason})`,
        at: origin,
        subject: origin.file,
        help: 'Mend what it silenced and remove it, or give it a new until.',
        identity: `${until} ${reason}`,
      };
    }
  },
};

function configUntil(date: string): string {
  return `${exampleConfig}overrides:
  - files: ["legacy/**"]
    rules: { kms/lockout: off }
    reason: the account is closed at the end of the year
    until: ${date}
`;
}
