/**
 * Knows whether the record is intact, without anybody having to wait for it.
 *
 * Records are checked a slice at a time, with everything else in between. What was checked is not read again when new
 * records come, but as a whole from time to time: an old record that is altered later shows then.
 */
import type { ChainState } from '../contract/activity.ts';
import type { Clock } from '../ports/clock.ts';
import type { Digest } from '../ports/digest.ts';
import type { Ledger } from '../ports/ledger.ts';
import { BEFORE_FIRST, checkRecords, type ChainLink } from './chain.ts';

/** Choice: about 10 ms of work. Measured (Node 24.21): 10 µs a record. */
const SLICE_RECORDS = 1_000;
/** Choice: a record of 200,000 costs 2 s of work in all, and is looked at for minutes at a time. */
const FULL_CHECK_MS = 5 * 60_000;

export interface ChainWatchDeps {
  readonly clock: Clock;
  readonly digest: Digest;
  readonly ledger: Pick<Ledger, 'all'>;
  readonly onTrouble: (error: unknown) => void;
}

export class ChainWatch {
  private readonly deps: ChainWatchDeps;
  private known: ChainState = 'checking';
  /** The newest record up to which this pass found nothing wrong; `undefined` before its first. */
  private last: ChainLink | undefined;
  private fullSinceMs: number | undefined;
  private cancelNext: (() => void) | undefined;

  constructor(deps: ChainWatchDeps) {
    this.deps = deps;
  }

  /**
   * What the newest check found, and looks on from there: one slice at once, the others in turns of their own.
   *
   * @throws {AppError} `STORE_UNREADABLE`
   */
  state(): ChainState {
    if (this.cancelNext === undefined) this.begin();
    return this.known;
  }

  close(): void {
    this.cancelNext?.();
  }

  private begin(): void {
    const nowMs = this.deps.clock.nowMs();
    if (this.fullSinceMs === undefined || nowMs - this.fullSinceMs >= FULL_CHECK_MS) {
      this.fullSinceMs = nowMs;
      this.last = undefined;
    } else if (this.known === 'broken') return; // Only a check of everything could take that back.
    this.checkSlice();
  }

  private checkSlice(): void {
    const { clock, digest, ledger } = this.deps;
    const options = { digest, limit: SLICE_RECORDS };
    const check = checkRecords(ledger.all(this.last?.seq), this.last ?? BEFORE_FIRST, options);
    if (check.kind === 'broken') {
      this.known = 'broken';
      return;
    }
    this.last = check.last;
    if (check.count < SLICE_RECORDS) this.known = 'intact';
    else this.cancelNext = clock.after(0, () => this.goOn());
  }

  private goOn(): void {
    this.cancelNext = undefined;
    try {
      this.checkSlice();
    } catch (error) {
      this.deps.onTrouble(error);
    }
  }
}
