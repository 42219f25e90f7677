/**
 * One open decision as a page: finds it in the mirror and shows the screen of its kind.
 *
 * Leaving by Cancel, Escape or the way back is an answer (cancel). Closing the window is none: the decision goes on
 * waiting in the list.
 */
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { DecisionView } from '../../../app/contract/decisions.ts';
import type { DecisionId } from '../../../app/contract/ids.ts';
import { useMirror } from '../../state/mirror.ts';
import { useNavigation } from '../frame/navigation.tsx';
import { SignInEnded } from '../signIn/SignInEnded.tsx';
import { askedAgain } from './followUp.ts';
import { isAgreement } from './kinds.ts';
import { NoLongerOpen } from './NoLongerOpen.tsx';
import { OpenAgreement } from './OpenAgreement.tsx';
import { OpenQuestion } from './OpenQuestion.tsx';

export interface DecisionScreenProps {
  readonly decisionId: DecisionId;
  /** As it was when the page was gone to. */
  readonly seen?: DecisionView | undefined;
}

export function DecisionScreen({ decisionId, seen }: DecisionScreenProps): ReactNode {
  const decision = useMirror(({ decisions }) => decisions.find((each) => each.decisionId === decisionId));
  // Kept while the answer travels: the decision leaves the mirror before the command returns.
  const [shown, setShown] = useState(decision ?? seen);
  if (decision !== undefined && decision !== shown) setShown(decision);
  const [answering, setAnswering] = useState(false);
  const visible = decision ?? (answering ? shown : undefined);
  useAskedAgain(visible === undefined ? shown : undefined);
  if (visible === undefined) {
    return shown?.kind === 'sign_in_wait' ? <SignInEnded was={shown} /> : <NoLongerOpen was={shown} />;
  }
  if (isAgreement(visible)) return <OpenAgreement decision={visible} onAnswering={setAnswering} />;
  return <OpenQuestion decision={visible} onAnswering={setAnswering} />;
}

/** Exchanges the page of a reply that came to nothing for the question that comes back. */
function useAskedAgain(gone: DecisionView | undefined): void {
  const { replace } = useNavigation();
  const nextId = useMirror(({ decisions }) => askedAgain(gone, decisions)?.decisionId);
  useEffect(() => {
    if (nextId !== undefined) replace({ at: 'decision', decisionId: nextId });
  }, [nextId, replace]);
}
