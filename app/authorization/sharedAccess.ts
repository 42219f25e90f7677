/**
 * What all connections of one server have in common of its access, one after the other or at once.
 */
import { AppError } from '../contract/errors.ts';
import type { Held } from './heldTokens.ts';

/** Choice: tokens of two days that last an hour each; every text is searched for all of them. */
const MAX_SECRETS = 48;

/** What becomes of what was brought. */
export interface FlightEnd {
  readonly keep: (held: Held) => void;
  /** It was given up meanwhile. */
  readonly drop: (held: Held) => void;
}

export class SharedAccess {
  lastUsedAtMs: number | undefined;
  private flight: { readonly work: Promise<Held>; readonly signal: AbortSignal } | undefined;
  /** Another one whenever what is held was given up. */
  private generation = 0;
  private readonly borne = new Set<string>();

  /** Waits for whatever is under way. Whether it failed is told to whoever began it. */
  async idle(): Promise<void> {
    while (this.flight !== undefined) await this.flight.work.catch(() => undefined);
  }

  /**
   * One at a time: a rotated refresh token that is used twice is taken for stolen (OAuth 2.1 §4.3.1). Whoever comes meanwhile
   * gets what it brings, unless it was broken off by whoever began it.
   *
   * @throws {AppError} `AUTH_NOTHING_HELD` when what it brings was given up meanwhile
   */
  async once(work: () => Promise<Held>, end: FlightEnd, signal: AbortSignal): Promise<Held> {
    for (;;) {
      const { flight } = this;
      if (flight === undefined) return this.begin(work, end, signal);
      try {
        return await flight.work;
      } catch (error) {
        if (!flight.signal.aborted || signal.aborted) throw error;
      }
    }
  }

  /** What is under way then brings nothing back. */
  giveUp(): void {
    this.generation += 1;
  }

  /** The oldest goes first. */
  remember(secret: string): void {
    this.borne.delete(secret);
    this.borne.add(secret);
    for (const oldest of this.borne) {
      if (this.borne.size <= MAX_SECRETS) break;
      this.borne.delete(oldest);
    }
  }

  /** What was borne or kept last: it may still be good after it was replaced. SECURITY(S9) */
  secrets(): readonly string[] {
    return [...this.borne];
  }

  private begin(work: () => Promise<Held>, { keep, drop }: FlightEnd, signal: AbortSignal): Promise<Held> {
    const { generation } = this;
    const begun = work()
      .then((held) => {
        if (this.generation !== generation) {
          drop(held);
          throw new AppError('AUTH_NOTHING_HELD', 'It was given up while it was under way.');
        }
        keep(held);
        return held;
      })
      .finally(() => {
        this.flight = undefined;
      });
    this.flight = { work: begun, signal };
    return begun;
  }
}
