import type { Artifact } from '../artifacts/artifact.ts';
import { limits } from '../evidence/limits.ts';
import type { EventTime } from '../evidence/time.ts';
import type { Edition } from './build.ts';
import { compareBuilds, editionOf } from './build.ts';
import type { Statement, Subject } from './statement.ts';
import { keyOf, merge, statementsOf } from './statement.ts';
import { zoneOf } from './time-zone.ts';
import { toUtc } from './to-utc.ts';

export type { Edition } from './build.ts';
export { branchesOf, compareBuilds } from './build.ts';
export type { UtcTime } from './to-utc.ts';
export { toUtc } from './to-utc.ts';

/** The appliance as its evidence describes it. Text is raw, from evidence: make it `Printable` before it is shown. */
export interface Appliance {
  readonly hostname?: string;
  /** `14.1`. */
  readonly version?: string;
  /** `66.54`; from `/flash/.version` alone only `66`. */
  readonly build?: string;
  /** What told the build, in the order of trust: `running`, `loader`, `kernel-file`, `saved-config`, `version-file`, `log`, `install-state`, `older-config`. */
  readonly buildToldBy?: string;
  /** Builds that other places name, where they differ: a kernel not started yet, a configuration not saved since. */
  readonly otherBuilds: readonly { readonly version: string; readonly build: string; readonly toldBy: string }[];
  /** Set when the build is. */
  readonly edition?: Edition;
  /** The evidence names the edition, or the build's number does; otherwise it is taken for the ordinary one because nothing says otherwise. */
  readonly isEditionStated: boolean;
  readonly model?: string;
  readonly platform?: string;
  readonly serial?: string;
  readonly nsip?: string;
  readonly ha?: { readonly role: string; readonly peer?: string };
  readonly partitions: readonly string[];
  readonly timeZone?: ApplianceTimeZone;
  readonly collected?: Date;
  readonly booted?: Date;
  /** What is known of earlier builds, oldest first, those without a time at the end. */
  readonly history: readonly BuildSighting[];
  readonly statements: readonly Statement[];
  /** Statements left out because there were more than `limits.applianceFacts`: a gap when not 0. */
  readonly statementsDropped: number;
}

export interface ApplianceTimeZone {
  /** As configured; absent where it was told from the clock. */
  readonly configured?: string;
  /** Zone name for luxon: `Europe/Amsterdam`, `UTC`, `UTC+1:00`. */
  readonly zone: string;
  /** One sentence. */
  readonly basis: string;
}

/** A build and from when on it was there. Installing is not running: the old build runs until the restart. */
export interface BuildSighting {
  readonly version: string;
  readonly build: string;
  readonly kind: 'installed' | 'ran';
  readonly from?: Date;
  /** Latest time at which it was seen. */
  readonly until?: Date;
  /** One sentence, raw text from evidence in it. */
  readonly basis: string;
}

export const unknownAppliance: Appliance = {
  otherBuilds: [],
  isEditionStated: false,
  partitions: [],
  history: [],
  statements: [],
  statementsDropped: 0,
};

/**
 * What is known after one more record. Only `appliance` records tell something. The outcome does not depend on the order of the records, as long as no
 * statement was dropped.
 */
export function learn(appliance: Appliance, record: Artifact): Appliance {
  const told = statementsOf(record);
  if (told.length === 0) return appliance;
  const byKey = new Map(appliance.statements.map((statement) => [keyOf(statement), statement]));
  let dropped = appliance.statementsDropped;
  for (const statement of told) {
    const key = keyOf(statement);
    const known = byKey.get(key);
    if (known) byKey.set(key, merge(known, statement));
    else if (byKey.size < limits.applianceFacts) byKey.set(key, statement);
    else dropped += 1;
  }
  const statements = [...byKey.entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, statement]) => statement);
  return described(statements, dropped);
}

