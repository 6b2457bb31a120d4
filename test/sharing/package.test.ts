import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { generateKey } from 'openpgp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Report } from '../../src/assessment/report.ts';
import { markFindings, reconcluded } from '../../src/assessment/triage.ts';
import { mergeCommand } from '../../src/cli/merge-command.ts';
import { reportCommand } from '../../src/cli/report-command.ts';
import { revealCommand } from '../../src/cli/reveal-command.ts';
import { shareCommand } from '../../src/cli/share-command.ts';
import { text } from '../../src/evidence/printable.ts';
import { parseReport } from '../../src/reports/read.ts';
import { manifestOf, manifestText } from '../../src/sharing/manifest.ts';
import { openPackage } from '../../src/sharing/open-package.ts';
import { buildPackage } from '../../src/sharing/package.ts';
import { packTar } from '../../src/sharing/package-archive.ts';
import { createPseudonyms } from '../../src/sharing/pseudonyms.ts';
import { redactReport } from '../../src/sharing/redact.ts';
import { sealed } from '../../src/sharing/seal.ts';
import { suspiciousFiles } from '../../src/sharing/suspicious-files.ts';
import { isSearchable } from '../../src/sharing/value-search.ts';
import { isGood, verificationText, verifyPackage, verifyReport } from '../../src/sharing/verify.ts';
import { evidence } from '../fixtures/evidence.ts';
import { compromisedReport, finding, report } from '../fixtures/report.ts';
import { tarBytes } from '../fixtures/tar-bytes.ts';

const run = promisify(execFile);
const DETAILS = {
  organisation: 'Example BV',
  contact_name: 'Jan Example',
  contact_email: 'soc@example.org',
  contact_phone: '+31 20 000 0000',
  sector: 'energy',
  discovered: 'by a scan',
  impact: 'none known',
  help_wanted: 'none',
};
const SECRET = new Uint8Array(32).fill(9);
const PACKAGED = {
  profile: 'generic',
  stage: 'notification',
  tlp: 'TLP:AMBER',
  created: new Date('2026-11-24T10:00:00Z'),
  hasKeptValues: false,
} as const;
/** The files with a manifest that names them as they are, as somebody without a signing key could write it. */
function manifestOver(files: ReadonlyMap<string, Uint8Array>, shared: Report): ReadonlyMap<string, Uint8Array> {
  const others = new Map([...files].filter(([name]) => name !== 'manifest.json'));
  const marked = parseReport(Buffer.from(files.get('report.json')!).toString(), 'report.json');
  const manifest = manifestOf({
    report: marked,
    files: others,
    replaced: [],
    recipient: 'x',
    created: PACKAGED.created,
  });
  expect(shared.scan.id).toBe(manifest.report.scan);
  return new Map([...others, ['manifest.json', Buffer.from(manifestText(manifest))]]);
}
let folder: string;
let saved: string;
let details: string;
/** As a scan concludes it, which the prose of the fixture is not. */
const compromised = compromisedReport();
const original = sealed(reconcluded(compromised, compromised.findings));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sharing-package-'));
  vi.stubEnv('XDG_CONFIG_HOME', join(folder, 'config'));
  saved = join(folder, 'report.json');
  details = join(folder, 'details.json');
  await writeFile(saved, JSON.stringify(original));
  await writeFile(details, JSON.stringify(DETAILS));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** Runs a command as the command line would, and returns what it said on standard error. */
async function command(make: () => ReturnType<typeof shareCommand>, ...args: string[]): Promise<string> {
  const said: string[] = [];
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => said.push(String(chunk)) > 0);
  try {
    await make()
      .exitOverride()
      .parseAsync(['node', 'x', ...args]);
  } finally {
    spy.mockRestore();
  }
  return said.join('');
}
const share = (out: string, ...more: string[]) =>
  command(shareCommand, saved, '--details', details, '--out', join(folder, out), ...more);
const verify = async (name: string, signedBy?: string) =>
  verifyPackage(await openPackage(join(folder, name)), signedBy === undefined ? {} : { signedBy });

