/**
 * The agree button's state as time goes by. Starts over when another plan comes on the page.
 */
import { useEffect, useState } from 'react';
import type { LaunchDecisionView } from '../../../app/contract/decisions.ts';
import { agreeState } from './agreeState.ts';
import type { AgreeState } from './agreeState.ts';

const TICK_MS = 100;

export function useAgreeState(decision: LaunchDecisionView, ticked: boolean): AgreeState {
  const [shownAtMs] = useState(() => Date.now());
  const [nowMs, setNowMs] = useState(shownAtMs);
  const { armedAtMs, needsStatement } = decision;
  const state = agreeState({ armedAtMs, shownAtMs, nowMs, needsStatement, ticked });
  const arming = state.kind === 'arming';
  useEffect(() => {
    if (!arming) return undefined;
    const timer = setInterval(() => setNowMs(Date.now()), TICK_MS);
    return () => {
      clearInterval(timer);
    };
  }, [arming]);
  return state;
}
