import { describe, expect, test } from 'vitest';
import { shellForms } from '../../../src/sources/ssh/account.ts';
import { remoteCommands } from '../../../src/sources/ssh/commands.ts';
import { plan } from '../../../src/sources/ssh/plan.ts';

const everything = plan({ include: ['cores', 'large'], paths: ['/opt/likewise', '/var/log/example'] });

describe('the plan', () => {
  test.each(plan().commands.concat(everything.commands))(
    'line $id keeps to what is known to come through',
    ({ line }) => {
      expect(line.length).toBeLessThan(1_000);
      expect(line).not.toMatch(/[\n\r`\\]/);
      expect(line.split("'").length).toBeLessThanOrEqual(3);
      // Fragile in the appliance's shell: loops and reading loops.
      expect(line).not.toMatch(/\b(?:for|while|until|read)\b/);
      // Nothing that writes: the only redirections are to the null device and between open channels.
      const redirections = line.match(/\d?>+&?\S*|<\S*/g) ?? [];
      for (const text of redirections) expect(['2>&1', '>&3;', '</dev/null);', '</dev/null;', '3>&1;']).toContain(text);
      expect(line).not.toMatch(
        /\b(?:rm|mv|cp|dd|tee|touch|chmod|chown|kill|mkdir|ln|set(?! -f)|add|bind|clear|save)\b/,
      );
    },
  );

  test('fetches logs first and core dumps only when asked', () => {
    const { commands, paths } = plan();
    expect(commands[0]?.id).toBe('fetch-logs');
    expect(paths.map(({ path }) => path)).not.toContain('/var/core');
    expect(everything.paths.map(({ path }) => path)).toContain('/var/core');
  });

  test('adds paths that rules look at, once', () => {
    expect(everything.paths.map(({ path }) => path)).toContain('/opt/likewise');
    expect(everything.paths.map(({ path }) => path)).not.toContain('/var/log/example');
  });

  test.each(['/var/x;reboot', '/var/$(id)', "/var/'x", 'var/log', '/var/../etc', '/var/x\n', '/var/-x y', '/'])(
    'refuses %j, which is no plain path',
    (path) => {
      expect(() => plan({ paths: [path] })).toThrow('not a plain path');
    },
  );

  test('estimates', () => {
    expect(plan().typicalBytes).toBeGreaterThan(50 * 2 ** 20);
    expect(everything.typicalBytes).toBeGreaterThan(plan().typicalBytes);
  });

  test('is the same for every way to the shell, apart from the way', () => {
    for (const account of shellForms) {
      const { commands } = plan({}, account);
      expect(commands.map(({ id }) => id)).toEqual(plan().commands.map(({ id }) => id));
    }
  });
});

test('commands have different ids, and outputs of their own but for show commands', () => {
  expect(new Set(remoteCommands.map(({ id }) => id)).size).toBe(remoteCommands.length);
  const outputs = remoteCommands.filter(({ needs }) => needs === 'shell').map(({ output }) => output);
  expect(new Set(outputs).size).toBe(outputs.length);
});
