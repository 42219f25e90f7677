/**
 * What the page of every question is given, whatever its kind.
 */
import type { AnswerTo } from '../../../app/contract/decisions.ts';
import type { ErrorView } from '../../../app/contract/errors.ts';
import type { QuestionView } from '../decisions/kinds.ts';

export interface QuestionProps<V extends QuestionView> {
  readonly decision: V;
  /** An answer is on its way. */
  readonly pending: boolean;
  /** Why the last answer did not count. */
  readonly error: ErrorView | undefined;
  /** Sends an answer. Resolves to why it did not count, if it didn't. */
  readonly onAnswer: (answer: AnswerTo<V['kind']>) => Promise<ErrorView | undefined>;
}
