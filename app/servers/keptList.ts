/**
 * One list of a running server: read when somebody needs it, kept while it is good, read anew after it changed.
 *
 * One reading at a time, and once more after a change that came meanwhile: the newest answer is the one that stays.
 */
import type { Clock } from '../ports/clock.ts';

/**
 * Readings in a row of a list that changes while it is read. Choice: enough for a server that is still starting; one whose
 * list changes whenever it is read would have it read for ever.
 */
const MAX_READINGS = 5;

export class KeptList<T extends { readonly ttlMs: number }> {
  private readonly clock: Clock;
  private readonly read: () => Promise<T>;
  private kept: { readonly list: T; readonly freshUntilMs: number } | undefined;
  private reading: Promise<T> | undefined;
  private isStale = false;
  /** Whether the server says so when the list changes; without that it is read for everybody who asks. */
  private readonly tells: boolean;

  constructor(clock: Clock, options: { readonly read: () => Promise<T>; readonly tells: boolean }) {
    this.clock = clock;
    this.read = options.read;
    this.tells = options.tells;
  }

  /** As it was read last, whether or not it is still good. */
  get known(): T | undefined {
    return this.kept?.list;
  }

  /** It changed, by the server's word. */
  outdate(): void {
    this.isStale = true;
  }

  /** @throws what reading throws; the list that was known stays. */
  async get(): Promise<T> {
    const { kept } = this;
    if (kept !== undefined && !this.isStale && this.clock.nowMs() < kept.freshUntilMs) return kept.list;
    this.reading ??= this.readToTheNewest().finally(() => (this.reading = undefined));
    return this.reading;
  }

  private async readToTheNewest(): Promise<T> {
    for (let readings = 1; ; readings += 1) {
      this.isStale = false;
      const list = await this.read().catch((error: unknown) => {
        this.isStale = true;
        throw error;
      });
      const goodForMs = list.ttlMs > 0 ? list.ttlMs : this.tells ? Number.POSITIVE_INFINITY : 0;
      this.kept = { list, freshUntilMs: this.clock.nowMs() + goodForMs };
      // It changes while it is being read, by no doing of this loop.
      if (!(this.isStale as boolean) || readings === MAX_READINGS) return list;
    }
  }
}
