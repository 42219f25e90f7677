/**
 * The foot of a question's page: to leave it, to decline it, and, on the other side, what goes on.
 */
import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useEscape } from '../decisions/useEscape.ts';

export interface QuestionFootProps {
  readonly pending: boolean;
  /** Something was entered: the first Escape only says that it would be lost. */
  readonly hasInput: boolean;
  readonly onLeave: () => void;
  readonly onDecline: () => void;
  /** What the two ways out mean, where that is something else than for a server's question. Ours, never data. */
  readonly endsWords?: string;
  /** Above the buttons, such as a statement to tick. */
  readonly above?: ReactNode;
  /** The buttons that go on. */
  readonly children: ReactNode;
}

/** How long a second Escape counts as one, milliseconds. Choice: long enough to read the words. */
const SECOND_ESCAPE_MS = 5_000;

const ENDS_WORDS = '“Leave it” gives no answer. “Decline” tells the server that you said no.';

export function QuestionFoot(props: QuestionFootProps): ReactNode {
  const { pending, hasInput, onLeave, onDecline, endsWords = ENDS_WORDS, above, children } = props;
  const [isWarned, setWarned] = useState(false);
  useEscape(pending ? undefined : () => (hasInput && !isWarned ? setWarned(true) : onLeave()));
  useEffect(() => {
    if (!isWarned) return undefined;
    const timer = setTimeout(() => setWarned(false), SECOND_ESCAPE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [isWarned]);
  return (
    <>
      {above}
      <p className="gh-tight gh-soft gh-ends" role="status">
        {isWarned ? 'Press Escape again to leave this without an answer. What you entered is not kept.' : endsWords}
      </p>
      <div className="gh-decision-buttons">
        <div className="gh-decision-ends">
          <Button variant="default" size="md" disabled={pending} onClick={onLeave}>
            Leave it
          </Button>
          <Button variant="default" size="md" disabled={pending} onClick={onDecline}>
            Decline
          </Button>
        </div>
        {children}
      </div>
    </>
  );
}
