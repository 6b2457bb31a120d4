import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Report } from '../../src/assessment/report.ts';
import { printable } from '../../src/evidence/printable.ts';
import { formatNames, formats, renderWhole } from '../../src/reports/index.ts';
import { leaksIn } from '../../src/sharing/leaks.ts';
import { createPseudonyms } from '../../src/sharing/pseudonyms.ts';
import { redactReport } from '../../src/sharing/redact.ts';
import { reveal } from '../../src/sharing/reveal.ts';
import { sealed } from '../../src/sharing/seal.ts';
import { commandForms } from '../fixtures/command-lines.ts';
import { compromisedReport, logFinding } from '../fixtures/report.ts';

/** What an organisation does not want to give away; letters that no word of ours has. */
const word = (letters: string, least: number, most: number) =>
  fc.string({ unit: fc.constantFrom(...letters), minLength: least, maxLength: most });
const secrets = fc.record({
  user: word('qxzjkv0123456789', 6, 12).map((name) => `j${name}`),
  host: word('qxzjkvw', 5, 10).map((name) => `fw-${name}`),
  domain: word('qxzjkvw', 6, 10).map((name) => `${name}.example`),
  password: word('QXZJKVqxzjkv0123456789!#', 9, 16).map((name) => `P${name}`),
  cookie: word('0123456789abcdef', 24, 32).map((name) => `9x${name}`),
  session: word('123456789', 7, 9),
  inner: fc.tuple(fc.nat(255), fc.nat(255), fc.integer({ min: 1, max: 254 })).map(([a, b, c]) => `10.${a}.${b}.${c}`),
  certificate: word('qxzjkvw', 6, 10).map((name) => `cert-${name}`),
  besideUser: word('qxzjkv0123456789', 6, 12).map((name) => `k${name}`),
  besideSession: word('123456789', 7, 9).map((name) => `8${name}`),
  besideInner: fc
    .tuple(fc.nat(255), fc.nat(255), fc.integer({ min: 1, max: 254 }))
    .map(([a, b, c]) => `10.${a}.${b}.${c}`),
  besideCookie: word('0123456789abcdef', 24, 32).map((name) => `7y${name}`),
});
type Secrets = typeof secrets extends fc.Arbitrary<infer One> ? One : never;

const turned = (text: string) => [...text].reverse().join('');
const encodings: Readonly<Record<string, (text: string) => string>> = {
  raw: (text) => text,
  'upper case': (text) => text.toUpperCase(),
  'URL, needed characters': encodeURIComponent,
  'URL, every character': (text) => [...text].map((one) => `%${one.charCodeAt(0).toString(16)}`).join(''),
  'URL, twice': (text) => [...text].map((one) => `%25${one.charCodeAt(0).toString(16)}`).join(''),
  base64: (text) => Buffer.from(text).toString('base64'),
  'base64 within text': (text) => Buffer.from(`a=${text};b`).toString('base64'),
  'base64 within other text': (text) => Buffer.from(`ab=${text};`).toString('base64'),
  'base64, UTF-16': (text) => Buffer.from(text, 'utf16le').toString('base64'),
  hex: (text) => Buffer.from(text).toString('hex'),
  'hex, upper case': (text) => Buffer.from(text).toString('hex').toUpperCase(),
  '\\x': (text) => [...text].map((one) => `\\x${one.charCodeAt(0).toString(16)}`).join(''),
  reversed: turned,
  'hex within base64': (text) => Buffer.from(`h=${Buffer.from(text).toString('hex')}`).toString('base64'),
  'reversed hex': (text) => turned(Buffer.from(text).toString('hex')),
};

