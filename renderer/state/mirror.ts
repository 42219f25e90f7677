/**
 * The one store of the page: a mirror of the host, and how the line to it is.
 *
 * Only `startMirror` writes it. Components read with narrow selectors and change things by commands.
 */
import { create } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { HostSnapshot } from '../../app/contract/events.ts';
import type { ConnectionState } from '../bridge/createBridge.ts';

export interface MirrorState {
  /** Stays as it was while the connection is lost. */
  readonly snapshot: HostSnapshot | undefined;
  readonly connection: ConnectionState;
}

export const mirrorStore = create<MirrorState>()(() => ({ snapshot: undefined, connection: { kind: 'connecting' } }));

/**
 * Reads from the mirror. What the selector answers is compared one level deep, so it may filter or pick freely.
 *
 * Only below a component that saw `useMirrorReady()` answer true.
 */
export function useMirror<T>(select: (snapshot: HostSnapshot) => T): T {
  return mirrorStore(
    useShallow(({ snapshot }) => {
      if (snapshot === undefined) throw new Error('The mirror is read before its first snapshot.');
      return select(snapshot);
    }),
  );
}

export function useMirrorReady(): boolean {
  return mirrorStore(({ snapshot }) => snapshot !== undefined);
}

export function useConnection(): ConnectionState {
  return mirrorStore(({ connection }) => connection);
}
