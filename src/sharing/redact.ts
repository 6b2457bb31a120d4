import type { Report } from '../assessment/report.ts';
import { OperatorError } from '../evidence/errors.ts';
import { printable } from '../evidence/printable.ts';
import type { Finding } from '../findings/finding.ts';
import { addressKind } from '../reports/addresses.ts';
import { type Detection, detect } from './detectors.ts';
import { type Intruders, intrudersOf } from './intruders.ts';
import { type KnownValue, type KnownValues, knownValues, plainValue } from './known-values.ts';
import { type LeafPolicy, policyOf } from './leaf-policy.ts';
import { withoutMemory } from './memory-samples.ts';
import { originalPrefixEnd } from './original-name.ts';
import { PSEUDONYM, type Pseudonyms } from './pseudonyms.ts';
import { eachText, type LeafPlace, mapTexts } from './report-leaves.ts';
import { isSealIntact, keyedSeal, sealOf } from './seal.ts';
import { type TextView, viewsOf } from './text-views.ts';
import type { ValueClass } from './value-class.ts';
import { isSearchable, searchFor, type ValueSearch } from './value-search.ts';

export interface RedactionOptions {
  readonly pseudonyms: Pseudonyms;
  /** The same that the pseudonyms are made with. */
  readonly secret: Uint8Array;
  /** Values that stay, and values that go, whatever they are. */
  readonly keep?: readonly string[];
  readonly withhold?: readonly string[];
}

/**
 * Throws an OperatorError for a value that cannot be looked for everywhere: shorter than three letters, a short number, or a word that stands in any
 * report. To name it would promise more than is done.
 */
export function refuseUnsearchable(value: string): void {
  if (isSearchable(value)) return;
  throw new OperatorError(
    `"${printable(value)}" is too short or too common to be replaced everywhere`,
    'Name more of it, with the words beside it, or let it stay.',
  );
}

export interface Redaction {
  readonly report: Report;
  /** What was replaced, and how often. */
  readonly replaced: readonly ReplacedValue[];
  /** Public addresses and hosts that stay, because they are taken for an intruder's. */
  readonly kept: readonly string[];
  readonly doubtful: readonly Doubt[];
}

export interface ReplacedValue extends KnownValue {
  readonly pseudonym: string;
  readonly occurrences: number;
}

/** Something that the owner knows better than the tool. */
export interface Doubt {
  readonly value: string;
  readonly decision: 'stays' | 'replaced';
  readonly reason: DoubtReason;
}

/** Why a value is doubtful; each with a sentence that says what to do about it on the command line. */
export const doubtWords = {
  'written-by-intruder': 'It stands in what an intruder seems to have written. If it is yours: --withhold.',
  'in-session': 'A session that may be stolen was used from it. If it is the intruder’s: --keep.',
  account: 'A finding takes the account for an intruder’s. If it is: --keep.',
  'in-evidence': 'It stands in the evidence of a compromise. If it is the intruder’s: --keep.',
  'common-word': 'It is also a common word: it was replaced where its place tells what it is, and stays elsewhere.',
  payload: 'It may be a key, and it may be an intruder’s payload. If it is harmless: --keep.',
} as const;
export type DoubtReason = keyof typeof doubtWords;

/**
 * The report without names, internal addresses and secrets: first by the type of each field and by the forms of logs and commands, then by a search
 * for every value so found in all of the report, in plain and in encoded form. The same value has the same pseudonym in every report made with the
 * same secret. Of core dumps nothing is left but the words that were found in them.
 */
export function redactReport(whole: Report, options: RedactionOptions): Redaction {
  const report = withoutMemory(whole);
  const intruders = intrudersOf(report);
  const keep = new Set([...(options.keep ?? []).map(plainValue), ...intruders.published]);
  const known = knownValues({ keep, intruders: new Set([...intruders.named, ...intruders.inCommands]) });
  for (const value of options.withhold ?? []) known.add(value, 'value');
  const decided = new Set([...(options.keep ?? []), ...(options.withhold ?? [])].map(plainValue));
  const learnt = new Set<string>();
  eachText(report, (text, place) => learn(text, place, report, known, learnt));
  const search = searchFor(known.replaced().map((one) => one.value));
  const counts = new Map<string, ReplacedValue>();
  const replace: Replace = (value, written) => {
    const pseudonym = options.pseudonyms.of(value.value, value.valueClass, written);
    const plain = plainValue(value.value);
    const before = counts.get(plain);
    counts.set(plain, {
      ...value,
      pseudonym: before?.pseudonym ?? pseudonym.replace(/~.*$/, ''),
      occurrences: (before?.occurrences ?? 0) + 1,
    });
    return pseudonym;
  };
  const seen = new Map<string, readonly Span[]>();
  const ids = rekeyedIds(report, known, search, replace, seen);
  const redacted = mapTexts(report, (text, place) =>
    printable(redactedText(text, place, report, { known, search, replace, ids, seen })),
  );
  return {
    report: withCustody({ ...redacted, sharing: { ...report.sharing, redacted: true } }, whole, report, options.secret),
    replaced: [...counts.values()],
    kept: keptValues(known, intruders),
    doubtful: doubts(report, known, intruders).filter(({ value }) => !decided.has(plainValue(value))),
  };
}

