import { suppressionFor } from '../../assessment/suppressions.ts';
import { markFindings, type TriageStatus } from '../../assessment/triage.ts';
import { printable, text } from '../../evidence/printable.ts';
import type { Finding } from '../../findings/finding.ts';
import { parseEndDate } from '../end-date.ts';
import { type Line, line, lineText, span } from '../line.ts';
import { coveragePage } from '../pages/coverage-page.ts';
import { placeText } from '../pages/finding-page.ts';
import { eventLine } from '../pages/timeline-page.ts';
import { verdictPage } from '../pages/verdict-page.ts';
import { findingOf, noFilter } from '../report-index.ts';
import { detailPage, selectedFinding, withFilter, withReport } from '../result-screen.ts';
import type { ResultScreen } from '../state.ts';
import { shareInLines } from './share-in-lines.ts';
import { agree, attempt, choose, columns, type PlainSetting, say, sayMuch } from './talk.ts';

/** A report in lines, until the user leaves. Resolves to the exit status. */
export async function readResult(setting: PlainSetting, initial: ResultScreen): Promise<number> {
  const { texts, io } = setting;
  let screen = initial;
  await sayMuch(setting, verdictPage(screen.report, texts, columns(setting), screen.savedAt));
  for (;;) {
    const typed = await io.ask(texts.plain.result);
    if (typed === undefined) return 0;
    if (typed === 'q') {
      const wouldLose = screen.hasUnsavedMarks || (screen.savedAt === undefined && screen.target?.kind !== 'sample');
      if (!wouldLose || (await agree(setting, texts.plain.leave))) return 0;
    } else screen = (await attempt(setting, () => obey(setting, screen, typed))) ?? screen;
  }
}

async function obey(setting: PlainSetting, screen: ResultScreen, typed: string): Promise<ResultScreen> {
  const { texts, glyphs } = setting;
  const { report, index } = screen;
  const width = columns(setting);
  if (/^\d{1,9}$/.test(typed)) return onFinding(setting, { ...screen, selected: Number(typed) - 1 });
  if (typed.startsWith('/')) {
    const wanted = typed.slice(1).trim();
    const found = withFilter(screen, wanted === '' ? noFilter : { text: wanted });
    await sayMuch(setting, findingLines(setting, found));
    return found;
  }
  switch (typed) {
    case 'v':
      await sayMuch(setting, verdictPage(report, texts, width, screen.savedAt));
      break;
    case 'f':
      await sayMuch(setting, findingLines(setting, screen));
      break;
    case 't':
      await sayMuch(
        setting,
        index.events.length === 0
          ? [line(texts.timeline.none)]
          : index.events.map((event) =>
              eventLine(event, findingOf(index, event), report.exposure, width, texts, glyphs),
            ),
      );
      break;
    case 'c':
      await sayMuch(setting, coveragePage(report, texts, width));
      break;
    case 's':
      return save(setting, screen);
    case 'r':
      return share(setting, screen);
    case 'e':
      return exportAs(setting, screen);
    default:
      say(setting, [line(texts.plain.unknown)]);
  }
  return screen;
}

function findingLines({ texts, glyphs }: PlainSetting, { visible, index, filter }: ResultScreen): readonly Line[] {
  if (visible.length === 0) return [line(index.findings.length === 0 ? texts.findings.none : texts.notices.notFound)];
  const search = filter.text === undefined ? '' : ` ${glyphs.dot} ${texts.findings.text(filter.text)}`;
  return [
    line(texts.findings.count(visible.length, index.findings.length) + search),
    ...visible.map((place, at): Line => {
      const finding = index.findings[place]!;
      const mark = finding.suppressed ? texts.findings.suppressed : texts.findings.mark[finding.triage.status];
      return [
        span(`${at + 1}. ${texts.levels[finding.rule.level]}, ${mark}: ${finding.rule.title}. ${placeText(finding)}`),
      ];
    }),
  ];
}

