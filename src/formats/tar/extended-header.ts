import { decodeName } from '../name-bytes.ts';

/**
 * Parses the records of a pax header, `"%d %s=%s\n"` with the length first (POSIX.1-2001 pax, "Extended Header").
 * Values are raw text. Undefined when the records do not have that form.
 */
export function parsePax(bytes: Uint8Array): ReadonlyMap<string, string> | undefined {
  const records = new Map<string, string>();
  let at = 0;
  while (at < bytes.length && bytes[at] !== 0) {
    const space = bytes.indexOf(0x20, at);
    if (space < 0 || space - at > 8) return undefined;
    const length = Number(decodeName(bytes.subarray(at, space)));
    if (!Number.isInteger(length) || length < space - at + 3 || at + length > bytes.length) return undefined;
    const equals = bytes.indexOf(0x3d, space);
    if (equals < 0 || equals >= at + length) return undefined;
    records.set(decodeName(bytes.subarray(space + 1, equals)), decodeName(bytes.subarray(equals + 1, at + length - 1)));
    at += length;
  }
  return records;
}

/** A pax time, `1732360000.123456789`, UTC. Undefined when it is none or no date can hold it. */
export function paxTime(value: string | undefined): Date | undefined {
  if (value === undefined || !/^-?\d{1,15}(\.\d{1,12})?$/.test(value)) return undefined;
  const time = new Date(Math.floor(Number(value) * 1000));
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/** A whole number not below zero; undefined for anything else. */
export function paxNumber(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}