/** How local times of this appliance became UTC, one sentence. */
export function timeMethod({ timeZone }: Appliance): string {
  return timeZone === undefined
    ? 'The time zone of the appliance is not in the evidence: local times were read as UTC and may be up to 14 hours off.'
    : `Local times were converted from ${timeZone.zone}. ${timeZone.basis}`;
}

/** Order of trust. What is not listed comes last. Order: netscaler-ir-collector, https://github.com/martclau/netscaler-ir-collector, extended. */
const TRUST = [
  'running',
  'loader',
  'kernel-file',
  'saved-config',
  'version-file',
  'log',
  'install-state',
  'older-config',
  'earlier',
  'default',
];
/** Places that speak of now; the others speak of the past. */
const SPEAKS_OF_NOW = new Set(['running', 'loader', 'kernel-file', 'saved-config', 'version-file']);

function described(statements: readonly Statement[], statementsDropped: number): Appliance {
  const about = (subject: Subject) => statements.filter((statement) => statement.about === subject).sort(byTrust);
  const best = (subject: Subject) => about(subject)[0]?.value;
  const builds = about('build');
  const chosen = builds[0] && splitBuild(builds[0].value);
  const version = chosen?.version ?? best('version');
  const edition = chosen && editionOf(chosen.version, chosen.build, best('edition'));
  const timeZone = timeZoneFrom(about('timezone'), about('collected'));
  const role = best('ha_role');
  const peer = best('peer');
  const booted = bootTime(best('booted'));
  const collected = bestTime(about('collected'), timeZone);
  return {
    ...present({
      hostname: best('hostname'),
      model: best('model'),
      platform: best('platform'),
      serial: best('serial'),
      nsip: best('nsip'),
    }),
    ...present({ version, build: chosen?.build, buildToldBy: builds[0]?.toldBy, timeZone, collected, booted }),
    ...(edition && { edition: edition.edition }),
    ...((role !== undefined || peer !== undefined) && { ha: { role: role ?? 'unknown', ...present({ peer }) } }),
    isEditionStated: edition?.isCertain === true,
    otherBuilds: otherBuilds(builds),
    partitions: [...new Set(about('partitions').map(({ value }) => value))].sort(),
    history: historyOf(builds, timeZone, booted),
    statements,
    statementsDropped,
  };
}

/** Most trusted first; of equals the latest, then by value, so that the order of reading does not matter. */
function byTrust(one: Statement, other: Statement): number {
  const trust = (statement: Statement) => (TRUST.indexOf(statement.toldBy) + TRUST.length + 1) % (TRUST.length + 1);
  if (trust(one) !== trust(other)) return trust(one) - trust(other);
  const difference = (other.last?.ms ?? 0) - (one.last?.ms ?? 0);
  if (difference !== 0) return difference;
  return one.value < other.value ? -1 : one.value > other.value ? 1 : 0;
}

function splitBuild(value: string): { readonly version: string; readonly build: string } {
  const dash = value.indexOf('-');
  return { version: value.slice(0, dash), build: value.slice(dash + 1) };
}

function otherBuilds(builds: readonly Statement[]): Appliance['otherBuilds'] {
  const [chosen, ...rest] = builds;
  const others: Appliance['otherBuilds'][number][] = [];
  for (const statement of rest) {
    if (!SPEAKS_OF_NOW.has(statement.toldBy) || !SPEAKS_OF_NOW.has(chosen?.toldBy ?? '')) continue;
    const known = [splitBuild(chosen?.value ?? ''), ...others];
    const { version, build } = splitBuild(statement.value);
    if (!known.some((one) => isSameBuild(one, { version, build })))
      others.push({ version, build, toldBy: statement.toldBy });
  }
  return others;
}

/** `30` of `/flash/.version` is the same as `30.52`. */
function isSameBuild(
  one: { readonly version: string; readonly build: string },
  other: { readonly version: string; readonly build: string },
): boolean {
  if (one.version !== other.version) return false;
  const isShort = !one.build.includes('.') || !other.build.includes('.');
  return isShort ? one.build.split('.')[0] === other.build.split('.')[0] : compareBuilds(one.build, other.build) === 0;
}

