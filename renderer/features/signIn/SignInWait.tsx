/**
 * The browser is open, and Gatehouse waits for it to come back. Nothing has to be said here: it is noticed by itself.
 */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { SignInWaitView } from '../../../app/contract/authorization.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { DecisionPage, DecisionTitle } from '../decisions/DecisionPage.tsx';
import { useEscape } from '../decisions/useEscape.ts';
import { AskerSection } from '../questions/AskerSection.tsx';
import type { QuestionProps } from '../questions/question.ts';

export interface SignInWaitProps extends QuestionProps<SignInWaitView> {
  /** Leaves the page; Gatehouse goes on waiting. */
  readonly onPutAside: () => void;
}

export function SignInWait({ decision, pending, error, onAnswer, onPutAside }: SignInWaitProps): ReactNode {
  const { kind, issuerHost } = decision;
  useEscape(pending ? undefined : onPutAside);
  return (
    <DecisionPage
      foot={
        <div className="gh-decision-buttons">
          <Button
            variant="default"
            size="md"
            loading={pending}
            onClick={() => void onAnswer({ kind, action: 'cancel' })}
          >
            Cancel
          </Button>
          <Button variant="default" size="md" disabled={pending} onClick={onPutAside}>
            Do something else meanwhile
          </Button>
        </div>
      }
    >
      <header>
        <DecisionTitle>
          Waiting for you to sign in at <VisibleText text={issuerHost} /> in your browser
        </DecisionTitle>
        <p className="gh-tight">
          Once you are done there, this page says what came of it. After “Cancel” nothing that the browser brings back
          is used. Meanwhile you find this under Decisions.
        </p>
      </header>
      <AskerSection decision={decision} />
      {error !== undefined && <ErrorAlert error={error} />}
    </DecisionPage>
  );
}
