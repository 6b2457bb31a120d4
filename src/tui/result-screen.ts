import type { Report } from '../assessment/report.ts';
import type { Finding } from '../findings/finding.ts';
import type { Line } from './line.ts';
import { neighboursOf } from './neighbours.ts';
import { findingPage } from './pages/finding-page.ts';
import { type Filter, filtered, indexReport, isNarrower, noFilter, reindexed } from './report-index.ts';
import type { ResultScreen, Target } from './state.ts';
import type { Catalogue } from './texts/en.ts';

export interface ResultOrigin {
  readonly savedAt?: string;
  readonly suggestedPath: string;
  readonly target?: Target;
  /** Marks were taken over from an earlier report and are not in any file of this one. */
  readonly hasUnsavedMarks: boolean;
}

/** The screen of a report that was just made or opened. */
export function resultScreen(report: Report, origin: ResultOrigin): ResultScreen {
  const index = indexReport(report);
  return {
    kind: 'result',
    report,
    index,
    view: 'verdict',
    filter: noFilter,
    visible: filtered(index, noFilter),
    selected: 0,
    isDetailOpen: false,
    detailTop: 0,
    verdictTop: 0,
    coverageTop: 0,
    selectedEvent: 0,
    ...origin,
  };
}

export function selectedFinding({ index, visible, selected }: ResultScreen): Finding | undefined {
  const place = visible[selected];
  return place === undefined ? undefined : index.findings[place];
}

/** The chosen finding with what stands beside it in this report. */
export function detailPage(
  { index }: ResultScreen,
  finding: Finding,
  texts: Catalogue,
  width: number,
): readonly Line[] {
  return findingPage(finding, texts, width, neighboursOf(finding, index));
}

/** Another filter; the chosen finding stays chosen where it still passes. */
export function withFilter(screen: ResultScreen, filter: Filter): ResultScreen {
  const within = isNarrower(filter, screen.filter) ? screen.visible : undefined;
  const visible = filtered(screen.index, filter, within);
  const chosen = screen.visible[screen.selected];
  const place = chosen === undefined ? -1 : visible.indexOf(chosen);
  return { ...screen, filter, visible, selected: Math.max(0, place), detailTop: 0 };
}

/** The same findings after triage; what is hidden when harmless goes from the list. */
export function withReport(screen: ResultScreen, report: Report): ResultScreen {
  const index = reindexed(screen.index, report);
  const changed = { ...screen, report, index, hasUnsavedMarks: true };
  if (!screen.filter.hidesHarmless) return changed;
  const visible = filtered(index, screen.filter);
  return { ...changed, visible, selected: Math.max(0, Math.min(screen.selected, visible.length - 1)) };
}

/** The list with one finding chosen, whatever the filter was. */
export function atFinding(screen: ResultScreen, id: string): ResultScreen {
  const place = screen.index.placeOf.get(id);
  if (place === undefined) return screen;
  const shown = screen.visible.includes(place) ? screen : withFilter(screen, noFilter);
  return { ...shown, view: 'findings', isDetailOpen: true, detailTop: 0, selected: shown.visible.indexOf(place) };
}
