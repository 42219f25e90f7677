/**
 * What waits for a person, and how many things that is: the list of Decisions and its badge agree. Pure.
 */
import type { HostSnapshot } from '../../../app/contract/events.ts';
import type { InstallView } from '../../../app/contract/installs.ts';

export function waitingInstalls({ installs }: Pick<HostSnapshot, 'installs'>): readonly InstallView[] {
  return installs.filter(({ state }) => state.kind === 'ready');
}

export function countWaiting(snapshot: Pick<HostSnapshot, 'installs' | 'imports' | 'decisions'>): number {
  return snapshot.decisions.length + waitingInstalls(snapshot).length + snapshot.imports.length;
}
