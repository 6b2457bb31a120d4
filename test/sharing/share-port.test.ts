import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKey } from 'openpgp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { markFindings, reconcluded } from '../../src/assessment/triage.ts';
import { sharePort } from '../../src/cli/interface/share-port.ts';
import { writePackage } from '../../src/cli/share-package.ts';
import { text } from '../../src/evidence/printable.ts';
import { parseReport } from '../../src/reports/read.ts';
import { openPackage } from '../../src/sharing/open-package.ts';
import { profiles } from '../../src/sharing/profiles.ts';
import { sealed } from '../../src/sharing/seal.ts';
import { isGood, verifyPackage } from '../../src/sharing/verify.ts';
import type { ShareRequest } from '../../src/tui/share/port.ts';
import { compromisedReport } from '../fixtures/report.ts';

/** As a scan concludes and seals it. */
const compromised = compromisedReport();
const original = sealed(reconcluded(compromised, compromised.findings));
const DETAILS = { organisation: 'Example BV', contact_name: 'Jan Example', contact_email: 'soc@example.org' };
let folder: string;
let config: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sharing-port-'));
  config = join(folder, 'config');
  vi.stubEnv('XDG_CONFIG_HOME', config);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const request = (name: string, over: Partial<ShareRequest> = {}): ShareRequest => ({
  recipient: 'generic',
  stage: 'notification',
  mark: 'TLP:AMBER',
  details: DETAILS,
  keep: [],
  withhold: [],
  folder: join(folder, name),
  ...over,
});

test('begins with every recipient, and with what was answered before', async () => {
  const first = await sharePort.begin(original);
  expect(first.recipients.map(({ name }) => name)).toEqual(['generic', 'ncsc-nl', 'cisa', 'ncsc-uk']);
  expect(first.details).toEqual({});
  await sharePort.remember(DETAILS);
  const again = await sharePort.begin(original);
  expect(again.details).toEqual(DETAILS);
  expect(again.detailsPath).toBe(join(config, 'nsleuth', 'organisation.json'));
});

test.each([
  {
    name: 'a finding taken out',
    report: { ...original, findings: original.findings.slice(1) },
    says: /^This report is not what the scan wrote: its seal/,
  },
  {
    name: 'redacted already',
    report: { ...original, sharing: { ...original.sharing, redacted: true } },
    says: /redacted already/,
  },
])('refuses a report: $name', async ({ report, says }) => {
  await expect(sharePort.begin(report)).rejects.toThrow(says);
});

test('shows what would leave, and what a decision changes', async () => {
  const usual = { mark: 'TLP:AMBER', keep: [], withhold: [] } as const;
  const before = await sharePort.review(original, usual);
  expect(before.classes.find(({ name }) => name === 'user')).toMatchObject({ values: 1, sample: [{ value: 'jdoe' }] });
  expect(before.doubts).toContainEqual({
    value: '198.51.100.77',
    proposal: 'stays',
    reason: 'written-by-intruder',
  });
  const after = await sharePort.review(original, { ...usual, keep: ['jdoe'], withhold: ['198.51.100.77', 'nowhere'] });
  expect(after.classes.find(({ name }) => name === 'user')).toBeUndefined();
  expect(after.places.get('198.51.100.77')).toBeGreaterThan(0);
  expect(after.places.get('nowhere')).toBe(0);
  expect(after.doubts.map(({ value }) => value)).not.toContain('198.51.100.77');
});

test('TLP:CLEAR is refused as long as a value is kept, wherever it is asked', async () => {
  const clear = { mark: 'TLP:CLEAR', keep: ['jdoe'], withhold: [] } as const;
  await expect(sharePort.checkMark('TLP:CLEAR', true)).rejects.toThrow(/values are kept as they are/);
  await expect(sharePort.review(original, clear)).rejects.toThrow(/values are kept as they are/);
  await expect(sharePort.make(original, request('clear', clear))).rejects.toThrow(/values are kept as they are/);
  expect(existsSync(join(folder, 'clear'))).toBe(false);
  await sharePort.checkMark('TLP:CLEAR', false);
});

test.each(['theme', 'ab', '12345'])('a value that cannot be looked for everywhere is refused: %s', async (value) => {
  await expect(sharePort.checkValue(value)).rejects.toThrow(/too short or too common/);
  const choices = { mark: 'TLP:AMBER', keep: [], withhold: [value] } as const;
  await expect(sharePort.review(original, choices)).rejects.toThrow(/too short or too common/);
  await sharePort.checkValue('Fabrikam');
});

