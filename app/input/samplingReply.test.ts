import { describe, expect, test } from 'vitest';
import { MODELS } from '../../main/testing/modelServer.ts';
import { reply, send, startWithModel, startWithWrittenModel } from '../../main/testing/samplingModels.ts';
import { waitUntil } from '../../main/testing/waiting.ts';
import type { DecisionView } from '../contract/decisions.ts';

const wireError = (code: number, message?: string): unknown =>
  expect.objectContaining(message === undefined ? { code } : { code, message });
const appError = (code: string): unknown => expect.objectContaining({ code });

describe('an answer that is being written', () => {
  test('grows before the person’s eyes, ten times a second', async () => {
    const { sample, ask, clock, decision, events } = startWithWrittenModel();
    void sample();
    const { options, finish } = await ask();
    const shown = (): string[] =>
      events.flatMap((event) =>
        event.type === 'decision.changed' && event.decision.kind === 'sampling_reply' ? [textOf(event.decision)] : [],
      );
    options.onText('P');
    options.onText('Pa');
    options.onText('Par');
    expect(shown()).toEqual(['', 'P']);
    clock.advance(99);
    expect(shown()).toEqual(['', 'P']);
    clock.advance(1);
    expect(shown()).toEqual(['', 'P', 'Par']);
    options.onText('Paris');
    finish({ content: [{ type: 'text', text: 'Paris.' }], stopReason: 'endTurn' });
    await decision('sampling_reply', ({ state }) => state === 'ready');
    clock.advance(1_000);
    expect(shown()).toEqual(['', 'P', 'Par', 'Paris.']);
  });

  test('can be turned down at any moment, though it has grown since, and then the model stops', async () => {
    const { sample, ask, clock, decision, answer, records } = startWithWrittenModel();
    const sampled = sample();
    const { options } = await ask();
    const seen = await decision('sampling_reply');
    options.onText('Paris');
    clock.advance(1_000);
    answer(seen, reply({ action: 'decline' }));
    await expect(sampled).rejects.toThrow(wireError(-1));
    expect(options.signal.aborted).toBe(true);
    await waitUntil('the record of the model ends', () => records().at(-1)?.kind === 'model.request');
    expect(records().at(-1)).toMatchObject({ outcome: 'cancelled' });
  });

  test('can’t be sent before it is whole, and what was seen before is not agreed to then', async () => {
    const { sample, ask, decision, answer } = startWithWrittenModel();
    void sample();
    const { options, finish } = await ask();
    options.onText('Par');
    const growing = await decision('sampling_reply');
    expect(() => answer(growing, send(...growing.content))).toThrow(appError('DECISION_ANSWER_INVALID'));
    finish({ content: [{ type: 'text', text: 'Paris.' }], stopReason: 'endTurn' });
    const whole = await decision('sampling_reply', ({ state }) => state === 'ready');
    expect(() => answer(growing, send(...whole.content))).toThrow(appError('DECISION_STALE'));
  });

  test('is stopped when the server takes its request back', async () => {
    const { sample, ask, desk } = startWithWrittenModel();
    const controller = new AbortController();
    const sampled = sample({}, { signal: controller.signal });
    const { options } = await ask();
    controller.abort();
    await expect(sampled).rejects.toThrow(wireError(-1, 'The sampling request was withdrawn'));
    expect([options.signal.aborted, desk.list()]).toEqual([true, []]);
  });

  test('is given up when nobody comes', async () => {
    const { sample, ask, clock } = startWithWrittenModel();
    const sampled = sample();
    const { options } = await ask();
    clock.advance(15 * 60_000);
    await expect(sampled).rejects.toThrow(wireError(-1, 'Nobody answered the sampling request in time'));
    expect(options.signal.aborted).toBe(true);
  });

  test('reaches the provider: a model that writes for ever is hung up on', async () => {
    const { sample, decision, agree, answer, server } = await startWithModel(MODELS.endless);
    const sampled = sample();
    agree(await decision('sampling_prompt'));
    answer(await decision('sampling_reply', ({ content }) => content.length > 0), reply({ action: 'decline' }));
    await expect(sampled).rejects.toThrow(wireError(-1));
    await waitUntil('the provider sees that nobody reads', () => server.abandoned === 1);
  });
});

function textOf({ content }: Extract<DecisionView, { kind: 'sampling_reply' }>): string {
  return content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('');
}
