/**
 * What makes an answer to a launch decision count. Pure: the desk throws what this returns.
 */
import { AppError } from '../contract/errors.ts';
import type { DecisionAnswer, LaunchDecisionView } from '../contract/decisions.ts';

type LaunchAnswer = Extract<DecisionAnswer, { kind: 'launch' }>;

/** Why the answer does not count: `DECISION_NOT_ARMED` or `DECISION_NOT_ACKNOWLEDGED`. Cancelling always counts. */
export function checkLaunchAnswer(view: LaunchDecisionView, answer: LaunchAnswer, nowMs: number): AppError | undefined {
  if (answer.outcome === 'cancel') return undefined;
  // SECURITY(S6): a click that was already on its way when the screen appeared is no agreement.
  if (nowMs < view.armedAtMs) {
    return new AppError('DECISION_NOT_ARMED', 'The decision can be agreed to a moment after it is shown.', {
      data: { armedAtMs: view.armedAtMs },
    });
  }
  if (view.needsStatement && !answer.statementTicked) {
    return new AppError('DECISION_NOT_ACKNOWLEDGED', 'A danger was found and the statement about it was not ticked.');
  }
  return undefined;
}
