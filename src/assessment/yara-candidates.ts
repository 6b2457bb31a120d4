import type { ExtraPattern } from '../findings/content-patterns.ts';
import { yaraAtoms } from '../findings/yara-atoms.ts';
import type { RuleSet } from '../rules/rule.ts';

/** Larger files are not web shells, and one scan must stay short. Bytes. */
const LARGEST_FILE = 4 * 2 ** 20;

/** Where YARA rules look: what the appliance serves, and where intruders write. */
const SCOPE = [
  '/var/netscaler/',
  '/netscaler/',
  '/var/vpn/',
  '/var/tmp/',
  '/tmp/',
  '/var/nstmp/',
  '/nsconfig/',
  '/var/python/',
  '/var/cron/',
  '/root/',
];

/** The pattern that stands for any text a YARA rule searches for. */
const ATOM = 'yara-atom';

/** Chooses the few files worth a YARA scan: a scan costs milliseconds even on nothing. */
export interface YaraCandidates {
  readonly largestFile: number;
  /** To be searched for together with the rules' own content patterns. */
  readonly patterns: readonly ExtraPattern[];
  isCandidate(path: string, size: number): boolean;
  /** Whether some text that a rule searches for was found in the file. */
  hasAtom(found: ReadonlySet<string>): boolean;
}

export function prepareYara({ yaraFiles }: RuleSet): YaraCandidates {
  const atoms = yaraFiles.map(({ source }) => yaraAtoms(source));
  // A rule without any usable text needs every file of the scope.
  const needsAll = atoms.some((own) => own === undefined);
  return {
    largestFile: LARGEST_FILE,
    patterns: [{ id: ATOM, literals: atoms.flatMap((own) => own ?? []) }],
    isCandidate: (path, size) =>
      yaraFiles.length > 0 && size > 0 && size <= LARGEST_FILE && SCOPE.some((prefix) => path.startsWith(prefix)),
    hasAtom: (found) => needsAll || found.has(ATOM),
  };
}
