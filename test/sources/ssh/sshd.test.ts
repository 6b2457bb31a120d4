import { describe, expect, onTestFinished, test } from 'vitest';
import { openLive } from '../../../src/sources/ssh/index.ts';
import type { SshdOptions } from '../../appliance/sshd.ts';
import { startSshd, whyNoSshd } from '../../appliance/sshd.ts';
import { addOddities, writeTree } from '../../appliance/tree.ts';
import { readEverything, scratch } from './scene.ts';

const reason = whyNoSshd();

describe.skipIf(reason !== undefined)(
  `behind OpenSSH’s own server${reason === undefined ? '' : ` (skipped: ${reason})`}`,
  () => {
    const live = async (options: Partial<SshdOptions> = {}) => {
      const root = scratch();
      writeTree(root);
      addOddities(root);
      const sshd = await startSshd({ ...options, root });
      onTestFinished(() => sshd.close());
      return openLive(
        { ...sshd, identityFiles: [sshd.keyFile] },
        { credentials: {}, knownHostsFiles: [sshd.knownHostsFile], agent: false },
      );
    };

    test.each([
      { name: 'nscli', form: { prefix: 'shell ', encoding: 'argument' } },
      { name: 'bash', account: 'bash' as const, form: { prefix: '', encoding: 'argument' } },
      { name: 'nscli that takes quotes off', stripsSingleQuotes: true, form: { prefix: 'shell ', encoding: 'input' } },
    ])('reads an appliance with $name', async ({ name: _, form, ...behaviour }) => {
      const source = await live(behaviour);
      expect(source.account).toMatchObject(form);
      const { files, gaps } = await readEverything(source);
      expect(files.get('/nsconfig/ns.conf')?.toString()).toContain('add vpn vserver gw SSL');
      expect(files.get('/shell/ps-axwwo.out')?.toString()).toContain('/bin/httpd');
      expect(files.get('/shell/showcmds.txt')?.toString()).toContain('Build 73.37.nc');
      expect(files.has('/var/tmp/line\nbreak')).toBe(true);
      expect(gaps.filter(({ reason: why }) => why !== 'unsupported')).toEqual([]);
      expect(source.describe().session?.hostKey).toMatch(/^ssh-ed25519 SHA256:/);
    });
  },
);
