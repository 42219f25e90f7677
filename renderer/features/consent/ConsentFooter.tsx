/**
 * The answer: cancel, or agree and run or connect.
 *
 * There is no form and no default button. Enter and Space agree only on the agree button itself, which a person has to
 * move to, after it is armed and, where there is danger, after a tick. The host checks all of this again.
 */
import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { AgreementView } from '../../../app/contract/decisions.ts';
import { ArmedButton } from '../decisions/ArmedButton.tsx';

export interface ConsentFooterProps {
  readonly decision: AgreementView;
  readonly pending: boolean;
  readonly onAgree: (statementTicked: boolean) => void;
  readonly onCancel: () => void;
}

const WORDS: Readonly<Record<AgreementView['kind'], { readonly agree: string; readonly statement: string }>> = {
  launch: { agree: 'Agree and run', statement: 'I have read the warnings above and want to run this anyway' },
  connect: { agree: 'Agree and connect', statement: 'I have read the warnings above and want to connect anyway' },
};

export function ConsentFooter({ decision, pending, onAgree, onCancel }: ConsentFooterProps): ReactNode {
  const [ticked, setTicked] = useState(false);
  const { agree, statement } = WORDS[decision.kind];
  const { needsStatement, armedAtMs } = decision;
  return (
    <>
      {needsStatement && (
        <Checkbox
          className="gh-statement"
          checked={ticked}
          onChange={(event) => setTicked(event.currentTarget.checked)}
          disabled={pending}
          label={statement}
        />
      )}
      <div className="gh-decision-buttons">
        <Button variant="default" size="md" disabled={pending} onClick={onCancel}>
          Cancel
        </Button>
        <ArmedButton
          armedAtMs={armedAtMs}
          verb="agree"
          blockedBy={needsStatement && !ticked ? 'Tick the statement to agree' : undefined}
          pending={pending}
          onPress={() => onAgree(ticked)}
        >
          {agree}
        </ArmedButton>
      </div>
    </>
  );
}
