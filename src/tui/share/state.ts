import type { Tlp } from '../../assessment/report.ts';
import type { ResultScreen } from '../state.ts';
import type { TextField } from '../text-field.ts';
import type {
  DetailName,
  Details,
  KeyFacts,
  MadePackage,
  RecipientName,
  ShareChoices,
  ShareDoubt,
  ShareFacts,
  ShareRecipient,
  ShareReview,
  ShareStage,
} from './port.ts';

/** The way from a result to a package for a CERT, in this order; `stage` only where the recipient takes notifications under NIS2. */
export const shareSteps = [
  'recipient',
  'stage',
  'mark',
  'details',
  'leaves',
  'doubts',
  'folder',
  'key',
  'confirm',
  'done',
] as const;
export type ShareStep = (typeof shareSteps)[number];

export const marks: readonly Tlp[] = ['TLP:RED', 'TLP:AMBER+STRICT', 'TLP:AMBER', 'TLP:GREEN', 'TLP:CLEAR'];
export const shareStages: readonly ShareStage[] = ['early-warning', 'notification', 'final'];

export interface ShareScreen {
  readonly kind: 'share';
  /** The result that is handed over, to go back to. */
  readonly result: ResultScreen;
  readonly facts: ShareFacts;
  readonly step: ShareStep;
  readonly draft: ShareDraft;
  /** Row of the list of this step. */
  readonly selected: number;
  /** First line shown of the page of this step. */
  readonly top: number;
  /** What is being typed. */
  readonly field?: TextField;
  /** The key whose fingerprint the user is asked about. */
  readonly askedKey?: KeyFacts;
  /** Something was asked of the world, and no answer has come yet. */
  readonly isWaiting: boolean;
  readonly made?: MadePackage;
}

/** What the user has answered; kept when they go back, and when they leave for the result and come again. */
export interface ShareDraft {
  readonly recipient: RecipientName;
  readonly stage: ShareStage;
  readonly mark: Tlp;
  readonly details: Details;
  /** Every doubtful value met so far, in the order in which they came. */
  readonly doubts: readonly ShareDoubt[];
  /** Values that the user named. */
  readonly named: readonly string[];
  /** What the user decided, by value. */
  readonly decisions: ReadonlyMap<string, Decision>;
  /** What would leave, and the choices that it was made with. */
  readonly review?: { readonly choices: ShareChoices; readonly found: ShareReview };
  /** As typed until it was found to fit, then absolute. */
  readonly folder: string;
  /** As typed; empty for none. */
  readonly keyPath: string;
  /** The key that the user confirmed. */
  readonly key?: KeyFacts;
}
export type Decision = 'stays' | 'replaced';

/** What the way begins with: the answers of an earlier try, or what is usual. What would leave is worked out anew, as marks may have changed. */
export function draftFor(facts: ShareFacts, usual: RecipientName, earlier: ShareDraft | undefined): ShareDraft {
  if (earlier) {
    const { review: _old, ...kept } = earlier;
    return { ...kept, folder: kept.folder || facts.folder, details: { ...facts.details, ...kept.details } };
  }
  return {
    recipient: usual,
    stage: 'notification',
    mark: 'TLP:AMBER',
    details: facts.details,
    doubts: [],
    named: [],
    decisions: new Map(),
    folder: facts.folder,
    keyPath: '',
  };
}

export function recipientOf({ facts, draft }: Pick<ShareScreen, 'facts' | 'draft'>): ShareRecipient {
  return facts.recipients.find(({ name }) => name === draft.recipient)!;
}

/** What the recipient's form asks: what it cannot do without first. */
export function askedDetails(recipient: ShareRecipient): readonly DetailName[] {
  return [...recipient.asks, ...recipient.asksToo];
}

/** The first answer that the form cannot do without and that nobody gave. */
export function missingDetail({ asks }: ShareRecipient, details: Details): DetailName | undefined {
  return asks.find((name) => (details[name] ?? '') === '');
}