test('a package has the report, a page, STIX, the texts and the manifest, and verifies', async () => {
  const said = await share('plain', '--for', 'ncsc-nl');
  expect((await readdir(join(folder, 'plain'))).sort()).toEqual([
    'covering-text.txt',
    'manifest.json',
    'report.html',
    'report.json',
    'stix.json',
    'submission.json',
  ]);
  const verification = await verify('plain');
  expect(verification.checks.filter((check) => check.result === 'bad')).toEqual([]);
  expect(verification.manifest).toMatchObject({
    tlp: 'TLP:AMBER',
    redacted: true,
    by: { organisation: 'Example BV' },
    rules: { sha256: 'a'.repeat(64) },
    evidence: [{ sha256: 'b'.repeat(64) }],
  });
  expect(verification.report?.findings).toHaveLength(4);
  expect(said).toContain('user names: 1');
  expect(said).toContain('198.51.100.77 stays');
  expect(verificationText(verification, 'plain').split('\n').length).toBeLessThan(24);
});

test('nothing of the owner is in any file but what it says of itself', async () => {
  for (const name of await readdir(join(folder, 'plain'))) {
    const content = await readFile(join(folder, 'plain', name), 'utf8');
    for (const value of ['ns-edge01', 'jdoe', '192.0.2.10', '192.0.2.11', 'HE2H81UJ47'])
      expect(`${name} ${content.includes(value)}`).toBe(`${name} false`);
  }
});

test('no field of a shared file has the name of what is looked for, so that a user called “timeline” stops no package', async () => {
  const names = new Set<string>();
  for (const name of ['report.json', 'stix.json', 'manifest.json']) {
    const content = await readFile(join(folder, 'plain', name), 'utf8');
    for (const [, key = ''] of content.matchAll(/"([a-z_]+)":/g)) for (const word of key.split('_')) names.add(word);
  }
  expect(names.size).toBeGreaterThan(100);
  expect([...names].filter(isSearchable)).toEqual([]);
});

test('the covering text names the recipient to be checked, and what the stage asks', async () => {
  const covering = await readFile(join(folder, 'plain', 'covering-text.txt'), 'utf8');
  expect(covering).toContain('CHECK this on https://www.ncsc.nl');
  expect(covering).toContain('within 72 hours');
  expect(covering).toContain('- Sector: energy');
  // Asked by the form, and not said.
  expect(covering).toContain('- Number of the organisation in the trade register: [to be filled in]');
  expect(covering).toContain('https://www.ncsc.nl/en/report-an-incident-to-ncsc-nl');
  expect(covering).toMatch(
    /Not confirmed by that page: when and how it was discovered; what it affects; what help is wanted\./,
  );
});

test('the key file and the names are readable by their owner alone, and the report comes back exactly', async () => {
  const config = join(folder, 'config', 'nsleuth');
  for (const name of ['pseudonyms.key', 'pseudonyms.key.names'])
    expect((await stat(join(config, name))).mode & 0o077).toBe(0);
  const out = join(folder, 'revealed.json');
  const said = await command(revealCommand, join(folder, 'plain', 'report.json'), '--out', out);
  expect(said).toContain('its seal is that of the report that was redacted');
  const { sharing, ...rest } = JSON.parse(await readFile(out, 'utf8'));
  const { sharing: _before, ...expected } = original;
  expect(rest).toEqual(expected);
  expect(sharing.redacted).toBe(false);
});

test('memory round a word in a core dump does not leave, and what comes back is said to be the report without it', async () => {
  const memory = {
    path: text`/var/core/1/NSPPE-00.gz`,
    offset: 12,
    text: text`touch -t`,
    before: text`pw=hunter2`,
    after: text`x`,
  };
  const base = compromisedReport();
  const dumped = { ...base, findings: [...base.findings, finding({ id: 'f-memory', samples: [memory] })] };
  const path = join(folder, 'dumped.json');
  const whole = sealed(reconcluded(dumped, dumped.findings));
  await writeFile(path, JSON.stringify(whole));
  await command(shareCommand, path, '--details', details, '--out', join(folder, 'dumped'));
  for (const name of await readdir(join(folder, 'dumped')))
    expect(await readFile(join(folder, 'dumped', name), 'utf8')).not.toContain('hunter2');
  expect(isGood(await verify('dumped'))).toBe(true);
  const out = join(folder, 'dumped-revealed.json');
  const said = await command(revealCommand, join(folder, 'dumped', 'report.json'), '--out', out);
  expect(said).toContain('its seal is that of the report that was redacted; what stood round words in core dumps');
  const { before: _before, after: _after, ...word } = memory;
  expect(JSON.parse(await readFile(out, 'utf8')).findings.at(-1).samples).toEqual([word]);
});

