/**
 * What a model would read: the instructions before the conversation, the conversation, and the tools it may name.
 */
import { Accordion, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { PromptDecisionView, SamplingMessage } from '../../../app/contract/input.ts';
import { plural } from '../../ui/formatTime.ts';
import { Quoted } from '../../ui/Quoted.tsx';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { JsonView } from '../calls/JsonView.tsx';
import { EditableText } from './EditableText.tsx';
import { withText } from './editedTexts.ts';
import { textPlace } from './promptState.ts';
import type { PromptState } from './promptState.ts';
import { SamplingBlockView } from './SamplingBlockView.tsx';
import { ROLE_WORDS, TOOL_CHOICE_WORDS } from './samplingWords.ts';

export interface ConversationProps {
  readonly decision: PromptDecisionView;
  readonly state: PromptState;
  /** Absent while nothing goes to a model: there is then nothing to change. */
  readonly onState: ((change: Partial<PromptState>) => void) | undefined;
}

export function Conversation({ decision, state, onState }: ConversationProps): ReactNode {
  const { messages, systemPrompt, tools, toolChoice } = decision;
  return (
    <section className="gh-card" aria-labelledby="conversation-heading">
      <Title order={2} id="conversation-heading">
        What the model would read
      </Title>
      <p className="gh-tight gh-soft">
        All of it was written or put together by the server.
        {onState !== undefined && ' You can change its texts before a model gets them.'}
      </p>
      <ol className="gh-turns">
        {systemPrompt !== undefined && (
          <li className="gh-turn gh-turn-system">
            <h3>Instructions before the conversation</h3>
            <EditableText
              original={systemPrompt}
              edited={state.systemPrompt}
              label="Text of the instructions"
              onEdit={onState && ((text) => onState({ systemPrompt: text ?? systemPrompt }))}
            />
          </li>
        )}
        {messages.map((message, index) => (
          <Message key={index} message={message} number={index} state={state} onState={onState} />
        ))}
      </ol>
      {tools.length > 0 && <OfferedTools tools={tools} toolChoice={toolChoice} />}
    </section>
  );
}

interface MessageProps extends Omit<ConversationProps, 'decision'> {
  readonly message: SamplingMessage;
  /** From 0. */
  readonly number: number;
}

function Message({ message, number, state, onState }: MessageProps): ReactNode {
  return (
    <li className={`gh-turn gh-turn-${message.role}`}>
      <h3>{ROLE_WORDS[message.role]}</h3>
      {message.content.map((block, index) => {
        const place = textPlace(number, index);
        const part = message.content.length > 1 ? `, part ${index + 1}` : '';
        return (
          <SamplingBlockView
            key={place}
            block={block}
            label={`Text of message ${number + 1}${part}`}
            edited={state.texts.get(place)}
            onEdit={onState && ((text) => onState({ texts: withText(state.texts, place, text) }))}
          />
        );
      })}
    </li>
  );
}

function OfferedTools({ tools, toolChoice }: Pick<PromptDecisionView, 'tools' | 'toolChoice'>): ReactNode {
  return (
    <>
      <h3 className="gh-offered-tools">{plural(tools.length, 'tool')} offered to the model</h3>
      <p className="gh-tight gh-soft">
        {TOOL_CHOICE_WORDS[toolChoice]} They are the server’s own; Gatehouse does not run them.
      </p>
      <Accordion variant="contained" multiple mt="xs" order={4}>
        {tools.map((tool, index) => (
          <Accordion.Item key={index} value={String(index)}>
            <Accordion.Control>
              <VisibleText text={tool.name} mono />
            </Accordion.Control>
            <Accordion.Panel>
              <div className="gh-column">
                {tool.description !== undefined && <Quoted by="server" text={tool.description} />}
                <JsonView value={tool.inputSchema} noun="schema of its arguments" />
              </div>
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </>
  );
}
