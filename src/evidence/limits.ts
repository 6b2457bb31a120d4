/** Every bound on a loop over evidence. Reaching one yields a gap that names it. Sizes in bytes. */
export const limits = {
  /** Unpacked bytes of one evidence, all entries together. */
  evidenceBytes: 256 * 2 ** 30,
  /** Unpacked bytes of one entry. */
  entryBytes: 64 * 2 ** 30,
  /** Unpacked to packed, measured after `ratioGrace` unpacked bytes. */
  ratio: 250,
  ratioGrace: 64 * 2 ** 20,
  entries: 2_000_000,
  /** Archives inside archives. */
  archiveDepth: 4,
  /** Directory levels below the target. */
  directoryDepth: 64,
  /** Bytes of an entry's name. */
  nameBytes: 4096,
  /** A log line; the rest of a longer one is passed over. */
  lineBytes: 64 * 1024,
  /** A file that a reader needs whole: ns.conf, process list, crontab. */
  wholeFileBytes: 32 * 2 ** 20,
  /** Lines or records out of one whole file. */
  recordsPerFile: 500_000,
  /** Subjects of one rule that become findings of their own. */
  findingsPerRule: 1_000,
  /** Evidence lines kept with a finding. */
  samplesPerFinding: 5,
  /** Characters of one sample. */
  sampleCharacters: 1_000,
  /** Gaps listed one by one; further ones are counted. */
  gapsListed: 1_000,
  /** Events held for one correlation rule. */
  correlationEvents: 100_000,
} as const;
