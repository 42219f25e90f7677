/**
 * Which open questions are those of a task. Pure.
 */
import type { DecisionView } from '../../../app/contract/decisions.ts';
import { isAgreement } from '../decisions/kinds.ts';
import { needsInput, type TaskCall } from './taskWords.ts';

/**
 * The questions that the server ties to this task. Where it ties none to any, those it asks while this tool runs and the
 * task needs an answer: most likely they are its own.
 */
export function questionsOf(call: TaskCall, decisions: readonly DecisionView[]): readonly DecisionView[] {
  const asked = decisions
    .filter((decision) => !isAgreement(decision))
    .filter((each) => each.serverId === call.serverId);
  const own = asked.filter((decision) => decision.ofCall === call.callId);
  if (own.length > 0 || !needsInput(call)) return own;
  return asked.filter(({ ofCall, duringTools }) => ofCall === undefined && duringTools.includes(call.toolName));
}
