import type { Artifact } from '../artifacts/artifact.ts';
import { hostsOfLine, type LineHosts } from '../artifacts/log-hosts.ts';
import { limits } from '../evidence/limits.ts';
import type { EventTime } from '../evidence/time.ts';
import type { SigmaRule } from '../rules/rule.ts';
import { type MatchedIndicator, mergedIndicators } from './match-explained.ts';
import { findingId, type Subject, subjectOf } from './subject.ts';

/** A rule met by one subject within one entry: raw text of evidence, plain data that crosses threads. */
export interface Sighting {
  /** Id of the rule. */
  readonly rule: string;
  /** Id of the finding it belongs to. */
  readonly finding: string;
  readonly subject: Subject;
  readonly occurrences: number;
  /** For log lines: how often each different line occurred, by a hash of its text; the same line in two copies of a log is one occurrence. */
  readonly lines?: ReadonlyMap<number, number>;
  readonly first?: EventTime;
  readonly last?: EventTime;
  readonly samples: readonly SightingSample[];
  readonly file?: FileFacts;
  readonly isSecondHand?: true;
  /** Hosts that its log lines name. */
  readonly hosts?: readonly LineHosts[];
  /** The level may not be higher than this, whatever the rule says: the match rests on a weak or expired indicator. */
  readonly atMost?: 'low';
  /** The indicators of lists that it was met by. */
  readonly indicators?: readonly MatchedIndicator[];
}

export interface SightingSample {
  readonly path: string;
  readonly original: string;
  readonly line?: number;
  readonly offset?: number;
  readonly time?: EventTime;
  readonly text: string;
  readonly before?: string;
  readonly after?: string;
}

/** The lines right before and after one line of a log, without their secrets; missing where there is none that may be shown. */
export type LinesBeside = Pick<SightingSample, 'before' | 'after'>;

/** Has the lines beside one told, at once or before the reading of its log ends. Costs the reading of two lines. */
export type AskBeside = (tell: (beside: LinesBeside) => void) => void;

/** Metadata and hashes of a file that a rule was met by. Times in milliseconds, UTC unless `clock` says that they are the appliance's wall clock. */
export interface FileFacts {
  readonly size?: number;
  readonly mode?: string;
  readonly owner?: string;
  readonly group?: string;
  readonly modified?: number;
  readonly changed?: number;
  readonly born?: number;
  readonly clock?: 'local';
  readonly sha256?: string;
  readonly sha1?: string;
  readonly md5?: string;
}

/** Gathers the sightings of one entry: counts every occurrence, keeps a few samples of each. */
export interface SightingCollector {
  add(
    rule: SigmaRule,
    artifact: Artifact,
    sample: Pick<SightingSample, 'line' | 'offset' | 'text'>,
    facts?: {
      readonly file?: FileFacts;
      readonly atMost?: 'low';
      readonly indicators?: readonly MatchedIndicator[];
      /** Asked only for the samples that are kept. */
      readonly askBeside?: AskBeside;
    },
  ): void;
  /** The sightings, and how many subjects were not kept because a rule had too many. */
  finish(): { readonly sightings: readonly Sighting[]; readonly subjectsDropped: number };
}

export function collectSightings(): SightingCollector {
  const byFinding = new Map<string, Writable<Sighting>>();
  const subjects = new Map<string, number>();
  const lines = new Map<string, Map<number, number>>();
  let subjectsDropped = 0;
  return {
    add(rule, artifact, sample, facts) {
      const subject = subjectOf(artifact, rule);
      const finding = findingId(rule.id, subject);
      let sighting = byFinding.get(finding);
      if (!sighting) {
        const known = subjects.get(rule.id) ?? 0;
        if (known >= limits.findingsPerRule) {
          subjectsDropped++;
          return;
        }
        subjects.set(rule.id, known + 1);
        sighting = { rule: rule.id, finding, subject, occurrences: 0, samples: [] };
        if (facts?.file) sighting.file = facts.file;
        if (facts?.atMost) sighting.atMost = facts.atMost;
        if (artifact.isSecondHand) sighting.isSecondHand = true;
        byFinding.set(finding, sighting);
      }
      if (sighting.atMost && !facts?.atMost) delete sighting.atMost;
      if (facts?.indicators?.length)
        sighting.indicators = mergedIndicators(sighting.indicators ?? [], facts.indicators);
      sighting.occurrences++;
      if (artifact.path.startsWith('/var/log/') && !facts?.file)
        sighting.hosts = withHost(sighting.hosts ?? [], sample.text, artifact.path);
      if (sample.line !== undefined && (lines.get(finding)?.size ?? 0) < limits.linesToldApart) {
        const seen = lines.get(finding) ?? new Map<number, number>();
        lines.set(finding, seen);
        const key = hashOfLine(sample.text);
        seen.set(key, (seen.get(key) ?? 0) + 1);
      }
      const { time } = artifact;
      if (time) {
        if (!sighting.first || time.ms < sighting.first.ms) sighting.first = time;
        if (!sighting.last || time.ms > sighting.last.ms) sighting.last = time;
      }
      if (sighting.samples.length < limits.samplesPerFinding) {
        const { path, original } = artifact;
        const kept: Writable<SightingSample> = { path, original, ...sample, ...(time && { time }) };
        facts?.askBeside?.((beside) => Object.assign(kept, beside));
        sighting.samples = [...sighting.samples, kept];
      }
    },
    finish() {
      const sightings = [...byFinding].map(([finding, sighting]) => {
        const seen = lines.get(finding);
        return seen ? { ...sighting, lines: seen } : sighting;
      });
      return { sightings, subjectsDropped };
    },
  };
}

/** The hosts and the one that this line names. */
export function withHost(hosts: readonly LineHosts[], line: string, path: string): readonly LineHosts[] {
  const host = hostsOfLine(line, { path });
  return mergedHosts(hosts, host.sender === undefined && host.own === undefined ? [] : [host]);
}

export function mergedHosts(hosts: readonly LineHosts[], others: readonly LineHosts[]): readonly LineHosts[] {
  const added = others.filter((host) => !hosts.some(({ sender, own }) => sender === host.sender && own === host.own));
  return added.length === 0 ? hosts : [...hosts, ...added].slice(0, limits.hostsTold);
}

/** A 53-bit hash (two rounds of 32-bit multiplication); it tells lines of one finding apart, nothing rests on it being hard to forge. */
export function hashOfLine(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  return (b >>> 11) * 2 ** 32 + (a >>> 0);
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
