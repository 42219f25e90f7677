/**
 * An address was opened and a call of the server waits until the person has finished there. Only they can say so.
 */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { WaitDecisionView } from '../../../app/contract/input.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { ArmedButton } from '../decisions/ArmedButton.tsx';
import { DecisionPage, DecisionTitle } from '../decisions/DecisionPage.tsx';
import { useEscape } from '../decisions/useEscape.ts';
import { AskerSection } from './AskerSection.tsx';
import type { QuestionProps } from './question.ts';

export interface WaitQuestionProps extends QuestionProps<WaitDecisionView> {
  /** Leaves the page; the server goes on waiting. */
  readonly onPutAside: () => void;
}

export function WaitQuestion(props: WaitQuestionProps): ReactNode {
  const { decision, pending, error, onAnswer, onPutAside } = props;
  const { kind, host, message } = decision;
  useEscape(pending ? undefined : onPutAside);
  return (
    <DecisionPage
      foot={
        <div className="gh-decision-buttons">
          <div className="gh-decision-ends">
            <Button
              variant="default"
              size="md"
              disabled={pending}
              onClick={() => void onAnswer({ kind, action: 'cancel' })}
            >
              Cancel
            </Button>
            <Button variant="default" size="md" disabled={pending} onClick={onPutAside}>
              Do something else meanwhile
            </Button>
          </div>
          <ArmedButton verb="say so" pending={pending} onPress={() => void onAnswer({ kind, action: 'finished' })}>
            I have finished
          </ArmedButton>
        </div>
      }
    >
      <header>
        <DecisionTitle>
          Waiting for you to finish at <VisibleText text={host} />
        </DecisionTitle>
        <p className="gh-tight">
          The address is open in your browser. Once you have finished there, say so here, and the server’s work goes on.
          To cancel ends that work. Meanwhile you find this under Decisions.
        </p>
      </header>
      <AskerSection decision={decision} message={message} />
      {error !== undefined && <ErrorAlert error={error} />}
    </DecisionPage>
  );
}