type Replace = (value: KnownValue, written: string) => string;
interface Tools {
  readonly known: KnownValues;
  readonly search: ValueSearch;
  readonly replace: Replace;
  readonly ids: ReadonlyMap<string, string>;
  /** Spans of texts that were looked into; the words of a rule come again with each of its findings. */
  readonly seen: Map<string, readonly Span[]>;
}

/** Takes note of every value that a text names. */
function learn(text: string, place: LeafPlace, report: Report, known: KnownValues, learnt: Set<string>): void {
  const policy = policyOf(place.path);
  if (policy.kind === 'as-is' || policy.kind === 'search' || policy.kind === 'finding-id') return;
  const typed = policy.kind === 'typed' ? policy : accountName(place, report);
  if (typed && isOfClass(text, typed)) addWithParts(known, text, typed.valueClass, typed.role === 'own');
  if (policy.kind === 'original')
    addWithParts(known, text.slice(0, originalPrefix(text, place, report)), 'evidence', false);
  if (learnt.has(text)) return;
  learnt.add(text);
  for (const view of viewsOf(text)) {
    if (!view.isText) continue;
    for (const one of detect(view.bytes)) addWithParts(known, valueIn(view, one), one.valueClass, one.role === 'own');
  }
}

type TypedAs = Omit<Extract<LeafPolicy, { kind: 'typed' }>, 'kind'>;

/** The name of an account finding is a user's, that of a file finding is a file's. */
function accountName({ path, finding }: LeafPlace, report: Report): TypedAs | undefined {
  if (path !== 'findings.subject.name' || finding === undefined) return undefined;
  return report.findings[finding]?.subject.origin === undefined ? undefined : { valueClass: 'user' };
}

/** A field for an address may hold something else, which is then looked into as text. */
function isOfClass(text: string, { valueClass, mayBeId }: TypedAs): boolean {
  if (mayBeId && /^\d+$/.test(text)) return false;
  return valueClass !== 'address' || addressKind(text) !== undefined;
}

/** A name with a domain also tells the name and the domain. */
function addWithParts(known: KnownValues, value: string, valueClass: ValueClass, isOwn: boolean): void {
  if (value === '') return;
  known.add(value, valueClass, isOwn);
  if (addressKind(value) !== undefined) return;
  if (valueClass === 'email' || valueClass === 'user') {
    const [name = '', domain = ''] = value.split('@');
    if (domain !== '' && addressKind(domain) === undefined) {
      known.add(name, 'user');
      known.add(domain, 'host');
    }
    const [realm = '', account = ''] = value.split('\\');
    if (account !== '') {
      known.add(account, 'user');
      known.add(realm, 'host');
    }
  }
  if (valueClass === 'host' && isOwn && value.includes('.')) {
    known.add(value.slice(0, value.indexOf('.')), 'host', true);
    known.add(value.slice(value.indexOf('.') + 1), 'host', true);
  }
  if (valueClass === 'evidence')
    known.add(value.replace(/(?:\.(?:tar|tgz|gz|zip|img|raw|vmdk|core))+$/i, ''), 'evidence');
}

function valueIn(view: TextView, { start, end }: Detection): string {
  return Buffer.from(view.bytes.slice(start, end), 'latin1').toString('utf8');
}

function redactedText(text: string, place: LeafPlace, report: Report, tools: Tools): string {
  const policy = policyOf(place.path);
  if (policy.kind === 'as-is') return text;
  if (policy.kind === 'finding-id') return tools.ids.get(text) ?? text;
  const typed = policy.kind === 'typed' ? policy : accountName(place, report);
  if (typed && isOfClass(text, typed)) {
    const value = tools.known.toReplace(text, typed.valueClass);
    if (value) return tools.replace(value, text);
  }
  const spans = spansIn(text, tools, policy.kind !== 'search');
  const prefix = policy.kind === 'original' ? originalPrefix(text, place, report) : 0;
  if (prefix > 0)
    spans.push({
      start: 0,
      end: prefix,
      value: { value: text.slice(0, prefix), valueClass: 'evidence', isOwn: false },
    });
  return withReplaced(text, spans, tools.replace);
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly value: KnownValue;
}

function spansIn(text: string, tools: Tools, hasForms: boolean): Span[] {
  const key = `${hasForms}${text}`;
  const spans = tools.seen.get(key) ?? foundSpans(text, tools, hasForms);
  tools.seen.set(key, spans);
  return [...spans];
}

function foundSpans(text: string, { known, search }: Tools, hasForms: boolean): Span[] {
  const spans: Span[] = [];
  for (const { index, 0: literal } of text.matchAll(PSEUDONYM)) {
    spans.push({
      start: index,
      end: index + literal.length,
      value: { value: literal, valueClass: 'value', isOwn: false },
    });
  }
  for (const view of viewsOf(text)) {
    for (const hit of search.in(view)) {
      const value = known.toReplace(hit.value, 'value');
      if (value) spans.push({ start: hit.start, end: hit.end, value });
    }
    if (!hasForms || !view.isText) continue;
    for (const one of detect(view.bytes)) {
      const value = known.toReplace(valueIn(view, one), one.valueClass);
      if (value) spans.push({ start: view.from[one.start] ?? 0, end: view.to[one.end - 1] ?? 0, value });
    }
  }
  return spans;
}

