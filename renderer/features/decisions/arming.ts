/**
 * When the button that goes on can be pressed. Pure; where it agrees to something, the host checks the same again.
 */

export interface ArmingInputs {
  /** When the host lets an agreement count, if it waits at all. */
  readonly armedAtMs: number;
  /** When this page began to show exactly this. */
  readonly shownAtMs: number;
  readonly nowMs: number;
}

/**
 * The shortest time something is on the page before it can be answered. Choice: 1 s, so that a click or key meant for
 * the screen before can't land on the button, however long the decision had waited already.
 */
export const MIN_SHOWN_MS = 1_000;

/** Whole seconds until the button can be pressed; 0 when it can. */
export function secondsToArm({ armedAtMs, shownAtMs, nowMs }: ArmingInputs): number {
  return Math.max(0, Math.ceil((Math.max(armedAtMs, shownAtMs + MIN_SHOWN_MS) - nowMs) / 1_000));
}
