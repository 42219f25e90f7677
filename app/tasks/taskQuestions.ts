/**
 * What one task of the newer edition wants to know: each question is put once, its answer sent until the server has it.
 *
 * @see io.modelcontextprotocol/tasks §Task Update Requests
 */
import { AppError, toErrorView } from '../contract/errors.ts';
import type { ErrorView } from '../contract/errors.ts';

/** Questions of one task that may be open at once. Choice: the desk takes five; a few more wait there for their turn. */
const MAX_OPEN = 20;

export interface TaskQuestionsHooks {
  /** Keys whose answers the server has, to be kept. */
  onAnswered(keys: readonly string[]): void;
  onProblem(problem: ErrorView): void;
  /** A line for the server's log. */
  log(text: string): void;
  /** A fault of ours. */
  onTrouble(error: unknown): void;
}

/** The connection that questions came over, and their answers go back over. */
export interface QuestionLine {
  /** Aborted with the connection or the task: what is asked then has no answer any more. */
  readonly signal: AbortSignal;
  ask(question: unknown, signal: AbortSignal): Promise<unknown>;
  send(answers: Readonly<Record<string, unknown>>): Promise<void>;
}

export class TaskQuestions {
  private readonly hooks: TaskQuestionsHooks;
  private answered: readonly string[];
  private readonly asking = new Set<string>();
  /** What was answered and has not reached the server, by the keys of the questions. */
  private readonly answers = new Map<string, unknown>();
  private readonly refused = new Set<string>();
  private why: ErrorView | undefined;

  /** @param answered Keys of questions that were answered in an earlier run. */
  constructor(answered: readonly string[], hooks: TaskQuestionsHooks) {
    this.answered = answered;
    this.hooks = hooks;
  }

  /** Why the last question that can't be answered can't. */
  get refusal(): ErrorView | undefined {
    return this.why;
  }

  /** Puts those that were not put yet, whatever the server goes on saying. */
  put(questions: Readonly<Record<string, unknown>>, line: QuestionLine): void {
    for (const [key, question] of Object.entries(questions)) {
      if (this.asking.size >= MAX_OPEN) return;
      if (this.asking.has(key) || this.refused.has(key) || this.answered.includes(key)) continue;
      this.asking.add(key);
      this.putOne(key, question, line)
        .catch((error: unknown) => this.hooks.onTrouble(error))
        .finally(() => this.asking.delete(key));
    }
  }

  /** What could not be answered may be asked again. */
  reset(): void {
    this.refused.clear();
    this.why = undefined;
  }

  /** Its connection is gone, and what was asked over it. */
  letGo(): void {
    this.asking.clear();
  }

  /** Its key is kept once the server has the answer: kept before, an answer that was lost on its way would be missing for ever. */
  private async putOne(key: string, question: unknown, line: QuestionLine): Promise<void> {
    if (!this.answers.has(key) && !(await this.ask(key, question, line))) return;
    try {
      await line.send({ [key]: this.answers.get(key) });
    } catch (error) {
      // It is sent again as long as the server asks.
      if (!line.signal.aborted) this.hooks.onProblem(toErrorView(error));
      return;
    }
    this.answers.delete(key);
    this.answered = [...this.answered, key];
    this.hooks.onAnswered(this.answered);
  }

  /** Whether there is an answer. */
  private async ask(key: string, question: unknown, line: QuestionLine): Promise<boolean> {
    const { signal } = line;
    try {
      const answer = await line.ask(question, signal);
      // Taken back with the connection, it is no answer of anybody.
      if (signal.aborted) return false;
      this.answers.set(key, answer);
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      this.refused.add(key);
      this.why = toErrorView(error);
      this.hooks.log(`What a task wants to know was not answered: ${this.why.code}.`);
      this.hooks.onProblem(this.why);
      if (!(error instanceof AppError)) this.hooks.onTrouble(error);
      return false;
    }
  }
}