/** Spans that overlap become one, named by the longest of them. */
function withReplaced(text: string, spans: readonly Span[], replace: Replace): string {
  const merged: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last === undefined || span.start >= last.end) {
      merged.push(span);
    } else if (span.end > last.end) {
      const whole = text.slice(last.start, span.end);
      merged[merged.length - 1] = { start: last.start, end: span.end, value: { ...last.value, value: whole } };
    }
  }
  let replaced = '';
  let at = 0;
  for (const { start, end, value } of merged) {
    replaced += text.slice(at, start) + replace(value, text.slice(start, end));
    at = end;
  }
  return replaced + text.slice(at);
}

function originalPrefix(text: string, { finding }: LeafPlace, report: Report): number {
  return originalPrefixEnd(text, finding === undefined ? '' : (report.findings[finding]?.path ?? ''));
}

/** An id is a hash of the rule and the subject; of a subject with a replaced value it would let that value be guessed. */
function rekeyedIds(
  report: Report,
  known: KnownValues,
  search: ValueSearch,
  replace: Replace,
  seen: Tools['seen'],
): ReadonlyMap<string, string> {
  const tools: Tools = { known, search, replace: (value) => `[${value.valueClass}]`, ids: new Map(), seen };
  const ids = new Map<string, string>();
  for (const [finding, one] of report.findings.entries()) {
    const isChanged = Object.entries(one.subject).some(
      ([key, text]) => redactedText(text, { path: `findings.subject.${key}`, finding }, report, tools) !== text,
    );
    if (isChanged) ids.set(one.id, replace({ value: one.id, valueClass: 'finding', isOwn: false }, one.id));
  }
  return ids;
}

/**
 * Vouches for what can be brought back: the original without its memory samples, which do not leave. Where the seal of the original does not fit, that seal
 * stays, so that nothing that comes back looks intact.
 */
function withCustody(redacted: Report, original: Report, leaving: Report, secret: Uint8Array): Report {
  if (original.custody === undefined) return redacted;
  const seal = isSealIntact(original) ? sealOf(leaving) : original.custody.seal;
  return { ...redacted, custody: { seal: sealOf(redacted), sealed_original: keyedSeal(seal, secret) } };
}

function keptValues(known: KnownValues, intruders: Intruders): readonly string[] {
  const candidates = [...intruders.named, ...intruders.inCommands];
  const valueClass = (value: string): ValueClass => (addressKind(value) === undefined ? 'host' : 'address');
  return [...new Set(candidates)]
    .filter((value) => known.toReplace(value, valueClass(value)) === undefined && addressKind(value) !== 'nobody')
    .sort();
}

function doubts(report: Report, known: KnownValues, intruders: Intruders): readonly Doubt[] {
  const found: Doubt[] = [];
  for (const value of intruders.inCommands) {
    const isAddress = addressKind(value) !== undefined;
    if (
      intruders.named.has(value) ||
      addressKind(value) === 'nobody' ||
      known.toReplace(value, isAddress ? 'address' : 'host')
    )
      continue;
    found.push({ value, decision: 'stays', reason: 'written-by-intruder' });
  }
  const replaced = (value: string, reason: DoubtReason) => found.push({ value, decision: 'replaced', reason });
  for (const value of intruders.inSessions) if (known.toReplace(value, 'address')) replaced(value, 'in-session');
  for (const finding of report.findings) {
    if (finding.rule.shows !== 'compromise' && finding.rule.shows !== 'suspicious') continue;
    for (const value of accountsIn(finding)) if (known.toReplace(value, 'user')) replaced(value, 'account');
    for (const value of publicAddressesIn(finding)) {
      const one = known.toReplace(value, 'address');
      if (one && !one.isOwn) replaced(value, 'in-evidence');
    }
  }
  for (const { value } of known.commonWords()) replaced(value, 'common-word');
  for (const { value, valueClass } of known.replaced()) if (valueClass === 'key') replaced(value, 'payload');
  return [...new Map(found.map((one) => [one.value, one])).values()];
}

/** Accounts that a finding about accounts names. */
function accountsIn({ rule, subject }: Finding): readonly string[] {
  if (rule.question !== 'accounts') return [];
  const written = [subject.text, subject.command].filter((text) => text !== undefined);
  const named = written.flatMap((text) =>
    detect(text)
      .filter((one) => one.valueClass === 'user')
      .map(({ start, end }) => text.slice(start, end)),
  );
  return [...(subject.origin === undefined ? [] : [subject.name ?? '']), ...named].filter((name) => name !== '');
}

function publicAddressesIn({ samples }: Finding): readonly string[] {
  return samples.flatMap(({ text }) =>
    detect(text)
      .filter((one) => one.valueClass === 'address' && one.role !== 'own')
      .map(({ start, end }) => text.slice(start, end))
      .filter((value) => addressKind(value) === 'public'),
  );
}
