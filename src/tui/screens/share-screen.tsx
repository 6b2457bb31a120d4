import { Box } from 'ink';
import { cut, type Line, line, padded, span, wrapped } from '../line.ts';
import { confirmPage, donePage, doubtPage, doubtRow, keyPage, leavesPage, recipientPage } from '../share/pages.ts';
import { askedDetails, doubtRows, marks, recipientOf, type ShareScreen, shareStages } from '../share/state.ts';
import type { UiState } from '../state.ts';
import type { Catalogue } from '../texts/en.ts';
import { LineView, List, Page } from './lines.tsx';
import { TypedLine } from './typed-line.tsx';

export interface ShareViewProps {
  readonly state: UiState;
  readonly screen: ShareScreen;
  readonly width: number;
  readonly height: number;
}

/** The step of the way to a package that the user has come to. */
export function ShareView({ state, screen, width, height }: ShareViewProps) {
  const { texts } = state.setting;
  const page = { height, width, more: texts.moreBelow };
  switch (screen.step) {
    case 'recipient':
    case 'stage':
    case 'mark':
    case 'details':
    case 'doubts':
      return <Choices state={state} screen={screen} width={width} height={height} />;
    case 'leaves':
      return <Page {...page} lines={leavesPage(screen, texts, width)} top={screen.top} />;
    case 'folder':
    case 'key':
      return <Asked state={state} screen={screen} width={width} height={height} />;
    case 'confirm':
      return <Page {...page} lines={confirmPage(screen, texts, width)} top={screen.top} />;
    case 'done':
      return <Page {...page} lines={screen.made ? donePage(screen, screen.made, texts, width) : []} top={screen.top} />;
  }
}

interface ChoicesShown {
  readonly head: readonly Line[];
  readonly count: number;
  readonly row: (at: number) => Line;
  /** About the chosen row. */
  readonly foot: readonly Line[];
}

/** A question, its choices, and below them what the chosen one means, or the line that is typed. */
function Choices({ state, screen, width, height }: ShareViewProps) {
  const { texts, glyphs } = state.setting;
  const { head, count, row, foot } = choicesOf(screen, texts, width);
  const typed = screen.field;
  const footRows = typed ? 2 : foot.length === 0 ? 0 : Math.min(foot.length + 1, Math.max(0, height - 5));
  // In a low window the choices come first.
  const fitting = height - footRows >= head.length + 1 + Math.min(count, 3) ? [...head, line('')] : [];
  const rows = Math.max(1, Math.min(count, height - footRows - fitting.length));
  return (
    <Box flexDirection="column">
      <Page lines={fitting} top={0} height={fitting.length} width={width} />
      <List count={count} selected={screen.selected} height={rows} width={width} pointer={glyphs.pointer} row={row} />
      {typed ? (
        <Box flexDirection="column">
          <LineView line={line('')} />
          <TypedLine label={typedLabel(screen, texts)} field={typed} width={width} />
        </Box>
      ) : (
        <Page lines={[line(''), ...foot]} top={0} height={footRows} width={width} />
      )}
    </Box>
  );
}

function choicesOf(screen: ShareScreen, texts: Catalogue, width: number): ChoicesShown {
  const { share } = texts;
  const { facts, draft, selected } = screen;
  const room = width - 3;
  switch (screen.step) {
    case 'stage':
      return {
        head: wrapped(share.stageHead, width),
        count: shareStages.length,
        row: (at) => line(share.stages[shareStages[at]!]),
        foot: [],
      };
    case 'mark':
      return {
        head: wrapped(share.markHead, width),
        count: marks.length,
        row: (at) => [span(padded(marks[at]!, 18), 'strong'), span(cut(share.marks[marks[at]!], room - 18), 'quiet')],
        foot: [],
      };
    case 'details':
      return detailChoices(screen, texts, width);
    case 'doubts': {
      const rows = doubtRows(draft);
      const chosen = rows[selected];
      return {
        head: rows.length === 0 ? wrapped(share.noDoubts, width) : wrapped(share.doubtsHead, width),
        count: rows.length,
        row: (at) => doubtRow(rows[at]!, texts, room),
        foot: chosen ? doubtPage(chosen, draft, texts, width) : [],
      };
    }
    default: {
      const chosen = facts.recipients[selected];
      return {
        head: wrapped(share.recipientHead, width),
        count: facts.recipients.length,
        row: (at) => line(share.recipients[facts.recipients[at]!.name]),
        foot: chosen ? recipientPage(chosen, texts, width) : [],
      };
    }
  }
}

function detailChoices(screen: ShareScreen, texts: Catalogue, width: number): ChoicesShown {
  const { share } = texts;
  const { facts, draft } = screen;
  const recipient = recipientOf(screen);
  const asked = askedDetails(recipient);
  const words = Math.min(Math.max(...asked.map((name) => share.details[name].length)) + 2, Math.floor(width * 0.6));
  return {
    head: wrapped(share.detailsHead(share.recipients[recipient.name], facts.detailsPath), width),
    count: asked.length + 1,
    row: (at) => {
      const name = asked[at];
      if (name === undefined) return line(share.goOn, 'strong');
      const answer = draft.details[name];
      const isNeeded = recipient.asks.includes(name);
      return [
        span(padded(cut(share.details[name], words - 1), words)),
        answer === undefined
          ? span(isNeeded ? share.needed : share.later, isNeeded ? 'doubtful' : 'quiet')
          : span(cut(answer, Math.max(8, width - words - 3)), 'strong'),
      ];
    },
    foot: [],
  };
}

function typedLabel(screen: ShareScreen, { share }: Catalogue): string {
  if (screen.step !== 'details') return share.nameValue;
  const name = askedDetails(recipientOf(screen))[screen.selected];
  return name === undefined ? '' : share.details[name];
}

/** A path that is asked for, and the fingerprint of the key that was found there. */
function Asked({ state, screen, width, height }: ShareViewProps) {
  const { texts } = state.setting;
  const { share } = texts;
  if (screen.askedKey)
    return <Page lines={keyPage(screen.askedKey, texts, width)} top={0} height={height} width={width} />;
  const isFolder = screen.step === 'folder';
  const head = [...wrapped(isFolder ? share.folderHead : share.keyHead, width), line('')];
  const later = isFolder ? [] : [line(''), ...wrapped(share.keyLater, width, 'quiet')];
  return (
    <Box flexDirection="column">
      <Page lines={head} top={0} height={Math.min(head.length, height - 1)} width={width} />
      {screen.field && (
        <TypedLine label={isFolder ? share.folder : share.keyField} field={screen.field} width={width} />
      )}
      <Page
        lines={later}
        top={0}
        height={Math.max(0, Math.min(later.length, height - head.length - 1))}
        width={width}
      />
    </Box>
  );
}
