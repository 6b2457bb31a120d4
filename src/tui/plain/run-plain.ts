import { blank, line, wrapped } from '../line.ts';
import { planInShort, plannedCommands } from '../pages/plan-page.ts';
import { resultScreen } from '../result-screen.ts';
import type { ResultScreen, Target } from '../state.ts';
import { startChoices } from '../update-start.ts';
import { readResult } from './read-result.ts';
import { scanInLines } from './scan-in-lines.ts';
import { agree, attempt, choose, columns, isYes, type PlainSetting, say } from './talk.ts';

/** The interface in lines: asks, answers, and never draws over what was said. Resolves to the exit status. */
export async function runPlain(setting: PlainSetting, report?: string): Promise<number> {
  const { texts, ports } = setting;
  if (report !== undefined) {
    const opened = await attempt(setting, () => openReport(setting, report));
    return opened ? readResult(setting, opened) : 2;
  }
  say(setting, [...texts.about.flatMap((one) => wrapped(one, columns(setting))), blank]);
  for (;;) {
    const choices = [
      ...startChoices.map((choice) => texts.start[choice]),
      ...ports.recent.map(({ kind, target }) => `${texts.start.recent} ${texts.start.recentKind[kind]}: ${target}`),
    ];
    const at = await choose(setting, texts.titles.start, choices);
    if (at === undefined) return 0;
    const result = await attempt(setting, () => begin(setting, at));
    if (result) return readResult(setting, result);
  }
}

async function begin(setting: PlainSetting, at: number): Promise<ResultScreen | undefined> {
  const { ports, texts, io } = setting;
  const past = ports.recent[at - startChoices.length];
  if (past?.kind === 'live') return live(setting, past.target);
  if (past) return open(setting, past.target, past.report);
  switch (startChoices[at]) {
    case 'live': {
      const typed = await io.ask(texts.plain.address);
      return typed ? live(setting, typed.startsWith('ssh://') ? typed : `ssh://${typed}`) : undefined;
    }
    case 'sample': {
      const sample = await choose(
        setting,
        texts.samples.hint,
        ports.samples.map(({ name }) => `${name}: ${texts.samples.kind[name.split('.')[0]!] ?? ''}`),
      );
      const path = sample === undefined ? undefined : ports.samples[sample]?.path;
      return path === undefined ? undefined : examine(setting, { kind: 'sample', address: path });
    }
    default: {
      const typed = await io.ask(startChoices[at] === 'report' ? texts.plain.reportPath : texts.plain.path);
      return typed ? open(setting, typed) : undefined;
    }
  }
}

async function open(setting: PlainSetting, typed: string, earlier?: string): Promise<ResultScreen> {
  const { path, isReport } = await setting.ports.inspect(typed);
  if (isReport) return openReport(setting, path);
  return examine(setting, { kind: 'evidence', address: path, ...(earlier !== undefined && { earlier }) });
}

async function openReport({ ports }: PlainSetting, path: string): Promise<ResultScreen> {
  const report = await ports.openReport(path);
  return resultScreen(report, { savedAt: path, suggestedPath: path, hasUnsavedMarks: false });
}

async function live(setting: PlainSetting, address: string): Promise<ResultScreen | undefined> {
  const { ports, texts, io } = setting;
  const earlier = ports.recent.find(({ target }) => target === address)?.report;
  const plan = await ports.plan(address);
  say(setting, [...planInShort(plan, texts, columns(setting)), blank]);
  const typed = await io.ask(`${texts.plain.connect} (${texts.plain.yesNo}; ${texts.plain.listCommands})`);
  if (typed === 'p') {
    say(setting, [...plannedCommands(plan, texts, columns(setting)), blank]);
    if (!(await agree(setting, texts.plain.connect))) return undefined;
  } else if (!isYes(setting, typed)) return undefined;
  const target: Target = { kind: 'live', address, ...(earlier !== undefined && { earlier }) };
  for (;;) {
    const result = await attempt(setting, () => examine(setting, target));
    if (result || !(await agree(setting, texts.plain.again))) return result;
  }
}

async function examine(setting: PlainSetting, target: Target): Promise<ResultScreen> {
  const { report, carried } = await scanInLines(setting, target);
  const { notices } = setting.texts;
  if (carried > 0) say(setting, [line(notices.carried(carried))]);
  return resultScreen(report, {
    target,
    suggestedPath: setting.ports.suggestPath(report),
    hasUnsavedMarks: carried > 0,
  });
}
