/**
 * How a person answers a server that asks for a model's answer: by hand, or by one of their models. Pure.
 */
import type { AnswerTo } from '../../../app/contract/decisions.ts';
import type { PromptDecisionView, SamplingMessage } from '../../../app/contract/input.ts';
import type { ModelView } from '../../../app/contract/models.ts';
import { withTexts, type EditedTexts } from './editedTexts.ts';

export interface PromptState {
  readonly way: 'by_hand' | 'ask_model';
  /** The answer by hand. */
  readonly text: string;
  readonly modelId: string | undefined;
  /** As typed. */
  readonly maxTokens: string;
  readonly systemPrompt: string;
  /** Of the messages, by `textPlace`. */
  readonly texts: EditedTexts;
}

/** By hand first: nothing goes to a model unless a person chooses that, or chose it before the model failed. */
export function startPrompt(view: PromptDecisionView, models: readonly ModelView[]): PromptState {
  const suggested = models.find(({ modelId }) => modelId === view.suggestedModelId);
  return {
    way: view.problem === undefined ? 'by_hand' : 'ask_model',
    text: '',
    modelId: (suggested ?? (models.length === 1 ? models[0] : undefined))?.modelId,
    maxTokens: String(view.maxTokens),
    systemPrompt: view.systemPrompt ?? '',
    texts: new Map(),
  };
}

/** Where a text stands in a conversation. */
export function textPlace(message: number, block: number): string {
  return `${message}.${block}`;
}

/** What is wrong with the limit that was typed, in words. MCP 2026-07-28 client/sampling: it is an upper bound. */
export function maxTokensProblem(typed: string, most: number): string | undefined {
  if (!/^\d{1,15}$/.test(typed.trim()) || Number(typed) < 1) return 'Enter a whole number of at least 1.';
  return Number(typed) > most ? `The server asks for at most ${most}.` : undefined;
}

export type PromptReadiness =
  | { readonly kind: 'ready'; readonly answer: AnswerTo<'sampling_prompt'> }
  | { readonly kind: 'blocked'; readonly by: string };

/** The answer as it would go, or what it still lacks. */
export function promptReadiness(
  view: PromptDecisionView,
  state: PromptState,
  models: readonly ModelView[],
): PromptReadiness {
  const { kind } = view;
  if (state.way === 'by_hand') {
    if (state.text.trim() === '') return { kind: 'blocked', by: 'Write an answer to send it' };
    return { kind: 'ready', answer: { kind, outcome: { action: 'by_hand', text: state.text } } };
  }
  const model = models.find(({ modelId }) => modelId === state.modelId);
  if (model === undefined) return { kind: 'blocked', by: 'Choose a model' };
  if (maxTokensProblem(state.maxTokens, view.maxTokens) !== undefined) {
    return { kind: 'blocked', by: 'Correct the longest answer' };
  }
  const outcome = {
    action: 'ask_model',
    modelId: model.modelId,
    messages: editedMessages(view.messages, state.texts),
    // Somebody who empties it wants none.
    ...(state.systemPrompt === '' ? {} : { systemPrompt: state.systemPrompt }),
    maxTokens: Number(state.maxTokens),
  } as const;
  return { kind: 'ready', answer: { kind, outcome } };
}

/** As the person left them; whatever else a block carries stays. */
function editedMessages(messages: readonly SamplingMessage[], texts: EditedTexts): readonly SamplingMessage[] {
  return messages.map((message, index) => ({
    ...message,
    content: withTexts(message.content, texts, (block) => textPlace(index, block)),
  }));
}
