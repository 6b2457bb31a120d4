import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type LiveOptions, openLive } from '../../../src/sources/ssh/index.ts';
import { newHostKey, newKeyPair } from '../../appliance/emulator.ts';
import { appliance, open, scratch, trusting } from './scene.ts';

function keyFile(text: string): string {
  const file = join(scratch(), 'id_ed25519');
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}

describe('logs in', () => {
  test.each([
    {
      name: 'by keyboard-interactive',
      methods: ['keyboard-interactive' as const],
      tried: ['keyboard-interactive accepted'],
    },
    { name: 'by the password method', methods: ['password' as const], tried: ['password accepted'] },
    {
      name: 'by keyboard-interactive where both are offered',
      methods: ['password' as const, 'keyboard-interactive' as const],
      tried: ['keyboard-interactive accepted'],
    },
  ])('$name', async ({ methods, tried }) => {
    const emulator = await appliance({ methods });
    (await open(emulator)).close();
    expect(emulator.logins).toEqual(tried);
  });

  test('with a second factor, which is asked for in its own words', async () => {
    const emulator = await appliance({ secondFactor: { prompt: 'Token code: ', answer: '123456' } });
    const asked: string[] = [];
    const live = await open(emulator, {
      credentials: {
        password: async () => emulator.password,
        answer: async (question) => {
          asked.push(question);
          return '123456';
        },
      },
    });
    live.close();
    expect(asked).toEqual(['Token code: ']);
  });

  test.each([
    { name: 'a plain key', passphrase: undefined },
    { name: 'an encrypted key', passphrase: 'open sesame' },
  ])('with $name', async ({ passphrase }) => {
    const pair = newKeyPair(passphrase);
    const emulator = await appliance({ authorizedKeys: [pair.public] });
    const target = { ...emulator, identityFiles: [keyFile(pair.private)] };
    const live = await openLive(target, {
      ...trusting(emulator),
      credentials: { passphrase: async () => passphrase },
    });
    live.close();
    expect(emulator.logins.at(-1)).toBe('publickey accepted');
  });

  test('through a jump host, checking both host keys', async () => {
    const gate = await appliance({ forwards: true, user: 'jumper', password: 'gate pass' });
    const emulator = await appliance();
    const known = join(scratch(), 'known_hosts');
    writeFileSync(known, `${gate.knownHostsLine}\n${emulator.knownHostsLine}\n`);
    const asked: string[] = [];
    const live = await openLive(
      { ...emulator, jumps: [{ ...gate }] },
      {
        credentials: {
          password: async (account) => {
            asked.push(account);
            return account.startsWith('jumper') ? gate.password : emulator.password;
          },
        },
        knownHostsFiles: [known],
        agent: false,
      },
    );
    expect(live.account.mode).toBe('shell');
    expect(live.describe().session?.sourceAddress).toBeUndefined();
    live.close();
    expect(asked).toEqual([`jumper@127.0.0.1:${gate.port}`, `nsroot@127.0.0.1:${emulator.port}`]);
  });

  test('with old algorithms when they are asked for', async () => {
    const emulator = await appliance({ legacyAlgorithmsOnly: true });
    (await open(emulator, { legacyAlgorithms: true })).close();
  });
});

