import type { WindowSize } from './state.ts';

/** Below this nothing can be read. */
export const smallest: WindowSize = { columns: 40, rows: 12 };
/** From this width on, a finding stands beside the list. */
const SIDE_BY_SIDE = 110;
/** Title, message and keys take a line each. */
const AROUND = 3;
/** Lines of a paragraph longer than this are hard to read. */
const PAGE_COLUMNS = 120;

export function isTooSmall({ columns, rows }: WindowSize): boolean {
  return columns < smallest.columns || rows < smallest.rows;
}

/** Rows between title and message. */
export function bodyRows({ rows }: WindowSize): number {
  return Math.max(1, rows - AROUND);
}

export function pageColumns({ columns }: WindowSize): number {
  return Math.min(columns - 1, PAGE_COLUMNS);
}

export interface FindingsLayout {
  readonly isSideBySide: boolean;
  readonly listColumns: number;
  readonly detailColumns: number;
  /** Rows of the list, below its heading. */
  readonly listRows: number;
  readonly detailRows: number;
}

export function findingsLayout(size: WindowSize): FindingsLayout {
  const isSideBySide = size.columns >= SIDE_BY_SIDE;
  const listColumns = isSideBySide ? Math.floor(size.columns * 0.46) : size.columns;
  return {
    isSideBySide,
    listColumns,
    detailColumns: isSideBySide ? Math.min(size.columns - listColumns - 3, PAGE_COLUMNS) : pageColumns(size),
    listRows: bodyRows(size) - 1,
    detailRows: bodyRows(size),
  };
}

/** Rows of the bars of the histogram; none where the window is low. */
export function histogramRows(size: WindowSize): number {
  const rows = bodyRows(size);
  return rows >= 30 ? 8 : rows >= 18 ? 4 : 0;
}

/** Rows of the list of events: below the histogram, its axis and its legend. */
export function timelineRows(size: WindowSize): number {
  const bars = histogramRows(size);
  return Math.max(1, bodyRows(size) - (bars === 0 ? 0 : bars + 4));
}
