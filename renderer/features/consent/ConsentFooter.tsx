/**
 * The answer: cancel, or agree and run.
 *
 * There is no form and no default button. Enter and Space agree only on the agree button itself, which a person has to
 * move to, after it is armed and, where there is danger, after a tick. The host checks all of this again.
 */
import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { LaunchDecisionView } from '../../../app/contract/decisions.ts';
import type { AgreeState } from './agreeState.ts';
import { useAgreeState } from './useAgreeState.ts';

export interface ConsentFooterProps {
  readonly decision: LaunchDecisionView;
  readonly pending: boolean;
  readonly onAgree: (statementTicked: boolean) => void;
  readonly onCancel: () => void;
}

export function ConsentFooter({ decision, pending, onAgree, onCancel }: ConsentFooterProps): ReactNode {
  const [ticked, setTicked] = useState(false);
  const state = useAgreeState(decision, ticked);
  return (
    <footer className="gh-consent-foot">
      <div className="gh-consent-foot-inner">
        {decision.needsStatement && (
          <Checkbox
            className="gh-statement"
            checked={ticked}
            onChange={(event) => setTicked(event.currentTarget.checked)}
            disabled={pending}
            label="I have read the warnings above and want to run this anyway"
          />
        )}
        <div className="gh-consent-buttons">
          <Button variant="default" size="md" disabled={pending} onClick={onCancel}>
            Cancel
          </Button>
          <span className="gh-soft gh-agree-hint">{hintFor(state)}</span>
          <Button
            size="md"
            disabled={state.kind !== 'ready'}
            loading={pending}
            onClick={() => {
              onAgree(ticked);
            }}
          >
            Agree and run
          </Button>
        </div>
      </div>
    </footer>
  );
}

function hintFor(state: AgreeState): string {
  switch (state.kind) {
    case 'arming':
      return `You can agree in ${state.seconds} s`;
    case 'needs_statement':
      return 'Tick the statement to agree';
    case 'ready':
      return '';
  }
}
