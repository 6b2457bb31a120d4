/** Bytes in decimal units, as appliances and file managers tell them: `48 MB`. */
export function bytesText(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : Number(value.toFixed(1))} ${units[unit]}`;
}

/** `20,331`, as the language writes it. */
export function countText(count: number, locale: string): string {
  return new Intl.NumberFormat(locale).format(count);
}

/** Milliseconds as `12 s`, `3 min`, `2 h 5 min`. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** An RFC 3339 UTC time as `2025-06-20 02:11:43`; the zone stands in the heading. */
export function clockText(time: string): string {
  return time.slice(0, 19).replace('T', ' ');
}

/** `2025-06-20` */
export function dayText(time: string): string {
  return time.slice(0, 10);
}
