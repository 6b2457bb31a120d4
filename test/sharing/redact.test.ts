import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/assessment/report.ts';
import { reportFault } from '../../src/assessment/report-schema.ts';
import { printable, text } from '../../src/evidence/printable.ts';
import { createPseudonyms } from '../../src/sharing/pseudonyms.ts';
import { type RedactionOptions, redactReport } from '../../src/sharing/redact.ts';
import { compromisedReport, finding, logFinding, report } from '../fixtures/report.ts';

const secret = new Uint8Array(32).fill(7);
const redact = (one: Report, options: Partial<RedactionOptions> = {}) =>
  redactReport(one, { pseudonyms: createPseudonyms(secret), secret, ...options });
const sampleOf = (line: string) => redact(lineReport(line)).report.findings[0]!.samples[0]!.text as string;

function lineReport(line: string): Report {
  const one = logFinding(
    { subject: {}, path: text`/var/log/ns.log`, samples: [{ path: text`/var/log/ns.log`, text: printable(line) }] },
    { shows: 'context' },
  );
  return report({ findings: [one] });
}

describe('forms of logs, configuration and commands', () => {
  test.each([
    [
      'a VPN login',
      'Context alice.q@203.0.113.7 - SessionId: 34921 - User alice.q - Client_ip 203.0.113.7 - Nat_ip "Mapped Ip" - Vserver 198.51.100.20:443 - Group(s) "Field-Staff"',
      ['alice.q', '34921', '203.0.113.7', '198.51.100.20', 'Field-Staff'],
    ],
    [
      'a login without a space before the dash',
      'SessionId: 5- User bobby- Client_ip 203.0.113.8 - Nat_ip',
      ['bobby', '203.0.113.8'],
    ],
    ['a name of two words', 'SessionId: 5 - User Zebedee Quux - Client_ip 203.0.113.8 - Nat_ip', ['Zebedee', 'Quux']],
    ['a virtual server', 'bind ssl vserver vs_bigcorp -certkeyName wild_bigcorp', ['vs_bigcorp', 'wild_bigcorp']],
    [
      'the password of nscli',
      'sh[1]: nsroot on /dev/pts/1 shell_command="nscli -norc -s -U \'%:nsroot:Zomer2025 x\' show"',
      ['Zomer2025'],
    ],
    ['the same without quotes', 'nscli -U :nsroot:Zomer2025 show', ['Zomer2025']],
    ['a password that is a common name', 'sshpass -p admin ssh x', ['-p admin']],
    ['a failed login', 'AAA LOGIN_FAILED 1 0 : User carol77 - Client_ip 203.0.113.7 - Failure_reason "x"', ['carol77']],
    [
      'a rejected login',
      'Authentication is rejected for dave55 (client ip : 203.0.113.7 , vserver ip: 198.51.100.20)',
      ['dave55', '198.51.100.20'],
    ],
    [
      'an ICA session',
      'Destination 192.0.2.82:2598 - username:domainname erin9:BIGCORP - applicationName Desktop',
      ['erin9', 'BIGCORP'],
    ],
    [
      'a request',
      'SessionId: 34921 - intranet.bigcorp.example User frank3 : Group(s) N/A : Vserver 198.51.100.20:443',
      ['intranet.bigcorp.example', 'frank3'],
    ],
    [
      'a shell line',
      'Jun 20 04:20:30 <local7.notice> edge-fw77 bash[4021]: grace8 on /dev/pts/1 shell_command="id"',
      ['edge-fw77', 'grace8'],
    ],
    [
      'sshd',
      'Jun 20 04:20:30 <auth.info> edge-fw77 sshd[99]: Accepted password for heidi5 from 10.1.2.3 port 50000 ssh2',
      ['heidi5', '10.1.2.3'],
    ],
    [
      'an administrator’s new password',
      'Command "set system user ivan44 Summer2026pw" - Status "Success"',
      ['ivan44', 'Summer2026pw'],
    ],
    [
      'an encrypted secret',
      'add authentication ldapAction lda -ldapBindDn "CN=svc-ldap77,OU=Svc,DC=bigcorp" -ldapBindDnPassword 8f2ba90cc1 -encrypted -encryptmethod ENCMTHD_3',
      ['svc-ldap77', 'bigcorp', '8f2ba90cc1'],
    ],
    [
      'a RADIUS key',
      'add authentication radiusAction ra -serverIP 10.9.8.7 -radKey 5up3rkey99',
      ['10.9.8.7', '5up3rkey99'],
    ],
    [
      'a stored hash',
      'set system user nsroot 2a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f6071829 -encrypted',
      ['2a1b2c3d4e5f60718293a4b5c6'],
    ],
    ['a cookie', 'Cookie: NSC_AAAC=9f8e7d6c5b4a; NSC_TMAS=77aa88bb', ['9f8e7d6c5b4a', '77aa88bb']],
    ['a form', 'POST /cgi/login login=judy66&passwd=Hunter77xyz HTTP/1.1', ['judy66', 'Hunter77xyz']],
    ['basic authentication', 'Authorization: Basic anVkeTY2Okh1bnRlcjc3eHl6', ['anVkeTY2Okh1bnRlcjc3eHl6']],
    ['mail', 'contact mallory5@mail.bigcorp.example now', ['mallory5', 'mail.bigcorp.example']],
    ['a certificate', 'cat /nsconfig/ssl/vpn-bigcorp-2026.key', ['vpn-bigcorp-2026']],
    ['a key', '-----BEGIN RSA PRIVATE KEY-----MIIabc123def456-----END RSA PRIVATE KEY-----', ['MIIabc123def456']],
    ['file keys', 'FileKeys=ab12cd34ef56', ['ab12cd34ef56']],
    ['a domain account', 'user BIGCORP\\nathan8 logged in', ['BIGCORP', 'nathan8']],
    ['an IPv6 address inside', 'from fd12:3456:789a::42 port 1', ['fd12:3456:789a::42']],
    ['a home', 'ls /home/olivia6/.ssh /var/nstmp/peter12/.nscli_history', ['olivia6', 'peter12']],
    [
      'a password on a command line',
      'curl -u quinn4:Pa55word99 https://files.bigcorp.example/x',
      ['quinn4', 'Pa55word99', 'files.bigcorp.example'],
    ],
  ])('%s', (_name, line, gone) => {
    const shared = JSON.stringify(redact(lineReport(line)).report);
    for (const value of gone) expect(shared).not.toContain(value);
  });

  test.each([
    [
      'stock names',
      'Jun 20 04:20:30 <local7.notice> ns bash[4021]: nsroot on /dev/pts/1 shell_command="ls /var/netscaler/logon"',
    ],
    [
      'browsers',
      'Browser_type "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/117.0.0.0 Safari/537.36"',
    ],
    ['loopback and masks', 'Remote_ip 127.0.0.1 netmask 255.255.255.0 0.0.0.0'],
    [
      'files and versions',
      'cp /var/tmp/sh.old /netscaler/portal/scripts/newbm.pl libc.so.7 NetScaler NS14.1: Build 47.46.nc index.php',
    ],
    [
      'facilities and masked secrets',
      'Sep 29 03:51:07 <local0.info> ns cron[1]: add system user nsroot [secret] -encrypted',
    ],
    [
      'the form in which an intruder’s script calls nscli',
      `nsroot on /dev/pts/1 shell_command="nscli -norc -s -U '%:nsroot:.' show ns runningConfig; nscli -U %:nsroot:. x"`,
    ],
    ['hashes', `sha256 ${'0a1b2c3d'.repeat(8)} md5 ${'0a1b2c3d'.repeat(4)} sha1 ${'0a1b2c3d'.repeat(5)}`],
  ])('%s stay', (_name, line) => {
    expect(sampleOf(line)).toBe(line);
  });
});

