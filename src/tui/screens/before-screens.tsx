import { basename } from 'node:path';
import { Box } from 'ink';
import { type Line, line, padded, span, wrapped } from '../line.ts';
import { hostKeyPage } from '../pages/host-key-page.ts';
import { planPage } from '../pages/plan-page.ts';
import { runningPage } from '../pages/running-page.ts';
import type {
  AddressScreen,
  ConnectingScreen,
  FailedScreen,
  PlanScreen,
  RunningScreen,
  SamplesScreen,
  UiState,
} from '../state.ts';
import { LineView, List, Page } from './lines.tsx';
import { TypedLine } from './typed-line.tsx';

interface ViewProps<Shown> {
  readonly state: UiState;
  readonly screen: Shown;
  readonly width: number;
  readonly height: number;
}

export function AddressView({ state, screen, width }: ViewProps<AddressScreen>) {
  const words = state.setting.texts.address;
  return (
    <Box flexDirection="column">
      {wrapped(words.ask, width - 1).map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed text
        <LineView key={at} line={one} />
      ))}
      <LineView line={line('')} />
      <TypedLine label={words.field} field={screen.field} width={width} />
      <LineView line={line('')} />
      <LineView line={line(words.later, 'quiet')} />
    </Box>
  );
}

export function SamplesView({ state, screen, width, height }: ViewProps<SamplesScreen>) {
  const { texts, glyphs, samples } = state.setting;
  const row = (at: number): Line => {
    const { name } = samples[at]!;
    return [
      span(padded(name, Math.min(48, width - 30))),
      span(`  ${texts.samples.kind[name.split('.')[0]!] ?? ''}`, 'quiet'),
    ];
  };
  return (
    <Box flexDirection="column">
      <LineView line={line(samples.length === 0 ? texts.samples.none : texts.samples.hint, 'quiet')} />
      <LineView line={line('')} />
      <List
        count={samples.length}
        selected={screen.selected}
        height={Math.max(1, height - 2)}
        width={width}
        pointer={glyphs.pointer}
        row={row}
      />
    </Box>
  );
}

export function PlanView({ state, screen, width, height }: ViewProps<PlanScreen>) {
  return (
    <Page
      lines={planPage(screen.plan, state.setting.texts, width)}
      top={screen.top}
      height={height}
      width={width}
      more={state.setting.texts.moreBelow}
    />
  );
}

export function ConnectingView({ state, screen, width, height }: ViewProps<ConnectingScreen>) {
  const { texts, glyphs } = state.setting;
  const { question, target } = screen;
  if (question?.kind === 'host-key')
    return <Page lines={hostKeyPage(question.key, texts, width)} top={0} height={height} width={width} />;
  const name = target.kind === 'live' ? target.address : basename(target.address);
  return (
    <Box flexDirection="column">
      <LineView line={line(texts.connecting.wait(name))} />
      <LineView line={line('')} />
      {!question &&
        target.kind === 'live' &&
        wrapped(texts.connecting.patience, width, 'quiet').map((one, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a fixed text
          <LineView key={at} line={one} />
        ))}
      {question && (
        <TypedLine
          label={question.words.trim().replace(/:$/, '')}
          field={question.field}
          width={width}
          {...(question.isSecret && { mask: glyphs.mask })}
        />
      )}
      {question?.isSecret && <LineView line={line(texts.connecting.hidden, 'quiet')} />}
    </Box>
  );
}

export function RunningView({ state, screen, width, height }: ViewProps<RunningScreen>) {
  const { texts, glyphs } = state.setting;
  return <Page lines={runningPage(screen.scan, texts, glyphs, width, height)} top={0} height={height} width={width} />;
}

export function FailedView({ state, screen, width, height }: ViewProps<FailedScreen>) {
  const { texts } = state.setting;
  const lines = [
    ...screen.message.split('\n').flatMap((one) => wrapped(one, width, 'bad')),
    line(''),
    line(texts.failed.remedy, 'strong'),
    ...wrapped(screen.remedy, width),
    line(''),
    line(screen.retry ? texts.failed.again : texts.failed.back, 'quiet'),
  ];
  return <Page lines={lines} top={0} height={height} width={width} />;
}
