import { basename, join } from 'node:path';
import { printable } from '../../evidence/printable.ts';
import { bytesText, countText } from '../amounts.ts';
import { blank, cut, type Line, labelled, line, padded, span, wrapped } from '../line.ts';
import type { Catalogue } from '../texts/en.ts';
import type { Details, KeyFacts, MadePackage, ShareRecipient, ShareReview } from './port.ts';
import {
  type DoubtRow,
  doubtRows,
  isReviewed,
  recipientOf,
  type ShareDraft,
  type ShareScreen,
  undecided,
} from './state.ts';

const LABEL = 12;
/** Of a value, what is shown of it in a sample. */
const VALUE = 40;
/** Values that stay, of which an intruder may have written thousands. */
const STAYS_SHOWN = 200;
/** Values named on the last page before yes; the others are counted. */
const KEPT_SHOWN = 20;

/** What a recipient is: where reports to it go, and what its form asks. */
export function recipientPage(recipient: ShareRecipient, texts: Catalogue, width: number): readonly Line[] {
  const { share } = texts;
  const names = (asked: ShareRecipient['asks']) => asked.map((name) => share.details[name]).join('; ');
  return [
    ...labelled(
      share.goesTo,
      share.toBeChecked(texts.prose(printable(recipient.address)), recipient.site),
      width,
      LABEL,
      'strong',
    ),
    ...labelled(share.asks, names(recipient.asks), width, LABEL),
    ...(recipient.asksToo.length === 0 ? [] : labelled(share.asksToo, names(recipient.asksToo), width, LABEL)),
  ];
}

/** What the form asks, with the answers given so far, numbered. */
export function whatIsAsked(
  asked: ShareRecipient['asks'],
  details: Details,
  { share }: Catalogue,
  width: number,
): readonly Line[] {
  return asked.flatMap((name, at) =>
    wrapped(`${at + 1}. ${share.details[name]}: ${details[name] ?? share.later}`, width, 'plain', 3),
  );
}

/** What leaves: what is replaced by class with a sample, what stays, what is withheld. */
export function leavesPage(
  { draft, isWaiting }: Pick<ShareScreen, 'draft' | 'isWaiting'>,
  texts: Catalogue,
  width: number,
): readonly Line[] {
  const { share } = texts;
  const found = draft.review?.found;
  if (isWaiting) return [line(share.searching, 'quiet')];
  if (!found) return wrapped(share.notSearched, width, 'doubtful');
  const open = undecided(draft).length;
  return [
    ...(open === 0 ? [] : wrapped(share.openDoubts(open), width, 'doubtful')),
    ...wrapped(share.leavesHead, width, 'strong'),
    ...(found.classes.length === 0 ? wrapped(share.nothingReplaced, width) : classLines(found, texts, width)),
    blank,
    ...wrapped(share.staysHead, width, 'strong'),
    ...stayLines(found.stays, texts, width),
    blank,
    ...wrapped(share.besides, width),
    ...wrapped(share.withheldHead, width, 'strong'),
    ...share.withheld.flatMap((one) => wrapped(`- ${one}`, width, 'plain', 2)),
  ];
}

function stayLines(stays: readonly string[], { share, locale }: Catalogue, width: number): readonly Line[] {
  const left = stays.length - STAYS_SHOWN;
  return [
    ...stays.slice(0, STAYS_SHOWN).map((value) => line(`  ${cut(value, width - 2)}`)),
    ...(left > 0 ? [line(`  ${share.more(countText(left, locale))}`, 'quiet')] : []),
    ...(stays.length === 0 ? [line(share.none)] : []),
  ];
}

function classLines({ classes }: ShareReview, texts: Catalogue, width: number): readonly Line[] {
  const { share, locale } = texts;
  return classes.flatMap(({ name, values, places, sample }): readonly Line[] => [
    [
      span(`  ${share.classes[name]}: `),
      span(share.counted(countText(values, locale), countText(places, locale)), 'strong'),
    ],
    ...sample.map(({ value, pseudonym }): Line => {
      const shown = cut(value, Math.min(VALUE, Math.max(10, width - 36)));
      return [span(`      ${shown}`), span(` -> ${pseudonym}`, 'quiet')];
    }),
    ...(values > sample.length
      ? [line(`      ${share.more(countText(values - sample.length, locale))}`, 'quiet')]
      : []),
  ]);
}

/** One value to decide about, in a row of the list. */
export function doubtRow({ value, doubt, decision }: DoubtRow, texts: Catalogue, width: number): Line {
  const { proposal, proposed } = texts.share;
  const state = decision ? proposal[decision] : proposed(proposal[doubt?.proposal ?? 'replaced']);
  return [
    span(padded(state, DECISION), decision ? 'good' : 'doubtful'),
    span(cut(value, Math.max(10, width - DECISION))),
  ];
}
const DECISION = 13;

