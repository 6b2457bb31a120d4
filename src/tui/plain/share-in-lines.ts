import type { Report } from '../../assessment/report.ts';
import { printable } from '../../evidence/printable.ts';
import { blank, line, wrapped } from '../line.ts';
import {
  confirmPage,
  donePage,
  doubtPage,
  doubtRow,
  keyPage,
  leavesPage,
  recipientPage,
  whatIsAsked,
} from '../share/pages.ts';
import type { DetailName, ShareFacts } from '../share/port.ts';
import {
  askedDetails,
  choicesOf,
  type Decision,
  doubtRows,
  draftFor,
  isReviewed,
  marks,
  missingDetail,
  neighbourStep,
  notFound,
  recipientOf,
  type ShareDraft,
  type ShareStep,
  shareStages,
  undecided,
  withDecision,
  withNamed,
  withProposals,
  withReview,
} from '../share/state.ts';
import type { ResultScreen } from '../state.ts';
import { agree, attempt, columns, type PlainSetting, say, sayMuch } from './talk.ts';

/** What one step of the way sees. */
interface Way {
  readonly facts: ShareFacts;
  readonly draft: ShareDraft;
  readonly result: ResultScreen;
}
/** What a step leads to, with the answers so far; `again` asks the same once more. */
interface Turn {
  readonly to: 'on' | 'back' | 'again' | 'stop';
  readonly draft: ShareDraft;
}
type Taken = Exclude<ShareStep, 'done'>;

/** The way from a result to a package for a CERT, in lines. Resolves to the answers, so that a later try begins with them. */
export async function shareInLines(setting: PlainSetting, result: ResultScreen): Promise<ShareDraft | undefined> {
  const { ports, texts } = setting;
  const facts = await ports.share.begin(result.report);
  let draft = draftFor(facts, texts.share.firstRecipient, result.draft);
  let step: Taken = 'recipient';
  say(setting, [
    ...wrapped(texts.share.recipientHead, columns(setting)),
    ...wrapped(texts.share.plain.hint, columns(setting)),
  ]);
  for (;;) {
    const current: Way = { facts, draft, result };
    const turn: Turn =
      (await attempt(setting, () => steps[step](setting, current))) ?? (await afterRefusal(setting, draft));
    draft = turn.draft;
    if (turn.to === 'stop') return draft;
    if (turn.to === 'again') continue;
    const next = neighbourStep({ facts, draft, step }, turn.to === 'on' ? 1 : -1);
    if (next === undefined || next === 'done') return draft;
    step = next;
  }
}

/** What was refused can be put right here, in an earlier step, or not now. */
async function afterRefusal({ io, texts }: PlainSetting, draft: ShareDraft): Promise<Turn> {
  return { to: whither(await io.ask(texts.share.plain.tryAgain)) ?? 'again', draft };
}

/** Going back and giving up are the same everywhere; undefined for anything else. */
function whither(typed: string | undefined): 'back' | 'stop' | undefined {
  if (typed === undefined || typed === 'q') return 'stop';
  return typed === '<' ? 'back' : undefined;
}

/** Enter for on; nothing but what was offered is taken for an answer. */
async function onOrElsewhere({ io, texts }: PlainSetting): Promise<'on' | 'back' | 'stop'> {
  for (;;) {
    const typed = await io.ask(texts.share.plain.goOn);
    const going = typed === '' ? 'on' : whither(typed);
    if (going) return going;
    io.print(texts.plain.unknown);
  }
}

