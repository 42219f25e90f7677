/**
 * Words about what a server asks of a model, and about what the model answered.
 */
import type { PromptDecisionView, SamplingMessage } from '../../../app/contract/input.ts';
import type { ModelView } from '../../../app/contract/models.ts';

export const ROLE_WORDS: Readonly<Record<SamplingMessage['role'], string>> = {
  user: 'To the model',
  assistant: 'From the model, as the server tells it',
};

export const TOOL_CHOICE_WORDS: Readonly<Record<PromptDecisionView['toolChoice'], string>> = {
  auto: 'The model may ask the server to use them.',
  required: 'The model has to ask the server to use at least one.',
  none: 'The model may not use them this time.',
};

/** Where a conversation goes when a model is asked, if the model has no address of its own. */
export const PROVIDER_WORDS: Readonly<Record<ModelView['provider'], string>> = {
  anthropic: 'Anthropic’s own address',
  openai_compatible: 'its provider’s own address',
};

const STOP_WORDS: Readonly<Record<string, string>> = {
  endTurn: 'It had said everything.',
  stopSequence: 'It came to a word at which the server wants it to stop.',
  maxTokens: 'It reached the longest answer that is allowed, so it may be cut off.',
  toolUse: 'It wants the server to use a tool first.',
};

/** Why a model stopped; `undefined` for a reason of its provider's own, which is shown as it is. */
export function stopWords(stopReason: string): string | undefined {
  return Object.hasOwn(STOP_WORDS, stopReason) ? STOP_WORDS[stopReason] : undefined;
}
