import { userInfo } from 'node:os';
import { type Language, languageOf } from '../assessment/languages/language.ts';
import { formatNames, formats } from '../reports/index.ts';
import { readReport } from '../reports/read.ts';
import { renderText } from '../reports/text.ts';
import { glyphsFor } from '../tui/glyphs.ts';
import type { Ports } from '../tui/ports.ts';
import { initialState, type Setting, type UiState } from '../tui/state.ts';
import { textsFor } from '../tui/texts/languages.ts';
import { addToIgnoreFile } from './ignore-file.ts';
import { absolute, inspect, listFolder } from './interface/files.ts';
import { readRecent, recentFile, remember } from './interface/recent.ts';
import { exportReport, saveReport, suggestPath, writeFinding } from './interface/report-files.ts';
import { samples } from './interface/samples.ts';
import { planPort, scanPort } from './interface/scan-port.ts';
import { sharePort } from './interface/share-port.ts';
import { terminalLines } from './interface/terminal-lines.ts';
import type { InterfaceOptions } from './interface-options.ts';
import { loadKnowledge } from './knowledge.ts';
import { hasOwnRules, type RuleOptions } from './rule-options.ts';
import type { Knowledge } from './shipped-rules.ts';
import { toolVersion } from './tool-version.ts';

/** The interactive interface, on the terminal. Resolves to the exit status; the terminal is as it was, with a summary of one screen left behind. */
export async function startInterface(options: InterfaceOptions = {}): Promise<number> {
  const texts = textsFor(options.lang, process.env);
  const glyphs = glyphsFor(process.env, process.platform);
  // Rules of the user's own are read first: a fault in them, or what is said of them, does not belong on a drawn screen.
  const knowledge = hasOwnRules(options) || options.indicators !== undefined ? await loadKnowledge(options) : undefined;
  const ports = await interfacePorts(options, knowledge);
  if (options.plain || process.env['TERM'] === 'dumb') {
    const { runPlain } = await import('../tui/plain/run-plain.ts');
    const report = options.report === undefined ? undefined : absolute(options.report);
    return runPlain({ ports, texts, glyphs, io: terminalLines() }, report);
  }
  prepareDrawing();
  // Loaded here and not above: it takes as long as a small scan, and the other commands do without.
  const { runScreens } = await import('../tui/run.tsx');
  const { user, version, workFolder, recent, now } = ports;
  const setting: Setting = {
    texts,
    glyphs,
    version,
    user,
    workFolder,
    recent,
    now,
    samples: ports.samples,
    formats: ports.formats,
  };
  const { columns = 80, rows = 24 } = process.stdout;
  const initial = initialState(setting, { columns, rows });
  const first = options.report === undefined ? undefined : { do: 'open' as const, path: absolute(options.report) };
  const ending = await runScreens(initial, ports, first);
  leaveSummary(ending.state, languageOf(options.lang, process.env));
  return ending.status;
}

/** Ink and React look at the environment when they are loaded. */
function prepareDrawing(): void {
  const isColorless = Boolean(process.env['NO_COLOR']) || process.env['TERM'] === 'dumb';
  Object.assign(process.env, { NODE_ENV: 'production', ...(isColorless && { FORCE_COLOR: '0' }) });
}

async function interfacePorts(options: RuleOptions, knowledge: Knowledge | undefined): Promise<Ports> {
  const file = recentFile(process.env, process.platform);
  return {
    version: toolVersion,
    user: userInfo().username,
    workFolder: process.cwd(),
    samples: samples(),
    recent: await readRecent(file),
    formats: formatNames
      .filter((name) => name !== 'json')
      .map((name) => ({ name, description: formats[name].description })),
    now: () => new Date(),
    listFolder,
    inspect,
    plan: planPort(options, knowledge),
    scan: scanPort(options, knowledge),
    openReport: readReport,
    suggestPath,
    save: saveReport,
    exportAs: exportReport,
    writeFinding,
    addSuppression: (suppression) => addToIgnoreFile(suppression),
    remember: (recent) => remember(file, recent),
    share: sharePort,
  };
}

/** What was read stays in sight when the interface is gone. */
function leaveSummary({ screen }: UiState, language: Language): void {
  const result = screen.kind === 'share' ? screen.result : screen;
  if (result.kind !== 'result') return;
  const { stdout, env } = process;
  const summary = renderText(result.report, {
    width: Math.min(stdout.columns ?? 80, 120),
    color: !env['NO_COLOR'],
    language,
    isLeft: true,
    ...(result.savedAt !== undefined && { savedAt: result.savedAt }),
  });
  stdout.write(summary);
}
