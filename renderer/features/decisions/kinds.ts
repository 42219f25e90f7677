/**
 * The two sorts of decisions: agreements, which make a grant, and questions, which a server asks. Pure.
 */
import type { AgreementView, AnswerTo, DecisionView } from '../../../app/contract/decisions.ts';

export type QuestionView = Exclude<DecisionView, AgreementView>;
export type QuestionAnswer = AnswerTo<QuestionView['kind']>;

export function isAgreement(decision: DecisionView): decision is AgreementView {
  return decision.kind === 'launch' || decision.kind === 'connect';
}

/** What an answer to a question does, in the answer's own word. */
export function actionOf(answer: QuestionAnswer): string {
  return 'action' in answer ? answer.action : answer.outcome.action;
}