test('what the intruder brought stays: addresses, paths, hashes, commands', () => {
  const { report: shared, kept } = redact(compromisedReport());
  const json = JSON.stringify(shared);
  for (const value of [
    '203.0.113.66',
    '198.51.100.77',
    '/var/netscaler/logon/LogonPoint/uiareas/ui_style.php',
    '/var/tmp/sh',
    'c'.repeat(64),
    'curl/8.5.0',
    'newbm.pl',
  ]) {
    expect(json).toContain(value);
  }
  expect(kept).toEqual(['198.51.100.77', '203.0.113.66']);
});

test('what is the owner’s goes: host, user, addresses, serial number, names of evidence', () => {
  const json = JSON.stringify(redact(compromisedReport()).report);
  for (const value of ['ns-edge01', 'jdoe', '192.0.2.10', '192.0.2.11', 'HE2H81UJ47', 'collector_P', '24Nov2026'])
    expect(json).not.toContain(value);
});

test('an address of the appliance goes also where a finding names it as the other side', () => {
  const one = finding({ subject: { 'c-ip': text`192.0.2.10`, path: text`/x` } }, { shows: 'attempt' });
  expect(JSON.stringify(redact(report({ findings: [one] })).report)).not.toContain('192.0.2.10');
});

test('one user has one pseudonym, wherever and however the name is written', () => {
  const encoded = Buffer.from('id; jdoe2 was here').toString('base64');
  const line = `jdoe2 JDoe2 %6adoe2 2eodj ${Buffer.from('jdoe2').toString('hex')} ${encoded} /home/jdoe2/x`;
  const names = [...sampleOf(`User jdoe2 - Client_ip 10.0.0.1 - ${line}`).matchAll(/user-[a-z2-7]{13}/g)].map(
    ([name]) => name,
  );
  expect(names.length).toBe(8);
  expect(new Set(names).size).toBe(1);
  expect(sampleOf(`User jdoe2 - Client_ip 10.0.0.1 - ${line}`)).not.toMatch(/jdoe2|2eodj|6a646f6532|%6adoe2/i);
});

