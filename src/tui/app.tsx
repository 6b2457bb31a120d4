import { basename } from 'node:path';
import { Box, useWindowSize } from 'ink';
import { useEffect, useSyncExternalStore } from 'react';
import { bodyRows, isTooSmall, pageColumns } from './layout.ts';
import { blank, type Line, line, wrapped } from './line.ts';
import { helpPage } from './pages/help-page.ts';
import { applianceName } from './pages/verdict-page.ts';
import type { Tone } from './palette.ts';
import {
  AddressView,
  ConnectingView,
  FailedView,
  PlanView,
  RunningView,
  SamplesView,
} from './screens/before-screens.tsx';
import { BrowseView } from './screens/browse-screen.tsx';
import { Frame, keyBar, TooSmall } from './screens/frame.tsx';
import { LineView, Page } from './screens/lines.tsx';
import { CoverageView, FindingsView, MenuView, TimelineView, VerdictView } from './screens/result-screens.tsx';
import { ShareView } from './screens/share-screen.tsx';
import { StartView } from './screens/start-screen.tsx';
import { TypedLine } from './screens/typed-line.tsx';
import { stepNumber } from './share/state.ts';
import type { ResultScreen, Screen, UiState } from './state.ts';
import type { Store } from './store.ts';
import type { Catalogue } from './texts/en.ts';
import { contextOf } from './update.ts';
import { useKeys } from './use-keys.ts';

/** The interface on a terminal: the store's state, drawn, and keys to it. */
export function App({ store }: { readonly store: Store }) {
  const state = useSyncExternalStore(store.subscribe, store.state);
  const { columns, rows } = useWindowSize();
  useEffect(() => {
    const { size } = store.state();
    if (size.columns !== columns || size.rows !== rows) store.dispatch({ type: 'resize', size: { columns, rows } });
  }, [store, columns, rows]);
  useKeys(store.dispatch);
  return <StateView state={state} />;
}

/** A state as a screen. */
export function StateView({ state }: { readonly state: UiState }) {
  const { size, screen, setting, helpTop } = state;
  const { texts } = setting;
  if (isTooSmall(size)) return <TooSmall size={size} texts={texts} />;
  const context = contextOf(screen);
  const isHelp = helpTop !== undefined;
  // While a report asks for a line, the message has no row of its own.
  const typing =
    state.notice && screen.kind === 'result'
      ? line(state.notice.text, state.notice.tone)
      : line(screen.kind === 'share' ? texts.share.editKeys : texts.editKeys, 'quiet');
  const keys = context === undefined ? typing : keyBar(isHelp ? 'help' : context, texts, size.columns);
  const message = messageLines(state);
  const height = Math.max(1, bodyRows(size) - (message.length - 1));
  return (
    <Frame
      size={size}
      title={isHelp ? texts.titles.help : titleOf(screen, texts)}
      subject={subjectOf(screen, texts)}
      message={<Message state={state} lines={message} />}
      keys={keys}
    >
      {isHelp ? (
        <Page
          lines={helpPage(context ?? 'help', texts)}
          top={helpTop}
          height={height}
          width={size.columns}
          more={texts.moreBelow}
        />
      ) : (
        <Body state={state} height={height} />
      )}
    </Frame>
  );
}

function Body({ state, height }: { readonly state: UiState; readonly height: number }) {
  const { screen, size } = state;
  const whole = { state, height, width: size.columns };
  const page = { state, height, width: pageColumns(size) };
  switch (screen.kind) {
    case 'start':
      return <StartView {...whole} screen={screen} />;
    case 'address':
      return <AddressView {...whole} screen={screen} />;
    case 'browse':
      return <BrowseView {...whole} screen={screen} />;
    case 'samples':
      return <SamplesView {...whole} screen={screen} />;
    case 'plan':
      return <PlanView {...page} screen={screen} />;
    case 'connecting':
      return <ConnectingView {...page} screen={screen} />;
    case 'running':
      return <RunningView {...page} screen={screen} />;
    case 'failed':
      return <FailedView {...page} screen={screen} />;
    case 'result':
      return <ResultBody {...page} screen={screen} />;
    case 'share':
      return <ShareView {...page} screen={screen} />;
  }
}

