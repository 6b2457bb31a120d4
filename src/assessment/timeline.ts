import type { EvidenceDescription } from '../evidence/entry.ts';
import { text } from '../evidence/printable.ts';
import type { Finding } from '../findings/finding.ts';
import { phaseOf, windowFor } from './exposure.ts';
import type { Exposure, TimelineEvent } from './report.ts';

/** Events listed; a report is read by people. */
const EVENTS_LISTED = 5_000;

/** What happened when, oldest first: findings by their first and last time, the files they are about, exposure windows, the collection. */
export function timelineOf(
  findings: readonly Finding[],
  exposure: readonly Exposure[],
  evidence: readonly EvidenceDescription[],
): readonly TimelineEvent[] {
  const events: TimelineEvent[] = [];
  for (const finding of findings) {
    const { id, path, rule, first_seen, last_seen, occurrences, file } = finding;
    if (first_seen) events.push({ time: first_seen, what: text`${rule.title}`, path, finding: id, kind: 'finding' });
    if (last_seen && last_seen !== first_seen) {
      events.push({
        time: last_seen,
        what: text`${rule.title} (last of ${occurrences})`,
        path,
        finding: id,
        kind: 'finding',
      });
    }
    if (file?.born)
      events.push({ time: file.born, what: text`file created: ${path}`, path, finding: id, kind: 'file' });
    if (file?.modified)
      events.push({ time: file.modified, what: text`file last modified: ${path}`, path, finding: id, kind: 'file' });
    if (file?.changed && file.changed !== file.modified)
      events.push({
        time: file.changed,
        what: text`file metadata last changed: ${path}`,
        path,
        finding: id,
        kind: 'file',
      });
  }
  const collections = evidence.map(({ collected }) => collected?.toISOString());
  const newest = collections.includes(undefined) ? undefined : collections.toSorted().at(-1);
  for (const { cve, window } of exposure) {
    // What the appliance became exposed to after the evidence was collected, the evidence cannot tell: it may have been updated since.
    if (window?.from && (newest === undefined || window.from <= newest))
      events.push({ time: window.from, what: text`exposed to ${cve} from here`, kind: 'exposure' });
    if (window?.to) events.push({ time: window.to, what: text`${cve} fixed`, kind: 'exposure' });
  }
  for (const { collected, name } of evidence) {
    if (collected)
      events.push({ time: collected.toISOString(), what: text`evidence collected: ${name}`, kind: 'collection' });
  }
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  const unique = new Map(events.map((event) => [`${event.time}\0${event.what}\0${event.path ?? ''}`, event]));
  return [...unique.values()]
    .sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : a.what < b.what ? -1 : 1))
    .slice(0, EVENTS_LISTED)
    .map((event) => withWindow(event, byId, exposure));
}

/** An event of a finding is set against the windows of the finding's own CVEs; the windows themselves against none. */
function withWindow(
  event: TimelineEvent,
  findings: ReadonlyMap<string, Finding>,
  exposure: readonly Exposure[],
): TimelineEvent {
  if (event.kind === 'exposure') return event;
  const finding = event.finding === undefined ? undefined : findings.get(event.finding);
  const window = finding ? windowFor(finding, event.time, exposure) : phaseOf(event.time, exposure);
  return window === undefined ? event : { ...event, window };
}
