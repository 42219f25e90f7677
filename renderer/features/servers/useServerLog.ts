/**
 * The tail of a server's log, fetched on whenever the mirror says that it has grown.
 *
 * One question at a time: while lines pour in, the next one is asked when the last is answered.
 */
import { useEffect, useRef, useState } from 'react';
import type { ServerView } from '../../../app/contract/servers.ts';
import { useBridge } from '../../state/bridgeContext.ts';
import { useConnection } from '../../state/mirror.ts';
import { runCommand } from '../../state/useCommand.ts';
import { appendLog, EMPTY_LOG, newestSeq, type LogTail } from './logTail.ts';

export function useServerLog({ serverId, logSeq }: Pick<ServerView, 'serverId' | 'logSeq'>): LogTail {
  const bridge = useBridge();
  const isOpen = useConnection().kind === 'open';
  const [tail, setTail] = useState(EMPTY_LOG);
  const asking = useRef(false);
  // An answer can be ahead of the mirror, which is told of new lines a few times a second only.
  const behind = newestSeq(tail) < logSeq;

  useEffect(() => {
    if (!isOpen || !behind || asking.current) return;
    asking.current = true;
    void runCommand(bridge, 'server.log', { serverId, afterSeq: newestSeq(tail) }).then((outcome) => {
      asking.current = false;
      if (outcome.status === 'done') setTail((now) => appendLog(now, outcome.result));
    });
  }, [bridge, serverId, tail, behind, isOpen]);
  return tail;
}