test('a CERT’s answer is translated too', async () => {
  const shared = JSON.parse(await readFile(join(folder, 'plain', 'report.json'), 'utf8'));
  await writeFile(
    join(folder, 'answer.txt'),
    `What is ${shared.appliance.hostname}, and who is ${shared.findings[3].subject.user}?`,
  );
  await command(revealCommand, join(folder, 'answer.txt'), '--out', join(folder, 'answer-clear.txt'));
  expect(await readFile(join(folder, 'answer-clear.txt'), 'utf8')).toBe('What is ns-edge01, and who is jdoe?');
});

test('a report that is converted with --redact has no names either', async () => {
  const out = join(folder, 'ticket.md');
  await command(reportCommand, saved, '--format', 'markdown', '--redact', '--out', out);
  expect(await readFile(out, 'utf8')).not.toMatch(/ns-edge01|jdoe/);
});

describe('one byte changed', () => {
  test.each(['covering-text.txt', 'manifest.json', 'report.html', 'report.json', 'stix.json', 'submission.json'])(
    'in %s is noticed, and the file named',
    async (name) => {
      const { files } = await openPackage(join(folder, 'plain'));
      const content = files.get(name)!;
      for (const at of [0, Math.floor(content.length / 2), content.length - 1]) {
        const changed = Uint8Array.from(content);
        changed[at] = changed[at]! ^ 1;
        const verification = await verifyPackage({ files: new Map([...files, [name, changed]]) }, {});
        const bad = verification.checks.filter((check) => check.result === 'bad');
        expect(bad.length).toBeGreaterThan(0);
        expect(`${bad[0]?.what} ${bad[0]?.detail}`).toContain(name);
      }
    },
  );

  test('anywhere in the archive is noticed', async () => {
    const { files } = await openPackage(join(folder, 'plain'));
    const tar = await packTar(files);
    const path = join(folder, 'changed.tar');
    for (const at of [
      0,
      100,
      157,
      300,
      511,
      520,
      1_000,
      Math.floor(tar.length / 2),
      tar.length - 700,
      tar.length - 1,
    ]) {
      const changed = Uint8Array.from(tar);
      changed[at] = changed[at]! ^ 1;
      await writeFile(path, changed);
      const result = await openPackage(path).then(
        async (opened) => (isGood(await verifyPackage(opened, {})) ? 'good' : 'bad'),
        () => 'refused',
      );
      expect(`${at} ${result}`).not.toBe(`${at} good`);
    }
  });

  test('a file too much or too few is noticed', async () => {
    const { files } = await openPackage(join(folder, 'plain'));
    const more = await verifyPackage({ files: new Map([...files, ['extra.txt', new Uint8Array(1)]]) }, {});
    const fewer = await verifyPackage({ files: new Map([...files].filter(([name]) => name !== 'stix.json')) }, {});
    expect([more, fewer].map((one) => one.checks.find((check) => check.result === 'bad')?.what)).toEqual([
      'extra.txt',
      'stix.json',
    ]);
  });
});

