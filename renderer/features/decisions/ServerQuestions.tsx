/**
 * What one server asks the person at this moment, on the server's own screen.
 */
import type { ReactNode } from 'react';
import type { ServerId } from '../../../app/contract/ids.ts';
import { useMirror } from '../../state/mirror.ts';
import { DecisionRow } from './DecisionRow.tsx';
import { oldestFirst } from './decisionWords.ts';
import { isAgreement } from './kinds.ts';
import './decisions.css';

export function ServerQuestions({ serverId }: { readonly serverId: ServerId }): ReactNode {
  const questions = useMirror(({ decisions }) =>
    oldestFirst(decisions.filter((each) => each.serverId === serverId && !isAgreement(each))),
  );
  return (
    // The region stays in the page, so that a screen reader hears when a question comes into it.
    <div role="status" className="gh-server-questions">
      {questions.length > 0 && (
        <ul className="gh-waiting" aria-label="What this server asks you">
          {questions.map((question) => (
            <DecisionRow key={question.decisionId} decision={question} onServerScreen />
          ))}
        </ul>
      )}
    </div>
  );
}
