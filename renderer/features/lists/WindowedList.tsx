/**
 * A list of any length that one walks with the arrow keys. Only the rows that are seen stand in the page.
 */
import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { rowAfterKey } from './listKeys.ts';
import { listWindow, scrollTopFor, type ListView } from './listWindow.ts';
import './lists.css';

/** Nearer to the end than this counts as being there. */
const AT_END_PX = 24;

export interface WindowedListProps<T> {
  readonly label: string;
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  /** Key of the chosen item. */
  readonly chosen: string | undefined;
  readonly onChoose: (key: string) => void;
  readonly row: (item: T) => ReactNode;
  /** Height of every row in rem: it grows with the reader's text size, and no row may need more. */
  readonly rowRem?: number;
  readonly className?: string;
  /** Stays at the end while items are added there. */
  readonly followsEnd?: boolean;
  /** The reader has scrolled to the end, or away from it. */
  readonly onAtEnd?: (atEnd: boolean) => void;
}

export function WindowedList<T>(props: WindowedListProps<T>): ReactNode {
  const { label, items, keyOf, chosen, onChoose, row, rowRem = 3.5, className, followsEnd = false } = props;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<Omit<ListView, 'rowCount'>>({
    rowHeightPx: rowRem * 16,
    scrollTopPx: 0,
    viewportHeightPx: 600,
  });
  useLayoutEffect(() => {
    const measure = (): void => setView(measured(box.current, rowRem));
    measure();
    // Not only the window changes a list's height: what stands above it does too.
    const observer = new ResizeObserver(measure);
    if (box.current !== null) observer.observe(box.current);
    return () => observer.disconnect();
  }, [rowRem]);
  useLayoutEffect(() => {
    if (followsEnd) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [items, followsEnd, view.rowHeightPx, view.viewportHeightPx]);

  const rows = { ...view, rowCount: items.length };
  const { first, end } = listWindow(rows);
  const active = items.findIndex((item) => keyOf(item) === chosen);
  const walk = (event: KeyboardEvent): void => {
    const next = rowAfterKey(event.key, active, rows);
    const item = next === undefined ? undefined : items[next];
    if (next === undefined || item === undefined) return;
    event.preventDefault();
    onChoose(keyOf(item));
    const top = scrollTopFor(next, rows);
    if (top !== undefined) box.current?.scrollTo({ top });
  };
  const follow = (): void => {
    setView(measured(box.current, rowRem));
    if (box.current !== null) props.onAtEnd?.(isAtEnd(box.current));
  };

  return (
    <div
      ref={box}
      className={className === undefined ? 'gh-list' : `gh-list ${className}`}
      // A short list takes no more room than its rows and its border.
      style={{ maxHeight: items.length === 0 ? undefined : items.length * view.rowHeightPx + 2 }}
      role="listbox"
      aria-label={label}
      tabIndex={0}
      {...(active >= first && active < end && { 'aria-activedescendant': `${id}-${active}` })}
      onKeyDown={walk}
      onScroll={follow}
    >
      <div role="presentation" style={{ height: items.length * view.rowHeightPx }} />
      {items.slice(first, end).map((item, offset) => (
        <div
          // By its key, so that a row's icon stays with it while the list scrolls.
          key={keyOf(item)}
          id={`${id}-${first + offset}`}
          className="gh-list-row"
          style={{ top: (first + offset) * view.rowHeightPx, height: view.rowHeightPx }}
          role="option"
          aria-selected={keyOf(item) === chosen}
          aria-setsize={items.length}
          aria-posinset={first + offset + 1}
          onClick={() => onChoose(keyOf(item))}
        >
          {row(item)}
        </div>
      ))}
    </div>
  );
}

function measured(box: HTMLElement | null, rowRem: number): Omit<ListView, 'rowCount'> {
  const rowHeightPx = rowRem * parseFloat(getComputedStyle(document.documentElement).fontSize);
  return { rowHeightPx, scrollTopPx: box?.scrollTop ?? 0, viewportHeightPx: box?.clientHeight ?? 600 };
}

function isAtEnd(box: HTMLElement): boolean {
  return box.scrollHeight - box.scrollTop - box.clientHeight < AT_END_PX;
}
