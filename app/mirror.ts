/**
 * Numbers every change and tells the shells: one counter for events and snapshots.
 */
import type { HostChange, HostEvent } from './contract/events.ts';

export class Mirror {
  private count = 0;
  private readonly listeners = new Set<(event: HostEvent) => void>();

  get revision(): number {
    return this.count;
  }

  readonly emit = (change: HostChange): void => {
    this.count += 1;
    // A change is an event without its number; the compiler can't see that through the union.
    const event = { ...change, revision: this.count } as HostEvent;
    for (const listener of this.listeners) listener(event);
  };

  subscribe(listener: (event: HostEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