async function onFinding(setting: PlainSetting, screen: ResultScreen): Promise<ResultScreen> {
  const { ports, texts, io } = setting;
  const finding = selectedFinding(screen);
  if (!finding) {
    io.print(texts.plain.unknown);
    return { ...screen, selected: 0 };
  }
  await sayMuch(setting, detailPage(screen, finding, texts, columns(setting)));
  const typed = await io.ask(texts.plain.onFinding);
  const status = new Map<string | undefined, TriageStatus>([
    ['b', 'benign'],
    ['k', 'confirmed'],
    ['o', 'open'],
  ]).get(typed);
  if (typed === 'w') {
    const content = detailPage(screen, finding, texts, 100).map(lineText).join('\n');
    const path = await ports.writeFinding(`${content}\n`, finding.id, screen.savedAt);
    say(setting, [line(texts.notices.findingWritten(path))]);
  }
  if (status === undefined) return screen;
  const note = await io.ask(texts.prompts[status]);
  if (note === undefined || (status === 'benign' && note === '')) {
    say(setting, [line(texts.prompts.reasonNeeded)]);
    return screen;
  }
  if (status === 'benign') await suppressIfAsked(setting, finding, note);
  const mark = { status, note: printable(note), by: text`${ports.user}`, at: ports.now() };
  say(setting, [line(texts.notices.marked(texts.findings.mark[status]))]);
  return withReport(screen, markFindings(screen.report, new Map([[finding.id, mark]])));
}

/** Harmless for later scans too, where the user wants that. */
async function suppressIfAsked({ ports, texts, io }: PlainSetting, finding: Finding, reason: string): Promise<void> {
  for (;;) {
    const end = parseEndDate((await io.ask(texts.prompts.until)) ?? '');
    if (end?.kind === 'none') return;
    if (end) {
      const until = end.kind === 'day' ? end.until : undefined;
      const path = await ports.addSuppression(suppressionFor(finding, printable(reason), ports.user, until));
      io.print(printable(texts.notices.suppressionAdded(path)));
      return;
    }
    io.print(texts.prompts.badDay);
  }
}

async function save(setting: PlainSetting, screen: ResultScreen): Promise<ResultScreen> {
  const { ports, texts, io } = setting;
  const known = screen.savedAt;
  const typed = known ?? (await io.ask(`${texts.prompts.save} (${screen.suggestedPath})`));
  if (typed === undefined) return screen;
  const path = typed === '' ? screen.suggestedPath : typed;
  let result = await ports.save(screen.report, path, known !== undefined);
  if (result.kind === 'exists') {
    if (!(await agree(setting, texts.plain.replace))) return screen;
    result = await ports.save(screen.report, path, true);
  }
  say(setting, [line(texts.notices.saved(result.path))]);
  const { target } = screen;
  if (target && target.kind !== 'sample')
    await ports.remember({ kind: target.kind, target: target.address, report: result.path });
  return { ...screen, savedAt: result.path, hasUnsavedMarks: false };
}

async function exportAs(setting: PlainSetting, screen: ResultScreen): Promise<ResultScreen> {
  const { ports, texts } = setting;
  const at = await choose(setting, texts.plain.format, [
    texts.share.label,
    ...ports.formats.map(({ name, description }) => `${name}: ${texts.prose(printable(description))}`),
  ]);
  if (at === 0) return share(setting, screen);
  const format = at === undefined ? undefined : ports.formats[at - 1];
  if (!format) return screen;
  const path = await ports.exportAs(screen.report, format.name, screen.savedAt);
  say(setting, [line(texts.notices.exported(path))]);
  return screen;
}

/** The way to a package for a CERT; its answers are kept for a later try. */
async function share(setting: PlainSetting, screen: ResultScreen): Promise<ResultScreen> {
  const draft = await shareInLines(setting, screen);
  return draft ? { ...screen, draft } : screen;
}
