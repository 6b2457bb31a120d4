import { limits } from '../evidence/limits.ts';
import { hashOfLine } from '../findings/sighting.ts';
import type { CorrelationEvent, Examination } from './examination.ts';
import { eventText } from './record-taker.ts';

/** Where events stand. */
export type EventPlace = Pick<Examination, 'path' | 'original'>;

/** What met rules that feed a correlation, of the whole scan; bounded by `limits.correlationEvents` and, for each rule, `limits.eventsPerRule`. */
export interface EventStore {
  /** Events of an entry that is still being examined; `id` is the entry's own. The same line in two copies of a log is one event. */
  take(entry: EventPlace, events: readonly CorrelationEvent[], id: number): void;
  /** The entry's last events. */
  end(examination: Examination, id: number): void;
  all(): readonly CorrelationEvent[];
  /** Ids of rules of which not all events were kept. */
  cut(): Iterable<string>;
}

export function openEventStore(): EventStore {
  const events: CorrelationEvent[] = [];
  const eventsKnown = new Set<number>();
  /** Of entries still being examined: how often each line was met in it. */
  const linesOfEntry = new Map<number, Map<number, number>>();
  /** Users, addresses and the like, of which a hundred thousand events have few. */
  const words = new Map<string, string>();
  const ofRules = new Map<string, number>();
  const cut = new Set<string>();

  function take(entry: EventPlace, added: readonly CorrelationEvent[], id: number): void {
    if (added.length === 0) return;
    const here = linesOfEntry.get(id) ?? new Map<number, number>();
    linesOfEntry.set(id, here);
    for (const event of added) {
      const line = hashOfLine(`${event.rule} ${event.time?.ms ?? ''} ${event.text}`);
      const times = (here.get(line) ?? 0) + 1;
      here.set(line, times);
      const key = times === 1 ? line : hashOfLine(`${times} ${line}`);
      if (eventsKnown.has(key)) continue;
      const ofRule = ofRules.get(event.rule) ?? 0;
      if (ofRule >= limits.eventsPerRule || events.length >= limits.correlationEvents) {
        cut.add(event.rule);
        continue;
      }
      ofRules.set(event.rule, ofRule + 1);
      eventsKnown.add(key);
      events.push(compact(event, entry, ofRule));
    }
  }

  /** With one copy of each text that events have in common: what came from another thread has its own. */
  function compact(event: CorrelationEvent, { path, original }: EventPlace, before: number): CorrelationEvent {
    const one = (word: string): string => {
      const shared = words.get(word);
      if (shared !== undefined) return shared;
      if (words.size < limits.eventWords) words.set(word, word);
      return word;
    };
    const fields: Record<string, string> = {};
    for (const [name, value] of Object.entries(event.fields)) fields[name] = one(value);
    return { ...event, text: eventText(event.text, before), rule: one(event.rule), path, original, fields };
  }

  return {
    take,
    end(examination, id) {
      for (const rule of examination.eventsCut ?? []) cut.add(rule);
      take(examination, examination.events, id);
      linesOfEntry.delete(id);
    },
    all: () => events,
    cut: () => cut,
  };
}
