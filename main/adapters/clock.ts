/**
 * Time and timers of this machine.
 */
import type { Clock } from '../../app/ports/clock.ts';

/** The longest delay `setTimeout` keeps; it fires at once for a longer one. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  after: (delayMs, callback) => {
    let left = delayMs;
    let timer = setTimeout(next, Math.min(left, MAX_TIMEOUT_MS));
    function next(): void {
      left -= MAX_TIMEOUT_MS;
      if (left <= 0) callback();
      else timer = setTimeout(next, Math.min(left, MAX_TIMEOUT_MS));
    }
    return () => clearTimeout(timer);
  },
};
