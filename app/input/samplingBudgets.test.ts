import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { INPUT_TOKENS, OUTPUT_TOKENS } from '../../main/testing/modelWire.ts';
import { prompt, reply, send, startWithModel, startWithWrittenModel } from '../../main/testing/samplingModels.ts';
import { startSampling } from '../../main/testing/startSampling.ts';

const use = { type: 'tool_use', id: 'a', name: 'get_weather', input: { city: 'Paris' } } as const;
const result = { type: 'tool_result', toolUseId: 'a', content: [{ type: 'text', text: '18 °C' }] } as const;
const round = [
  { role: 'assistant' as const, content: [use] },
  { role: 'user' as const, content: [{ ...result, content: [...result.content] }] },
];

const wireError = (code: number, message?: string): unknown =>
  expect.objectContaining(message === undefined ? { code } : { code, message });

describe('the budget of a server (MCP 2025-11-25 client/sampling §Security Considerations)', () => {
  const spent = /^A request for a model was refused without asking you: /;

  test('of requests is for a rolling hour, and past it there is no question', async () => {
    const { sample, decision, answer, clock, desk, log } = startSampling();
    const askAndAnswer = async (): Promise<void> => {
      const sampled = sample({}, { limits: { maxRequestsPerHour: 2 } });
      sampled.catch(() => undefined);
      answer(await decision('sampling_prompt'), prompt({ action: 'by_hand', text: 'Paris.' }));
      await sampled;
    };
    await askAndAnswer();
    clock.advance(30 * 60_000);
    await askAndAnswer();
    await expect(sample({}, { limits: { maxRequestsPerHour: 2 } })).rejects.toThrow(wireError(-32603));
    expect([desk.list(), log]).toEqual([[], [expect.stringMatching(spent)]]);
    clock.advance(30 * 60_000);
    await askAndAnswer();
  });

  test('of tokens counts what models say they took', async () => {
    const { sample, decision, agree, answer } = await startWithModel();
    const sampled = sample();
    agree(await decision('sampling_prompt'));
    const answered = await decision('sampling_reply', ({ state }) => state === 'ready');
    answer(answered, send(...answered.content));
    await sampled;
    const tokens = INPUT_TOKENS + OUTPUT_TOKENS;
    await expect(sample({}, { limits: { maxTokensPerHour: tokens } })).rejects.toThrow(wireError(-32603));
    void sample({}, { limits: { maxTokensPerHour: tokens + 3 } });
    // No more is asked for than is left.
    expect(await decision('sampling_prompt')).toMatchObject({ maxTokens: 3, budget: { tokens, requests: 2 } });
  });

  test('is reserved while a model writes, so that requests side by side can’t overspend', async () => {
    const { sample, ask, decision } = startWithWrittenModel();
    void sample({ maxTokens: 600 });
    const { finish } = await ask();
    void sample({ maxTokens: 600 });
    expect((await decision('sampling_prompt')).maxTokens).toBe(400);
    finish({ content: [], stopReason: 'endTurn', inputTokens: 1, outputTokens: 1 });
    await decision('sampling_reply', ({ state }) => state === 'ready');
    void sample({ maxTokens: 600 });
    expect((await decision('sampling_prompt', ({ maxTokens }) => maxTokens === 600)).budget.tokens).toBe(2);
  });

  test('may be used up between a question and its answer, and then no model is asked', async () => {
    const { sample, ask, decision, answer, log } = startWithWrittenModel();
    void sample({ maxTokens: 1_000 });
    const late = sample({ maxTokens: 1_000 });
    const { modelId } = await ask();
    const view = await decision('sampling_prompt');
    answer(view, prompt({ action: 'ask_model', modelId, messages: view.messages, maxTokens: 1_000 }));
    await expect(late).rejects.toThrow(wireError(-32603, 'The budget for sampling is used up'));
    expect(log).toEqual(['No model was asked: the server has used as many tokens as it may within an hour.']);
  });

  test('estimates what a model took that doesn’t say, also of an answer that was turned down', async () => {
    const { sample, ask, decision, answer } = startWithWrittenModel();
    const sampled = sample();
    const { options } = await ask();
    options.onText('x'.repeat(400));
    answer(await decision('sampling_reply'), reply({ action: 'decline' }));
    await expect(sampled).rejects.toThrow(wireError(-1));
    await delay(0); // Lets the model's end settle.
    void sample();
    expect((await decision('sampling_prompt')).budget.tokens).toBeGreaterThan(100);
  });

  test('ends a loop of tools, and shows its rounds before', async () => {
    const { sample, decision, log } = startSampling();
    const question = { role: 'user' as const, content: { type: 'text' as const, text: 'Weather?' } };
    void sample({ messages: [question, ...round, ...round] });
    expect((await decision('sampling_prompt')).budget).toMatchObject({ rounds: 2, maxRounds: 2 });
    await expect(sample({ messages: [question, ...round, ...round, ...round] })).rejects.toThrow(wireError(-32603));
    expect(log).toEqual([expect.stringMatching(spent)]);
  });

  test('is forgotten with the server', async () => {
    const { sample, sampling, asker, desk } = startSampling();
    void sample({}, { limits: { maxRequestsPerHour: 1 } });
    sampling.forget(asker.serverId);
    void sample({}, { limits: { maxRequestsPerHour: 1 } });
    expect(desk.list()).toHaveLength(2);
  });
});
