/**
 * The tail of something that grows at the host, fetched on whenever the mirror says that it has grown.
 *
 * One question at a time: while entries pour in, the next one is asked when the last is answered.
 */
import { useEffect, useRef, useState } from 'react';
import type { Bridge } from '../../bridge/createBridge.ts';
import { useBridge } from '../../state/bridgeContext.ts';
import { useConnection } from '../../state/mirror.ts';
import { appendTail, EMPTY_TAIL, newestSeq, type Numbered, type Tail } from './tail.ts';

export interface TailSource<T> {
  /** Sequence number of the newest entry, as the mirror has it. */
  readonly newest: number;
  /** Entries the page keeps; the host's own buffer decides what can be fetched again. */
  readonly limit: number;
  /** Must stay the same function. `undefined` where there was no answer. */
  readonly ask: (bridge: Bridge, afterSeq: number) => Promise<Tail<T> | undefined>;
}

export function useTail<T extends Numbered>({ newest, limit, ask }: TailSource<T>): Tail<T> {
  const bridge = useBridge();
  const isOpen = useConnection().kind === 'open';
  const [tail, setTail] = useState<Tail<T>>(EMPTY_TAIL);
  const asking = useRef(false);
  // An answer can be ahead of the mirror, which is told of new entries a few times a second only.
  const behind = newestSeq(tail) < newest;

  useEffect(() => {
    if (!isOpen || !behind || asking.current) return;
    asking.current = true;
    void ask(bridge, newestSeq(tail)).then((answer) => {
      asking.current = false;
      if (answer !== undefined) setTail((now) => appendTail(now, answer, limit));
    });
  }, [bridge, ask, limit, tail, behind, isOpen]);
  return tail;
}
