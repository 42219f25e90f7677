/**
 * The screens one can go back through. Pure.
 */
import { HOME, screenKey } from './screens.ts';
import type { FramedScreen, Screen } from './screens.ts';

export interface ScreenStack {
  readonly screens: readonly Screen[];
  /** Which of them is shown. Those after it are reached by the way forward. */
  readonly depth: number;
}

export const FIRST_STACK: ScreenStack = { screens: [HOME], depth: 0 };

export function shownScreen({ screens, depth }: ScreenStack): Screen {
  return screens[depth] ?? HOME;
}

/** The screen that is shown, or what a decision's page hides: whoever answers comes back to it as it was. */
export function framedScreen({ screens, depth }: ScreenStack): FramedScreen {
  return screens.slice(0, depth + 1).findLast((screen) => screen.at !== 'decision') ?? HOME;
}

/** On top of the screen that is shown; that very screen isn't put on top of itself. */
export function withScreen(stack: ScreenStack, screen: Screen): ScreenStack {
  if (screenKey(shownScreen(stack)) === screenKey(screen)) return stack;
  const depth = stack.depth + 1;
  return { screens: [...stack.screens.slice(0, depth), screen], depth };
}

/** In place of the screen that is shown. */
export function withReplaced(stack: ScreenStack, screen: Screen): ScreenStack {
  return { screens: [...stack.screens.slice(0, stack.depth), screen], depth: stack.depth };
}

/** After the way back or forward; a depth of a page that was loaded before is brought into range. */
export function atDepth(stack: ScreenStack, depth: number): ScreenStack {
  return { screens: stack.screens, depth: Math.max(0, Math.min(depth, stack.screens.length - 1)) };
}