interface ResultBodyProps {
  readonly state: UiState;
  readonly screen: ResultScreen;
  readonly width: number;
  readonly height: number;
}

function ResultBody(props: ResultBodyProps) {
  const { state, screen, width, height } = props;
  const { prompt, view } = screen;
  const { texts, glyphs } = state.setting;
  if (prompt?.kind === 'menu') {
    const title = prompt.purpose === 'export' ? texts.prompts.exportAs : texts.prompts[prompt.purpose];
    return <MenuView {...prompt} title={title} pointer={glyphs.pointer} width={width} height={height} />;
  }
  const body = {
    verdict: <VerdictView {...props} />,
    findings: <FindingsView {...props} />,
    timeline: <TimelineView {...props} />,
    coverage: <CoverageView {...props} />,
  }[view];
  return body;
}

/** A notice with a path may be long, and where a file lies must be seen whole. */
const MESSAGE_ROWS = 4;

/** What is typed, asked or told. */
function Message({ state, lines }: { readonly state: UiState; readonly lines: readonly Line[] }) {
  const { screen, setting, size } = state;
  const { prompts } = setting.texts;
  if (screen.kind === 'result' && screen.prompt?.kind === 'text')
    return <TypedLine label={prompts[screen.prompt.purpose]} field={screen.prompt.field} width={size.columns} />;
  return (
    <Box flexDirection="column" flexShrink={0}>
      {lines.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of one text
        <LineView key={at} line={one} />
      ))}
    </Box>
  );
}

/** One line at least, so that the screen does not jump when something is said. */
function messageLines({ screen, notice, setting, size }: UiState): readonly Line[] {
  const { prompts, plan, connecting, running, share } = setting.texts;
  if (screen.kind === 'result' && screen.prompt?.kind === 'text') return [blank];
  const [words, tone] = asked() ?? (notice ? [notice.text, notice.tone] : ['', 'plain']);
  const rows = wrapped(words, size.columns, tone);
  const room = Math.max(1, Math.min(MESSAGE_ROWS, bodyRows(size) - 4));
  return rows.slice(0, room);

  function asked(): readonly [words: string, tone: Tone] | undefined {
    switch (screen.kind) {
      case 'plan':
        return notice || !screen.plan ? undefined : [plan.question, 'strong'];
      case 'connecting':
        return screen.question?.kind === 'host-key' ? [connecting.question, 'strong'] : undefined;
      case 'running':
        if (screen.isStopping) return [running.stopping, 'doubtful'];
        if (!screen.isPaused) return undefined;
        return [screen.target.kind === 'live' ? running.pausedLive : running.paused, 'doubtful'];
      case 'result':
        if (screen.prompt?.kind !== 'leave') return undefined;
        return [screen.hasUnsavedMarks ? prompts.leave : prompts.leaveReport, 'doubtful'];
      case 'share':
        if (screen.askedKey) return [share.keyQuestion, 'strong'];
        if (screen.step !== 'confirm' || notice) return undefined;
        return screen.isWaiting ? [share.making, 'doubtful'] : [share.question, 'strong'];
      default:
        return undefined;
    }
  }
}

function titleOf(screen: Screen, texts: Catalogue): string {
  const { titles } = texts;
  switch (screen.kind) {
    case 'browse':
      return screen.purpose === 'report' ? titles.browseReport : titles.browseEvidence;
    case 'connecting':
      return screen.question?.kind === 'host-key' ? titles.hostKey : titles.connecting;
    case 'result':
      return titles[screen.view];
    case 'share': {
      const { share } = texts;
      const { at, of } = stepNumber(screen);
      return screen.step === 'done' ? share.titleDone : share.title(share.steps[screen.step], at, of);
    }
    default:
      return titles[screen.kind];
  }
}

function subjectOf(screen: Screen, texts: Catalogue): string {
  switch (screen.kind) {
    case 'plan':
      return screen.address;
    case 'connecting':
    case 'running':
      return screen.target.kind === 'live' ? screen.target.address : basename(screen.target.address);
    case 'result': {
      const unsaved = screen.hasUnsavedMarks || screen.savedAt === undefined ? ` (${texts.leaving.notSaved})` : '';
      return `${applianceName(screen.report, texts)}${unsaved}`;
    }
    case 'share':
      return applianceName(screen.result.report, texts);
    default:
      return '';
  }
}
