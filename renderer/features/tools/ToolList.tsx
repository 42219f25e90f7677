/**
 * The tools of a server as a list one walks with the arrow keys. Of a long list only what is seen stands in the page.
 */
import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { ToolView } from '../../../app/contract/servers.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { listWindow, scrollTopFor, type ListView } from './listWindow.ts';

/** Height of a row in rem, as in the style sheet: it grows with the reader's text size. */
const ROW_REM = 3.5;

export interface ToolListProps {
  readonly tools: readonly ToolView[];
  /** Name of the chosen tool. */
  readonly chosen: string | undefined;
  readonly onChoose: (name: string) => void;
}

export function ToolList({ tools, chosen, onChoose }: ToolListProps): ReactNode {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<Omit<ListView, 'rowCount'>>({
    rowHeightPx: 56,
    scrollTopPx: 0,
    viewportHeightPx: 600,
  });
  useLayoutEffect(() => {
    const measure = (): void => setView(measured(box.current));
    measure();
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, []);

  const rows = { ...view, rowCount: tools.length };
  const { first, end } = listWindow(rows);
  const active = tools.findIndex((tool) => tool.name === chosen);
  const walk = (event: KeyboardEvent): void => {
    const next = stepTo(event.key, active, rows);
    const tool = next === undefined ? undefined : tools[next];
    if (next === undefined || tool === undefined) return;
    event.preventDefault();
    onChoose(tool.name);
    const top = scrollTopFor(next, rows);
    if (top !== undefined) box.current?.scrollTo({ top });
  };

  return (
    <div
      ref={box}
      className="gh-tool-list"
      role="listbox"
      aria-label="Tools"
      tabIndex={0}
      {...(active >= first && active < end && { 'aria-activedescendant': `${id}-${active}` })}
      onKeyDown={walk}
      onScroll={() => setView(measured(box.current))}
    >
      <div role="presentation" style={{ height: tools.length * view.rowHeightPx }} />
      {tools.slice(first, end).map((tool, offset) => (
        <div
          key={first + offset}
          id={`${id}-${first + offset}`}
          className="gh-tool-row"
          style={{ top: (first + offset) * view.rowHeightPx }}
          role="option"
          aria-selected={tool.name === chosen}
          aria-setsize={tools.length}
          aria-posinset={first + offset + 1}
          onClick={() => onChoose(tool.name)}
        >
          <div className="gh-tool-row-label">
            <VisibleText text={tool.label} />
          </div>
          <div className="gh-tool-row-name">
            <VisibleText text={tool.name} mono />
          </div>
        </div>
      ))}
    </div>
  );
}

function measured(box: HTMLElement | null): Omit<ListView, 'rowCount'> {
  const rowHeightPx = ROW_REM * parseFloat(getComputedStyle(document.documentElement).fontSize);
  return { rowHeightPx, scrollTopPx: box?.scrollTop ?? 0, viewportHeightPx: box?.clientHeight ?? 600 };
}

/** The row a key leads to; `undefined` for keys that mean nothing here. */
function stepTo(key: string, active: number, view: ListView): number | undefined {
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
