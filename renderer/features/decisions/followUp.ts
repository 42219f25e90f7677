/**
 * The question that follows from an answer: an opened address is waited for, an asked model replies, or fails and is
 * asked about again. Pure.
 */
import type { DecisionView } from '../../../app/contract/decisions.ts';
import type { DecisionId } from '../../../app/contract/ids.ts';
import { actionOf, type QuestionAnswer, type QuestionView } from './kinds.ts';

export interface FollowUp {
  readonly kind: QuestionView['kind'];
  readonly serverId: QuestionView['serverId'];
  /** What was open before the answer: none of it follows from it. */
  readonly known: ReadonlySet<DecisionId>;
}

/** Choice: a browser has been started by then. Where nothing follows, the page goes back after it. */
export const FOLLOW_UP_MS = 3_000;

/** What may come up after this answer; `undefined` where nothing does. */
export function followUpTo(
  { serverId }: Pick<QuestionView, 'serverId'>,
  answer: QuestionAnswer,
  open: readonly DecisionView[],
): FollowUp | undefined {
  const kind = FOLLOWS[`${answer.kind} ${actionOf(answer)}`];
  return kind && { kind, serverId, known: new Set(open.map(({ decisionId }) => decisionId)) };
}

const FOLLOWS: Readonly<Record<string, QuestionView['kind'] | undefined>> = {
  'elicitation_url open': 'elicitation_wait',
  'sign_in open': 'sign_in_wait',
  'sampling_prompt ask_model': 'sampling_reply',
};

export function findFollowUp(
  { kind, serverId, known }: FollowUp,
  open: readonly DecisionView[],
): DecisionView | undefined {
  const fresh = open.filter((each) => each.serverId === serverId && !known.has(each.decisionId));
  const next = fresh.find((each) => each.kind === kind);
  // A model can fail before its reply is seen.
  return next ?? (kind === 'sampling_reply' ? fresh.find(isAskedAgain) : undefined);
}

/** The question that comes back in place of a reply, when the model that was to write it failed. */
export function askedAgain(was: DecisionView | undefined, open: readonly DecisionView[]): DecisionView | undefined {
  if (was?.kind !== 'sampling_reply') return undefined;
  return open.find(
    (each) => isAskedAgain(each) && each.serverId === was.serverId && each.createdAtMs >= was.createdAtMs,
  );
}

function isAskedAgain(decision: DecisionView): boolean {
  return decision.kind === 'sampling_prompt' && decision.problem !== undefined;
}