describe('a report that was changed and sealed anew', () => {
  const verified = async (edit: (one: Report) => Report, page?: (html: string) => string) => {
    const shared = edit(redactedReport());
    const files = new Map(buildPackage(shared, { ...PACKAGED, details: DETAILS }));
    if (page) files.set('report.html', Buffer.from(page(Buffer.from(files.get('report.html')!).toString())));
    const resealed = page ? manifestOver(files, shared) : files;
    const { checks } = await verifyPackage({ files: resealed }, { ownVersion: shared.tool.version });
    return checks.filter((check) => check.result === 'bad').map((check) => `${check.what}: ${check.detail}`);
  };
  const redactedReport = () => {
    return redactReport(original, { pseudonyms: createPseudonyms(SECRET), secret: SECRET }).report;
  };

  test('an honest one is good', async () => {
    expect(await verified((one) => one)).toEqual([]);
  });
  test('a verdict that the findings do not give is told', async () => {
    const calm = await verified((one) => ({ ...one, assessment: { ...one.assessment, verdict: 'no-indicators' } }));
    expect(calm).toEqual([
      'verdict: says “No indicators in what was examined”; its findings give “Compromise indicated”',
    ]);
  });
  test('an answer that the findings do not give is told', async () => {
    const calm = await verified((one) => ({
      ...one,
      assessment: {
        ...one.assessment,
        questions: one.assessment.questions.map((asked) => ({
          ...asked,
          answer: 'nothing-in-what-was-examined',
          findings: [],
        })),
      },
    }));
    expect(calm.join()).toMatch(/^verdict: its findings give other answers about exploitation, webshell/);
  });
  test('marking every finding as harmless changes the verdict that is due', async () => {
    const benign = await verified((one) => ({
      ...one,
      findings: one.findings.map((finding) => ({ ...finding, triage: { status: 'benign' as const } })),
    }));
    expect(benign.join()).toMatch(/^verdict: says “Compromise indicated”; its findings give “No indicators/);
  });
  test('a page that says something else than the report is told', async () => {
    const bad = await verified(
      (one) => one,
      (html) => html.replaceAll('Compromise indicated', 'Nothing found'),
    );
    expect(bad).toEqual(['page and STIX: not what is made of this report: report.html']);
  });
});

describe('a report alone', () => {
  const bad = (one: Report) =>
    verifyReport(one, {})
      .checks.filter((check) => check.result === 'bad')
      .map(({ what }) => what);
  test.each([
    { name: 'as the scan wrote it', edit: (one: Report) => one, wrong: [] },
    { name: 'without a seal', edit: ({ custody: _, ...one }: Report) => one, wrong: ['seal'] },
    {
      name: 'with a finding less',
      edit: (one: Report) => ({ ...one, findings: one.findings.slice(0, -1) }),
      wrong: ['seal', 'verdict'],
    },
    {
      name: 'with another verdict',
      edit: (one: Report) => ({ ...one, assessment: { ...one.assessment, verdict: 'targeted' as const } }),
      wrong: ['verdict'],
    },
    {
      name: 'with another hash of its evidence',
      edit: (one: Report) => ({ ...one, evidence: one.evidence.map((each) => ({ ...each, sha256: 'f'.repeat(64) })) }),
      wrong: ['seal'],
    },
  ])('$name', ({ edit, wrong }) => {
    expect(bad(edit(original))).toEqual(wrong);
  });

  test('what no seal covers is said', () => {
    expect(verificationText(verifyReport(original, {}), 'report.json')).toContain('no seal covers them');
  });
});

