/**
 * Which rows of a long list stand in the page. Pure; every row has the same height.
 */

export interface ListView {
  readonly rowCount: number;
  readonly rowHeightPx: number;
  readonly scrollTopPx: number;
  readonly viewportHeightPx: number;
}

export interface ListWindow {
  /** Index of the first row drawn. */
  readonly first: number;
  /** Index after the last row drawn. */
  readonly end: number;
}

/** Rows drawn above and below what is seen, so that a quick scroll shows no gap. */
const SPARE_ROWS = 10;
/** However tall the window and small the rows. */
const MAX_ROWS = 150;

export function listWindow({ rowCount, rowHeightPx, scrollTopPx, viewportHeightPx }: ListView): ListWindow {
  const seen = Math.ceil(viewportHeightPx / rowHeightPx) + 1;
  const first = Math.min(Math.floor(scrollTopPx / rowHeightPx) - SPARE_ROWS, rowCount - seen - 2 * SPARE_ROWS);
  const start = Math.max(0, first);
  return { first: start, end: Math.min(rowCount, start + Math.min(MAX_ROWS, seen + 2 * SPARE_ROWS)) };
}

/** Where to scroll so that a row is wholly seen; `undefined` when it already is. */
export function scrollTopFor(index: number, view: ListView): number | undefined {
  const top = index * view.rowHeightPx;
  if (top < view.scrollTopPx) return top;
  const bottom = top + view.rowHeightPx;
  return bottom > view.scrollTopPx + view.viewportHeightPx ? bottom - view.viewportHeightPx : undefined;
}
