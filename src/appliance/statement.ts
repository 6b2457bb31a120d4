import type { Artifact, FieldValue } from '../artifacts/artifact.ts';
import type { EventTime } from '../evidence/time.ts';

/** What one or several places of the evidence say of the appliance. */
export interface Statement {
  readonly about: Subject;
  /** Raw text from evidence; of a build `14.1-66.54`, of a time its milliseconds. */
  readonly value: string;
  readonly toldBy: string;
  /** Canonical path of the place; of several the first in the alphabet. */
  readonly place: string;
  /** Earliest and latest time at which it was so. */
  readonly first?: EventTime;
  readonly last?: EventTime;
}

const SUBJECTS = [
  'hostname',
  'version',
  'build',
  'edition',
  'model',
  'platform',
  'nsip',
  'peer',
  'ha_role',
  'timezone',
  'partitions',
  'collected',
  'booted',
  'serial',
] as const;
export type Subject = (typeof SUBJECTS)[number];

/** Longest value that is kept. */
const VALUE_LENGTH = 300;

/** The statements of one `appliance` record; none of any other record. */
export function statementsOf(record: Artifact): readonly Statement[] {
  if (record.category !== 'appliance') return [];
  const { fields, time, path } = record;
  const toldBy = String(fields.told_by ?? 'log');
  const times = time && { first: time, last: time };
  return SUBJECTS.flatMap((about) =>
    valuesOf(about, fields[about], fields.version).map((value) => ({ about, value, toldBy, place: path, ...times })),
  );
}

function valuesOf(about: Subject, value: FieldValue | undefined, version: FieldValue | undefined): readonly string[] {
  if (value === undefined || value === '') return [];
  if (typeof value === 'object') return value.map((item) => item.slice(0, VALUE_LENGTH));
  // A build means nothing without its release, and a release is told by the build beside it.
  if (about === 'build') return version === undefined ? [] : [`${version}-${value}`];
  return [String(value).trim().slice(0, VALUE_LENGTH)];
}

/** Statements of one key say the same. Clocks in local time and in UTC are kept apart: the two together show the offset. */
export function keyOf({ about, value, toldBy, first }: Statement): string {
  return `${about}\n${toldBy}\n${about === 'collected' ? first?.zone : ''}\n${value}`;
}

/** Two statements of the same key as one, the same whichever comes first. */
export function merge(one: Statement, other: Statement): Statement {
  const first = earlier(one.first, other.first);
  const last = earlier(one.last, other.last) === one.last ? (other.last ?? one.last) : (one.last ?? other.last);
  return {
    ...one,
    place: one.place < other.place ? one.place : other.place,
    ...(first && { first }),
    ...(last && { last }),
  };
}

function earlier(one: EventTime | undefined, other: EventTime | undefined): EventTime | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  if (one.ms !== other.ms) return one.ms < other.ms ? one : other;
  return one.zone <= other.zone ? other : one;
}
