import { canonicalPath } from '../evidence/canonical-path.ts';
import type { ParsedRecord, ReadContext, WholeReader } from './artifact.ts';
import type { FileFacts } from './file.ts';
import { listedFile } from './file.ts';
import { listingRecords } from './ls-listing.ts';
import type { Tally } from './whole-reading.ts';
import { outputLines, reading } from './whole-reading.ts';

/**
 * Lists of set-id files: one absolute path a line (UAC `system/suid.txt`, `sgid.txt`) or rows of `ls -l` (CICADA8 `file_suid_sgid.txt`). What a plain
 * path means is told by the file's name; a list named for both kinds says nothing of the single path.
 * Sources: https://github.com/tclahr/uac and the CICADA8 FreeBSD triage.
 */
export const setIdList: WholeReader = {
  form: 'whole',
  name: 'list of set-id files',
  categories: ['file'],
  paths: ['/shell/**/*{suid,sgid}*'],
  isListing: true,
  read: (text, context) => reading((tally) => setIdRecords(text, context, tally)),
};

function* setIdRecords(text: string, context: ReadContext, tally: Tally): Generator<ParsedRecord> {
  const name = context.path.slice(context.path.lastIndexOf('/') + 1);
  const isBoth = name.includes('suid') && name.includes('sgid');
  const facts = isBoth ? {} : name.includes('suid') ? { setuid: true } : { setgid: true };
  for (const line of outputLines(text, tally)) {
    if (line.text.startsWith('/')) {
      yield listedFile({ path: canonicalPath(line.text), type: 'file', ...facts }, line.text, line.number);
      continue;
    }
    for (const row of listingRecords(line.text, context, tally)) yield { ...row, line: line.number };
  }
}

/**
 * Hash lists: `<hash>  <path>` (md5sum, sha256sum), `MD5 (<path>) = <hash>` (BSD). Hash by length: 32 MD5, 40 SHA-1, 64 SHA-256.
 * Paths that are not absolute are taken from the root. Sources: https://github.com/tclahr/uac, https://github.com/martclau/netscaler-ir-collector.
 */
export const hashList: WholeReader = {
  form: 'whole',
  name: 'hash list',
  categories: ['file'],
  paths: ['/shell/**/hash_*', '/shell/**/*.{md5,sha1,sha256}'],
  isListing: true,
  read: (text) => reading((tally) => hashRecords(text, tally)),
};

function* hashRecords(text: string, tally: Tally): Generator<ParsedRecord> {
  for (const line of outputLines(text, tally)) {
    const plain = /^([0-9a-fA-F]{32,64}) [ *]?(.+)$/.exec(line.text);
    const bsd = plain ? undefined : /^(?:MD5|SHA1|SHA256) \((.{1,4096})\) = ([0-9a-fA-F]{32,64})$/.exec(line.text);
    const facts = hashFacts((plain?.[1] ?? bsd?.[2] ?? '').toLowerCase());
    const path = plain?.[2] ?? bsd?.[1];
    if (facts === undefined || path === undefined) tally.unknown += 1;
    else yield listedFile({ path: canonicalPath(path), ...facts }, line.text, line.number);
  }
}

function hashFacts(hash: string): Pick<FileFacts, 'md5' | 'sha1' | 'sha256'> | undefined {
  if (hash.length === 32) return { md5: hash };
  if (hash.length === 40) return { sha1: hash };
  return hash.length === 64 ? { sha256: hash } : undefined;
}
