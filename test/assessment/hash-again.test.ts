import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type AssessOptions, assess } from '../../src/assessment/assess.ts';
import type { Outcome } from '../../src/assessment/outcome.ts';
import type { Report } from '../../src/assessment/report.ts';
import { reportFault } from '../../src/assessment/report-schema.ts';
import type { EvidenceSource } from '../../src/evidence/entry.ts';
import { renderHtml } from '../../src/reports/html/page.ts';
import { renderMarkdown } from '../../src/reports/markdown.ts';
import { renderText } from '../../src/reports/text.ts';
import { loadAdvisories } from '../../src/rules/advisory.ts';
import { loadRules } from '../../src/rules/load-rules.ts';
import { openArchiveStream, openEvidence } from '../../src/sources/index.ts';
import { temporaryFolder } from '../fixtures/appliance.ts';
import { tarBytes } from '../fixtures/tar-bytes.ts';
import { zipBytes } from '../fixtures/zip-bytes.ts';

const MEMBERS = [{ name: 'nsconfig/ns.conf', content: '#NS14.1 Build 73.30\n' }];
const none = temporaryFolder();
const { ruleSet } = await loadRules({ dirs: [none], version: 'test' });
const advisories = await loadAdvisories([none]);

async function examined(
  source: EvidenceSource,
  options: Partial<AssessOptions> = { hashAgain: true },
  onOutcome: (outcome: Outcome, abort: AbortController) => void = () => {},
): Promise<Report> {
  const settings = { threads: 0, toolVersion: 'test', advisories, ...options };
  const abort = new AbortController();
  for await (const outcome of assess([source], ruleSet, settings, abort.signal)) {
    onOutcome(outcome, abort);
    if (outcome.kind === 'report') return outcome.report;
  }
  throw new Error('the scan ended without a report');
}

function written(bytes: Uint8Array): string {
  const path = join(temporaryFolder(), 'evidence.bin');
  writeFileSync(path, bytes);
  return path;
}
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const changedGaps = ({ coverage }: Report) => coverage.gaps.filter(({ reason }) => reason === 'changed');

const archives = [
  { name: 'a tar', bytes: tarBytes(MEMBERS) },
  { name: 'a zip', bytes: zipBytes({ 'nsconfig/ns.conf': '#NS14.1 Build 73.30\n' }) },
  { name: 'one file', bytes: Buffer.from('#NS14.1 Build 73.30\nadd ns ip 192.0.2.10 255.255.255.0\n') },
];

test.each(archives)('$name that stays the same has the same hash twice', async ({ bytes }) => {
  const report = await examined(await openEvidence(written(bytes)));
  expect(report.evidence[0]).toMatchObject({ sha256: sha256(bytes), sha256_after: sha256(bytes) });
  expect(changedGaps(report)).toEqual([]);
  expect(report.scan.complete).toBe(true);
});

test.each(archives)('$name that is written to meanwhile is a gap, and named in what people read', async ({ bytes }) => {
  const path = written(bytes);
  let isWritten = false;
  const report = await examined(await openEvidence(path), { hashAgain: true }, (outcome) => {
    if (outcome.kind !== 'progress' || outcome.progress.phase !== 'hashing' || isWritten) return;
    isWritten = true;
    appendFileSync(path, 'x');
  });
  const now = sha256(Buffer.concat([bytes, Buffer.from('x')]));
  expect(report.evidence[0]).toMatchObject({ sha256: sha256(bytes), sha256_after: now });
  expect(changedGaps(report)).toHaveLength(1);
  expect(report.scan).toMatchObject({ complete: false, interrupted: 'the evidence changed while it was examined' });
  expect(renderText(report, { width: 80, color: false })).toContain('the evidence changed while it was examined');
  expect([...renderHtml(report)].join('')).toContain('the evidence changed while it was examined');
  expect([...renderMarkdown(report)].join('')).toContain('it changed meanwhile');
  expect(reportFault(JSON.parse(JSON.stringify(report)))).toBeUndefined();
});

test('a file that is gone at the end is a gap that names no place of the examiner', async () => {
  const path = written(tarBytes(MEMBERS));
  const report = await examined(await openEvidence(path), { hashAgain: true }, (outcome) => {
    if (outcome.kind === 'progress' && outcome.progress.phase === 'hashing') rmSync(path, { force: true });
  });
  expect(report.evidence[0]).toMatchObject({ not_hashed_again: 'it could not be read again: ENOENT' });
  expect(JSON.stringify(report.coverage.gaps)).toContain('nobody knows whether it changed');
  expect(JSON.stringify(report)).not.toContain(path);
});

test.each([
  {
    name: 'a folder',
    open: () => {
      const folder = temporaryFolder();
      mkdirSync(join(folder, 'nsconfig'));
      writeFileSync(join(folder, 'nsconfig/ns.conf'), '#NS14.1 Build 73.30\n');
      return openEvidence(folder);
    },
    options: { hashAgain: true },
    says: /^a folder has no hash of its own/,
  },
  {
    name: 'a stream',
    open: () =>
      openArchiveStream(
        'standard input' as EvidenceSource['label'],
        (async function* () {
          yield new Uint8Array(tarBytes(MEMBERS));
        })(),
      ),
    options: { hashAgain: true },
    says: /^a stream can be read only once$/,
  },
  {
    name: 'evidence of a report that is not kept',
    open: () => openEvidence(written(tarBytes(MEMBERS))),
    options: {},
    says: /^only the evidence of a report that is saved/,
  },
])('$name is not hashed again, and the report says why', async ({ open, options, says }) => {
  const [record] = (await examined(await open(), options)).evidence;
  expect(record?.sha256_after).toBeUndefined();
  expect(record?.not_hashed_again).toMatch(says);
});

test('who interrupts the second reading keeps a complete report', async () => {
  const report = await examined(
    await openEvidence(written(tarBytes(MEMBERS))),
    { hashAgain: true },
    (outcome, abort) => {
      if (outcome.kind === 'progress' && outcome.progress.phase === 'hashing') abort.abort();
    },
  );
  expect(report.scan.complete).toBe(true);
  expect(report.evidence[0]?.not_hashed_again).toBe('the scan was interrupted');
});
