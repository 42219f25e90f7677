/**
 * A decision to run or to connect: sends the answer, and goes where it leads.
 */
import { useCallback } from 'react';
import type { ReactNode } from 'react';
import type { AgreementView } from '../../../app/contract/decisions.ts';
import { useCommand } from '../../state/useCommand.ts';
import { ConsentScreen } from '../consent/ConsentScreen.tsx';
import { useNavigation } from '../frame/navigation.tsx';
import { HOME } from '../frame/screens.ts';
import { useWayBack } from './useWayBack.ts';

export interface OpenAgreementProps {
  readonly decision: AgreementView;
  readonly onAnswering: (answering: boolean) => void;
}

export function OpenAgreement({ decision, onAnswering }: OpenAgreementProps): ReactNode {
  const answer = useCommand('decision.answer');
  const { replace } = useNavigation();
  const { kind, decisionId, digest, serverId } = decision;
  const installId = decision.kind === 'launch' ? decision.installId : undefined;
  const { run } = answer;

  const send = useCallback(
    async (outcome: 'agree' | 'cancel', statementTicked: boolean): Promise<void> => {
      onAnswering(true);
      const sent = await run({ decisionId, digest, answer: { kind, outcome, statementTicked } });
      onAnswering(false);
      if (sent.status === 'failed') return;
      if (outcome === 'cancel') replace(HOME);
      else replace(installId === undefined ? { at: 'server', serverId } : { at: 'install', installId });
    },
    [onAnswering, run, decisionId, digest, kind, installId, serverId, replace],
  );
  useWayBack(() => void run({ decisionId, digest, answer: { kind, outcome: 'cancel', statementTicked: false } }));

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
