/**
 * What a server asks while one of its calls runs, beside that call: it can't go on before the answer.
 */
import { Button } from '@mantine/core';
import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';
import type { CallView } from '../../../app/contract/calls.ts';
import type { DecisionView } from '../../../app/contract/decisions.ts';
import { useMirror } from '../../state/mirror.ts';
import { QuotedName } from '../../ui/QuotedName.tsx';
import { useNavigation } from '../frame/navigation.tsx';
import { asksWords, oldestFirst } from './decisionWords.ts';
import { isAgreement } from './kinds.ts';
import './decisions.css';

export function CallQuestions({ call }: { readonly call: CallView }): ReactNode {
  const { serverId, toolName } = call;
  const questions = useMirror(({ decisions }) =>
    oldestFirst(
      decisions.filter(
        (each) => !isAgreement(each) && each.serverId === serverId && each.duringTools.includes(toolName),
      ),
    ),
  );
  const region = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (questions.length > 0) region.current?.scrollIntoView({ block: 'nearest' });
  }, [questions.length]);
  return (
    <div ref={region} role="status">
      {questions.map((question) => (
        <QuestionLine key={question.decisionId} question={question} />
      ))}
    </div>
  );
}

function QuestionLine({ question }: { readonly question: DecisionView }): ReactNode {
  const { go } = useNavigation();
  const id = useId();
  const { decisionId, serverName } = question;
  return (
    <div className="gh-call-question">
      <p id={id}>
        <QuotedName name={serverName} /> {asksWords(question)}
      </p>
      <Button size="xs" aria-describedby={id} onClick={() => go({ at: 'decision', decisionId })}>
        Read and answer
      </Button>
    </div>
  );
}