describe('the host key', () => {
  const connectWith = async (lines: (knownLine: string) => string, further: Partial<LiveOptions> = {}) => {
    const emulator = await appliance();
    const known = join(scratch(), 'known_hosts');
    writeFileSync(known, lines(emulator.knownHostsLine));
    const { hostKey: _, ...options } = trusting(emulator, { knownHostsFiles: [known] });
    const live = await openLive(emulator, { ...options, ...further });
    live.close();
  };

  test('is accepted when known_hosts has it', async () => {
    await connectWith((line) => `# a comment\n${line}\n`);
  });

  test('is refused when it is unknown and nobody can confirm it; the remedy gives the fingerprint', async () => {
    await expect(connectWith(() => '')).rejects.toMatchObject({
      message: expect.stringContaining('is not known'),
      remedy: expect.stringMatching(/--host-key SHA256:[\w+/]{43}/),
    });
  });

  test('is shown with its fingerprint to whoever confirms it', async () => {
    const questions: unknown[] = [];
    const emulator = await appliance();
    const { hostKey, ...options } = trusting(emulator);
    const live = await openLive(emulator, {
      ...options,
      credentials: {
        ...options.credentials,
        confirmHostKey: async (question) => {
          questions.push(question);
          return true;
        },
      },
    });
    live.close();
    expect(questions).toEqual([
      { host: '127.0.0.1', port: emulator.port, keyType: 'ssh-ed25519', fingerprint: hostKey },
    ]);
  });

  test('is refused when it has changed, without asking and without sending a password', async () => {
    const other = ssh2.utils.parseKey(newHostKey());
    if (other instanceof Error) throw other;
    const emulator = await appliance();
    const known = join(scratch(), 'known_hosts');
    writeFileSync(known, `\n[127.0.0.1]:${emulator.port} ssh-ed25519 ${other.getPublicSSH().toString('base64')}\n`);
    const { hostKey: _, ...options } = trusting(emulator, { knownHostsFiles: [known] });
    const refused = openLive(emulator, {
      ...options,
      credentials: { ...options.credentials, confirmHostKey: async () => true },
    });
    await expect(refused).rejects.toMatchObject({
      message: expect.stringMatching(/has changed.* line 2\./),
      status: 3,
    });
    expect(emulator.logins).toEqual([]);
  });

  test('is refused when it is not the one given', async () => {
    await expect(connectWith((line) => line, { hostKey: 'SHA256:AAAA' })).rejects.toThrow('not the one given');
  });
});

describe('a login that fails says what to do', () => {
  test('wrong password, offered once only', async () => {
    const emulator = await appliance();
    const wrong = open(emulator, { credentials: { password: async () => 'wrong' } });
    await expect(wrong).rejects.toMatchObject({
      message: expect.stringContaining('refused the login (tried keyboard-interactive)'),
      remedy: expect.stringContaining('half minute after a boot'),
    });
    expect(emulator.logins).toEqual(['keyboard-interactive refused']);
  });

  test('no password to give', async () => {
    await expect(open(await appliance(), { credentials: {} })).rejects.toMatchObject({
      remedy: expect.stringContaining('--password-stdin'),
    });
  });

  test('a second factor and nobody to answer', async () => {
    const emulator = await appliance({ secondFactor: { prompt: 'Token code: ', answer: '1' } });
    await expect(open(emulator)).rejects.toThrow('asks "Token code: "');
  });

  test('still starting: the correct password is refused', async () => {
    await expect(open(await appliance({ refusedLogins: 1 }))).rejects.toMatchObject({
      remedy: expect.stringContaining('wait, then try again'),
    });
  });

  test('only old algorithms', async () => {
    await expect(open(await appliance({ legacyAlgorithmsOnly: true }))).rejects.toMatchObject({
      remedy: expect.stringContaining('--legacy-algorithms'),
    });
  });

  test('a key file that does not exist', async () => {
    const emulator = await appliance();
    await expect(openLive({ ...emulator, identityFiles: ['/nonexistent/key'] }, trusting(emulator))).rejects.toThrow(
      'Cannot read the key file',
    );
  });

  test('nobody listens', async () => {
    const emulator = await appliance();
    await emulator.close();
    await expect(open(emulator)).rejects.toThrow('refuses the connection');
  });

  test('a port that never says a word', async () => {
    const server = createServer((socket) => socket.on('error', () => {}));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const attempt = openLive(
      { host: '127.0.0.1', port, user: 'nsroot' },
      { credentials: {}, timeoutMs: 300, agent: false },
    );
    await expect(attempt).rejects.toThrow(`No answer from 127.0.0.1 port ${port}`);
  });

  test('stopped by the operator', async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(open(await appliance(), { signal: controller.signal })).rejects.toThrow('Stopped');
  });
});