test('the same secret gives the same pseudonyms in another report, another secret others', () => {
  const first = redact(compromisedReport()).report.appliance.hostname;
  expect(redact(report()).report.appliance.hostname).toBe(first);
  const other = new Uint8Array(32).fill(8);
  expect(
    redactReport(report(), { pseudonyms: createPseudonyms(other), secret: other }).report.appliance.hostname,
  ).not.toBe(first);
});

test('an id made from a replaced value is replaced everywhere, others stay', () => {
  const shared = redact(compromisedReport()).report;
  const ids = shared.findings.map((one) => one.id);
  expect(ids.slice(0, 3)).toEqual(['f-2b1c9a44d0e1', 'f-9d00112233aa', 'f-445566778899']);
  expect(ids[3]).toMatch(/^finding-[a-z2-7]{13}$/);
  expect(
    shared.timeline
      .map((one) => one.finding)
      .filter((id) => id !== undefined)
      .toSorted(),
  ).toEqual(ids.toSorted());
  expect(shared.assessment.questions.flatMap((one) => one.findings).toSorted()).toEqual(ids.toSorted());
});

test('the redacted report is a report, and says that it is redacted', () => {
  const shared = redact(compromisedReport()).report;
  expect(reportFault(shared)).toBeUndefined();
  expect(shared.sharing.redacted).toBe(true);
});

test('keep and withhold are obeyed', () => {
  const shared = JSON.stringify(
    redact(compromisedReport(), { keep: ['JDoe'], withhold: ['198.51.100.77', 'ui_style'] }).report,
  );
  expect(shared).toContain('jdoe');
  expect(shared).not.toContain('198.51.100.77');
  expect(shared).not.toContain('ui_style');
});

test('asks about what it cannot know', () => {
  const stolen = logFinding(
    { id: 'f-s', subject: { user: text`alice`, client_ip: text`203.0.113.200` } },
    { question: 'session-theft', shows: 'suspicious' },
  );
  const added = logFinding(
    { id: 'f-a', subject: { origin: text`nsconf`, name: text`sec_watch` } },
    { question: 'accounts', shows: 'compromise' },
  );
  const fetched = logFinding(
    {
      id: 'f-e',
      subject: { message: text`connect failed` },
      samples: [
        { path: text`/var/log/httperror.log`, text: text`curl: (7) Failed to connect to 203.0.113.201 port 443` },
      ],
    },
    { question: 'execution', shows: 'compromise' },
  );
  const { doubtful } = redact({
    ...compromisedReport(),
    findings: [...compromisedReport().findings, stolen, added, fetched],
  });
  expect(doubtful.map((one) => [one.value, one.decision])).toEqual(
    expect.arrayContaining([
      ['198.51.100.77', 'stays'],
      ['203.0.113.200', 'replaced'],
      ['sec_watch', 'replaced'],
      ['203.0.113.201', 'replaced'],
    ]),
  );
});