/** A report that holds each value once where its form tells what it is, and then in every field and encoding. */
function planted(one: Secrets): Report {
  const lines = [
    `Context ${one.user}@203.0.113.7 - SessionId: ${one.session} - User ${one.user} - Client_ip 203.0.113.7 - Nat_ip ${one.inner} - Vserver ${one.inner}:443`,
    `Jun 20 04:20:30 <local7.notice> ${one.host} bash[4021]: ${one.user} on /dev/pts/1 shell_command="curl https://${one.domain}/"`,
    `set system user ${one.user} ${one.password}`,
    `Cookie: NSC_AAAC=${one.cookie}`,
    `ls /nsconfig/ssl/${one.certificate}.key`,
  ];
  const besideOnly = [
    `Context ${one.besideUser}@203.0.113.7 - SessionId: ${one.besideSession} - User ${one.besideUser} - Client_ip 203.0.113.7 - Nat_ip ${one.besideInner} - Vserver ${one.besideInner}:443`,
    `Jun 20 04:20:31 <local7.notice> ns bash[4021]: ${one.besideUser} on /dev/pts/1 shell_command="ssh ${one.besideUser}@${one.besideInner}"`,
    `Cookie: NSC_AAAC=${one.besideCookie}`,
  ];
  const everywhere = Object.values(one).flatMap((value) => Object.values(encodings).map((encode) => encode(value)));
  const text = (index: number) => printable(`see ${everywhere[index % everywhere.length]} here`);
  const base = compromisedReport();
  const findings = [
    ...base.findings.map((finding, index) => ({
      ...finding,
      rule: { ...finding.rule, title: `title ${one.user}`, falsepositives: [`made by ${one.host}`] },
      path: printable(`/var/netscaler/logon/${one.user}/x.php`),
      subject: { ...finding.subject, path: text(index), command: text(index + 1) },
      time_note: text(index + 2),
      // A list of the owner; a published one tells nothing of the owner.
      indicators: [0, 1, 2, 3].map((step) => ({
        list: text(index + step),
        value: text(index + step + 4),
        role: text(index + step + 8),
        confidence: 'high' as const,
        tier: 'user' as const,
        source: text(index + step + 12),
      })),
      triage: { status: 'open' as const, note: text(index + 3), by: printable(one.user) },
    })),
    ...lines.map((line, index) =>
      logFinding(
        { id: `f-line-${index}`, samples: [{ path: text(index), text: printable(line) }] },
        { shows: 'context' },
      ),
    ),
    // Lines that stand beside evidence tell of others than it does: some values are told by them alone.
    ...besideOnly.map((line, index) =>
      logFinding(
        {
          id: `f-beside-${index}`,
          samples: [{ path: text(index), text: text(index), before: printable(line), after: text(index + 3) }],
        },
        { shows: 'compromise' },
      ),
    ),
    ...besideOnly.map((line, index) =>
      logFinding(
        {
          id: `f-beside-after-${index}`,
          samples: [{ path: text(index), text: text(index), before: text(index + 7), after: printable(line) }],
        },
        { shows: 'attempt' },
      ),
    ),
    ...everywhere.map((_, index) =>
      logFinding(
        {
          id: `f-${index}`,
          subject: { message: text(index) },
          samples: [{ path: text(index), text: text(index), before: text(index + 1), after: text(index + 2) }],
        },
        { shows: 'attempt' },
      ),
    ),
  ];
  return sealed({
    ...base,
    findings,
    evidence: base.evidence.map((entry) => ({
      ...entry,
      name: printable(`${one.host}-${one.user}.tar.gz`),
      not_hashed_again: text(40),
    })),
    appliance: {
      ...base.appliance,
      hostname: printable(`${one.host}.${one.domain}`),
      nsip: printable(one.inner),
      partitions: [text(5)],
    },
    assessment: {
      ...base.assessment,
      statement: text(7),
      questions: base.assessment.questions.map((question, index) => ({ ...question, why: text(index) })),
    },
    exposure: base.exposure.map((exposure) => ({ ...exposure, why: text(9) })),
    coverage: {
      ...base.coverage,
      gaps: [{ path: text(11), reason: 'malformed', detail: text(13) }],
      logs: base.coverage.logs.map((log) => ({ ...log, log: text(14), gaps: [text(15)] })),
    },
    timeline: base.timeline.map((event, index) => ({ ...event, what: text(index + 20), path: text(index + 21) })),
    transcript: [
      { started: base.scan.started, finished: base.scan.finished, command: text(30), bytes: 1, outcome: text(31) },
    ],
  });
}

/** Every spelling a test can look for; short forms that chance can make are left out. */
function spellings(value: string): readonly string[] {
  return Object.entries(encodings)
    .map(([name, encode]) => (name.startsWith('base64 within') ? '' : encode(value)))
    .filter((spelling) => spelling.length >= 5);
}

const secret = new Uint8Array(32).fill(3);

