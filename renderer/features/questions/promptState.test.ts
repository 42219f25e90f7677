import { describe, expect, test } from 'vitest';
import { decisionAnswer } from '../../../app/contract/decisions.ts';
import { modelView } from '../../../app/contract/models.ts';
import { withText } from './editedTexts.ts';
import { examplePrompt } from './exampleQuestions.ts';
import { maxTokensProblem, promptReadiness, startPrompt, textPlace } from './promptState.ts';

const models = ['first', 'second'].map((name) =>
  modelView.parse({
    modelId: `mdl_${name.padEnd(8, '0')}`,
    name,
    provider: 'anthropic',
    model: name,
    hasKey: true,
  }),
);
const view = examplePrompt();
const started = startPrompt(view, models);
const asking = { ...started, way: 'ask_model' } as const;

describe('the way to answer', () => {
  test('is by hand at first, whatever models there are', () => {
    expect(started.way).toBe('by_hand');
    expect(promptReadiness(view, started, models)).toEqual({ kind: 'blocked', by: 'Write an answer to send it' });
    expect(promptReadiness(view, { ...started, text: 'Rain.' }, models)).toEqual({
      kind: 'ready',
      answer: { kind: 'sampling_prompt', outcome: { action: 'by_hand', text: 'Rain.' } },
    });
  });

  test('stays the model after one that failed', () => {
    const problem = { code: 'MODEL_FAILED', message: 'No.', data: {} } as const;
    expect(startPrompt({ ...view, problem }, models).way).toBe('ask_model');
  });

  test.each([
    ['the suggested model', 'mdl_second00', models, 'mdl_second00'],
    ['the only model', undefined, models.slice(0, 1), 'mdl_first000'],
    ['none of several without a suggestion', undefined, models, undefined],
    ['no model that is not there', 'mdl_gone0000', models, undefined],
  ])('offers %s', (_name, suggestedModelId, offered, modelId) => {
    expect(startPrompt({ ...view, suggestedModelId }, offered).modelId).toBe(modelId);
  });

  test('a model that was removed meanwhile is not asked', () => {
    expect(promptReadiness(view, asking, models.slice(0, 1))).toEqual({ kind: 'blocked', by: 'Choose a model' });
  });
});

describe('what a model is asked', () => {
  test('is what the server sent, where nothing was changed', () => {
    expect(promptReadiness(view, asking, models)).toEqual({
      kind: 'ready',
      answer: {
        kind: 'sampling_prompt',
        outcome: {
          action: 'ask_model',
          modelId: 'mdl_second00',
          messages: view.messages,
          systemPrompt: 'You are brief.',
          maxTokens: 800,
        },
      },
    });
  });

  test('is what the person made of it; the rest of a message stays, its _meta too', () => {
    const changed = {
      ...asking,
      texts: withText(asking.texts, textPlace(0, 0), 'And in Ghent?'),
      systemPrompt: '',
      maxTokens: '100',
    };
    const readiness = promptReadiness(view, changed, models);
    const outcome = readiness.kind === 'ready' ? readiness.answer.outcome : undefined;
    expect(outcome).toMatchObject({ maxTokens: 100, messages: [{ content: [{ text: 'And in Ghent?' }] }, {}, {}] });
    expect(outcome).not.toHaveProperty('systemPrompt');
    expect(outcome).toHaveProperty('messages[1]', view.messages[1]);
  });

  test('fits the contract', () => {
    const readiness = promptReadiness(view, asking, models);
    expect(readiness.kind === 'ready' && decisionAnswer.safeParse(readiness.answer).success).toBe(true);
  });

  test('a text that is put back is not changed', () => {
    const texts = withText(withText(new Map(), '0.0', 'x'), '0.0', undefined);
    expect(texts.size).toBe(0);
  });
});

describe('the longest answer (MCP 2026-07-28 client/sampling §Sampling Parameters)', () => {
  test.each([
    ['800', undefined],
    ['1', undefined],
    ['0', 'Enter a whole number of at least 1.'],
    ['', 'Enter a whole number of at least 1.'],
    ['1e3', 'Enter a whole number of at least 1.'],
    ['801', 'The server asks for at most 800.'],
  ])('%s', (typed, problem) => {
    expect(maxTokensProblem(typed, 800)).toBe(problem);
    expect(promptReadiness(view, { ...asking, maxTokens: typed }, models).kind).toBe(
      problem === undefined ? 'ready' : 'blocked',
    );
  });
});
