/**
 * The Escape key on a decision's page.
 */
import { useEffect, useRef } from 'react';

/** Calls back on Escape, unless the key belongs to something on the page: an open list, text that is being composed. */
export function useEscape(onEscape: (() => void) | undefined): void {
  const latest = useRef(onEscape);
  useEffect(() => {
    latest.current = onEscape;
  });
  useEffect(() => {
    let closesList = false;
    // Before the list hears of it: afterwards it has closed and looks as if it never was open.
    const look = ({ target }: KeyboardEvent): void => {
      closesList = target instanceof Element && target.matches('[role="combobox"][aria-expanded="true"]');
    };
    const listen = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.repeat || event.isComposing || closesList) return;
      latest.current?.();
    };
    window.addEventListener('keydown', look, { capture: true });
    window.addEventListener('keydown', listen);
    return () => {
      window.removeEventListener('keydown', look, { capture: true });
      window.removeEventListener('keydown', listen);
    };
  }, []);
}
