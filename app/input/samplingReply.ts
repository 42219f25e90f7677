/**
 * Second half of sampling: a model writes under a person's eyes, who then sends it, changes it, or turns it down.
 */
import type { SamplingBlock } from '../contract/input.ts';
import type { Clock } from '../ports/clock.ts';
import type { ModelOptions, ModelReply } from '../ports/modelProvider.ts';
import type { ModelCall } from './askModel.ts';
import type { AskContext, Asker } from './clientSide.ts';
import type { Question, Questions } from './questions.ts';

/** Choice: a text that grows ten times a second looks fluent, and a page draws that with ease. */
const UPDATE_INTERVAL_MS = 100;

export type ReviewedReply =
  | {
      readonly kind: 'sent';
      readonly content: readonly SamplingBlock[];
      readonly stopReason: string;
      readonly model: string;
    }
  /** By the person. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'timed_out' | 'withdrawn' }
  /** The model gave nothing. The question was taken back. */
  | { readonly kind: 'failed'; readonly error: unknown };

export interface ReviewReplyOptions {
  readonly questions: Questions;
  readonly clock: Clock;
  readonly asker: Asker;
  readonly connection: Pick<ModelCall['connection'], 'name' | 'model'>;
  readonly context: AskContext;
  /** Starts once the question is up, and is aborted when it is closed. */
  readonly generate: (options: ModelOptions) => Promise<ModelReply>;
}

export async function reviewReply(options: ReviewReplyOptions): Promise<ReviewedReply> {
  const { questions, clock, asker, connection, context, generate } = options;
  const { signal } = context;
  const unread = new AbortController();
  const failed = new AbortController();
  let reply: ModelReply | undefined;

  const write = async (update: (question: Question) => void): Promise<void> => {
    const growing = throttle(clock, (text: string) => update(replyQuestion(connection.name, text)));
    try {
      reply = await generate({ signal: unread.signal, onText: growing.push });
      growing.stop();
      update(replyQuestion(connection.name, reply));
    } catch (error) {
      growing.stop();
      failed.abort(error);
    }
  };

  try {
    const answered = await questions.ask(asker, replyQuestion(connection.name, ''), {
      ...context,
      signal: AbortSignal.any([signal, failed.signal]),
      followsUp: true,
      // Every way it can end is seen to inside.
      onOpen: (update) => void write(update),
    });
    if (answered.kind !== 'answered') {
      return failed.signal.aborted && !signal.aborted
        ? { kind: 'failed', error: failed.signal.reason }
        : { kind: answered.kind };
    }
    const { outcome } = answered.answer;
    // The desk lets nobody send what is not ready.
    if (outcome.action !== 'send' || reply === undefined) return { kind: 'refused' };
    return { kind: 'sent', content: outcome.content, stopReason: reply.stopReason, model: connection.model };
  } finally {
    unread.abort();
  }
}

type ReplyQuestion = Extract<Question, { kind: 'sampling_reply' }>;

/** @param written The text so far, or all of it. */
function replyQuestion(modelName: string, written: string | ModelReply): ReplyQuestion {
  const common = { kind: 'sampling_reply', modelName } as const;
  if (typeof written === 'string') {
    return { ...common, state: 'generating', content: written === '' ? [] : [{ type: 'text', text: written }] };
  }
  const { content, stopReason, outputTokens } = written;
  return { ...common, state: 'ready', content, stopReason, ...(outputTokens === undefined ? {} : { outputTokens }) };
}

/** Passes on the newest value, at most once in a while. */
function throttle(clock: Clock, pass: (text: string) => void) {
  let passedAtMs = Number.NEGATIVE_INFINITY;
  let held: { readonly cancel: () => void } | undefined;
  let newest = '';
  const flush = (): void => {
    held = undefined;
    passedAtMs = clock.nowMs();
    pass(newest);
  };
  return {
    push: (text: string): void => {
      newest = text;
      if (held !== undefined) return;
      const delayMs = passedAtMs + UPDATE_INTERVAL_MS - clock.nowMs();
      if (delayMs <= 0) flush();
      else held = { cancel: clock.after(delayMs, flush) };
    },
    stop: (): void => held?.cancel(),
  };
}