/** Why a value is doubtful, and where it stands now. */
export function doubtPage(row: DoubtRow, draft: ShareDraft, texts: Catalogue, width: number): readonly Line[] {
  const { share, locale } = texts;
  const places = draft.review?.found.places.get(row.value);
  const why = row.doubt ? share.why[row.doubt.reason] : share.named;
  const isKnown = places !== undefined && (row.doubt !== undefined || isReviewed(draft));
  const known = places ? share.inPlaces(countText(places, locale)) : share.nowhere;
  const where = isKnown ? known : share.notYet;
  return wrapped(`${why} ${where}`, width);
}

export function keyPage(key: KeyFacts, texts: Catalogue, width: number): readonly Line[] {
  const { share } = texts;
  return [
    ...labelled(share.keyField, key.path, width, KEY_LABEL),
    ...labelled(share.keyOf, key.userIds.join(', ') || '-', width, KEY_LABEL),
    ...labelled(share.fingerprint, key.fingerprint, width, KEY_LABEL, 'strong'),
    blank,
    ...wrapped(share.keyCompare, width),
  ];
}

const KEY_LABEL = 14;

/** All that was chosen, before yes. */
export function confirmPage(
  { facts, draft, result }: Pick<ShareScreen, 'facts' | 'draft' | 'result'>,
  texts: Catalogue,
  width: number,
): readonly Line[] {
  const { share, locale } = texts;
  const words = share.summary;
  const recipient = recipientOf({ facts, draft });
  const { findings } = result.report;
  const marked = (status: string) => findings.filter(({ triage }) => triage.status === status).length;
  const isTriaged = findings.some(({ triage }) => triage.status !== 'open' || triage.note !== undefined);
  const rows: readonly (readonly [string, string])[] = [
    [words.to, share.recipients[recipient.name]],
    ...(recipient.hasStages ? [[words.stage, share.stages[draft.stage]] as const] : []),
    [words.mark, `${draft.mark}: ${share.marks[draft.mark]}`],
    [words.from, draft.details.organisation ?? '-'],
    [words.holds, share.findings(countText(findings.length, locale))],
    [words.marksOf, isTriaged ? share.triage(marked('benign'), marked('confirmed')) : share.noTriage],
    [words.replaced, replacedInShort(draft, texts)],
    [words.kept, keptInShort(draft, texts)],
    [words.folder, draft.folder],
    [words.encrypted, draft.key ? share.encryptedTo(draft.key.fingerprint) : share.notEncrypted],
  ];
  return [
    ...(result.target?.kind === 'sample' ? [...wrapped(share.isSample, width, 'doubtful'), blank] : []),
    ...rows.flatMap(([label, told]) => labelled(label, told, width, SUMMARY)),
  ];
}
const SUMMARY = 16;

function replacedInShort({ review }: ShareDraft, { share, locale }: Catalogue): string {
  const classes = review?.found.classes ?? [];
  return (
    classes.map(({ name, values }) => `${share.classes[name]} ${countText(values, locale)}`).join('; ') || share.none
  );
}

function keptInShort(draft: ShareDraft, { share, locale }: Catalogue): string {
  const kept = doubtRows(draft).filter(({ decision }) => decision === 'stays');
  const shown = kept.slice(0, KEPT_SHOWN).map(({ value }) => cut(value, VALUE));
  const more = kept.length > KEPT_SHOWN ? [share.more(countText(kept.length - KEPT_SHOWN, locale))] : [];
  return [...shown, ...more].join(', ') || share.none;
}

/** Where the package lies, what is in it, what to do now, and how the receiver checks it. */
export function donePage(
  { facts, draft, result }: Pick<ShareScreen, 'facts' | 'draft' | 'result'>,
  made: MadePackage,
  texts: Catalogue,
  width: number,
  saveToo: string = texts.share.saveToo,
): readonly Line[] {
  const { share } = texts;
  const { site } = recipientOf({ facts, draft });
  const letter = join(made.folder, made.encrypted === undefined ? 'covering-text.txt' : 'cover-note.txt');
  const steps = made.encrypted === undefined ? share.nextSteps : share.nextEncrypted;
  const commands =
    made.encrypted === undefined ? [share.verifyPlain(basename(made.folder))] : share.verifyEncrypted(made.encrypted);
  const isUnsaved = result.savedAt === undefined || result.hasUnsavedMarks;
  return [
    ...wrapped(share.doneHead, width, 'good'),
    ...(result.target?.kind === 'sample' ? wrapped(share.isSample, width, 'doubtful') : []),
    ...labelled(share.doneWhere, made.folder, width, LABEL, 'strong'),
    ...made.files.flatMap(({ name, bytes }, at) =>
      labelled(
        at === 0 ? share.doneFiles : '',
        `${name === made.encrypted ? share.encryptedFile(name) : name}, ${bytesText(bytes)}`,
        width,
        LABEL,
      ),
    ),
    blank,
    ...steps.flatMap((step, at) => labelled(at === 0 ? share.next : '', step(letter, site), width, LABEL)),
    blank,
    ...wrapped(`${share.verify}:`, width),
    ...commands.flatMap((command) => wrapped(`  ${command}`, width, 'strong', 4)),
    ...wrapped(share.pseudonyms(made.pseudonymKey), width),
    ...(isUnsaved ? wrapped(saveToo, width, 'doubtful') : []),
  ];
}
