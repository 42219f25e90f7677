/**
 * The present moment, for words such as "5 s left".
 */
import { useEffect, useState } from 'react';

/** Milliseconds since 1970, renewed every `everyMs`; `undefined` stops the clock. */
export function useNow(everyMs: number | undefined): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    if (everyMs === undefined) return undefined;
    const tick = (): void => setNowMs(Date.now());
    tick();
    const timer = setInterval(tick, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return nowMs;
}
