import type { ParsedRecord } from '../artifacts/artifact.ts';
import { isSavedConfig } from '../artifacts/ns-conf.ts';
import { parseConfigCommand } from '../artifacts/ns-conf-line.ts';
import { dateIn } from '../artifacts/wall-clock.ts';
import { limits } from '../evidence/limits.ts';
import type { EventTime } from '../evidence/time.ts';

/**
 * What changed between the saved copies of ns.conf, `ns.conf.4` (oldest) to `ns.conf.0` and `ns.conf`, of the appliance and of each partition: one
 * `config_change` record for each command that only one of two neighbours has. `copies` maps canonical paths to texts; other paths are passed over.
 *
 * Lines are compared as they stand, so that a changed password shows; the records hold `[secret]` in its place. The order of lines does not matter.
 * `time` is when the newer copy was saved. At most `limits.configChanges` records for two neighbours; beyond that a last record says so.
 */
export function* configChanges(copies: ReadonlyMap<string, string>): Generator<ParsedRecord> {
  for (const series of seriesOf(copies)) {
    for (const [index, older] of series.entries()) {
      const newer = series[index + 1];
      if (newer) yield* changesBetween(older, newer);
    }
  }
}

interface Copy {
  readonly path: string;
  readonly text: string;
  /** 0 for `ns.conf`, 1 for `ns.conf.0`, and so on. */
  readonly age: number;
}

/** The copies of each configuration, oldest first. */
function seriesOf(copies: ReadonlyMap<string, string>): readonly (readonly Copy[])[] {
  const series = new Map<string, Copy[]>();
  for (const [path, text] of copies) {
    if (!isSavedConfig(path)) continue;
    const [, name = '', number] = /^(.*\/ns\.conf)(?:\.(\d{1,2}))?$/.exec(path) ?? [];
    const copy = { path, text, age: number === undefined ? 0 : Number(number) + 1 };
    series.set(name, [...(series.get(name) ?? []), copy]);
  }
  return [...series.values()].map((list) => list.sort((one, other) => other.age - one.age));
}

function* changesBetween(older: Copy, newer: Copy): Generator<ParsedRecord> {
  const before = commandLines(older.text);
  const after = commandLines(newer.text);
  const time = savedAt(newer.text);
  let made = 0;
  for (const [change, lines, others] of [
    ['added', after, before],
    ['removed', before, after],
  ] as const) {
    for (const [text, line] of lines) {
      if (others.has(text)) continue;
      const record = changeRecord(change, text, line, older, newer, time);
      if (record === undefined) continue;
      made += 1;
      if (made > limits.configChanges) {
        yield tooMany(older, newer);
        return;
      }
      yield record;
    }
  }
}

/** Commands and the line each first stands on. */
function commandLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  let number = 0;
  for (const line of text.split('\n', limits.recordsPerFile)) {
    number += 1;
    const trimmed = line.trim();
    if (trimmed !== '' && !trimmed.startsWith('#') && !lines.has(trimmed)) lines.set(trimmed, number);
  }
  return lines;
}

function savedAt(text: string): EventTime | undefined {
  const second = text.slice(0, 1_000).split('\n', 2)[1] ?? '';
  return second.includes('Last modified') ? dateIn(second) : undefined;
}

function changeRecord(
  change: 'added' | 'removed',
  text: string,
  line: number,
  older: Copy,
  newer: Copy,
  time: EventTime | undefined,
): ParsedRecord | undefined {
  const command = parseConfigCommand(text.slice(0, limits.lineBytes));
  if (command === undefined) return undefined;
  const { directive, object } = command;
  return {
    category: 'config_change',
    fields: { change, directive, object, text: command.text, from: older.path, to: newer.path },
    raw: command.text,
    line,
    ...(time && { time }),
  };
}

function tooMany(older: Copy, newer: Copy): ParsedRecord {
  const text = `more than ${limits.configChanges} commands differ; the rest was not compared`;
  return {
    category: 'config_change',
    fields: { change: 'too many', directive: '', object: '', text, from: older.path, to: newer.path },
    raw: text,
  };
}
