/**
 * Counts down until something that came on the page can be answered. Starts over with the component: give it a `key`.
 */
import { useEffect, useState } from 'react';
import { secondsToArm } from './arming.ts';

const TICK_MS = 100;

export function useSecondsToArm(armedAtMs: number): number {
  const [shownAtMs] = useState(() => Date.now());
  const [nowMs, setNowMs] = useState(shownAtMs);
  const seconds = secondsToArm({ armedAtMs, shownAtMs, nowMs });
  const isArming = seconds > 0;
  useEffect(() => {
    if (!isArming) return undefined;
    const timer = setInterval(() => setNowMs(Date.now()), TICK_MS);
    return () => {
      clearInterval(timer);
    };
  }, [isArming]);
  return seconds;
}