describe('the folder', () => {
  test('a new one is made absolute, and not made', async () => {
    const path = await sharePort.checkFolder(join(folder, 'new'));
    expect(path).toBe(join(folder, 'new'));
    expect(existsSync(path)).toBe(false);
  });

  test('one that holds something, and a file, are refused; what is in them stays', async () => {
    await mkdir(join(folder, 'used'));
    await writeFile(join(folder, 'used', 'report.json'), 'mine');
    await expect(sharePort.checkFolder(join(folder, 'used'))).rejects.toThrow(/is not empty/);
    await expect(sharePort.make(original, request('used'))).rejects.toThrow(/is not empty/);
    await expect(sharePort.checkFolder(join(folder, 'used/report.json'))).rejects.toThrow(/is no folder/);
    expect(await readFile(join(folder, 'used', 'report.json'), 'utf8')).toBe('mine');
  });

  const isRoot = process.getuid?.() === 0;
  if (isRoot) console.warn('SKIPPED: root may write everywhere; a folder that cannot be made is not tried');
  test.skipIf(isRoot)('one that cannot be made is refused in one line', async () => {
    await mkdir(join(folder, 'locked'));
    await chmod(join(folder, 'locked'), 0o500);
    await expect(sharePort.make(original, request('locked/inner'))).rejects.toThrow(/cannot be used \(EACCES\)/);
  });

  test('when one file cannot be written, those before it go again, and what was there stays', async () => {
    const path = join(folder, 'half');
    await mkdir(join(path, 'b.txt'), { recursive: true });
    const files = new Map(['a.txt', 'b.txt', 'c.txt'].map((name) => [name, Buffer.from(name)]));
    await expect(writePackage(path, files, original, profiles.generic, undefined)).rejects.toThrow(
      /b\.txt cannot be written/,
    );
    expect(await readdir(path)).toEqual(['b.txt']);
  });

  test('where a file stands in the way, nothing is left behind', async () => {
    await writeFile(join(folder, 'file'), 'x');
    await expect(sharePort.make(original, request('file/inner'))).rejects.toThrow(/cannot be used \(ENOTDIR\)/);
  });
});

test('makes a package that verifies, redacted, with the marks and notes of the report', async () => {
  const [first] = original.findings;
  const mark = {
    status: 'benign',
    note: text`our Fabrikam theme, says jdoe`,
    by: text`jdoe`,
    at: new Date('2026-11-24T10:00:00Z'),
  } as const;
  const marked = markFindings(original, new Map([[first!.id, mark]]));
  const made = await sharePort.make(marked, request('made', { withhold: ['Fabrikam'] }));
  expect(made.files.map(({ name }) => name)).toEqual([
    'report.json',
    'report.html',
    'stix.json',
    'covering-text.txt',
    'submission.json',
    'manifest.json',
  ]);
  expect((await readdir(made.folder)).length).toBe(6);
  expect(isGood(await verifyPackage(await openPackage(made.folder), {}))).toBe(true);
  const shared = parseReport(await readFile(join(made.folder, 'report.json'), 'utf8'), 'report.json');
  expect(shared.sharing).toMatchObject({ redacted: true, tlp: 'TLP:AMBER', organisation: 'Example BV' });
  expect(shared.findings[0]?.triage).toMatchObject({ status: 'benign', by: expect.stringMatching(/^user-/) });
  expect(shared.findings[0]?.triage.note).toMatch(/^our value-[a-z2-7]{13}~[a-z2-7]{4} theme, says user-[a-z2-7]{13}$/);
  for (const { name } of made.files) {
    const content = await readFile(join(made.folder, name), 'utf8');
    for (const value of ['jdoe', 'ns-edge01', '192.0.2.10'])
      expect(`${name} ${content.includes(value)}`).toBe(`${name} false`);
  }
  expect(made.pseudonymKey).toBe(join(config, 'nsleuth', 'pseudonyms.key'));
});

test('a word that our own texts hold cannot be replaced: it is named, nothing is written, and it may stay', async () => {
  const word = request('word', { withhold: ['checked'] });
  await expect(sharePort.make(original, word)).rejects.toThrow(
    /^What was replaced still stands elsewhere: "checked" in report\.html/,
  );
  expect(existsSync(join(folder, 'word'))).toBe(false);
});

test('a form that lacks what it cannot do without makes no package', async () => {
  const short = request('short', { recipient: 'ncsc-nl' });
  await expect(sharePort.make(original, short)).rejects.toThrow(/asks for "contact_phone"/);
  expect(existsSync(join(folder, 'short'))).toBe(false);
});

test('encrypts to the key that was confirmed, and to no other that has taken its place', async () => {
  const one = await generateKey({ userIDs: [{ name: 'CERT' }], format: 'armored' });
  const other = await generateKey({ userIDs: [{ name: 'CERT' }], format: 'armored' });
  const path = join(folder, 'cert.asc');
  await writeFile(path, one.publicKey);
  const key = await sharePort.readKey(path);
  expect(key).toMatchObject({ path, userIds: ['CERT'] });
  expect(key.fingerprint).toMatch(/^(?:[0-9A-F]{4} ){9,}[0-9A-F]{4}$/);
  const made = await sharePort.make(original, request('encrypted', { key }));
  expect(made.encrypted).toMatch(/\.tar\.gpg$/);
  expect((await readdir(made.folder)).sort()).toEqual(['cover-note.txt', made.encrypted]);
  await writeFile(path, other.publicKey);
  await expect(sharePort.make(original, request('exchanged', { key }))).rejects.toThrow(/not the one given/);
  expect(existsSync(join(folder, 'exchanged'))).toBe(false);
  await expect(sharePort.readKey(join(folder, 'none.asc'))).rejects.toThrow(/cannot be read/);
});

test('an answer that could not be read back is not kept', async () => {
  await expect(sharePort.remember({ ...DETAILS, impact: 'x'.repeat(2_001) })).rejects.toThrow(/longer than 2000/);
  expect((await sharePort.begin(original)).details).toEqual(DETAILS);
});

test('a key file that others can read is refused', async () => {
  await chmod(join(config, 'nsleuth', 'pseudonyms.key'), 0o644);
  const usual = { mark: 'TLP:AMBER', keep: [], withhold: [] } as const;
  await expect(sharePort.review(original, usual)).rejects.toThrow(/can be read by others/);
  await chmod(join(config, 'nsleuth', 'pseudonyms.key'), 0o600);
});