const steps: Readonly<Record<Taken, (setting: PlainSetting, way: Way) => Promise<Turn>>> = {
  async recipient(setting, way) {
    const { texts } = setting;
    const { facts, draft } = way;
    const names = facts.recipients.map(({ name }) => texts.share.recipients[name]);
    const at = await pick(setting, texts.share.plain.recipient, names, facts.recipients.indexOf(recipientOf(way)));
    if (typeof at !== 'number') return { to: at, draft };
    const recipient = facts.recipients[at]!;
    say(setting, recipientPage(recipient, texts, columns(setting)));
    return { to: 'on', draft: { ...draft, recipient: recipient.name } };
  },

  async stage(setting, { draft }) {
    const { share } = setting.texts;
    say(setting, wrapped(share.stageHead, columns(setting)));
    const names = shareStages.map((stage) => share.stages[stage]);
    const at = await pick(setting, share.plain.stage, names, shareStages.indexOf(draft.stage));
    return typeof at === 'number' ? { to: 'on', draft: { ...draft, stage: shareStages[at]! } } : { to: at, draft };
  },

  async mark(setting, { draft }) {
    const { share } = setting.texts;
    say(setting, wrapped(share.markHead, columns(setting)));
    const names = marks.map((mark) => `${mark}: ${share.marks[mark]}`);
    const at = await pick(setting, share.plain.mark, names, marks.indexOf(draft.mark));
    if (typeof at !== 'number') return { to: at, draft };
    const mark = marks[at]!;
    await setting.ports.share.checkMark(mark, choicesOf(draft).keep.length > 0);
    return { to: 'on', draft: { ...draft, mark } };
  },

  async details(setting, way) {
    const { texts, ports } = setting;
    const recipient = recipientOf(way);
    say(
      setting,
      wrapped(texts.share.detailsHead(texts.share.recipients[recipient.name], way.facts.detailsPath), columns(setting)),
    );
    const turn = await fillIn(setting, way);
    if (turn.to !== 'on' || JSON.stringify(turn.draft.details) === JSON.stringify(way.facts.details)) return turn;
    // An answer that cannot be kept is asked again next time, and that is all.
    await attempt(setting, () => ports.share.remember(turn.draft.details));
    return turn;
  },

  async leaves(setting, { draft, result }) {
    const { texts } = setting;
    const reviewed = await withFreshReview(setting, result.report, draft);
    await sayMuch(setting, leavesPage({ draft: reviewed, isWaiting: false }, texts, columns(setting)));
    return { to: await onOrElsewhere(setting), draft: reviewed };
  },

  async doubts(setting, { draft, result }) {
    const { io, texts, ports } = setting;
    const { share } = texts;
    if (doubtRows(draft).length === 0) say(setting, wrapped(share.noDoubts, columns(setting)));
    const decided = undecided(draft).length === 0 ? { to: 'on' as const, draft } : await decideAll(setting, draft);
    if (decided.to !== 'on') return decided;
    const rows = doubtRows(decided.draft);
    say(
      setting,
      rows.flatMap((row, at) => [[...line(`${at + 1}. `), ...doubtRow(row, texts, columns(setting) - 6)]]),
    );
    const typed = await io.ask(share.plain.decided);
    const going = whither(typed);
    if (going) return { to: going, draft: decided.draft };
    if (typed?.startsWith('w ')) {
      const value = typed.slice(2).trim();
      const fits = await attempt(setting, () => ports.share.checkValue(value).then(() => true));
      return { to: 'again', draft: fits ? withNamed(decided.draft, value) : decided.draft };
    }
    const chosen = /^\d{1,9}$/.test(typed ?? '') ? rows[Number(typed) - 1] : undefined;
    if (chosen) {
      const other = chosen.decision === 'stays' ? 'replaced' : 'stays';
      return { to: 'again', draft: withDecision(decided.draft, chosen.value, other) };
    }
    if (typed !== '') {
      say(setting, [line(texts.plain.unknown)]);
      return { to: 'again', draft: decided.draft };
    }
    const reviewed = await withFreshReview(setting, result.report, decided.draft);
    say(
      setting,
      notFound(reviewed).flatMap((value) => wrapped(share.notFound(value), columns(setting))),
    );
    return { to: undecided(reviewed).length === 0 ? 'on' : 'again', draft: reviewed };
  },

  async folder(setting, { draft }) {
    const { io, texts, ports } = setting;
    say(setting, wrapped(texts.share.folderHead, columns(setting)));
    const typed = await io.ask(`${texts.share.folder} (${printable(draft.folder)})`);
    const going = whither(typed);
    if (going) return { to: going, draft };
    return { to: 'on', draft: { ...draft, folder: await ports.share.checkFolder(typed || draft.folder) } };
  },

  async key(setting, { draft }) {
    const { io, texts, ports } = setting;
    const { share } = texts;
    const { key: _before, ...without } = draft;
    say(setting, [...wrapped(share.keyHead, columns(setting)), ...wrapped(share.keyLater, columns(setting))]);
    const typed = await io.ask(share.keyField);
    const going = whither(typed);
    if (going) return { to: going, draft };
    if (!typed) return { to: 'on', draft: { ...without, keyPath: '' } };
    const key = await ports.share.readKey(typed);
    say(setting, keyPage(key, texts, columns(setting)));
    if (await agree(setting, share.plain.confirmKey)) return { to: 'on', draft: { ...draft, key, keyPath: key.path } };
    say(setting, [line(share.keyRefused)]);
    return { to: 'again', draft: without };
  },

  async confirm(setting, way) {
    const { io, texts, ports } = setting;
    const { share, plain } = texts;
    const { draft, result } = way;
    say(setting, confirmPage(way, texts, columns(setting)));
    const typed = await io.ask(share.plain.yes);
    if (typed === undefined || !plain.yes.includes(typed.toLowerCase())) {
      say(setting, [line(share.plain.notWritten)]);
      return { to: typed === '<' ? 'back' : 'stop', draft };
    }
    const { recipient, stage, details, folder, key } = draft;
    const request = { ...choicesOf(draft), recipient, stage, details, folder, ...(key && { key }) };
    const made = await ports.share.make(result.report, request);
    say(setting, [blank, ...donePage(way, made, texts, columns(setting), share.plain.saveToo), blank]);
    // The next package needs another folder.
    return { to: 'stop', draft: { ...draft, folder: '' } };
  },
};

