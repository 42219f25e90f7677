/**
 * How a person answers a server that asks for a model's answer.
 */
import { Radio, Select, Textarea, TextInput, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ModelView } from '../../../app/contract/models.ts';
import { visible } from '../../../app/contract/visibleText.ts';
import { VisibleText } from '../../ui/VisibleText.tsx';
import { maxTokensProblem } from './promptState.ts';
import type { PromptState } from './promptState.ts';
import { PROVIDER_WORDS } from './samplingWords.ts';

export const ANSWER_ID = 'answer-heading';

export interface PromptAnswerProps {
  readonly state: PromptState;
  readonly models: readonly ModelView[];
  /** What the server asks for, tokens. */
  readonly maxTokens: number;
  readonly onState: (change: Partial<PromptState>) => void;
}

export function PromptAnswer(props: PromptAnswerProps): ReactNode {
  const { state, models, onState } = props;
  return (
    <section className="gh-card" aria-labelledby={ANSWER_ID}>
      <Title order={2} id={ANSWER_ID} tabIndex={-1}>
        Your answer
      </Title>
      <Radio.Group
        aria-labelledby={ANSWER_ID}
        value={state.way}
        onChange={(way) => onState({ way: way === 'ask_model' ? 'ask_model' : 'by_hand' })}
      >
        <div className="gh-options gh-answer-ways">
          <Radio
            value="by_hand"
            label="Answer by hand"
            description="You write what the server gets. Nothing is sent to a model."
          />
          <Radio
            value="ask_model"
            label="Ask a model"
            disabled={models.length === 0}
            description={
              models.length === 0
                ? 'You have no model yet. You can connect one in Settings.'
                : 'One of your models reads what stands above. You see its answer before the server gets it.'
            }
          />
        </div>
      </Radio.Group>
      {state.way === 'by_hand' ? <ByHand state={state} onState={onState} /> : <AskModel {...props} />}
    </section>
  );
}

function ByHand({ state, onState }: Pick<PromptAnswerProps, 'state' | 'onState'>): ReactNode {
  return (
    <Textarea
      label="What the server gets"
      value={state.text}
      autosize
      minRows={4}
      maxRows={16}
      onChange={(event) => onState({ text: event.currentTarget.value })}
    />
  );
}

function AskModel({ state, models, maxTokens, onState }: PromptAnswerProps): ReactNode {
  const model = models.find(({ modelId }) => modelId === state.modelId);
  return (
    <div className="gh-form">
      <Select
        label="Model"
        placeholder="Choose a model"
        data={models.map(({ modelId, name }) => ({ value: modelId, label: visible(name) }))}
        value={model?.modelId ?? null}
        onChange={(modelId) => onState({ modelId: modelId ?? undefined })}
        allowDeselect={false}
        comboboxProps={{ shadow: 'md' }}
        searchable={models.length > 8}
        maw="32rem"
      />
      {model !== undefined && <GoesTo model={model} />}
      <TextInput
        label="Longest answer, in tokens"
        description={`Up to ${maxTokens}, which the server asks for.`}
        inputMode="numeric"
        autoComplete="off"
        value={state.maxTokens}
        error={maxTokensProblem(state.maxTokens, maxTokens)}
        onChange={(event) => onState({ maxTokens: event.currentTarget.value })}
        maw="14rem"
      />
    </div>
  );
}

function GoesTo({ model }: { readonly model: ModelView }): ReactNode {
  return (
    <p className="gh-tight">
      Everything above goes to the model <VisibleText text={model.model} mono /> at{' '}
      {model.baseUrl === undefined ? PROVIDER_WORDS[model.provider] : <VisibleText text={model.baseUrl} mono />}
      {model.hasKey ? '.' : ', without a key.'}
    </p>
  );
}
