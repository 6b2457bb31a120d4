import { Box, Text } from 'ink';
import { useMemo } from 'react';
import { findingsLayout, histogramRows, timelineRows } from '../layout.ts';
import { line, span, wrapped } from '../line.ts';
import { coveragePage } from '../pages/coverage-page.ts';
import { filterLine, findingRow } from '../pages/finding-row.ts';
import { eventLine, timelineHead } from '../pages/timeline-page.ts';
import { verdictPage } from '../pages/verdict-page.ts';
import { palette } from '../palette.ts';
import { findingOf } from '../report-index.ts';
import { detailPage, selectedFinding } from '../result-screen.ts';
import type { MenuOption, ResultScreen, UiState } from '../state.ts';
import { LineView, List, Page } from './lines.tsx';

interface ViewProps {
  readonly state: UiState;
  readonly screen: ResultScreen;
  readonly width: number;
  readonly height: number;
}

export function VerdictView({ state, screen, width, height }: ViewProps) {
  const { texts } = state.setting;
  const lines = useMemo(
    () => verdictPage(screen.report, texts, width, screen.savedAt),
    [screen.report, texts, width, screen.savedAt],
  );
  return <Page lines={lines} top={screen.verdictTop} height={height} width={width} more={texts.moreBelow} />;
}

export function CoverageView({ state, screen, width, height }: ViewProps) {
  const { texts } = state.setting;
  const lines = useMemo(() => coveragePage(screen.report, texts, width), [screen.report, texts, width]);
  return <Page lines={lines} top={screen.coverageTop} height={height} width={width} more={texts.moreBelow} />;
}

/** List and detail side by side where there is room; else one of them. */
export function FindingsView({ state, screen, width, height }: ViewProps) {
  const { texts, glyphs } = state.setting;
  const { index, visible, filter, selected, isDetailOpen, detailTop } = screen;
  const layout = findingsLayout(state.size);
  const finding = selectedFinding(screen);
  if (isDetailOpen && finding)
    return (
      <Page
        lines={detailPage(screen, finding, texts, width)}
        top={detailTop}
        height={height}
        width={width}
        more={texts.moreBelow}
      />
    );
  const empty = index.findings.length === 0 ? texts.findings.none : texts.findings.noneShown;
  const list = (
    <Box flexDirection="column" width={layout.listColumns}>
      <LineView line={filterLine(filter, visible.length, index.findings.length, texts, glyphs)} />
      {visible.length === 0 ? (
        <Page lines={wrapped(empty, layout.listColumns - 1)} top={0} height={height - 1} width={layout.listColumns} />
      ) : (
        <List
          count={visible.length}
          selected={selected}
          height={Math.min(layout.listRows, height - 1)}
          width={layout.listColumns}
          pointer={glyphs.pointer}
          row={(at) => findingRow(index.findings[visible[at]!]!, layout.listColumns - 3, texts, glyphs)}
        />
      )}
    </Box>
  );
  if (!layout.isSideBySide) return list;
  return (
    <Box>
      {list}
      <Text {...palette.quiet}>{Array.from({ length: height }, () => glyphs.side).join('\n')}</Text>
      <Box marginLeft={1}>
        <Page
          lines={finding ? detailPage(screen, finding, texts, layout.detailColumns) : []}
          top={detailTop}
          height={height}
          width={layout.detailColumns}
          more={texts.moreBelow}
        />
      </Box>
    </Box>
  );
}

export function TimelineView({ state, screen, width, height }: ViewProps) {
  const { texts, glyphs } = state.setting;
  const { events } = screen.index;
  const { exposure } = screen.report;
  const rows = histogramRows(state.size);
  const head = useMemo(
    () => timelineHead(events, exposure, { columns: Math.min(width, state.size.columns) - 1, rows }, texts, glyphs),
    [events, exposure, width, state.size.columns, rows, texts, glyphs],
  );
  if (events.length === 0) return <LineView line={line(texts.timeline.none)} />;
  return (
    <Box flexDirection="column">
      {head.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of a picture
        <LineView key={at} line={one} />
      ))}
      {head.length > 0 && <LineView line={line('')} />}
      <List
        count={events.length}
        selected={screen.selectedEvent}
        height={head.length > 0 ? Math.min(timelineRows(state.size), height - head.length - 1) : height}
        width={state.size.columns}
        pointer={glyphs.pointer}
        row={(at) =>
          eventLine(events[at]!, findingOf(screen.index, events[at]!), exposure, state.size.columns - 3, texts, glyphs)
        }
      />
    </Box>
  );
}

export interface MenuViewProps {
  readonly title: string;
  readonly options: readonly MenuOption[];
  readonly selected: number;
  readonly pointer: string;
  readonly width: number;
  readonly height: number;
}

/** Choices of a filter or a format, in place of what is behind it. */
export function MenuView({ title, options, selected, pointer, width, height }: MenuViewProps) {
  return (
    <Box flexDirection="column">
      <LineView line={line(title, 'strong')} />
      <LineView line={line('')} />
      <List
        count={options.length}
        selected={selected}
        height={Math.max(1, height - 2)}
        width={width}
        pointer={pointer}
        row={(at) => [span(options[at]!.label)]}
      />
    </Box>
  );
}