describe('refusals, each one line', () => {
  test.each([
    {
      name: 'TLP:CLEAR for what is not redacted',
      args: ['--out', 'clear', '--tlp', 'TLP:CLEAR', '--no-redact'],
      says: /TLP:CLEAR is for what everybody may read, and nothing was redacted/,
    },
    {
      name: 'TLP:CLEAR with kept values',
      args: ['--out', 'clear2', '--tlp', 'TLP:CLEAR', '--keep', 'jdoe'],
      says: /values are kept as they are/,
    },
    {
      name: 'a value to withhold that is too common',
      args: ['--out', 'common', '--withhold', 'theme'],
      says: /"theme" is too short or too common to be replaced everywhere/,
    },
    { name: 'no place to write', args: [], says: /Where the package goes is not said/ },
    {
      name: 'a key that is not there',
      args: ['--out', 'k1', '--encrypt-to', 'none.asc'],
      says: /none\.asc cannot be read/,
    },
    { name: 'files without evidence', args: ['--out', 'k2', '--include-files'], says: /needs the evidence/ },
  ])('$name', async ({ args, says }) => {
    const placed = args.map((arg, index) => (args[index - 1] === '--out' ? join(folder, arg) : arg));
    await expect(command(shareCommand, saved, '--details', details, ...placed)).rejects.toThrow(says);
  });

  test('a missing field is named', async () => {
    const short = join(folder, 'short.json');
    await writeFile(
      short,
      JSON.stringify({ organisation: 'Example BV', contact_name: 'Jan', contact_email: 'soc@example.org' }),
    );
    await expect(
      command(shareCommand, saved, '--details', short, '--for', 'ncsc-nl', '--out', join(folder, 'm1')),
    ).rejects.toThrow(/asks for "contact_phone"/);
    await writeFile(short, JSON.stringify({ organization: 'Example BV' }));
    await expect(command(shareCommand, saved, '--details', short, '--out', join(folder, 'm2'))).rejects.toThrow(
      /"organization", which no form asks for/,
    );
  });

  test.each([
    {
      name: 'a finding taken out',
      edit: (one: Report) => ({ ...one, findings: one.findings.slice(1) }),
      says: /seal does not fit/,
    },
    {
      name: 'another verdict',
      edit: (one: Report) => ({ ...one, assessment: { ...one.assessment, verdict: 'no-indicators' as const } }),
      says: /verdict is not what its findings give/,
    },
  ])('a report that was edited: $name', async ({ edit, says }) => {
    const path = join(folder, 'edited.json');
    await writeFile(path, JSON.stringify(edit(original)));
    await expect(command(shareCommand, path, '--details', details, '--out', join(folder, 'edited'))).rejects.toThrow(
      says,
    );
  });

  test('a report with marks that nsleuth made is shared', async () => {
    const path = join(folder, 'marked.json');
    const mark = { status: 'benign', note: text`ours`, at: new Date('2026-11-24T10:00:00Z') } as const;
    await writeFile(
      path,
      JSON.stringify(markFindings(original, new Map(original.findings.map(({ id }) => [id, mark])))),
    );
    await command(shareCommand, path, '--details', details, '--out', join(folder, 'marked'));
    expect(isGood(await verify('marked'))).toBe(true);
  });

  test('a folder that is not empty', async () => {
    await expect(share('plain')).rejects.toThrow(/is not empty/);
  });

  test('a key file that others can read', async () => {
    const open = join(folder, 'open.key');
    await writeFile(open, `${'a'.repeat(64)}\n`, { mode: 0o644 });
    await expect(share('k3', '--key', open)).rejects.toThrow(/can be read by others/);
  });

  test('what is redacted already', async () => {
    await expect(
      command(shareCommand, join(folder, 'plain', 'report.json'), '--details', details, '--out', join(folder, 'k4')),
    ).rejects.toThrow(/redacted already/);
  });
});

test('--preview writes nothing', async () => {
  const said = await command(shareCommand, saved, '--preview');
  expect(said).toContain('What is replaced:');
  expect(existsSync(join(folder, 'preview'))).toBe(false);
});

test('suspicious files go into a zip with the usual password; secrets of the owner do not', async () => {
  const shell = finding();
  const key = finding({
    id: 'f-key',
    subject: { path: text`/nsconfig/ssl/www.key` },
    path: text`/nsconfig/ssl/www.key`,
  });
  const gone = finding({ id: 'f-gone', subject: { path: text`/var/tmp/gone` }, path: text`/var/tmp/gone` });
  const source = evidence({
    [shell.path]: '<?php /* inert */ ?>',
    '/nsconfig/ssl/www.key': 'SECRET',
    '/var/tmp/other': 'x',
  });
  const { archive, included, leftOut } = await suspiciousFiles(
    report({ findings: [shell, key, gone] }),
    source,
    new AbortController().signal,
  );
  expect(included).toEqual([shell.path]);
  expect(leftOut.map((one) => one.path)).toEqual(['/nsconfig/ssl/www.key', '/var/tmp/gone']);
  const reader = new ZipReader(new Uint8ArrayReader(archive!), { password: 'infected' });
  const entries = await reader.getEntries();
  expect(entries.map((entry) => [entry.filename, entry.encrypted])).toEqual([
    ['file-1.bin', true],
    ['list.json', true],
  ]);
  const [first] = entries;
  const content = first && !first.directory ? await first.getData(new Uint8ArrayWriter()) : new Uint8Array();
  expect(Buffer.from(content).toString()).toBe('<?php /* inert */ ?>');
});

