/**
 * Words for models and their providers.
 */
import type { ModelDefinition, ModelView } from '../../../app/contract/models.ts';

interface ProviderWords {
  readonly title: string;
  readonly text: string;
  readonly address: string;
}

export const PROVIDER_WORDS: Readonly<Record<ModelDefinition['provider'], ProviderWords>> = {
  openai_compatible: {
    title: 'OpenAI or compatible',
    text: 'Most providers, and programs on this computer such as Ollama or LM Studio.',
    address:
      'From the provider’s instructions, for example https://api.openai.com/v1, or http://127.0.0.1:11434/v1 for Ollama on this computer.',
  },
  anthropic: {
    title: 'Anthropic',
    text: 'The models named Claude.',
    address: 'Leave it empty for Anthropic itself.',
  },
};

/** Where a model is asked. */
export function placeWords({ provider, baseUrl }: Pick<ModelView, 'provider' | 'baseUrl'>): string {
  return baseUrl ?? `${PROVIDER_WORDS[provider].title}’s own address`;
}
