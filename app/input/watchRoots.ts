/**
 * Looks whether the folders that a server is told of can be opened, and tells when that changes.
 *
 * Spec: a client MUST monitor that its roots are accessible, and MUST announce that the list changed (MCP 2025-11-25
 * client/roots §Security Considerations, §Root List Changes).
 */
import type { Clock } from '../ports/clock.ts';

/** Choice: looking costs next to nothing, and nobody waits for a disk to be noticed. */
export const LOOK_MS = 30_000;

export interface WatchedRoots {
  readonly clock: Clock;
  /** Paths, as they are when it looks. Who changes the list announces that. */
  readonly paths: () => readonly string[];
  readonly canOpen: (path: string) => Promise<boolean>;
  readonly onChanged: (change: { readonly gone: number; readonly back: number }) => void;
}

/** @returns What ends it. */
export function watchRoots({ clock, paths, canOpen, onChanged }: WatchedRoots): () => void {
  let known: ReadonlyMap<string, boolean> | undefined;
  let cancel: (() => void) | undefined;
  let isOver = false as boolean;

  /** The next one begins once this is over: a network drive that hangs is not asked twice at once. */
  async function look(): Promise<void> {
    const seen = new Map(await Promise.all(paths().map(async (path) => [path, await canOpen(path)] as const)));
    if (isOver) return;
    const before = known;
    known = seen;
    cancel = clock.after(LOOK_MS, () => void look());
    if (before === undefined) return;
    // One that was not in the list before was there when it was picked.
    const changed = [...seen].filter(([path, isOpen]) => isOpen !== (before.get(path) ?? true));
    const back = changed.filter(([, isOpen]) => isOpen).length;
    if (changed.length > 0) onChanged({ gone: changed.length - back, back });
  }

  void look(); // `canOpen` answers whatever happens.
  return () => {
    isOver = true;
    cancel?.();
  };
}
