/**
 * Whether the agree button can be pressed, and what it waits for. Pure; the host checks the same again.
 */

export type AgreeState =
  | { readonly kind: 'arming'; readonly seconds: number }
  | { readonly kind: 'needs_statement' }
  | { readonly kind: 'ready' };

export interface AgreeInputs {
  readonly armedAtMs: number;
  /** When this page began to show exactly this plan. */
  readonly shownAtMs: number;
  readonly nowMs: number;
  readonly needsStatement: boolean;
  readonly ticked: boolean;
}

/**
 * The shortest time a plan is on the page before it can be agreed to. Choice: 1 s, so that a click or key meant for
 * the screen before can't land on the button, however long the decision had waited already.
 */
export const MIN_SHOWN_MS = 1_000;

export function agreeState(inputs: AgreeInputs): AgreeState {
  const readyAtMs = Math.max(inputs.armedAtMs, inputs.shownAtMs + MIN_SHOWN_MS);
  if (inputs.nowMs < readyAtMs) return { kind: 'arming', seconds: Math.ceil((readyAtMs - inputs.nowMs) / 1_000) };
  if (inputs.needsStatement && !inputs.ticked) return { kind: 'needs_statement' };
  return { kind: 'ready' };
}
