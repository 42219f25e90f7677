/**
 * Answers a person gives to sampling, and models that do as they are told.
 */
import { onTestFinished } from 'vitest';
import type { DecisionAnswer } from '../../app/contract/decisions.ts';
import type { PromptDecisionView, SamplingBlock } from '../../app/contract/input.ts';
import type { ModelOptions, ModelProvider, ModelReply } from '../../app/ports/modelProvider.ts';
import { MODEL_KEY, MODELS, startModelServer } from './modelServer.ts';
import { startSampling, type SamplingStart } from './startSampling.ts';

export const prompt = (outcome: Extract<DecisionAnswer, { kind: 'sampling_prompt' }>['outcome']): DecisionAnswer => ({
  kind: 'sampling_prompt',
  outcome,
});
export const reply = (outcome: Extract<DecisionAnswer, { kind: 'sampling_reply' }>['outcome']): DecisionAnswer => ({
  kind: 'sampling_reply',
  outcome,
});
export const send = (...content: SamplingBlock[]): DecisionAnswer => reply({ action: 'send', content });
/** With one model of the person's own, which behaves as its name says. */
export async function startWithModel(model: string = MODELS.writes, start: SamplingStart = {}) {
  const server = await startModelServer();
  onTestFinished(() => server.close());
  const started = startSampling(start);
  const { baseUrl } = server;
  const modelId = started.models.add({
    name: 'Mine',
    provider: 'openai_compatible',
    baseUrl,
    model,
    apiKey: MODEL_KEY,
  });
  const agree = (view: PromptDecisionView, change: object = {}): void => {
    const { messages, systemPrompt, maxTokens } = view;
    started.answer(view, prompt({ action: 'ask_model', modelId, messages, systemPrompt, maxTokens, ...change }));
  };
  return { ...started, server, modelId, agree };
}

/** A model that the test writes for. */
export function startWithWrittenModel() {
  const asked: { readonly options: ModelOptions; readonly finish: (reply: ModelReply) => void }[] = [];
  const modelProvider: ModelProvider = {
    generate: (_connection, _request, options) =>
      new Promise((resolve, reject) => {
        asked.push({ options, finish: resolve });
        options.signal.addEventListener('abort', () => reject(options.signal.reason as Error));
      }),
  };
  const started = startSampling({ modelProvider });
  const modelId = started.models.add({ name: 'Mine', provider: 'anthropic', model: 'm' });
  const ask = async () => {
    const view = await started.decision('sampling_prompt');
    started.answer(view, prompt({ action: 'ask_model', modelId, messages: view.messages, maxTokens: view.maxTokens }));
    await started.decision('sampling_reply');
    const [model] = asked.slice(-1);
    if (model === undefined) throw new Error('No model was asked.');
    return { ...model, modelId };
  };
  return { ...started, ask };
}
