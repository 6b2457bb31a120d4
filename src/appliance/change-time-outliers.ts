/** One file as far as its times matter; milliseconds UTC. */
export interface FileTimes {
  /** Canonical. */
  readonly path: string;
  readonly modified: number;
  readonly changed: number;
  readonly born?: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** An outlier is this much younger in its change time than in its modification time. */
const LEAST_AGE_MS = 14 * DAY_MS;
/** A burst: so many files of one folder tree changed within an hour, as an installation, a theme edit or a file synchronisation leaves them. */
const BURST_FILES = 20;
/** Below this many files there is nothing to compare with. */
const LEAST_FILES = 100;
/** An attacker's files are few; more are an event of the appliance that this test does not understand. */
const MOST_OUTLIERS = 50;

/**
 * Files whose modification time was set back: the change time, which no user program can set, lies outside every burst of changes, and the modification
 * time is more than 14 days older. Vendor files come from archives with old modification times, but their change times come in bursts at installation and at
 * boot. Of a folder tree given whole; returns none where it is too small to know its bursts. `chmod`, `chown` and restored single files look the
 * same: something to explain, no proof.
 *
 * Idea: Fox-IT, https://github.com/fox-it/citrix-netscaler-triage; change times: utimes(2) of FreeBSD.
 */
export function changeTimeOutliers(files: readonly FileTimes[]): readonly FileTimes[] {
  if (files.length < LEAST_FILES) return [];
  const changedInHour = new Map<number, number>();
  for (const { changed } of files) {
    const hour = Math.floor(changed / HOUR_MS);
    changedInHour.set(hour, (changedInHour.get(hour) ?? 0) + 1);
  }
  const outliers = files.filter(({ modified, changed }) => {
    const hour = Math.floor(changed / HOUR_MS);
    // A burst may lie across the full hour.
    const neighbours = [hour - 1, hour, hour + 1].reduce((sum, at) => sum + (changedInHour.get(at) ?? 0), 0);
    return neighbours < BURST_FILES && changed - modified > LEAST_AGE_MS;
  });
  return outliers.length > MOST_OUTLIERS ? [] : outliers;
}