/** One row of the list of decisions. */
export interface DoubtRow {
  readonly value: string;
  /** Undefined for what the user named. */
  readonly doubt?: ShareDoubt;
  /** Undefined as long as the user has not decided. */
  readonly decision?: Decision;
}

export function doubtRows({ doubts, named, decisions }: ShareDraft): readonly DoubtRow[] {
  const rows = [...doubts.map((doubt) => ({ value: doubt.value, doubt })), ...named.map((value) => ({ value }))];
  return rows.map((row) => {
    const decision = decisions.get(row.value);
    return decision === undefined ? row : { ...row, decision };
  });
}

/** What the decisions mean for the redaction: only what differs from what it does by itself. */
export function choicesOf({ mark, doubts, named, decisions }: ShareDraft): ShareChoices {
  const proposals = new Map(doubts.map(({ value, proposal }) => [value, proposal]));
  const decided = [...decisions].filter(
    ([value, decision]) => named.includes(value) || proposals.get(value) !== decision,
  );
  const valuesThat = (wanted: Decision) =>
    decided.filter(([, decision]) => decision === wanted).map(([value]) => value);
  return { mark, keep: valuesThat('stays'), withhold: valuesThat('replaced') };
}

/** Whether the review shows what these choices would do. */
export function isReviewed(draft: ShareDraft): boolean {
  const { review } = draft;
  return review !== undefined && JSON.stringify(review.choices) === JSON.stringify(choicesOf(draft));
}

/** The draft with what was found; a doubt stays listed when a decision has settled it. */
export function withReview(draft: ShareDraft, choices: ShareChoices, found: ShareReview): ShareDraft {
  const known = new Set([...draft.doubts.map(({ value }) => value), ...draft.named]);
  const doubts = [...draft.doubts, ...found.doubts.filter(({ value }) => !known.has(value))];
  return { ...draft, doubts, review: { choices, found } };
}

export function withDecision(draft: ShareDraft, value: string, decision: Decision): ShareDraft {
  return { ...draft, decisions: new Map(draft.decisions).set(value, decision) };
}

/** Everything that is still open, as nsleuth proposes it. */
export function withProposals(draft: ShareDraft): ShareDraft {
  const proposals = draft.doubts.map(({ value, proposal }) => [value, proposal] as const);
  return { ...draft, decisions: new Map([...proposals, ...draft.decisions]) };
}

/** A value that the user wants replaced, whatever nsleuth makes of it. */
export function withNamed(draft: ShareDraft, value: string): ShareDraft {
  const isListed = draft.named.includes(value) || draft.doubts.some((doubt) => doubt.value === value);
  return withDecision(isListed ? draft : { ...draft, named: [...draft.named, value] }, value, 'replaced');
}

/** Values that the user named to be replaced, and that stand nowhere. */
export function notFound({ named, decisions, review }: ShareDraft): readonly string[] {
  return named.filter((value) => decisions.get(value) === 'replaced' && review?.found.places.get(value) === 0);
}

export function undecided(draft: ShareDraft): readonly DoubtRow[] {
  return doubtRows(draft).filter(({ decision }) => decision === undefined);
}

/** The steps that this recipient needs, without the last, which only the package brings. */
function stepsOf(screen: Pick<ShareScreen, 'facts' | 'draft'>): readonly ShareStep[] {
  return shareSteps.filter((step) => step !== 'done' && (step !== 'stage' || recipientOf(screen).hasStages));
}

export function stepNumber(screen: ShareScreen): { readonly at: number; readonly of: number } {
  const steps = stepsOf(screen);
  return { at: steps.indexOf(screen.step) + 1, of: steps.length };
}

/** The next or the previous step; undefined where there is none. */
export function neighbourStep(
  screen: Pick<ShareScreen, 'facts' | 'draft' | 'step'>,
  by: 1 | -1,
): ShareStep | undefined {
  const steps = stepsOf(screen);
  return steps[steps.indexOf(screen.step) + by];
}
