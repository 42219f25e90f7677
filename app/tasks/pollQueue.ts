/**
 * When which task is asked about: those that are due, the longest due first, and never more a second than the host can afford.
 *
 * With more tasks than that every one waits a little longer than its interval, all of them alike.
 */
import type { Clock } from '../ports/clock.ts';

/** Choice: what a host with 500 tasks can ask without a person noticing. */
export const MAX_POLLS_PER_SECOND = 30;
const GAP_MS = 1_000 / MAX_POLLS_PER_SECOND;

export class PollQueue<K> {
  private readonly clock: Clock;
  private readonly poll: (key: K) => void;
  private readonly due = new Map<K, number>();
  private lastPollMs = 0;
  private timer: { readonly atMs: number; readonly cancel: () => void } | undefined;
  private isPaused = false;

  constructor(clock: Clock, poll: (key: K) => void) {
    this.clock = clock;
    this.poll = poll;
  }

  /** Replaces when it was due before. */
  schedule(key: K, inMs: number): void {
    this.due.set(key, this.clock.nowMs() + inMs);
    this.wind();
  }

  remove(key: K): void {
    this.due.delete(key);
  }

  /** While the machine sleeps. What falls due meanwhile is asked afterwards. */
  pause(isPaused: boolean): void {
    this.isPaused = isPaused;
    this.wind();
  }

  private wind(): void {
    const next = this.isPaused ? undefined : this.earliest();
    if (next === undefined) {
      this.timer?.cancel();
      this.timer = undefined;
      return;
    }
    const atMs = Math.max(next.dueMs, this.lastPollMs + GAP_MS);
    if (this.timer !== undefined && this.timer.atMs <= atMs) return;
    this.timer?.cancel();
    const cancel = this.clock.after(Math.max(0, Math.ceil(atMs - this.clock.nowMs())), () => this.tick());
    this.timer = { atMs, cancel };
  }

  private tick(): void {
    this.timer = undefined;
    const next = this.isPaused ? undefined : this.earliest();
    if (next !== undefined && next.dueMs <= this.clock.nowMs()) {
      this.due.delete(next.key);
      this.lastPollMs = this.clock.nowMs();
      this.poll(next.key);
    }
    this.wind();
  }

  private earliest(): { readonly key: K; readonly dueMs: number } | undefined {
    let first: { readonly key: K; readonly dueMs: number } | undefined;
    for (const [key, dueMs] of this.due) if (first === undefined || dueMs < first.dueMs) first = { key, dueMs };
    return first;
  }
}
