/** Every bound on a loop over evidence. Reaching one yields a gap that names it. Sizes in bytes. */
export const limits = {
  /** Unpacked bytes of one evidence, all entries together. */
  evidenceBytes: 256 * 2 ** 30,
  /** Unpacked bytes of one entry. */
  entryBytes: 64 * 2 ** 30,
  /** Unpacked to packed, measured after `ratioGrace` unpacked bytes. */
  ratio: 250,
  ratioGrace: 64 * 2 ** 20,
  /** As `ratio`, of the whole evidence with all archives in archives; measured after `evidenceRatioGrace` unpacked bytes. */
  evidenceRatio: 2_000,
  evidenceRatioGrace: 2 * 2 ** 30,
  entries: 2_000_000,
  /** Archives inside archives. */
  archiveDepth: 4,
  /** Read of a file that was hardly written to: the rest of it is holes. Bytes. */
  sparseBytes: 2 ** 30,
  /** Directory levels below the target. */
  directoryDepth: 64,
  /** Names counted before a directory is read, so that progress can be told. */
  namesCounted: 200_000,
  /** Folders searched for evidences, where a folder holds several. */
  foldersSearched: 20_000,
  /** Bytes of an entry's name. */
  nameBytes: 4096,
  /** One extended header of an archive member (pax, long name, sparse map). */
  headerBytes: 2 ** 20,
  /** Compressed members in one gzip file. */
  gzipMembers: 100_000,
  /** Read before the layout of an archive or directory is decided: entries, and bytes of their content. */
  layoutEntries: 1_024,
  layoutBytes: 8 * 2 ** 20,
  /** Names looked at where those do not tell the layout. */
  layoutNames: 200_000,
  /** A zip that does not lie on disk by itself (inside another archive, on standard input) is held in memory. */
  heldArchiveBytes: 128 * 2 ** 20,
  /** Small files of a tar kept for hard links to them: one file, and all together. */
  linkedFileBytes: 2 ** 20,
  linkedBytes: 12 * 2 ** 20,
  /** One directory of a disk image. */
  directoryBytes: 8 * 2 ** 20,
  /** Bytes of a partition searched for a copy of its superblock, where that is damaged. */
  superblockSearchBytes: 512 * 2 ** 20,
  /** All files and directories of a disk image to its size, after `evidenceRatioGrace`: holes and hard links make it more than 1. */
  imageRatio: 8,
  /** Pieces that an image can be split into. */
  imagePieces: 10_000,
  /** Names of one archive remembered to notice duplicates and to resolve hard links. */
  namesRemembered: 500_000,
  /** A log line; the rest of a longer one is passed over. */
  lineBytes: 64 * 1024,
  /** A file that a reader needs whole: ns.conf, process list, crontab. */
  wholeFileBytes: 32 * 2 ** 20,
  /** Lines or records out of one whole file. */
  recordsPerFile: 500_000,
  /** Subjects of one rule that become findings of their own. */
  findingsPerRule: 1_000,
  /** Different log lines of one finding that are told apart, so that copies of a log are not counted twice. */
  linesToldApart: 5_000,
  /** The same, of all findings together. */
  linesToldApartTotal: 500_000,
  /** Characters of a record's text kept with an event for correlation. */
  eventCharacters: 300,
  /** Folders whose files are counted one by one, for coverage. */
  directoriesTold: 200_000,
  /** Files that a listing names where each file matters, held to tell which of them are missing. */
  listedNames: 5_000,
  /** Places of one core dump at which one rule is looked at closely. */
  memoryLooks: 20_000,
  /** As `ratio`, of a packed core dump: much of it may be zeros, which cost nothing to look through. More than gzip can reach. */
  dumpRatio: 1_100,
  /** Files packed with bzip2, xz or zstd that are looked into to tell whether they are core dumps, where their names do not say so. */
  packedLookedInto: 1_000,
  /** Core dumps that coverage names one by one. */
  coreDumps: 1_000,
  /** Hosts told apart in one log: a syslog server may keep those of many in one file. */
  hostsTold: 200,
  /** Log files whose coverage is kept one by one. */
  logFiles: 20_000,
  /** Saved configurations that are compared with each other. */
  configurationCopies: 50,
  /** Evidence lines kept with a finding. */
  samplesPerFinding: 5,
  /** Indicators of lists named with one finding. */
  indicatorsPerFinding: 20,
  /** Characters of one sample. */
  sampleCharacters: 1_000,
  /** Gaps listed one by one; further ones are counted. */
  gapsListed: 1_000,
  /** A saved report that is read again. */
  reportBytes: 256 * 2 ** 20,
  /** Events held for correlation, of all rules together and of one of them. */
  correlationEvents: 100_000,
  eventsPerRule: 20_000,
  /** Events of one rule whose whole text is held; of further ones this many characters, in which the host is. */
  eventTexts: 4_000,
  eventBeginning: 120,
  /** Words of events of which one copy is held. */
  eventWords: 20_000,
  /** Output of one command on a live appliance. */
  remoteTextBytes: 32 * 2 ** 20,
  /** The listing of all files of a live appliance. */
  remoteListingBytes: 256 * 2 ** 20,
  /** One archive streamed from a live appliance. */
  remoteStreamBytes: 64 * 2 ** 30,
  /** Places that rules name outside those fetched in any case, and what one command may bring of them. */
  rulePlaces: 60,
  rulePlaceBytes: 2 * 2 ** 30,
  /** What a live appliance says before the login succeeds: banners and prompts. */
  bannerBytes: 1 * 2 ** 20,
  /** Files of a live appliance whose listing is held to tell what was not fetched. */
  listedFiles: 500_000,
  /** Error lines of one remote command that become gaps of their own. */
  remoteErrors: 50,
  /** Sections inside sections of httpd.conf. */
  sectionDepth: 64,
  /** Different statements about the appliance that are kept. */
  applianceFacts: 500,
  /** Evidences examined in one run, and names that one pattern on the command line may match. */
  evidences: 10_000,
  patternMatches: 500_000,
  /** Commands added or removed between two saved copies of ns.conf. */
  configChanges: 5_000,
  /** VPN sessions of one log, and of the whole evidence. */
  vpnSessions: 50_000,
  /** Other addresses from which one VPN session was used. */
  vpnSessionAddresses: 20,
} as const;

/** The same names with other values: tests lower them. */
export type Limits = { readonly [Name in keyof typeof limits]: number };