test('files are taken from the evidence of the report, and from no other', async () => {
  const shell = finding();
  const tar = tarBytes([{ name: shell.path.slice(1), content: '<?php /* inert */ ?>' }]);
  const [own, other] = [join(folder, 'own.tar'), join(folder, 'other.tar')];
  await writeFile(own, tar);
  await writeFile(other, tarBytes([{ name: shell.path.slice(1), content: '<?php /* of another */ ?>' }]));
  const sha256 = createHash('sha256').update(tar).digest('hex');
  const base = report({ findings: [shell] });
  const scanned = reconcluded({ ...base, evidence: base.evidence.map((one) => ({ ...one, sha256 })) }, [shell]);
  const path = join(folder, 'with-evidence.json');
  await writeFile(path, JSON.stringify(sealed(scanned)));
  const include = (out: string, evidencePath: string) =>
    command(
      shareCommand,
      path,
      '--details',
      details,
      '--out',
      join(folder, out),
      '--include-files',
      '--evidence',
      evidencePath,
    );
  await expect(include('other-files', other)).rejects.toThrow(/is not the evidence of this report/);
  expect(await include('own-files', own)).toContain(`Included as they are: ${shell.path}`);
  expect(isGood(await verify('own-files'))).toBe(true);
});

describe('OpenPGP', () => {
  const userIDs = [{ name: 'CERT', email: 'cert@example.org' }];
  const write = async (name: string, key: string) => {
    await writeFile(join(folder, name), key);
    return join(folder, name);
  };

  test('a signed package names a forged or missing signature', async () => {
    const signer = await generateKey({ userIDs, format: 'armored' });
    const other = await generateKey({ userIDs, format: 'armored' });
    const [secretKey, publicKey, wrongKey] = [
      await write('signer.key', signer.privateKey),
      await write('signer.asc', signer.publicKey),
      await write('other.asc', other.publicKey),
    ];
    await share('signed', '--sign', secretKey);
    const signature = (one: Awaited<ReturnType<typeof verify>>) =>
      one.checks.find((check) => check.what === 'signature')?.result;
    expect(signature(await verify('signed', publicKey))).toBe('good');
    expect(signature(await verify('signed', wrongKey))).toBe('bad');
    expect(signature(await verify('signed'))).toBe('not checked');
    expect(signature(await verify('plain', publicKey))).toBe('bad');
    await expect(share('k5', '--sign', publicKey)).rejects.toThrow(/holds no private key/);
  });

  test('a wrong, expired, private or ambiguous key is refused in one line', async () => {
    const one = await generateKey({ userIDs, format: 'armored' });
    const old = await generateKey({
      userIDs,
      format: 'armored',
      date: new Date('2020-01-01'),
      keyExpirationTime: 3600,
    });
    const [good, expired, secretKey, two, none] = [
      await write('one.asc', one.publicKey),
      await write('old.asc', old.publicKey),
      await write('one.key', one.privateKey),
      await write('two.asc', `${one.publicKey}\n${old.publicKey}`),
      await write('none.asc', 'no key'),
    ];
    await expect(share('e1', '--encrypt-to', expired)).rejects.toThrow(/expired on 2020-01-01/);
    expect(existsSync(join(folder, 'e1'))).toBe(false);
    await expect(share('e2', '--encrypt-to', secretKey)).rejects.toThrow(/holds a private key/);
    await expect(share('e3', '--encrypt-to', two)).rejects.toThrow(/holds 2 keys/);
    await expect(share('e4', '--encrypt-to', none)).rejects.toThrow(/holds no OpenPGP key/);
    await expect(share('e5', '--encrypt-to', good, '--fingerprint', 'ABCD')).rejects.toThrow(/not the one given/);
    await expect(share('e6', '--encrypt-to', good)).rejects.toThrow(/Nobody confirmed whose key this is/);
  });

  const GPG = '/usr/bin/gpg';
  const GPGCONF = '/usr/bin/gpgconf';
  if (!existsSync(GPG)) console.warn('SKIPPED: Debian’s gpg is not installed; packages are not decrypted with it');
  test.skipIf(!existsSync(GPG))(
    'what is encrypted and signed here, GnuPG decrypts and checks, and it verifies',
    async () => {
      const home = join(folder, 'gnupg');
      await mkdir(home, { mode: 0o700 });
      const gpg = (...args: string[]) =>
        run(GPG, ['--homedir', home, '--batch', '--yes', '--pinentry-mode', 'loopback', '--passphrase', '', ...args]);
      try {
        await gpg('--quick-generate-key', 'CERT Test <cert@example.org>', 'default', 'default', '1y');
        const { stdout: listed } = await gpg('--with-colons', '--list-keys');
        const fingerprint = /^fpr:+([0-9A-F]{40}):/m.exec(listed)![1]!;
        const publicKey = join(folder, 'gnupg.asc');
        const secretKey = join(folder, 'gnupg.key');
        await gpg('--armor', '--output', publicKey, '--export');
        await gpg('--armor', '--output', secretKey, '--export-secret-keys');
        await share(
          'encrypted',
          '--encrypt-to',
          publicKey,
          '--fingerprint',
          fingerprint.toLowerCase(),
          '--sign',
          secretKey,
        );
        const names = await readdir(join(folder, 'encrypted'));
        expect(names.sort()).toEqual(['cover-note.txt', expect.stringMatching(/^nsleuth-[0-9a-f]{8}\.tar\.gpg$/)]);
        const encrypted = join(folder, 'encrypted', names[1]!);
        await expect(openPackage(encrypted)).rejects.toThrow(/is encrypted/);
        await gpg('--output', join(folder, 'package.tar'), '--decrypt', encrypted);
        const verification = await verify('package.tar', publicKey);
        expect(verification.checks.filter((check) => check.result === 'bad')).toEqual([]);
        expect(verification.checks.find((check) => check.what === 'signature')?.result).toBe('good');
        const { files } = await openPackage(join(folder, 'package.tar'));
        await writeFile(join(folder, 'm.json'), files.get('manifest.json')!);
        await writeFile(join(folder, 'm.sig'), files.get('manifest.json.sig')!);
        await gpg('--verify', join(folder, 'm.sig'), join(folder, 'm.json'));
      } finally {
        const agent = spawn(GPGCONF, ['--homedir', home, '--kill', 'gpg-agent']);
        await new Promise((resolve) => agent.on('close', resolve).on('error', resolve));
      }
    },
    60_000,
  );
});

