import { type Printable, text } from '../evidence/printable.ts';

/** When evidence was collected, UTC, and what tells it. */
export interface Collected {
  readonly time: Date;
  readonly toldBy: Printable;
}

/** Finds out when evidence was collected. */
export interface CollectionTime {
  /** Tells of one entry: its name in the container, its canonical path, and its time. */
  see(original: string, path: string, modified: Date | undefined): void;
  /** Tells the beginning of a file that `isCollectionMetadata`. */
  read(beginning: string): void;
  result(): Collected | undefined;
}

/** Where a collector writes of itself when it started: nsir, and Velociraptor at the top of its container. */
export function isCollectionMetadata(original: string, path: string): boolean {
  return path === '/shell/00_metadata.txt' || /^(?:[^/]{1,255}\/)?collection_context\.json$/.test(original);
}
export const METADATA_BYTES = 64 * 1024;

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
 * nsir and Velociraptor say it in UTC. Names of bundles and UAC collections say it in the appliance's local time: the time of a collected output, which archives
 * keep in UTC, is taken where the two agree but for the zone. `label` is the container's own name. Undefined where nothing of this is there; the
 * appliance's own clock and its logs are asked when all was read.
 */
export function collectionTime(label: string): CollectionTime {
  let stated: Collected | undefined;
  let local = localTimeIn(label);
  let output: Date | undefined;
  return {
    see(original, path, modified) {
      local ??= localTimeIn(original.slice(0, 200));
      if (modified && DATE_OUTPUTS.has(path)) output ??= modified;
    },
    read(beginning) {
      stated ??= statedByNsir(beginning) ?? statedByVelociraptor(beginning);
    },
    result() {
      if (stated || !output || local === undefined) return stated;
      if (Math.abs(output.getTime() - local) > ZONES_MS) return undefined;
      return { time: output, toldBy: text`the time of a collected output, which agrees with the name` };
    },
  };
}

function statedByNsir(metadata: string): Collected | undefined {
  const time = new Date(/^utc_start=(\S{1,40})/m.exec(metadata)?.[1] ?? '');
  return Number.isNaN(time.getTime()) ? undefined : { time, toldBy: text`the collector states when it started` };
}

/** `"start_time":1763889301000000`: microseconds since 1970. Source: Velociraptor, the message ArtifactCollectorContext. */
function statedByVelociraptor(context: string): Collected | undefined {
  const microseconds = /"(?:start_time|create_time)"\s{0,4}:\s{0,4}"?(\d{16})\b/.exec(context)?.[1];
  if (microseconds === undefined) return undefined;
  return { time: new Date(Number(microseconds) / 1000), toldBy: text`the collector states when it started` };
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
