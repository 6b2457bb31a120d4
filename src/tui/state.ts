import type { Report } from '../assessment/report.ts';
import type { ScanState } from '../assessment/scan-state.ts';
import type { Glyphs } from './glyphs.ts';
import type { Tone } from './palette.ts';
import type { FolderEntry, HostKeyQuestion, PlanView, Ports } from './ports.ts';
import type { Filter, ReportIndex } from './report-index.ts';
import type { ShareDraft, ShareScreen } from './share/state.ts';
import type { TextField } from './text-field.ts';
import type { Catalogue } from './texts/en.ts';

/** Everything that is shown. Changed only by `update`. */
export interface UiState {
  readonly setting: Setting;
  readonly size: WindowSize;
  readonly screen: Screen;
  /** First line shown of the list of keys, while it is open. */
  readonly helpTop?: number;
  readonly notice?: Notice;
}

/** What stays the same while the interface runs. Besides the clock, what `update` makes of an action depends on nothing outside. */
export interface Setting
  extends Pick<Ports, 'version' | 'user' | 'workFolder' | 'samples' | 'recent' | 'formats' | 'now'> {
  readonly texts: Catalogue;
  readonly glyphs: Glyphs;
}

export interface WindowSize {
  readonly columns: number;
  readonly rows: number;
}

export interface Notice {
  readonly text: string;
  readonly tone: Tone;
}

export type Screen =
  | StartScreen
  | AddressScreen
  | BrowseScreen
  | SamplesScreen
  | PlanScreen
  | ConnectingScreen
  | RunningScreen
  | FailedScreen
  | ResultScreen
  | ShareScreen;

export interface StartScreen {
  readonly kind: 'start';
  readonly selected: number;
}

export interface AddressScreen {
  readonly kind: 'address';
  readonly field: TextField;
}

export interface BrowseScreen {
  readonly kind: 'browse';
  readonly purpose: 'evidence' | 'report';
  /** Absolute. */
  readonly folder: string;
  /** Undefined while it is read. */
  readonly entries?: readonly FolderEntry[];
  readonly selected: number;
  /** Present while a path is being typed. */
  readonly field?: TextField;
}

export interface SamplesScreen {
  readonly kind: 'samples';
  readonly selected: number;
}

export interface PlanScreen {
  readonly kind: 'plan';
  readonly address: string;
  readonly plan?: PlanView;
  readonly top: number;
}

export interface ConnectingScreen {
  readonly kind: 'connecting';
  readonly target: Target;
  readonly question?: Question;
}
export type Question =
  | { readonly kind: 'host-key'; readonly key: HostKeyQuestion }
  | { readonly kind: 'text'; readonly words: string; readonly isSecret: boolean; readonly field: TextField };

/** What is examined. */
export interface Target {
  readonly kind: 'live' | 'evidence' | 'sample';
  /** An address or an absolute path. */
  readonly address: string;
  /** Where the last report of it was saved. */
  readonly earlier?: string;
}

export interface RunningScreen {
  readonly kind: 'running';
  readonly target: Target;
  readonly scan: ScanState;
  readonly isPaused: boolean;
  readonly isStopping: boolean;
  /** The user asked to leave once; the next time counts. */
  readonly isLeaving: boolean;
}

export interface FailedScreen {
  readonly kind: 'failed';
  readonly message: string;
  readonly remedy: string;
  readonly retry?: Target;
}

export const views = ['verdict', 'findings', 'timeline', 'coverage'] as const;
export type View = (typeof views)[number];

export interface ResultScreen {
  readonly kind: 'result';
  readonly report: Report;
  readonly index: ReportIndex;
  readonly view: View;
  readonly filter: Filter;
  /** Places in the index that pass the filter. */
  readonly visible: readonly number[];
  /** Place in `visible`. */
  readonly selected: number;
  /** One finding fills the screen. */
  readonly isDetailOpen: boolean;
  readonly detailTop: number;
  readonly verdictTop: number;
  readonly coverageTop: number;
  readonly selectedEvent: number;
  readonly prompt?: Prompt;
  /** Where the report lies, when it was opened from or saved to a file. */
  readonly savedAt?: string;
  readonly suggestedPath: string;
  /** What was examined; undefined for a report that was opened. */
  readonly target?: Target;
  readonly hasUnsavedMarks: boolean;
  /** What was answered so far on the way to a package for a CERT. */
  readonly draft?: ShareDraft;
}

export type TextPurpose = 'search' | 'path' | 'benign' | 'confirmed' | 'open' | 'until' | 'save';
export type MenuPurpose = 'level' | 'question' | 'campaign' | 'export';
export type Prompt =
  | {
      readonly kind: 'text';
      readonly purpose: TextPurpose;
      readonly field: TextField;
      /** The filter to go back to. */
      readonly before?: Filter;
      /** The reason already given, while an end date is asked for. */
      readonly reason?: string;
      /** There is a file at this path, and the user was told. */
      readonly existing?: string;
    }
  | {
      readonly kind: 'menu';
      readonly purpose: MenuPurpose;
      readonly options: readonly MenuOption[];
      readonly selected: number;
    }
  | { readonly kind: 'leave'; readonly to: 'quit' | 'start' };

export interface MenuOption {
  /** Undefined for "all". */
  readonly value?: string;
  readonly label: string;
}

export const startScreen: StartScreen = { kind: 'start', selected: 0 };

export function initialState(setting: Setting, size: WindowSize, screen: Screen = startScreen): UiState {
  return { setting, size, screen };
}
