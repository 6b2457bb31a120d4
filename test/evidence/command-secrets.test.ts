import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskAssignments } from '../../src/artifacts/secrets.ts';
import { withoutCommandSecrets } from '../../src/evidence/command-secrets.ts';
import { commandForms } from '../fixtures/command-lines.ts';

/** Letters that no word of the forms has; the signs are those that a shell leaves as they are. */
const passwords = (signs: string) =>
  fc
    .string({ unit: fc.constantFrom(...`QXZJVqxzjv0123456789${signs}`), minLength: 4, maxLength: 60 })
    .map((text) => `Q${text}9`);

describe('a password in the arguments of a command is masked', () => {
  test.each(commandForms)('$name', ({ line, isQuoted }) => {
    fc.assert(
      fc.property(passwords(isQuoted ? ' +!=,._:%@~#^*;&|()' : '+!=,._:%~^*-'), (password) => {
        const plain = line('[secret]');
        const masked = withoutCommandSecrets(line(password), '[secret]');
        expect(masked).not.toContain(password.slice(0, 5));
        expect(masked).not.toContain(password.slice(-5));
        // Nothing else is, apart from quotes of the password alone; and once masked it stays as it is.
        expect(masked.replace(/["'\\]/g, '')).toBe(plain.replace(/["'\\]/g, ''));
        expect(withoutCommandSecrets(masked, '[secret]')).toBe(masked);
      }),
      { numRuns: 60, seed: 20261124 },
    );
  });
});

test.each([
  'curl -u admin https://192.0.2.7/x',
  'ps -u root',
  'mysql -p -u root',
  'mysql -u root -P 3306 --port=3306',
  'sshpass -e ssh root@192.0.2.7',
  'sshpass -f /root/x ssh root@192.0.2.7',
  'wget --password-file x --user=admin https://192.0.2.7/x',
  'curl --user-agent nsleuth https://192.0.2.7:8443/a@b',
  'curl -H "Accept: text/html" https://192.0.2.7/?next=a@b',
  'nscli -U %:nsroot:. show version',
  'ssh -p 2222 root@192.0.2.7',
  'openssl enc -pass file:/tmp/x',
])('%s holds no password, and stays as it is', (line) => {
  expect(withoutCommandSecrets(line, '[secret]')).toBe(line);
});

test.each([
  'curl ',
  'mysql ',
  '-u a:',
  ' -u',
  ' -u a',
  '://a',
  '://a:',
  'sshpass -v',
  ' --a-b-password=',
  '"',
  "'",
  '\\"',
  'pass ',
])('%j, 60,000 characters of it, is looked through at once', (seed) => {
  const text = seed.repeat(Math.ceil(60_000 / seed.length));
  const started = performance.now();
  maskAssignments(text);
  expect(performance.now() - started).toBeLessThan(1_500);
});
