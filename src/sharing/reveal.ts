import type { Report } from '../assessment/report.ts';
import { reportFault } from '../assessment/report-schema.ts';
import { escapeHtml } from '../reports/html/markup.ts';
import { hasMemorySamples } from './memory-samples.ts';
import { PSEUDONYM } from './pseudonyms.ts';
import { keyedSeal, sealOf } from './seal.ts';

export interface Revealed {
  readonly text: string;
  readonly translated: number;
  /** Pseudonyms that these names do not hold: made with another key. */
  readonly unknown: readonly string[];
  /** For a report: whether it is, byte for byte of what was scanned, the one that was redacted. Undefined where that cannot be told. */
  readonly isOriginal?: boolean;
  /** For a report: it has words found in core dumps. What stood round them was not shared and does not come back. */
  readonly lacksMemory?: true;
}

/** Translates pseudonyms back, in a report, any other JSON, an HTML page or plain text such as a CERT's answer. */
export function reveal(text: string, names: ReadonlyMap<string, string>, secret: Uint8Array): Revealed {
  const unknown = new Set<string>();
  let translated = 0;
  const translate = (raw: string, escaped: (value: string) => string) =>
    raw.replace(PSEUDONYM, (found) => {
      const { name, rest } = lookUp(found.replace('\\~', '~'), names);
      if (name === undefined) {
        unknown.add(found);
        return found;
      }
      translated++;
      return escaped(name) + rest;
    });
  const json = asJson(text);
  if (json === undefined) {
    const isHtml = /^\s*<!doctype html/i.test(text);
    return { text: translate(text, isHtml ? escapeHtml : (value) => value), translated, unknown: [...unknown] };
  }
  const plain = inStrings(json, (value) => translate(value, (name) => name));
  if (reportFault(plain) !== undefined)
    return { text: `${JSON.stringify(plain, undefined, 2)}\n`, translated, unknown: [...unknown] };
  const { report, isOriginal } = original(plain as Report, secret);
  return {
    text: `${JSON.stringify(report, undefined, 2)}\n`,
    translated,
    unknown: [...unknown],
    ...(isOriginal !== undefined && { isOriginal }),
    ...(hasMemorySamples(report) && { lacksMemory: true }),
  };
}

/** What follows a pseudonym may look like its second part; the longer reading counts if it is known. */
function lookUp(
  found: string,
  names: ReadonlyMap<string, string>,
): { readonly name: string | undefined; readonly rest: string } {
  const whole = names.get(found);
  if (whole !== undefined) return { name: whole, rest: '' };
  const [base = found] = found.split('~');
  return { name: names.get(base), rest: found.slice(base.length) };
}

function original(report: Report, secret: Uint8Array): { readonly report: Report; readonly isOriginal?: boolean } {
  const revealed = { ...report, sharing: { ...report.sharing, redacted: false } };
  const sealedOriginal = report.custody?.sealed_original;
  if (report.custody === undefined || sealedOriginal === undefined) return { report: revealed };
  const seal = sealOf(revealed);
  return { report: { ...revealed, custody: { seal } }, isOriginal: keyedSeal(seal, secret) === sealedOriginal };
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function inStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => inStrings(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inStrings(one, change)]));
}
