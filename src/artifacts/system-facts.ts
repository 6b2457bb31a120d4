import type { Fields, ParsedRecord, ReadContext, WholeReader } from './artifact.ts';
import { type BuildName, buildIn, editionIn } from './build-name.ts';
import type { ToldBy } from './identity-record.ts';
import { identityRecord } from './identity-record.ts';
import { dateIn, epochSeconds, isoDateIn } from './wall-clock.ts';
import type { NumberedLine, Tally } from './whole-reading.ts';
import { outputLines, reading } from './whole-reading.ts';

/**
 * `uname -a`: `FreeBSD ns-a 11.4-NETSCALER-14.1 FreeBSD 11.4-NETSCALER-14.1 #0 … amd64`. Names the release, not the build.
 * Source: https://github.com/corelayer/netscaleradc-acme-go.
 */
export const uname: WholeReader = identityReader('uname', ['/shell/**/uname*'], 'running', (line) => {
  const found = /^FreeBSD (\S{1,255}) (\S{1,100})/.exec(line.text.trim());
  if (!found) return undefined;
  const version = /NETSCALER-(\d{1,2}\.\d{1,2})/i.exec(found[2] ?? '')?.[1];
  return { fields: { hostname: found[1], ...(version !== undefined && { version }) } };
});

/** `/flash/.version`: `NetScaler 13.1 build 30`, without the second number. Source: https://github.com/fox-it/dissect.target. */
export const versionFile: WholeReader = identityReader('.version', ['/flash/.version'], 'version-file', (line) => {
  const build = buildIn(line.text);
  return build && { fields: { ...build } };
});

/**
 * `date`: when the evidence was collected. `Mon Nov 23 09:15:01 CET 2026` is local time unless the zone is UTC; `date +%s` prints seconds;
 * `utc_start=…` in the metadata of netscaler-ir-collector.
 */
export const collectionDate: WholeReader = identityReader(
  'date',
  ['/shell/**/date{,.out,.txt,[-_]u*}', '/shell/**/00_metadata.txt'],
  'running',
  (line) => {
    const utcStart = /^utc_start=(.{1,60})$/.exec(line.text)?.[1];
    const text = utcStart === undefined ? line.text.trim() : `${utcStart.replace(/Z$/, '')}Z`;
    const seconds = epochSeconds(text);
    const time =
      seconds === undefined
        ? (dateIn(text) ?? isoDateIn(text))
        : ({ ms: seconds, zone: 'utc', year: 'stated' } as const);
    return time && { fields: { collected: time.ms }, time };
  },
);

/**
 * Kernel messages of this boot and earlier ones: `… upgrade from NetScaler NS13.1: Build 48.47.nc …`, and the build that booted.
 * Source: https://github.com/manjesh23/CitrixNSConfig.
 */
export const kernelMessages: WholeReader = identityReader(
  'dmesg',
  ['/var/nslog/dmesg.*', '/shell/**/dmesg*', '/var/run/dmesg.boot'],
  'log',
  (line, { path, modified }) => {
    const build = /\bNetScaler\b|\bns-\d/i.test(line.text) ? buildIn(line.text) : undefined;
    if (build === undefined) return undefined;
    // `dmesg.prev` and `dmesg.last` are of earlier starts, and are written when the system starts.
    const isEarlier = /upgrade from/i.test(line.text) || /dmesg\.(?:prev|last)/.test(path);
    if (isEarlier) return { fields: { ...build }, toldBy: 'earlier' };
    const time = path === '/var/nslog/dmesg.boot' && modified ? modified.getTime() : undefined;
    return { fields: { ...build }, ...(time !== undefined && { time: { ms: time, zone: 'utc', year: 'stated' } }) };
  },
);

/**
 * What installations leave in `/var/nsinstall`: lines of a key and a value, among them VERSION and `…_TIME`. Each build gets the latest time that
 * stands near it. `installns_state_post_reboot` is written at the first boot after the installation. Source: https://github.com/martclau/netscaler-ir-collector.
 */
export const installState: WholeReader = {
  form: 'whole',
  name: 'installns_state',
  categories: ['appliance'],
  paths: ['/var/nsinstall/**/installns_state*', '/var/nsinstall/installns_state*'],
  read: (text, context) => reading((tally) => installRecords(text, context, tally)),
};

function* installRecords(text: string, { path }: ReadContext, tally: Tally): Generator<ParsedRecord> {
  let installed: { line: NumberedLine; fields: Fields } | undefined;
  let time: ReturnType<typeof dateIn>;
  for (const line of outputLines(text, tally)) {
    const [, key = '', value = ''] = /^\s{0,20}(\w{1,60})\s{0,4}[:= ]\s{0,4}(.{1,300})$/.exec(line.text) ?? [];
    if (key === '') {
      tally.unknown += 1;
      continue;
    }
    const build = /VERSION|BUILD|KERNEL/i.test(key) ? buildIn(value) : undefined;
    // Keys of the old build (`PREV_VERSION`, `OLD_…`, `FROM_…`) tell what ran before.
    if (build && /PREV|OLD|FROM/i.test(key)) yield identityRecord('earlier', line, { ...build });
    else if (build) installed = { line, fields: { ...build } };
    if (!/TIME$|^DATE/i.test(key)) continue;
    const seconds = epochSeconds(value.trim());
    time =
      (seconds === undefined ? (dateIn(value) ?? isoDateIn(value)) : { ms: seconds, zone: 'utc', year: 'stated' }) ??
      time;
  }
  if (!installed) return;
  const toldBy: ToldBy = path.includes('post_reboot') ? 'log' : 'install-state';
  yield identityRecord(toldBy, installed.line, installed.fields, time);
}

/**
 * Log of the counter collection: `… Successfully loaded configuration … (<version>)` at each start of a build.
 * Source: https://github.com/manjesh23/CitrixNSConfig; where the time stands in the line is not sourced, so any date form is tried.
 */
export const collectorLog: WholeReader = identityReader(
  'nscollect_cl.log',
  ['/var/log/nscollect_cl.log*'],
  'log',
  (line) => {
    const build = /loaded configuration/i.test(line.text) ? loadedBuild(line.text) : undefined;
    const time = dateIn(line.text) ?? isoDateIn(line.text);
    return build && { fields: { ...build }, ...(time && { time }) };
  },
);

/** How the log writes the version is not sourced: also `(14.1 73.37)`. */
function loadedBuild(text: string): BuildName | undefined {
  const [, version, build] = /\((\d{1,2}\.\d)[ :-]{1,3}(?:Build )?(\d{1,5}\.\d{1,5})/i.exec(text) ?? [];
  return version !== undefined && build !== undefined ? { version, build } : buildIn(text);
}

/** A reader of statements that stand in one line each; lines that state nothing are passed over. */
function identityReader(
  name: string,
  paths: readonly string[],
  toldBy: ToldBy,
  read: (
    line: NumberedLine,
    context: ReadContext,
  ) => { readonly fields: Fields; readonly time?: ParsedRecord['time']; readonly toldBy?: ToldBy } | undefined,
): WholeReader {
  return {
    form: 'whole',
    name,
    categories: ['appliance'],
    paths,
    read: (text, context) =>
      reading(function* (tally) {
        for (const line of outputLines(text, tally)) {
          const stated = read(line, context);
          if (!stated) continue;
          const edition = editionIn(line.text);
          const fields = { ...stated.fields, ...(edition && 'build' in stated.fields && { edition }) };
          yield identityRecord(stated.toldBy ?? toldBy, line, fields, stated.time);
        }
      }),
  };
}