function timeZoneFrom(settings: readonly Statement[], dates: readonly Statement[]): ApplianceTimeZone | undefined {
  for (const { value, toldBy } of settings) {
    const zone = zoneOf(value);
    if (zone === undefined) continue;
    if (toldBy === 'default')
      return { configured: value, zone, basis: 'The configuration sets no time zone, so the default holds.' };
    return { configured: value, zone, basis: `The appliance is set to ${value}.` };
  }
  return timeZoneFromClocks(dates);
}

const QUARTER_MS = 15 * 60_000;

/** `date` and `date -u` run together show the offset of that moment. */
function timeZoneFromClocks(dates: readonly Statement[]): ApplianceTimeZone | undefined {
  const local = dates.find(({ first, place }) => first?.zone === 'local' && place.includes('/date'))?.first;
  const utc = dates.find(({ first, place }) => first?.zone === 'utc' && place.includes('/date'))?.first;
  if (local === undefined || utc === undefined) return undefined;
  const quarters = Math.round((local.ms - utc.ms) / QUARTER_MS);
  if (Math.abs(quarters) > 56) return undefined;
  const minutes = Math.abs(quarters) * 15;
  const zone = `UTC${quarters < 0 ? '-' : '+'}${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
  return { zone, basis: 'The offset is that of the moment of collection; summer time is not known.' };
}

function bootTime(ms: string | undefined): Date | undefined {
  return ms !== undefined && /^\d{1,13}$/.test(ms) && Number(ms) > 0 ? new Date(Number(ms)) : undefined;
}

function bestTime(statements: readonly Statement[], timeZone: ApplianceTimeZone | undefined): Date | undefined {
  const times = statements.flatMap(({ last }) => (last ? [last] : []));
  const time = times.find(({ zone }) => zone === 'utc') ?? times[0];
  return time && placed(time, timeZone);
}

function placed(time: EventTime, timeZone: ApplianceTimeZone | undefined): Date {
  return toUtc(time, present({ timeZone })).utc;
}

const BASIS: Readonly<Record<string, string>> = {
  'kernel-file': 'A kernel file of this build was written.',
  'install-state': 'An installation of this build was recorded.',
  'saved-config': 'The configuration was saved by this build.',
  'older-config': 'An older copy of the configuration was saved by this build.',
  log: 'A log tells that this build started.',
  earlier: 'A kernel message tells that this build ran before an upgrade.',
  running: 'This build was running when the evidence was collected.',
};

function historyOf(
  builds: readonly Statement[],
  timeZone: ApplianceTimeZone | undefined,
  booted: Date | undefined,
): readonly BuildSighting[] {
  const sightings = builds.flatMap(({ value, toldBy, place, first, last }): BuildSighting[] => {
    const basis = BASIS[toldBy];
    if (basis === undefined) return [];
    const kind = toldBy === 'kernel-file' || toldBy === 'install-state' ? 'installed' : 'ran';
    const from = toldBy === 'running' ? booted : first && placed(first, timeZone);
    const until = last && last.ms !== first?.ms ? placed(last, timeZone) : undefined;
    return [{ ...splitBuild(value), kind, basis: `${basis} (${place})`, ...present({ from, until }) }];
  });
  return sightings.sort(
    (one, other) =>
      (one.from?.getTime() ?? Number.POSITIVE_INFINITY) - (other.from?.getTime() ?? Number.POSITIVE_INFINITY) ||
      compareBuilds(one.version, other.version) ||
      compareBuilds(one.build, other.build) ||
      (one.basis < other.basis ? -1 : 1),
  );
}

/** Leaves out what is undefined, as exact optional properties want it. */
function present<Fields extends object>(fields: Fields): { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };
function present(fields: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
