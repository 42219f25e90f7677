/**
 * How long the requests of one connection may be silent, with the clock standing still while a person is asked.
 *
 * The SDK's own timers can't be stopped and go on: a form that stays open for an hour would end the call it belongs to.
 */
import type { Clock } from '../ports/clock.ts';

export interface IdleTimer {
  /** There was a sign of life. */
  touch(): void;
  stop(): void;
}

interface Running {
  lastMs: number;
}

export class IdleTimers {
  private readonly clock: Clock;
  private readonly running = new Set<Running>();
  private pauses = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  start(idleMs: number, onIdle: () => void): IdleTimer {
    const timer: Running = { lastMs: this.clock.nowMs() };
    this.running.add(timer);
    let cancel = this.clock.after(idleMs, look);
    const { clock, running } = this;
    const isPaused = (): boolean => this.pauses > 0;
    function look(): void {
      const leftMs = isPaused() ? idleMs : timer.lastMs + idleMs - clock.nowMs();
      if (leftMs > 0) cancel = clock.after(leftMs, look);
      else if (running.delete(timer)) onIdle();
    }
    return {
      touch: () => (timer.lastMs = clock.nowMs()),
      stop: () => {
        running.delete(timer);
        cancel();
      },
    };
  }

  /** No request of this connection counts as silent meanwhile, and all start anew afterwards. */
  async pausedFor<T>(work: () => Promise<T>): Promise<T> {
    this.pauses += 1;
    try {
      return await work();
    } finally {
      this.pauses -= 1;
      const nowMs = this.clock.nowMs();
      for (const timer of this.running) timer.lastMs = nowMs;
    }
  }
}
