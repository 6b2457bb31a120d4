import type { ExtraPattern } from '../findings/content-patterns.ts';
import { yaraClauses } from '../findings/yara-atoms.ts';
import type { RuleSet } from '../rules/rule.ts';
import type { EntryMeta } from './examination.ts';

/** Larger files are not web shells, and one scan must stay short. Bytes. */
const LARGEST_FILE = 4 * 2 ** 20;

/** Where YARA rules look: what the appliance serves, and where intruders write. */
export const yaraFolders: readonly string[] = [
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

/** The vendor's own PHP: hundreds of files that read requests and run commands, as they must. With its stock mode it is left to the Sigma rules. */
const VENDOR_PHP = ['/var/netscaler/gui/admin_ui/', '/netscaler/websocketd/', '/var/netscaler/websocketd/'];
const STOCK_MODE = 0o444;

/** Chooses the few files worth a YARA scan: a scan costs milliseconds even on nothing. */
export interface YaraCandidates {
  readonly largestFile: number;
  /** To be searched for together with the rules' own content patterns. */
  readonly patterns: readonly ExtraPattern[];
  isCandidate(entry: Pick<EntryMeta, 'path' | 'size' | 'mode'>): boolean;
  /** Whether, of the patterns that were found in the file, there is all that some rule cannot do without. */
  couldMatch(found: ReadonlySet<string>): boolean;
}

export function prepareYara({ yaraFiles }: RuleSet): YaraCandidates {
  const patterns = new Map<string, ExtraPattern>();
  // Rules name the same texts again and again: one pattern for each different list.
  const idOf = (literals: readonly string[]): string => {
    const id = `yara:${literals.join('\0')}`;
    patterns.set(id, { id, literals });
    return id;
  };
  const rules = yaraFiles.flatMap(({ source }) => yaraClauses(source)).map((clauses) => clauses.map(idOf));
  return {
    largestFile: LARGEST_FILE,
    patterns: [...patterns.values()],
    isCandidate({ path, size, mode }) {
      if (rules.length === 0 || size <= 0 || size > LARGEST_FILE) return false;
      if (mode === STOCK_MODE && VENDOR_PHP.some((prefix) => path.startsWith(prefix))) return false;
      return yaraFolders.some((prefix) => path.startsWith(prefix));
    },
    couldMatch: (found) => rules.some((clauses) => clauses.every((id) => found.has(id))),
  };
}
