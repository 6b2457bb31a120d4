import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addressOf, parseInventory } from '../../../src/sources/ssh/inventory.ts';
import { resolveTarget } from '../../../src/sources/ssh/ssh-config.ts';
import { parseTarget, targetLabel } from '../../../src/sources/ssh/target.ts';
import { scratch } from './scene.ts';

describe('an address', () => {
  test.each([
    { address: 'ssh://nsroot@192.0.2.10', target: { user: 'nsroot', host: '192.0.2.10' } },
    { address: 'ssh://192.0.2.10:2222/', target: { host: '192.0.2.10', port: 2222 } },
    {
      address: 'ssh://alice@example.org@[2001:db8::10]:22',
      target: { user: 'alice@example.org', host: '2001:db8::10', port: 22 },
    },
    { address: 'ssh://ns-a', target: { host: 'ns-a' } },
  ])('$address is read', ({ address, target }) => {
    expect(parseTarget(address)).toEqual(target);
  });

  test.each([
    { address: 'ssh://nsroot:secret@192.0.2.10', message: 'password in the address' },
    { address: 'ssh://', message: 'Not a host' },
    { address: 'ssh://-oProxyCommand=id', message: 'Not a host' },
    { address: 'ssh://a b@192.0.2.10', message: 'Not a user' },
    { address: 'ssh://192.0.2.10:99999', message: 'No such port' },
    { address: 'http://192.0.2.10', message: 'begins with ssh://' },
  ])('$address is refused in one sentence', ({ address, message }) => {
    expect(() => parseTarget(address)).toThrow(message);
    expect(() => parseTarget(address)).not.toThrow('secret');
  });

  test('is shown short', () => {
    expect(targetLabel({ user: 'nsroot', host: '192.0.2.10', port: 22 })).toBe('nsroot@192.0.2.10');
    expect(targetLabel({ user: 'nsroot', host: '2001:db8::10', port: 2222 })).toBe('nsroot@[2001:db8::10]:2222');
  });
});

describe('the SSH configuration', () => {
  const resolve = async (config: string, address: string, jump?: string) => {
    const folder = scratch();
    writeFileSync(join(folder, 'key'), '');
    const configFile = join(folder, 'config');
    writeFileSync(configFile, config.replaceAll('FOLDER', folder));
    const target = await resolveTarget({ address, configFile, ...(jump !== undefined && { jump }) });
    return JSON.parse(JSON.stringify(target).replaceAll(folder, 'FOLDER'));
  };

  test.each([
    {
      name: 'completes an alias',
      config:
        'Host ns-a\n  HostName 192.0.2.10\n  User alice\n  Port 2222\n  IdentityFile FOLDER/key\n  IdentityFile FOLDER/missing\n',
      address: 'ssh://ns-a',
      target: { host: '192.0.2.10', port: 2222, user: 'alice', identityFiles: ['FOLDER/key'] },
    },
    {
      name: 'yields to the address',
      config: 'Host *\n  User alice\n  Port 2222\n',
      address: 'ssh://bob@192.0.2.10:22',
      target: { host: '192.0.2.10', port: 22, user: 'bob' },
    },
    {
      name: 'names jump hosts, outermost first',
      config:
        'Host gate\n  HostName 192.0.2.98\n  User g\nHost ns-a\n  hostname 192.0.2.10\n  ProxyJump gate,h@192.0.2.99:2200\n',
      address: 'ssh://ns-a',
      target: {
        host: '192.0.2.10',
        port: 22,
        user: 'nsroot',
        jumps: [
          { host: '192.0.2.98', port: 22, user: 'g' },
          { host: '192.0.2.99', port: 2200, user: 'h' },
        ],
      },
    },
    {
      name: 'never runs a command',
      config: 'Match exec "touch FOLDER/ran"\n  User mallory\nHost *\n  User alice\n',
      address: 'ssh://192.0.2.10',
      target: { host: '192.0.2.10', port: 22, user: 'alice' },
    },
    {
      name: 'may be silent: the account is nsroot',
      config: '',
      address: 'ssh://192.0.2.10',
      target: { host: '192.0.2.10', port: 22, user: 'nsroot' },
    },
  ])('$name', async ({ config, address, target }) => {
    expect(await resolve(config, address)).toEqual(target);
  });

  test('yields to --jump', async () => {
    expect(await resolve('Host *\n  ProxyJump gate\n', 'ssh://192.0.2.10', 'a@192.0.2.99')).toMatchObject({
      jumps: [{ host: '192.0.2.99', user: 'a' }],
    });
  });

  test('that leads in a circle is an error', async () => {
    await expect(resolve('Host a\n  ProxyJump b\nHost b\n  ProxyJump a\n', 'ssh://a')).rejects.toThrow('in a circle');
  });
});

describe('an inventory', () => {
  test('lists appliances', () => {
    const items = parseInventory(
      'appliances:\n  - {name: ns-a, host: 192.0.2.10, user: alice, key: ~/.ssh/k, jump: g@192.0.2.99, host_key: "SHA256:x"}\n  - host: 2001:db8::11\n    port: 2222\n',
      'fleet.yaml',
    );
    expect(items).toEqual([
      { name: 'ns-a', host: '192.0.2.10', user: 'alice', key: '~/.ssh/k', jump: 'g@192.0.2.99', hostKey: 'SHA256:x' },
      { name: '2001:db8::11', host: '2001:db8::11', port: 2222 },
    ]);
    expect(items.map(addressOf)).toEqual(['ssh://alice@192.0.2.10', 'ssh://[2001:db8::11]:2222']);
  });

  test.each([
    {
      name: 'a password',
      text: '- host: a\n- host: b\n  password: x\n',
      message: 'fleet.yaml:3: a password does not belong',
    },
    { name: 'an unknown word', text: '- host: a\n  hots: b\n', message: 'fleet.yaml:2: unknown word "hots"' },
    { name: 'no host', text: '- name: a\n', message: 'fleet.yaml:1: an appliance without host' },
    { name: 'the same name twice', text: '- host: a\n- host: a\n', message: 'stands twice' },
    { name: 'something else', text: 'a: b\n', message: 'no list of appliances' },
    { name: 'broken YAML', text: 'a: [\n', message: 'fleet.yaml:2' },
    { name: 'an alias', text: '- &a {host: a}\n- *a\n', message: 'fleet.yaml:2: an appliance is a map' },
  ])('with $name is refused, with the line', ({ text, message }) => {
    expect(() => parseInventory(text, 'fleet.yaml')).toThrow(message);
  });
});
