import { IANAZone } from 'luxon';

/**
 * Reads the time zone setting of ns.conf, `GMT+01:00-CET-Europe/Amsterdam` or `CoordinatedUniversalTime`, to a zone name of luxon: the IANA name where
 * this computer knows it, else the offset as `UTC+1:00` (without summer time). Undefined for anything else.
 */
export function zoneOf(configured: string): string | undefined {
  const setting = configured.trim().slice(0, 100);
  if (/^(?:CoordinatedUniversalTime|UTC|GMT)$/i.test(setting)) return 'UTC';
  const found = /^GMT([+-])(\d{2}):?(\d{2})(?:-([^-/]{1,10}|[+-]\d{2,4})-(.{1,60}))?$/.exec(setting);
  if (found === null) return IANAZone.isValidZone(setting) ? setting : undefined;
  const [, sign = '+', hours = '00', minutes = '00', , name] = found;
  if (name !== undefined && IANAZone.isValidZone(name)) return name;
  return Number(hours) > 14 || Number(minutes) > 59 ? undefined : `UTC${sign}${Number(hours)}:${minutes}`;
}
