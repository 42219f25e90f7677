/**
 * Keeps a mirror true to the host, over any number of lost and new connections.
 *
 * On every new line: listen first, take the snapshot second, then replay what came between. Nothing is missed, and what
 * is already in the snapshot is dropped by its revision.
 */
import { AppError } from '../../app/contract/errors.ts';
import type { HostEvent } from '../../app/contract/events.ts';
import type { Bridge } from '../bridge/createBridge.ts';
import { applyEvent } from './applyEvent.ts';
import { mirrorStore, type MirrorState } from './mirror.ts';

/** Where a mirror is kept; a zustand store is one. */
export interface MirrorTarget {
  readonly getState: () => MirrorState;
  readonly setState: (change: Partial<MirrorState>) => void;
}

/** Starts now; the answer ends it. */
export function startMirror(bridge: Bridge, target: MirrorTarget = mirrorStore): () => void {
  /** Events since this line opened, while its snapshot is on the way; `undefined` once it is there. */
  let waiting: HostEvent[] | undefined = [];

  const takeSnapshot = async (): Promise<void> => {
    const events: HostEvent[] = [];
    waiting = events;
    const snapshot = await bridge.run('mirror.snapshot', {});
    if (waiting !== events) return; // Another line has opened meanwhile.
    waiting = undefined;
    target.setState({ snapshot: events.reduce(applyEvent, snapshot) });
  };

  const follow = (): void => {
    const connection = bridge.connection();
    target.setState({ connection });
    if (connection.kind !== 'open') return;
    takeSnapshot().catch((error: unknown) => {
      // The line was lost again; the next one takes its own snapshot.
      if (!(error instanceof AppError && error.code === 'BRIDGE_CLOSED')) throw error;
    });
  };

  const stopEvents = bridge.subscribe((event) => {
    if (waiting !== undefined) {
      waiting.push(event);
      return;
    }
    const { snapshot } = target.getState();
    if (snapshot !== undefined) target.setState({ snapshot: applyEvent(snapshot, event) });
  });
  const stopConnection = bridge.onConnection(follow);
  follow();
  return () => {
    stopEvents();
    stopConnection();
  };
}