test('planted secrets are in no format, in no spelling, and come back exactly', () => {
  fc.assert(
    fc.property(secrets, (one) => {
      const report = planted(one);
      const pseudonyms = createPseudonyms(secret);
      const { report: shared, replaced } = redactReport(report, { pseudonyms, secret });
      const files = formatNames.map((name) => [name, renderWhole(formats[name], shared)] as const);
      for (const [name, text] of files) {
        const folded = text.toLowerCase();
        for (const [kind, value] of Object.entries(one)) {
          const found = spellings(value).filter((spelling) =>
            name === 'json' || kind ? folded.includes(spelling.toLowerCase()) : false,
          );
          expect(found, `${kind} in ${name}`).toEqual([]);
        }
      }
      expect(leaksIn(files, replaced, [])).toEqual([]);
      // One user, one pseudonym.
      const names = new Set(
        replaced
          .filter((entry) => entry.value.toLowerCase() === one.user.toLowerCase())
          .map((entry) => entry.pseudonym),
      );
      expect(names.size).toBe(1);
      const back = reveal(JSON.stringify(shared), pseudonyms.table, secret);
      expect(back.unknown).toEqual([]);
      expect(back.isOriginal).toBe(true);
      expect(JSON.parse(back.text)).toEqual(report);
    }),
    { numRuns: 8, seed: 20261124 },
  );
});

test.each(commandForms)('a password that a command names is in no format, in no spelling: $name', ({ line }) => {
  const passwords = word('QXZJKVqxzjkv0123456789', 9, 16).map((name) => `P${name}`);
  fc.assert(
    fc.property(passwords, (password) => {
      const seen = Object.values(encodings).map((encode) => printable(`see ${encode(password)} here`));
      const findings = [
        logFinding(
          {
            id: 'f-command',
            samples: [{ path: printable('/var/log/bash.log'), text: printable(line(password)) }],
          },
          {},
        ),
        logFinding(
          {
            id: 'f-beside',
            samples: [{ path: printable('/x'), text: printable('x'), before: printable(line(password)) }],
          },
          {},
        ),
        ...seen.map((text, index) =>
          logFinding({ id: `f-${index}`, samples: [{ path: text, text, before: text }] }, {}),
        ),
      ];
      const pseudonyms = createPseudonyms(secret);
      const report = sealed({ ...compromisedReport(), findings });
      const { report: shared } = redactReport(report, { pseudonyms, secret });
      const folded = renderWhole(formats.json, shared).toLowerCase();
      expect(spellings(password).filter((spelling) => folded.includes(spelling.toLowerCase()))).toEqual([]);
      expect(JSON.parse(reveal(JSON.stringify(shared), pseudonyms.table, secret).text)).toEqual(report);
    }),
    { numRuns: 2, seed: 20261124 },
  );
});

test('a value that slipped through is noticed, in any spelling', () => {
  const pseudonyms = createPseudonyms(secret);
  const { replaced } = redactReport(compromisedReport(), { pseudonyms, secret });
  for (const encode of Object.values(encodings)) {
    const leaks = leaksIn([['report.html', `<p>${encode('ns-edge01')}</p>`]], replaced, []);
    expect(leaks).toEqual([{ file: 'report.html', valueClass: 'host', name: 'ns-edge01' }]);
  }
  expect(leaksIn([['report.html', 'ns-edge01']], replaced, ['ns-edge01'])).toEqual([]);
});

test('text that looks like a pseudonym, made by an intruder, comes back as it was', () => {
  const pseudonyms = createPseudonyms(secret);
  const literal = 'user-abcdefghijklm user-aaaaaaaaaaaaa~bbbb';
  const report = sealed({
    ...compromisedReport(),
    assessment: { ...compromisedReport().assessment, statement: printable(literal) },
  });
  const { report: shared } = redactReport(report, { pseudonyms, secret });
  expect(shared.assessment.statement).not.toContain('user-abcdefghijklm');
  expect(JSON.parse(reveal(JSON.stringify(shared), pseudonyms.table, secret).text)).toEqual(report);
});

test('a report that was changed after it was shared does not pass for the original', () => {
  const pseudonyms = createPseudonyms(secret);
  const { report: shared } = redactReport(sealed(compromisedReport()), { pseudonyms, secret });
  const changed = { ...shared, findings: shared.findings.slice(1) };
  expect(reveal(JSON.stringify(changed), pseudonyms.table, secret).isOriginal).toBe(false);
});
