/**
 * Which servers are known to speak only `initialize`, so that they are not asked `server/discover` at every start.
 */
import { z } from 'zod';
import type { ServerId, Sha256 } from '../contract/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { ConfigStore } from '../ports/configStore.ts';

/** An older server may be upgraded in place, and would still answer `initialize`: ask anew after a week. */
const REMEMBERED_MS = 7 * 24 * 3_600_000;

const document = z.record(z.string(), z.object({ digest: z.string(), atMs: z.number() }));

export class Eras {
  private readonly store: ConfigStore;
  private readonly clock: Clock;

  constructor(store: ConfigStore, clock: Clock) {
    this.store = store;
    this.clock = clock;
  }

  choice(serverId: ServerId, digest: Sha256): 'auto' | 'legacy' {
    const known = this.load()[serverId];
    const fresh = known?.digest === digest && this.clock.nowMs() - known.atMs < REMEMBERED_MS;
    return fresh ? 'legacy' : 'auto';
  }

  /** Modern servers are asked every time: their handshake is that question. */
  remember(serverId: ServerId, digest: Sha256, era: 'legacy' | 'modern'): void {
    if (era === 'modern') this.forget(serverId);
    else if (this.choice(serverId, digest) === 'auto') {
      this.store.set('eras', { ...this.load(), [serverId]: { digest, atMs: this.clock.nowMs() } });
    }
  }

  forget(serverId: ServerId): void {
    const { [serverId]: known, ...rest } = this.load();
    if (known !== undefined) this.store.set('eras', rest);
  }

  private load(): z.infer<typeof document> {
    const parsed = document.safeParse(this.store.get('eras') ?? {});
    return parsed.success ? parsed.data : {};
  }
}
