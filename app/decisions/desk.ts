/**
 * The desk: everything that waits for a person, in the order it came.
 *
 * It knows an id, a kind, a digest and an answer of that kind, no more. An answer counts only for the digest that was
 * shown, so that a window that shows something older can't approve something else. A waiter is always answered: by a
 * person, or with nothing when its question is taken back.
 */
import { AppError } from '../contract/errors.ts';
import type { AnswerTo, DecisionAnswer, DecisionView } from '../contract/decisions.ts';
import type { DecisionId, Sha256 } from '../contract/ids.ts';
import type { Clock } from '../ports/clock.ts';
import { answerProblem } from './answerProblem.ts';

export interface DeskOptions {
  readonly clock: Clock;
  /** Runs a server's regular expression, with a limit on its time. */
  readonly matchesPattern: (pattern: string, text: string) => boolean;
  readonly onChanged: (view: DecisionView) => void;
  readonly onRemoved: (id: DecisionId) => void;
  /** Told of an answer that does not count, before the answer throws. `named` is the digest that it names. */
  readonly onRefused: (view: DecisionView, named: Sha256, error: AppError) => void;
}

export interface Desk {
  /** Puts a decision up and waits, without limit. Its id must be fresh. `undefined`: it was taken back. */
  open<V extends DecisionView>(view: V): Promise<AnswerTo<V['kind']> | undefined>;
  /** Shows an open decision anew, such as one that grows. Does nothing when it was answered meanwhile. */
  update(view: DecisionView): void;
  /**
   * @throws {AppError} `DECISION_NOT_FOUND`, `DECISION_STALE`, `DECISION_NOT_ARMED`, `DECISION_NOT_ACKNOWLEDGED`,
   * `DECISION_ANSWER_INVALID`
   */
  answer(id: DecisionId, digest: Sha256, answer: DecisionAnswer): void;
  /** Takes a question back. Does nothing when it was answered meanwhile. */
  withdraw(id: DecisionId): void;
  /** For quitting: takes back all that is open. */
  cancelAll(): void;
  /** Oldest first. */
  list(): readonly DecisionView[];
}

interface Waiting {
  readonly view: DecisionView;
  readonly resolve: (answer: DecisionAnswer | undefined) => void;
}

export function createDesk({ clock, matchesPattern, onChanged, onRemoved, onRefused }: DeskOptions): Desk {
  const waiting = new Map<DecisionId, Waiting>();

  function settle({ view, resolve }: Waiting, answer: DecisionAnswer | undefined): void {
    waiting.delete(view.decisionId);
    onRemoved(view.decisionId);
    resolve(answer);
  }

  function whyNot(view: DecisionView, named: Sha256, answer: DecisionAnswer): AppError | undefined {
    // SECURITY(S6): the answer names what was on the screen; anything else was not agreed to.
    if (view.digest !== named) {
      return new AppError('DECISION_STALE', 'The answer is about something that is no longer what would happen.', {
        data: { expected: view.digest, actual: named },
      });
    }
    return answerProblem(view, answer, { nowMs: clock.nowMs(), matchesPattern });
  }

  function withdraw(id: DecisionId): void {
    const entry = waiting.get(id);
    if (entry !== undefined) settle(entry, undefined);
  }

  return {
    open<V extends DecisionView>(view: V) {
      if (waiting.has(view.decisionId)) throw new Error(`A decision ${view.decisionId} is open already.`);
      return new Promise<AnswerTo<V['kind']> | undefined>((resolve) => {
        // `answer` lets only answers of the view's own kind through.
        waiting.set(view.decisionId, { view, resolve: resolve as Waiting['resolve'] });
        onChanged(view);
      });
    },
    update(view) {
      const entry = waiting.get(view.decisionId);
      if (entry === undefined) return;
      waiting.set(view.decisionId, { ...entry, view });
      onChanged(view);
    },
    answer(id, digest, answer) {
      const entry = waiting.get(id);
      if (entry === undefined) throw new AppError('DECISION_NOT_FOUND', 'The decision was answered or withdrawn.');
      const problem = whyNot(entry.view, digest, answer);
      if (problem !== undefined) {
        onRefused(entry.view, digest, problem);
        throw problem;
      }
      settle(entry, answer);
    },
    withdraw,
    cancelAll: () => [...waiting.keys()].forEach(withdraw),
    list: () => [...waiting.values()].map((entry) => entry.view),
  };
}
