/**
 * What a model answered for a server, before the server gets it: grows while the model writes, then can be changed.
 */
import { Loader, Title } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { ReplyDecisionView } from '../../../app/contract/input.ts';
import { ErrorAlert } from '../../ui/ErrorAlert.tsx';
import { QuotedName } from '../../ui/QuotedName.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { ArmedButton } from '../decisions/ArmedButton.tsx';
import { DecisionPage, DecisionTitle } from '../decisions/DecisionPage.tsx';
import { AskerSection } from './AskerSection.tsx';
import { withText, withTexts } from './editedTexts.ts';
import type { EditedTexts } from './editedTexts.ts';
import type { QuestionProps } from './question.ts';
import { QuestionFoot } from './QuestionFoot.tsx';
import { SamplingBlockView } from './SamplingBlockView.tsx';
import { stopWords } from './samplingWords.ts';

export function ReplyQuestion({ decision, pending, error, onAnswer }: QuestionProps<ReplyDecisionView>): ReactNode {
  const { kind, serverName, modelName, state, content, digest } = decision;
  const [texts, setTexts] = useState<EditedTexts>(new Map());
  const isReady = state === 'ready';
  return (
    <DecisionPage
      foot={
        <QuestionFoot
          pending={pending}
          hasInput={texts.size > 0}
          onLeave={() => void onAnswer({ kind, outcome: { action: 'cancel' } })}
          onDecline={() => void onAnswer({ kind, outcome: { action: 'decline' } })}
        >
          <ArmedButton
            key={isReady ? digest : state}
            verb="send"
            blockedBy={isReady ? undefined : 'The model is still writing'}
            pending={pending}
            onPress={() =>
              void onAnswer({ kind, outcome: { action: 'send', content: withTexts(content, texts, String) } })
            }
          >
            Send to the server
          </ArmedButton>
        </QuestionFoot>
      }
    >
      <header>
        <DecisionTitle>
          {isReady ? 'Send this answer to' : 'A model is answering'} <QuotedName name={serverName} />
          {isReady && '?'}
        </DecisionTitle>
        <p className="gh-tight">
          <VisibleText text={modelName} /> {isReady ? 'wrote it.' : 'is writing it.'} The server gets nothing until you
          send it.
        </p>
      </header>
      <AskerSection decision={decision} />
      <Reply decision={decision} texts={texts} onTexts={setTexts} />
      {error !== undefined && <ErrorAlert error={error} />}
    </DecisionPage>
  );
}

interface ReplyProps {
  readonly decision: ReplyDecisionView;
  readonly texts: EditedTexts;
  readonly onTexts: (texts: EditedTexts) => void;
}

function Reply({ decision, texts, onTexts }: ReplyProps): ReactNode {
  const isReady = decision.state === 'ready';
  return (
    <section className="gh-card" aria-labelledby="reply-heading">
      <Title order={2} id="reply-heading">
        What the server would get
      </Title>
      <div role="status" className="gh-tight gh-soft">
        {isReady ? (
          'The model has finished. You can change the text before it goes.'
        ) : (
          <>
            <Loader size="xs" aria-hidden className="gh-inline-icon" /> The model is writing…
          </>
        )}
      </div>
      <ol className="gh-turns">
        {decision.content.map((block, index) => (
          <li key={index} className="gh-turn gh-turn-assistant">
            <SamplingBlockView
              block={block}
              label={`Text of part ${index + 1}`}
              edited={texts.get(String(index))}
              onEdit={isReady ? (text) => onTexts(withText(texts, String(index), text)) : undefined}
            />
          </li>
        ))}
      </ol>
      {isReady && <HowItEnded decision={decision} />}
    </section>
  );
}

function HowItEnded({ decision: { stopReason, outputTokens } }: { readonly decision: ReplyDecisionView }): ReactNode {
  const words = stopReason === undefined ? undefined : stopWords(stopReason);
  return (
    <dl className="gh-facts gh-limit-facts">
      {stopReason !== undefined && (
        <>
          <dt>Why it stopped</dt>
          <dd>{words ?? <VisibleText text={stopReason} mono />}</dd>
        </>
      )}
      {outputTokens !== undefined && (
        <>
          <dt>Length</dt>
          <dd>{outputTokens.toLocaleString()} tokens</dd>
        </>
      )}
    </dl>
  );
}
