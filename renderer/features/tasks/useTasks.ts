/**
 * The tasks of all runs that a filter finds, newest first, a page at a time. What the mirror tells of them shows at once.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ErrorView } from '../../../app/contract/errors.ts';
import { useBridge } from '../../state/bridgeContext.ts';
import { useConnection, useMirror } from '../../state/mirror.ts';
import { runCommand } from '../../state/useCommand.ts';
import { firstPage, nextPage, PAGE_TASKS, shownTasks, withLive, type TaskFilter, type TaskPages } from './taskPages.ts';
import { isTaskCall, type TaskCall } from './taskWords.ts';

export interface Tasks {
  /** Absent until the first page is here. */
  readonly tasks?: readonly TaskCall[];
  /** How many there are, with those that are not here. */
  readonly total: number;
  readonly error?: ErrorView;
  readonly pending: boolean;
  readonly refresh: () => void;
  /** Fetches the page after the last one; absent when everything is here. Resolves when it is. */
  readonly older?: () => Promise<void>;
}

interface Kept {
  /** The filter that these pages are of, as text. */
  readonly key: string;
  readonly pages?: TaskPages;
  /** What the mirror said that is in `pages` already. */
  readonly seen?: readonly TaskCall[];
  readonly error?: ErrorView;
}

export function useTasks(filter: TaskFilter): Tasks {
  const bridge = useBridge();
  const isOpen = useConnection().kind === 'open';
  const live = useMirror(({ calls }) => calls.filter(isTaskCall));
  const key = JSON.stringify(filter);
  const [kept, setKept] = useState<Kept>({ key });
  const [waits, setWaits] = useState(false);
  const here = kept.key === key ? kept : { key };
  if (here.pages !== undefined && here.seen !== live) {
    setKept({ ...here, pages: withLive(here.pages, live, filter), seen: live });
  }

  const wanted = useRef(key);
  const ask = useCallback(
    async (after?: TaskPages): Promise<void> => {
      const asked = JSON.parse(key) as TaskFilter; // It was made of one above.
      const before = after?.last && { before: after.last.callId };
      const outcome = await runCommand(bridge, 'task.list', { ...asked, ...before, limit: PAGE_TASKS });
      // An answer to an earlier filter comes too late.
      if (wanted.current !== key) return;
      setKept((now) => {
        const last = now.key === key ? now : { key };
        if (outcome.status === 'failed') return { ...last, error: outcome.error };
        // `seen` goes: the mirror may be ahead of this page, which was on its way for a while.
        const isNext = after !== undefined && last.pages !== undefined;
        return { key, pages: isNext ? nextPage(last.pages, outcome.result) : firstPage(outcome.result) };
      });
    },
    [bridge, key],
  );
  useEffect(() => {
    wanted.current = key;
    // When the line is back everything is asked for anew: there may be a gap.
    if (isOpen) void ask();
  }, [ask, key, isOpen]);
  const waitFor = async (after?: TaskPages): Promise<void> => {
    setWaits(true);
    await ask(after);
    setWaits(false);
  };

  const { pages, error } = here;
  const tasks = pages && shownTasks(pages, filter.show);
  const known = tasks?.length ?? 0;
  return {
    ...(tasks !== undefined && { tasks }),
    total: pages?.last === undefined ? known : Math.max(known, pages.total),
    ...(error !== undefined && { error }),
    pending: waits || (pages === undefined && error === undefined),
    refresh: () => void waitFor(),
    ...(pages?.last !== undefined && { older: () => waitFor(pages) }),
  };
}