test('merge says of an encrypted package that it is encrypted, and merges the others', async () => {
  const sent = join(folder, 'sent');
  await mkdir(sent);
  await writeFile(join(sent, 'nsleuth-1.tar.gpg'), Buffer.from([0x85, 1, 2, 3]));
  const out = join(folder, 'merged-encrypted.json');
  const said = await command(
    mergeCommand,
    sent,
    join(sent, 'nsleuth-1.tar.gpg'),
    join(folder, 'plain'),
    '--format',
    'json',
    '--out',
    out,
  );
  process.exitCode = undefined;
  expect(said).toMatch(/holds nsleuth-1\.tar\.gpg, which is encrypted/);
  expect(said).toMatch(/nsleuth-1\.tar\.gpg is encrypted/);
  expect(said).toContain('TLP:AMBER, the strictest mark');
  expect(JSON.parse(await readFile(out, 'utf8')).organisations).toHaveLength(1);
});

test('merge of 200 shared reports takes less than ten seconds, and says who saw what first', async () => {
  const paths: string[] = [];
  await mkdir(join(folder, 'many'));
  for (let index = 0; index < 200; index++) {
    const one = {
      ...original,
      sharing: { ...original.sharing, organisation: text`Organisation ${index}`, redacted: true },
    };
    paths.push(join(folder, 'many', `${index}.json`));
    await writeFile(paths[index]!, JSON.stringify(one));
  }
  const out = join(folder, 'merged.json');
  const started = performance.now();
  await command(mergeCommand, ...paths, join(folder, 'plain'), '--format', 'json', '--out', out);
  expect(performance.now() - started).toBeLessThan(10_000);
  const merged = JSON.parse(await readFile(out, 'utf8'));
  expect(merged.organisations).toHaveLength(201);
  const address = merged.indicators.find((one: { value: string }) => one.value === '203.0.113.66');
  expect(Object.keys(address.seen)).toHaveLength(201);
  expect(address.first_seen).toBe('2025-06-19T23:58:01.000Z');
});
