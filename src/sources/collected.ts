/** Finds out when evidence was collected, UTC. */
export interface CollectionTime {
  /** Tells of one entry: its name in the container, its canonical path, and its time. */
  see(original: string, path: string, modified: Date | undefined): void;
  /** Tells the beginning of `METADATA`. */
  read(text: string): void;
  result(): Date | undefined;
}

/** Where nsir writes when it started, in UTC. */
export const METADATA = '/shell/00_metadata.txt';
export const METADATA_BYTES = 4_096;

/** A wall clock and UTC differ by no more than this. */
const ZONES_MS = 15 * 3_600_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** Outputs that a collector writes while it works. */
const DATE_OUTPUTS = new Set([
  '/shell/date.out',
  '/shell/date.txt',
  '/shell/uptime.out',
  '/shell/showcmds.txt',
  '/shell/uac.log',
]);

/**
 * nsir says it in UTC. Names of bundles and UAC collections say it in the appliance's local time: the time of a collected output, which archives keep in
 * UTC, is taken where the two agree but for the zone. `label` is the container's own name. Undefined where nothing of this is there.
 */
export function collectionTime(label: string): CollectionTime {
  let stated: Date | undefined;
  let local = localTimeIn(label);
  let output: Date | undefined;
  return {
    see(original, path, modified) {
      local ??= localTimeIn(original.slice(0, 200));
      if (modified && DATE_OUTPUTS.has(path)) output ??= modified;
    },
    read(text) {
      const time = new Date(/^utc_start=(\S{1,40})/m.exec(text)?.[1] ?? '');
      if (!Number.isNaN(time.getTime())) stated ??= time;
    },
    result() {
      if (stated || !output || local === undefined) return stated;
      return Math.abs(output.getTime() - local) <= ZONES_MS ? output : undefined;
    },
  };
}

/** The local time in a name, as milliseconds as if it were UTC: `collector_P_192.0.2.10_27Jul2026_06_18`, `uac-ns-a-netscaler-20261123091501`. */
function localTimeIn(name: string): number | undefined {
  const bundle = /collector_.{1,80}_(\d{1,2})([A-Z][a-z]{2})(\d{4})_(\d\d)_(\d\d)/.exec(name);
  if (bundle) {
    const [, day, month = '', year, hour, minute] = bundle;
    const index = MONTHS.indexOf(month);
    return index < 0 ? undefined : Date.UTC(Number(year), index, Number(day), Number(hour), Number(minute));
  }
  const uac = /uac-.{1,80}-(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(name);
  if (!uac) return undefined;
  const [year = 0, month = 0, ...rest] = uac.slice(1).map(Number);
  return Date.UTC(year, month - 1, ...rest);
}
