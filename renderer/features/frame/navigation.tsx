/**
 * Moving between screens: `go`, `back`, and a promise to bring up the decision that an action leads to.
 *
 * The history of the browser holds a depth only; the screens stay in memory. The address is never touched, since its
 * fragment carries a one-time code when the page opens.
 */
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { ServerId } from '../../../app/contract/ids.ts';
import { EXPECT_MS } from './screens.ts';
import type { FramedScreen, Screen } from './screens.ts';
import { atDepth, FIRST_STACK, framedScreen, shownScreen, withReplaced, withScreen } from './screenStack.ts';
import type { ScreenStack } from './screenStack.ts';

export interface Navigation {
  readonly screen: Screen;
  /** The same, or what the page of a decision hides. */
  readonly framed: FramedScreen;
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

export function NavigationProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [stack, setStack] = useState(FIRST_STACK);
  const [expected, setExpected] = useState<ReadonlyMap<ServerId, number>>(new Map());
  // The stack as it is right now: two moves can come before the next drawing.
  const latest = useRef(FIRST_STACK);
  const leaving = useRef(new Set<() => void>());
  const show = useCallback((next: ScreenStack): void => {
    latest.current = next;
    setStack(next);
  }, []);

  useEffect(() => {
    const follow = (event: PopStateEvent): void => {
      // Before the screen changes: afterwards whoever wants to know is off the page.
      for (const callback of [...leaving.current]) callback();
      show(atDepth(latest.current, depthIn(event.state)));
    };
    window.addEventListener('popstate', follow);
    return () => {
      window.removeEventListener('popstate', follow);
    };
  }, [show]);

  const go = useCallback(
    (screen: Screen): void => {
      const next = withScreen(latest.current, screen);
      if (next === latest.current) return;
      window.history.pushState({ depth: next.depth }, '');
      show(next);
    },
    [show],
  );
  const replace = useCallback(
    (screen: Screen): void => {
      show(withReplaced(latest.current, screen));
    },
    [show],
  );
  const back = useCallback((): void => {
    if (latest.current.depth > 0) window.history.back();
    else show(FIRST_STACK);
  }, [show]);
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

  const screen = shownScreen(stack);
  const framed = framedScreen(stack);
  const navigation = useMemo<Navigation>(
    () => ({ screen, framed, go, replace, back, onWayBack, expectDecision, stopExpecting, expected }),
    [screen, framed, go, replace, back, onWayBack, expectDecision, stopExpecting, expected],
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