/** A numbered list in which one is chosen already. */
async function pick(
  { io, texts }: PlainSetting,
  label: string,
  choices: readonly string[],
  chosen: number,
): Promise<number | 'back' | 'stop'> {
  for (const [at, choice] of choices.entries()) io.print(`  ${at + 1}  ${printable(choice)}`);
  for (;;) {
    const typed = await io.ask(`${label} (${chosen + 1})`);
    const going = whither(typed);
    if (going) return going;
    const at = typed === '' ? chosen : Number(typed) - 1;
    if (Number.isInteger(at) && at >= 0 && at < choices.length) return at;
    io.print(texts.plain.unknown);
  }
}

/** Asks for what nobody has said yet; then shows all, so that any can be said again. */
async function fillIn(setting: PlainSetting, { facts, ...way }: Way): Promise<Turn> {
  const { io, texts } = setting;
  const { share } = texts;
  const recipient = recipientOf({ facts, draft: way.draft });
  const asked = askedDetails(recipient);
  let draft = way.draft;
  let open = asked.filter((name) => draft.details[name] === undefined);
  for (;;) {
    for (const name of open) {
      const typed = await io.ask(`${share.details[name]}${recipient.asks.includes(name) ? '' : ` (${share.later})`}`);
      const going = whither(typed);
      if (going) return { to: going, draft };
      draft = answered(setting, facts, draft, name, typed ?? '');
    }
    const missing = missingDetail(recipient, draft.details);
    if (missing !== undefined) {
      say(setting, wrapped(share.missing(share.details[missing]), columns(setting)));
      open = [missing];
      continue;
    }
    say(setting, whatIsAsked(asked, draft.details, texts, columns(setting)));
    const typed = await io.ask(share.plain.correct);
    const going = whither(typed);
    if (going || typed === '') return { to: going ?? 'on', draft };
    const again = /^\d{1,9}$/.test(typed ?? '') ? asked[Number(typed) - 1] : undefined;
    if (again === undefined) io.print(texts.plain.unknown);
    open = again === undefined ? [] : [again];
  }
}

function answered(
  setting: PlainSetting,
  { longestDetail }: ShareFacts,
  draft: ShareDraft,
  name: DetailName,
  typed: string,
): ShareDraft {
  const answer = printable(typed);
  if (answer.length > longestDetail) {
    say(setting, [line(setting.texts.share.tooLong(longestDetail))]);
    return draft;
  }
  return answer === '' ? draft : { ...draft, details: { ...draft.details, [name]: answer } };
}

/** The draft with what would leave as it is decided now. */
async function withFreshReview(setting: PlainSetting, report: Report, draft: ShareDraft): Promise<ShareDraft> {
  const { ports, texts } = setting;
  if (isReviewed(draft)) return draft;
  const choices = choicesOf(draft);
  say(setting, [line(texts.share.searching)]);
  return withReview(draft, choices, await ports.share.review(report, choices));
}

/** Asks about one doubtful value after the other. */
async function decideAll(setting: PlainSetting, initial: ShareDraft): Promise<Turn> {
  const { io, texts } = setting;
  const { share } = texts;
  let draft = initial;
  say(setting, wrapped(share.plain.doubtsHead, columns(setting)));
  for (const [at, row] of doubtRows(initial).entries()) {
    if (doubtRows(draft)[at]?.decision !== undefined) continue;
    say(setting, [
      ...wrapped(share.plain.doubt(at + 1, doubtRows(initial).length, row.value), columns(setting)),
      ...doubtPage(row, draft, texts, columns(setting)),
    ]);
    const proposal = row.doubt?.proposal ?? 'replaced';
    const answers = new Map<string | undefined, Decision>([
      ['s', 'stays'],
      ['r', 'replaced'],
      ['', proposal],
    ]);
    for (;;) {
      const typed = await io.ask(`${share.plain.decide} (${share.proposal[proposal]})`);
      const going = whither(typed);
      if (going) return { to: going, draft };
      if (typed === 'a') return { to: 'on', draft: withProposals(draft) };
      const decision = answers.get(typed);
      if (decision !== undefined) {
        draft = withDecision(draft, row.value, decision);
        break;
      }
      io.print(texts.plain.unknown);
    }
  }
  return { to: undecided(draft).length === 0 ? 'on' : 'again', draft };
}
