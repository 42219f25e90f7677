/**
 * A server's question: sends the answer, then shows the question that follows from it, or goes back to where the person
 * was.
 */
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { ErrorView } from '../../../app/contract/errors.ts';
import { mirrorStore, useMirror } from '../../state/mirror.ts';
import { useCommand } from '../../state/useCommand.ts';
import { useNavigation } from '../frame/navigation.tsx';
import { leavingAnswer } from '../questions/leavingAnswer.ts';
import { QuestionScreen } from '../questions/QuestionScreen.tsx';
import { findFollowUp, FOLLOW_UP_MS, followUpTo, type FollowUp } from './followUp.ts';
import type { QuestionAnswer, QuestionView } from './kinds.ts';
import { sendAnswer } from './sendAnswer.ts';
import { useWayBack } from './useWayBack.ts';

export interface OpenQuestionProps {
  readonly decision: QuestionView;
  readonly onAnswering: (answering: boolean) => void;
}

export function OpenQuestion({ decision, onAnswering }: OpenQuestionProps): ReactNode {
  const { run } = useCommand('decision.answer');
  const { back } = useNavigation();
  const [error, setError] = useState<ErrorView>();
  const [pending, setPending] = useState(false);
  const [following, setFollowing] = useState<FollowUp>();
  const isSettled = useRef(false);
  const { decisionId } = decision;

  const send = (answer: QuestionAnswer): Promise<ErrorView | undefined> =>
    sendAnswer(decision.digest, answer, {
      run: async (digest, given) => {
        const sent = await run({ decisionId, digest, answer: given });
        return sent.status === 'failed' ? sent.error : undefined;
      },
      newestDigest: () => openNow().find((each) => each.decisionId === decisionId)?.digest,
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    });
  const answer = async (given: QuestionAnswer): Promise<ErrorView | undefined> => {
    const next = followUpTo(decision, given, openNow());
    setError(undefined);
    setPending(true);
    onAnswering(true);
    const failed = await send(given);
    isSettled.current = failed === undefined;
    if (failed !== undefined) {
      setError(failed);
      setPending(false);
      onAnswering(false);
    } else if (next === undefined) back();
    else setFollowing(next);
    return failed;
  };
  const putAside = (): void => {
    isSettled.current = true;
    back();
  };
  useFollowUp(following, back);
  useWayBack(() => {
    const leaving = leavingAnswer(decision.kind);
    // What was answered or put aside is left by going back, which is no second answer.
    if (!isSettled.current && leaving !== undefined) void send(leaving);
  });

  return <QuestionScreen decision={decision} pending={pending} error={error} onAnswer={answer} onPutAside={putAside} />;
}

function openNow() {
  return mirrorStore.getState().snapshot?.decisions ?? [];
}

/** Exchanges the page for what follows; where nothing comes, leaves it. */
function useFollowUp(following: FollowUp | undefined, onNothing: () => void): void {
  const { replace } = useNavigation();
  const next = useMirror(({ decisions }) => following && findFollowUp(following, decisions));
  const nextId = next?.decisionId;
  useEffect(() => {
    if (next !== undefined) replace({ at: 'decision', decisionId: next.decisionId, seen: next });
  }, [next, replace]);
  useEffect(() => {
    if (following === undefined || nextId !== undefined) return undefined;
    const timer = setTimeout(onNothing, FOLLOW_UP_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [following, nextId, onNothing]);
}
