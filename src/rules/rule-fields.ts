import type { Category } from '../artifacts/artifact.ts';
import { commonFields, type FieldDescription, fields } from '../artifacts/fields.ts';

/**
 * Field names of Sigma's web-server taxonomy that an appliance's access log does not record. A public rule that uses one is
 * loaded with a warning: what it compares there is never present.
 */
const UNRECORDED: readonly string[] = [
  'cs-host',
  'cs-cookie',
  'cs-username',
  'cs-bytes',
  'cs-uri-port',
  's-port',
  's-computername',
  's-sitename',
  'sc-substatus',
  'sc-win32-status',
  'time-taken',
  'cs-content-type',
  'cs-x-forwarded-for',
  'x-forwarded-for',
  'dst_ip',
  'src_ip',
];

/** Other spellings in public web-server rules, and the field of ours that holds the same. */
const SYNONYMS: Readonly<Record<string, string>> = {
  'c-uri': 'cs-uri',
  'c-uri-stem': 'cs-uri-stem',
  'c-uri-query': 'cs-uri-query',
  'c-useragent': 'cs-user-agent',
  'cs-useragent': 'cs-user-agent',
  'c-referer': 'cs-referer',
  'cs-referrer': 'cs-referer',
  'cs(user-agent)': 'cs-user-agent',
  'cs(referer)': 'cs-referer',
};

export type FieldLookup =
  | { readonly kind: 'known'; readonly name: string; readonly description: FieldDescription }
  | { readonly kind: 'unrecorded'; readonly name: string }
  | { readonly kind: 'unknown' };

/** Finds a field of a category by the name a rule gives it. Names are exact, but for public spellings of web-server fields. */
export function lookUpField(category: Category, name: string): FieldLookup {
  const own = describeField(category, name);
  if (own) return { kind: 'known', name, description: own };
  if (category === 'webserver') {
    const synonym = SYNONYMS[name.toLowerCase()];
    const description = synonym === undefined ? undefined : describeField(category, synonym);
    if (synonym !== undefined && description) return { kind: 'known', name: synonym, description };
    if (UNRECORDED.includes(name.toLowerCase())) return { kind: 'unrecorded', name };
  }
  return { kind: 'unknown' };
}

/** What `fields.ts` says of a field, or undefined. */
export function describeField(category: Category, name: string): FieldDescription | undefined {
  const own = fields[category];
  if (Object.hasOwn(own, name)) return own[name];
  return Object.hasOwn(commonFields, name) ? commonFields[name] : undefined;
}

/** Every field name a rule of this category may use. */
export function fieldNames(category: Category): string[] {
  return [...Object.keys(fields[category]), ...Object.keys(commonFields)];
}
