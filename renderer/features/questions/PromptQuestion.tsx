/**
 * A server asks for a language model's answer: what the model would read, and how the person answers instead of it or
 * through it. MCP 2025-11-25 client/sampling: the person sees and can change the prompt, and can say no.
 */
import { Anchor } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { PromptDecisionView } from '../../../app/contract/input.ts';
import { useMirror } from '../../state/mirror.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { QuotedName } from '../../ui/QuotedName.tsx';
import { showElement } from '../../ui/showElement.ts';
import { ArmedButton } from '../decisions/ArmedButton.tsx';
import { DecisionPage, DecisionTitle } from '../decisions/DecisionPage.tsx';
import { AskerSection } from './AskerSection.tsx';
import { Conversation } from './Conversation.tsx';
import { LimitsSection } from './LimitsSection.tsx';
import { ANSWER_ID, PromptAnswer } from './PromptAnswer.tsx';
import { promptReadiness, startPrompt } from './promptState.ts';
import type { PromptState } from './promptState.ts';
import type { QuestionProps } from './question.ts';
import { QuestionFoot } from './QuestionFoot.tsx';

export function PromptQuestion({ decision, pending, error, onAnswer }: QuestionProps<PromptDecisionView>): ReactNode {
  const { kind, serverName, maxTokens, problem } = decision;
  const models = useMirror((mirror) => mirror.models);
  const [state, setState] = useState(() => startPrompt(decision, models));
  const [isTouched, setTouched] = useState(false);
  const readiness = promptReadiness(decision, state, models);
  const asksModel = state.way === 'ask_model';
  const change = (changed: Partial<PromptState>): void => {
    setTouched(true);
    setState((now) => ({ ...now, ...changed }));
  };
  return (
    <DecisionPage
      foot={
        <QuestionFoot
          pending={pending}
          hasInput={isTouched}
          onLeave={() => void onAnswer({ kind, outcome: { action: 'cancel' } })}
          onDecline={() => void onAnswer({ kind, outcome: { action: 'decline' } })}
        >
          <ArmedButton
            key={state.way}
            verb={asksModel ? 'ask' : 'send'}
            blockedBy={readiness.kind === 'blocked' ? readiness.by : undefined}
            pending={pending}
            onPress={() => readiness.kind === 'ready' && void onAnswer(readiness.answer)}
          >
            {asksModel ? 'Ask the model' : 'Send my answer'}
          </ArmedButton>
        </QuestionFoot>
      }
    >
      <header>
        <DecisionTitle>
          <QuotedName name={serverName} /> asks for a language model’s answer
        </DecisionTitle>
        <p className="gh-tight">
          The server wants a language model to read a conversation and to write the next message. Nothing has been sent
          to a model, and nothing goes to the server before you have seen it.
        </p>
        <Anchor component="button" type="button" mt="xs" onClick={() => showElement(ANSWER_ID)}>
          Go to your answer
        </Anchor>
      </header>
      {problem !== undefined && <ErrorAlert error={problem} />}
      <AskerSection decision={decision} />
      <Conversation decision={decision} state={state} onState={asksModel ? change : undefined} />
      <LimitsSection decision={decision} />
      <PromptAnswer state={state} models={models} maxTokens={maxTokens} onState={change} />
      {error !== undefined && <ErrorAlert error={error} />}
    </DecisionPage>
  );
}
