/**
 * Moving between screens: `go`, `back`, and a promise to bring up the decision that an action leads to.
 *
 * The history of the browser holds a depth only; the screens stay in memory. The address is never touched, since its
 * fragment carries a one-time code when the page opens.
 */
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { ServerId } from '../../../app/contract/ids.ts';
import { EXPECT_MS, HOME } from './screens.ts';
import type { Screen } from './screens.ts';

export interface Navigation {
  readonly screen: Screen;
  /** Opens a screen on top of the present one. */
  readonly go: (screen: Screen) => void;
  /** Opens a screen in place of the present one, which `back` then doesn't return to. */
  readonly replace: (screen: Screen) => void;
  readonly back: () => void;
  /** Calls back when the browser's way back (or forward) leaves the screen. The answer ends that. */
  readonly onWayBack: (callback: () => void) => () => void;
  /** Call before a command that can open a launch decision for this server: its consent screen then comes up here. */
  readonly expectDecision: (serverId: ServerId) => void;
  readonly stopExpecting: (serverId: ServerId) => void;
  /** Each with the time it stops waiting. */
  readonly expected: ReadonlyMap<ServerId, number>;
}

const NavigationContext = createContext<Navigation | undefined>(undefined);

interface Stack {
  readonly screens: readonly Screen[];
  readonly depth: number;
}

export function NavigationProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [stack, setStack] = useState<Stack>({ screens: [HOME], depth: 0 });
  const [expected, setExpected] = useState<ReadonlyMap<ServerId, number>>(new Map());
  const depth = useRef(0);
  const leaving = useRef(new Set<() => void>());

  useEffect(() => {
    const follow = (event: PopStateEvent): void => {
      // Before the screen changes: afterwards whoever wants to know is off the page.
      for (const callback of [...leaving.current]) callback();
      depth.current = depthIn(event.state);
      setStack((now) => ({ ...now, depth: Math.min(depth.current, now.screens.length - 1) }));
    };
    window.addEventListener('popstate', follow);
    return () => {
      window.removeEventListener('popstate', follow);
    };
  }, []);

  const go = useCallback((screen: Screen): void => {
    depth.current += 1;
    window.history.pushState({ depth: depth.current }, '');
    setStack((now) => ({ screens: [...now.screens.slice(0, now.depth + 1), screen], depth: now.depth + 1 }));
  }, []);
  const replace = useCallback((screen: Screen): void => {
    setStack((now) => ({ ...now, screens: [...now.screens.slice(0, now.depth), screen] }));
  }, []);
  const back = useCallback((): void => {
    if (depth.current > 0) window.history.back();
    else setStack({ screens: [HOME], depth: 0 });
  }, []);
  const onWayBack = useCallback((callback: () => void): (() => void) => {
    const callbacks = leaving.current;
    callbacks.add(callback);
    return () => callbacks.delete(callback);
  }, []);
  const expectDecision = useCallback((serverId: ServerId): void => {
    const untilMs = Date.now() + EXPECT_MS;
    setExpected((now) => new Map([...now, [serverId, untilMs]]));
  }, []);
  const stopExpecting = useCallback((serverId: ServerId): void => {
    setExpected((now) => new Map([...now].filter(([id]) => id !== serverId)));
  }, []);

  const screen = stack.screens[stack.depth] ?? HOME;
  const navigation = useMemo<Navigation>(
    () => ({ screen, go, replace, back, onWayBack, expectDecision, stopExpecting, expected }),
    [screen, go, replace, back, onWayBack, expectDecision, stopExpecting, expected],
  );
  return <NavigationContext value={navigation}>{children}</NavigationContext>;
}

export function useNavigation(): Navigation {
  const navigation = useContext(NavigationContext);
  if (navigation === undefined) throw new Error('NavigationProvider is missing.');
  return navigation;
}

function depthIn(state: unknown): number {
  if (typeof state !== 'object' || state === null || !('depth' in state)) return 0;
  return typeof state.depth === 'number' ? state.depth : 0;
}
