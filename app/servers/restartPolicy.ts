/**
 * What to do when a server's process ends. Pure; the caller acts on it.
 */
import type { ServerExit } from '../ports/processLauncher.ts';

/** Waits before each try, milliseconds. Choice: quick enough to heal a crash, then slow enough to leave the machine alone. */
const BACK_OFF_MS = [1_000, 2_000, 5_000, 15_000, 60_000] as const;
/** A server that has run this long has recovered: its next crash counts as the first. */
const HEALTHY_MS = 5 * 60_000;

export type AfterExit =
  | { readonly kind: 'stay_stopped' }
  | { readonly kind: 'restart'; readonly afterMs: number; readonly attempt: number }
  | { readonly kind: 'give_up'; readonly why: 'crash_loop' | 'ended_from_outside' };

/**
 * A server that somebody ended with a signal is not started again by itself: whoever did that meant it. It starts at
 * its next use.
 *
 * @param attempts Restarts so far without a healthy time between.
 * @param ranMs How long this process had been ready, milliseconds.
 */
export function afterExit(exit: ServerExit, attempts: number, ranMs: number): AfterExit {
  if (exit.requested) return { kind: 'stay_stopped' };
  if (exit.signal === 'SIGTERM' || exit.signal === 'SIGKILL' || exit.signal === 'SIGINT') {
    return { kind: 'give_up', why: 'ended_from_outside' };
  }
  const attempt = ranMs >= HEALTHY_MS ? 0 : attempts;
  // MCP 2025-11-25 transports §Session Management: a lost session is begun anew; the first time at once.
  const afterMs = exit.sessionLost === true && attempt === 0 ? 0 : BACK_OFF_MS[attempt];
  return afterMs === undefined
    ? { kind: 'give_up', why: 'crash_loop' }
    : { kind: 'restart', afterMs, attempt: attempt + 1 };
}
