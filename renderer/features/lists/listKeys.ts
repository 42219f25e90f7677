/**
 * The keyboard in a long list. Pure.
 */
import type { ListView } from './listWindow.ts';

/** The row a key leads to; `undefined` for keys that mean nothing here. @param active -1 while no row is chosen. */
export function rowAfterKey(key: string, active: number, view: ListView): number | undefined {
  const last = view.rowCount - 1;
  const page = Math.max(1, Math.floor(view.viewportHeightPx / view.rowHeightPx) - 1);
  switch (key) {
    case 'ArrowDown':
      return Math.min(last, active + 1);
    case 'ArrowUp':
      return Math.max(0, active - 1);
    case 'PageDown':
      return Math.min(last, active + page);
    case 'PageUp':
      return Math.max(0, active - page);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}
