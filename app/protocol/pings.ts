/**
 * Asks a server that is silent whether it is still there, in the older era: the modern one has no `ping`.
 *
 * Spec: SHOULD periodically, with timeouts fit for the network, no more than need be, and with a line in the log when there
 * is no answer (MCP 2025-11-25 basic/utilities/ping §Implementation Considerations). Any message counts as an answer, and
 * whatever HTTP answers: who knows no ping and says so is there.
 */
import { AppError } from '../contract/errors.ts';
import type { ErrorCode } from '../contract/errors.ts';
import type { Clock } from '../ports/clock.ts';

/** Choice: a working server says something more often, and a hosted one is not kept busy by so little. */
export const SILENT_MS = 60_000;
/** Choice: longer than a slow network takes, or a program that compiles something. */
export const ANSWER_MS = 30_000;

/** Of a ping to which nothing came back at all. */
const NO_ANSWER: ReadonlySet<ErrorCode> = new Set([
  'CALL_TIMED_OUT',
  'SERVER_CLOSED',
  'SERVER_UNREACHABLE',
  'SERVER_TLS_FAILED',
  'ADDRESS_REFUSED',
  'ADDRESS_UNKNOWN',
]);

export interface PingOptions {
  readonly clock: Clock;
  /** When the server was heard last. */
  readonly heardAtMs: () => number;
  readonly ping: () => Promise<void>;
  readonly onUnanswered: (inARow: number) => void;
}

/** @returns What ends it. */
export function keepPinging({ clock, heardAtMs, ping, onUnanswered }: PingOptions): () => void {
  let unanswered = 0;
  let isOver = false as boolean;
  let cancel = clock.after(SILENT_MS, look);

  function look(): void {
    const leftMs = heardAtMs() + SILENT_MS - clock.nowMs();
    if (leftMs > 0) cancel = clock.after(leftMs, look);
    else ask();
  }

  function ask(): void {
    const askedAtMs = clock.nowMs();
    let isAnswered = false as boolean;
    ping().then(
      () => (isAnswered = true),
      (error: unknown) => (isAnswered = error instanceof AppError && !NO_ANSWER.has(error.code)),
    );
    cancel = clock.after(ANSWER_MS, () => {
      if (isAnswered || heardAtMs() >= askedAtMs) {
        unanswered = 0;
        look();
        return;
      }
      unanswered += 1;
      onUnanswered(unanswered);
      if (isOver) return;
      // One may get lost; from the second on there is no hurry.
      if (unanswered === 1) ask();
      else cancel = clock.after(SILENT_MS, ask);
    });
  }

  return () => {
    isOver = true;
    cancel();
  };
}
