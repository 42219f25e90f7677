/**
 * One open decision as a page: finds it in the mirror, shows its screen, sends the answer, goes where the answer leads.
 *
 * Leaving by Cancel, Escape or the way back is an answer (cancel). Closing the window is none: the decision goes on
 * waiting in the list.
 */
import { Button } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { LaunchDecisionView } from '../../../app/contract/decisions.ts';
import type { DecisionId } from '../../../app/contract/ids.ts';
import { useMirror } from '../../state/mirror.ts';
import { useCommand } from '../../state/useCommand.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useNavigation } from '../frame/navigation.tsx';
import { HOME } from '../frame/screens.ts';
import { ConsentScreen } from './ConsentScreen.tsx';

export function DecisionScreen({ decisionId }: { readonly decisionId: DecisionId }): ReactNode {
  const decision = useMirror(({ decisions }) => decisions.find((each) => each.decisionId === decisionId));
  // Kept while the answer travels: the decision leaves the mirror before the command returns.
  const [shown, setShown] = useState(decision);
  if (decision !== undefined && decision !== shown) setShown(decision);
  const [answering, setAnswering] = useState(false);
  const visible = decision ?? (answering ? shown : undefined);
  if (visible === undefined) return <AlreadyAnswered />;
  return <OpenDecision decision={visible} onAnswering={setAnswering} />;
}

interface OpenDecisionProps {
  readonly decision: LaunchDecisionView;
  readonly onAnswering: (answering: boolean) => void;
}

function OpenDecision({ decision, onAnswering }: OpenDecisionProps): ReactNode {
  const answer = useCommand('decision.answer');
  const { replace } = useNavigation();
  const { decisionId, digest, installId, serverId } = decision;
  const { run } = answer;

  const send = useCallback(
    async (outcome: 'agree' | 'cancel', statementTicked: boolean): Promise<void> => {
      onAnswering(true);
      const sent = await run({ decisionId, digest, answer: { kind: 'launch', outcome, statementTicked } });
      onAnswering(false);
      if (sent.status === 'failed') return;
      if (outcome === 'cancel') replace(HOME);
      else replace(installId === undefined ? { at: 'server', serverId } : { at: 'install', installId });
    },
    [onAnswering, run, decisionId, digest, installId, serverId, replace],
  );
  useWayBack(
    () => void run({ decisionId, digest, answer: { kind: 'launch', outcome: 'cancel', statementTicked: false } }),
  );

  return (
    <ConsentScreen
      decision={decision}
      pending={answer.status === 'pending'}
      error={answer.status === 'failed' ? answer.error : undefined}
      onAgree={(statementTicked) => void send('agree', statementTicked)}
      onCancel={() => void send('cancel', false)}
    />
  );
}

/** The browser's or the mouse's way back leaves the decision, and leaving it is cancel. */
function useWayBack(onLeave: () => void): void {
  const { onWayBack } = useNavigation();
  const latest = useRef(onLeave);
  useEffect(() => {
    latest.current = onLeave;
  });
  useEffect(() => onWayBack(() => latest.current()), [onWayBack]);
}

function AlreadyAnswered(): ReactNode {
  const { replace } = useNavigation();
  return (
    <EmptyState
      title="This decision is no longer open"
      action={
        <Button
          onClick={() => {
            replace(HOME);
          }}
        >
          Go to the servers
        </Button>
      }
    >
      It was answered or withdrawn, perhaps in another window.
    </EmptyState>
  );
}
