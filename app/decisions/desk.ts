/**
 * The desk: everything that waits for a person, in the order it came.
 *
 * It knows an id, a kind, a digest and an answer of that kind, no more. An answer counts only for the digest that was
 * shown, so that a window that shows something older can't approve something else. A waiter is always answered: by a
 * person, or with nothing when its question is taken back.
 */
import { AppError } from '../contract/errors.ts';
import type { DecisionAnswer, DecisionView } from '../contract/decisions.ts';
import type { DecisionId, Sha256 } from '../contract/ids.ts';
import type { Clock } from '../ports/clock.ts';
import { checkLaunchAnswer } from './launchAnswer.ts';

export interface DeskOptions {
  readonly clock: Clock;
  readonly onChanged: (view: DecisionView) => void;
  readonly onRemoved: (id: DecisionId) => void;
  /** Told of an answer that does not count, before the answer throws. `named` is the digest that it names. */
  readonly onRefused: (view: DecisionView, named: Sha256, error: AppError) => void;
}

export interface Desk {
  /** Puts a decision up and waits, without limit. Its id must be fresh. `undefined`: it was taken back. */
  open(view: DecisionView): Promise<DecisionAnswer | undefined>;
  /** @throws {AppError} `DECISION_NOT_FOUND`, `DECISION_STALE`, `DECISION_NOT_ARMED`, `DECISION_NOT_ACKNOWLEDGED` */
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

/** What each kind of decision asks of its answers. A kind without a rule does not compile. */
const CHECKS = { launch: checkLaunchAnswer } as const satisfies Readonly<Record<DecisionView['kind'], unknown>>;

export function createDesk({ clock, onChanged, onRemoved, onRefused }: DeskOptions): Desk {
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
    return CHECKS[view.kind](view, answer, clock.nowMs());
  }

  function withdraw(id: DecisionId): void {
    const entry = waiting.get(id);
    if (entry !== undefined) settle(entry, undefined);
  }

  return {
    open(view) {
      if (waiting.has(view.decisionId)) throw new Error(`A decision ${view.decisionId} is open already.`);
      return new Promise((resolve) => {
        waiting.set(view.decisionId, { view, resolve });
        onChanged(view);
      });
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
