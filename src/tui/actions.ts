import type { Outcome } from '../assessment/outcome.ts';
import type { Report, Tlp } from '../assessment/report.ts';
import type { Suppression } from '../assessment/suppressions.ts';
import type { KeyPress } from './keys.ts';
import type { FolderEntry, HostKeyQuestion, PathFacts, PlanView, Recent } from './ports.ts';
import type {
  Details,
  KeyFacts,
  MadePackage,
  ShareChoices,
  ShareFacts,
  ShareRequest,
  ShareReview,
} from './share/port.ts';
import type { Target, WindowSize } from './state.ts';

/** What happened: keys, and answers of the world. */
export type Action =
  | { readonly type: 'press'; readonly key: KeyPress }
  | { readonly type: 'paste'; readonly text: string }
  | { readonly type: 'resize'; readonly size: WindowSize }
  | { readonly type: 'folder-listed'; readonly folder: string; readonly entries: readonly FolderEntry[] }
  | { readonly type: 'inspected'; readonly facts: PathFacts; readonly purpose: 'evidence' | 'report' }
  | { readonly type: 'completed'; readonly text: string }
  | { readonly type: 'planned'; readonly plan: PlanView }
  | { readonly type: 'asked-host-key'; readonly question: HostKeyQuestion }
  | { readonly type: 'asked-text'; readonly words: string; readonly isSecret: boolean }
  | { readonly type: 'scan-started'; readonly target: Target }
  | { readonly type: 'outcomes'; readonly outcomes: readonly Outcome[] }
  | {
      readonly type: 'scan-ended';
      readonly target: Target;
      readonly report: Report;
      readonly carried: number;
      readonly suggestedPath: string;
    }
  | { readonly type: 'report-opened'; readonly report: Report; readonly path: string }
  | { readonly type: 'saved'; readonly path: string }
  | { readonly type: 'save-met-file'; readonly path: string }
  | { readonly type: 'written'; readonly what: 'export' | 'finding' | 'suppression'; readonly path: string }
  | { readonly type: 'share-begun'; readonly facts: ShareFacts }
  | { readonly type: 'share-mark-fits'; readonly mark: Tlp }
  | { readonly type: 'share-remembered'; readonly details: Details }
  | { readonly type: 'share-reviewed'; readonly choices: ShareChoices; readonly found: ShareReview }
  | { readonly type: 'share-value-fits'; readonly value: string }
  | { readonly type: 'share-folder-fits'; readonly path: string }
  | { readonly type: 'share-key-read'; readonly key: KeyFacts }
  | { readonly type: 'share-made'; readonly made: MadePackage }
  /** Something that was asked for did not work; the screen stays. */
  | { readonly type: 'refused'; readonly message: string; readonly remedy: string }
  /** What the screen is about did not work. */
  | { readonly type: 'failed'; readonly message: string; readonly remedy: string; readonly retry?: Target };

/** What is asked of the world. Carried out outside `update`, which stays pure. */
export type Effect =
  | { readonly do: 'list'; readonly folder: string }
  | { readonly do: 'inspect'; readonly path: string; readonly purpose: 'evidence' | 'report' }
  | { readonly do: 'complete'; readonly text: string; readonly folder: string }
  | { readonly do: 'plan'; readonly address: string }
  | { readonly do: 'scan'; readonly target: Target }
  | { readonly do: 'answer'; readonly value: string | boolean | undefined }
  | { readonly do: 'pause' }
  | { readonly do: 'resume' }
  | { readonly do: 'stop' }
  /** Ends a scan or connection whose result nobody waits for. */
  | { readonly do: 'abandon' }
  | { readonly do: 'open'; readonly path: string }
  | { readonly do: 'save'; readonly report: Report; readonly path: string; readonly isReplacing: boolean }
  | { readonly do: 'export'; readonly report: Report; readonly format: string; readonly beside?: string }
  | { readonly do: 'write-finding'; readonly content: string; readonly id: string; readonly beside?: string }
  | { readonly do: 'suppress'; readonly suppression: Suppression }
  | { readonly do: 'share-begin'; readonly report: Report }
  | { readonly do: 'share-check-mark'; readonly mark: Tlp; readonly hasKeptValues: boolean }
  | { readonly do: 'share-remember'; readonly details: Details }
  | { readonly do: 'share-review'; readonly report: Report; readonly choices: ShareChoices }
  | { readonly do: 'share-check-value'; readonly value: string }
  | { readonly do: 'share-check-folder'; readonly path: string }
  | { readonly do: 'share-read-key'; readonly path: string }
  | { readonly do: 'share-make'; readonly report: Report; readonly request: ShareRequest }
  | { readonly do: 'remember'; readonly recent: Recent }
  | { readonly do: 'leave'; readonly status: number };
