/**
 * The record, newest first, a page at a time.
 *
 * New records show by themselves, at most every two seconds: the mirror changes with almost everything that is recorded,
 * but does not say what. While the host still checks the record, it is asked as often how that went.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ActivityQuery, ActivityRecord, ChainState } from '../../../app/contract/activity.ts';
import type { ErrorView } from '../../../app/contract/errors.ts';
import { useBridge } from '../../state/bridgeContext.ts';
import { useMirror } from '../../state/mirror.ts';
import { runCommand } from '../../state/useCommand.ts';
import { joinPages } from './joinPages.ts';

const PAGE_RECORDS = 100;
const REFRESH_MS = 2_000;

export interface Records {
  readonly records: readonly ActivityRecord[];
  readonly total: number;
  readonly chain: ChainState | 'unknown';
  readonly pending: boolean;
  readonly error?: ErrorView;
  readonly refresh: () => void;
  /** Fetches the page after the last one; absent when everything is here. */
  readonly older?: () => void;
}

export type RecordFilter = Pick<ActivityQuery, 'kinds' | 'text' | 'subject'>;

interface Kept {
  readonly key: string;
  readonly records: readonly ActivityRecord[];
  readonly total: number;
  readonly chain: Records['chain'];
  readonly error?: ErrorView;
}

const nothing = (key: string): Kept => ({ key, records: [], total: 0, chain: 'unknown' });

export function useRecords(filter: RecordFilter): Records {
  const bridge = useBridge();
  const key = JSON.stringify(filter);
  const [kept, setKept] = useState(() => nothing(key));
  /** A person asked for more, and waits. */
  const [waits, setWaits] = useState(false);

  const wanted = useRef(key);
  useEffect(() => {
    wanted.current = key;
  }, [key]);

  /** Answers what to make of the records that are here. */
  const ask = useCallback(
    async (beforeSeq?: number): Promise<(last: Kept) => Kept> => {
      // The filter travels as its text, so that two filters that say the same are one.
      const asked = JSON.parse(key) as RecordFilter; // It was made of one above.
      const query = { ...asked, limit: PAGE_RECORDS, ...(beforeSeq !== undefined && { beforeSeq }) };
      const outcome = await runCommand(bridge, 'activity.list', query);
      // An answer to an earlier filter comes too late.
      if (wanted.current !== key) return (last) => last;
      return (last) => {
        const now = last.key === key ? last : nothing(key);
        if (outcome.status === 'failed') return { ...now, error: outcome.error };
        const { records, total, chain } = outcome.result;
        return { key, records: joinPages(now.records, records, beforeSeq !== undefined), total, chain };
      };
    },
    [bridge, key],
  );
  const refresh = useCallback(() => void ask().then(setKept), [ask]);
  useEffect(refresh, [refresh]);
  useRefreshOnChange(refresh);
  useEffect(() => {
    if (kept.chain !== 'checking') return undefined;
    const timer = setTimeout(refresh, REFRESH_MS);
    return () => clearTimeout(timer);
  }, [kept, refresh]);
  const askFor = async (beforeSeq?: number): Promise<void> => {
    setWaits(true);
    setKept(await ask(beforeSeq));
    setWaits(false);
  };

  const shown = kept.key === key ? kept : nothing(key);
  const last = shown.records.at(-1);
  const hasMore = last !== undefined && shown.records.length < shown.total;
  return {
    records: shown.records,
    total: shown.total,
    chain: shown.chain,
    pending: waits || (shown.chain === 'unknown' && shown.error === undefined),
    ...(shown.error !== undefined && { error: shown.error }),
    refresh: () => void askFor(),
    ...(hasMore && { older: () => void askFor(last.seq) }),
  };
}

function useRefreshOnChange(refresh: () => void): void {
  const changes = useMirror((mirror) => [mirror.servers, mirror.calls, mirror.decisions, mirror.installs]);
  const seen = useRef(changes);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    if (seen.current === changes || timer.current !== undefined) return;
    seen.current = changes;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      refresh();
    }, REFRESH_MS);
  }, [changes, refresh]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
}
