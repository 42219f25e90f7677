/**
 * Sends an answer for what is on the page.
 *
 * A model's reply grows while it is written, and its digest with it. To decline it, or to leave it, counts for whatever
 * it has grown to; to send it counts for nothing but what was shown.
 */
import type { ErrorView } from '../../../app/contract/errors.ts';
import type { Sha256 } from '../../../app/contract/ids.ts';
import { actionOf, type QuestionAnswer } from './kinds.ts';

export interface AnswerLine {
  /** Answers what went wrong, if anything. */
  readonly run: (digest: Sha256, answer: QuestionAnswer) => Promise<ErrorView | undefined>;
  /** Of the decision as the page knows it this moment; `undefined` once it is gone. */
  readonly newestDigest: () => Sha256 | undefined;
  readonly wait: (ms: number) => Promise<void>;
}

/** Choice: long enough for the news of a growing reply to come in, short enough to be no delay. */
const WAIT_MS = 50;
const MAX_TRIES = 40;

export async function sendAnswer(
  shown: Sha256,
  answer: QuestionAnswer,
  { run, newestDigest, wait }: AnswerLine,
): Promise<ErrorView | undefined> {
  let digest = shown;
  for (let tries = 1; ; tries += 1) {
    const error = await run(digest, answer);
    if (error?.code !== 'DECISION_STALE' || !refusesReply(answer) || tries === MAX_TRIES) return error;
    if (newestDigest() === digest) await wait(WAIT_MS);
    digest = newestDigest() ?? digest;
  }
}

function refusesReply(answer: QuestionAnswer): boolean {
  return answer.kind === 'sampling_reply' && actionOf(answer) !== 'send';
}
