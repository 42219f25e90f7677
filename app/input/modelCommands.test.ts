import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createSecretStore } from '../../main/adapters/secretStore.ts';
import { MODEL_KEY, MODELS, startModelServer } from '../../main/testing/modelServer.ts';
import { startSampling } from '../../main/testing/startSampling.ts';
import { temporaryFolder } from '../../main/testing/temporaryFolder.ts';
import { commands } from '../contract/commands.ts';
import { toErrorView } from '../contract/errors.ts';
import { hostEvent } from '../contract/events.ts';
import type { ModelDefinition } from '../contract/models.ts';
import type { ModelProvider } from '../ports/modelProvider.ts';
import { TEST_LIMIT_MS } from './modelCommands.ts';

async function start(model: string = MODELS.writes) {
  const server = await startModelServer();
  onTestFinished(() => server.close());
  const { baseUrl } = server;
  const definition: ModelDefinition = {
    name: 'Mine',
    provider: 'openai_compatible',
    baseUrl,
    model,
    apiKey: MODEL_KEY,
  };
  return { server, definition, ...startSampling() };
}

const codeOf = (code: string): unknown => expect.objectContaining({ code });

describe('a test of a model', () => {
  test('asks for a word with what is typed, before anything is stored', async () => {
    const { definition, handlers, server, models, records } = await start();
    const result = commands['model.test'].result.parse(await handlers['model.test']({ definition }));
    expect(result.answer).toBe('Paris is the capital of France.');
    expect([server.received.length, models.views()]).toEqual([1, []]);
    expect(records()).toMatchObject([
      { kind: 'model.request', phase: 'begun', subject: 'models', label: 'Mine' },
      { kind: 'model.request', phase: 'ended', outcome: 'complete' },
    ]);
  });

  test('uses the stored key where none is typed', async () => {
    const { definition, handlers, server } = await start();
    const { modelId } = await handlers['model.add']({ definition });
    const { apiKey: _key, ...edited } = { ...definition, name: 'Mine, renamed' };
    await handlers['model.test']({ definition: edited, modelId });
    expect(server.received.at(-1)?.headers.authorization).toBe(`Bearer ${MODEL_KEY}`);
    await expect(handlers['model.test']({ definition: edited })).rejects.toThrow(codeOf('MODEL_UNAUTHORIZED'));
  });

  test('sends a stored key to no other place, whatever a page asks for (S9)', async () => {
    const { definition, handlers } = await start();
    const other = await startModelServer();
    onTestFinished(() => other.close());
    const { modelId } = await handlers['model.add']({ definition });
    const { apiKey: _key, ...elsewhere } = { ...definition, baseUrl: other.baseUrl };
    await expect(handlers['model.test']({ definition: elsewhere, modelId })).rejects.toThrow(
      codeOf('MODEL_UNAUTHORIZED'),
    );
    expect(other.received.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  test.each([
    ['the address is no address', { baseUrl: 'nonsense' }, 'MODEL_URL_INVALID'],
    ['nobody is there', { baseUrl: 'http://127.0.0.1:9/v1' }, 'MODEL_UNREACHABLE'],
    ['the key is wrong', { apiKey: 'wrong' }, 'MODEL_UNAUTHORIZED'],
    ['the provider is out of order', { model: MODELS.fails }, 'MODEL_FAILED'],
  ])('says so when %s', async (_what, change, code) => {
    const { definition, handlers } = await start();
    const asked = async () => handlers['model.test']({ definition: { ...definition, ...change } });
    await expect(asked()).rejects.toThrow(codeOf(code));
  });

  test('ends after a minute', async () => {
    const modelProvider: ModelProvider = {
      generate: (_connection, _request, { signal }) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    };
    const { handlers, clock } = startSampling({ modelProvider });
    const tested = handlers['model.test']({ definition: { name: 'Mine', provider: 'anthropic', model: 'm' } });
    clock.advance(TEST_LIMIT_MS);
    await expect(tested).rejects.toThrow(codeOf('MODEL_UNREACHABLE'));
    expect(clock.waiting).toBe(0);
  });
});

test('models are added, changed and removed', async () => {
  const { definition, handlers, models } = await start();
  const { modelId } = commands['model.add'].result.parse(await handlers['model.add']({ definition }));
  await handlers['model.update']({ modelId, definition: { ...definition, name: 'Renamed' } });
  expect(models.views()).toMatchObject([{ modelId, name: 'Renamed', hasKey: true }]);
  await handlers['model.remove']({ modelId });
  expect(models.views()).toEqual([]);
});

test('a key is in no view, event, question, answer, error, log, record or file (S9)', async () => {
  const folder = temporaryFolder();
  const secretStore = createSecretStore({ file: join(folder, 'secrets.json'), key: new Uint8Array(32).fill(7) });
  const server = await startModelServer();
  onTestFinished(() => server.close());
  const { answer, asker, configStore, decision, events, handlers, log, models, records, sampling } = startSampling({
    secretStore,
  });
  const seen: unknown[] = [];
  const { baseUrl } = server;
  for (const provider of ['openai_compatible', 'anthropic'] as const) {
    for (const model of [MODELS.writes, MODELS.quotesKey, MODELS.cuts, MODELS.fails]) {
      const definition: ModelDefinition = { name: model, provider, baseUrl, model, apiKey: MODEL_KEY };
      const { modelId } = await handlers['model.add']({ definition });
      const sampled = sampling.sample(
        asker,
        { enabled: true, maxRequestsPerHour: 100, maxTokensPerHour: 1_000_000, maxRounds: 1 },
        { messages: [{ role: 'user', content: { type: 'text', text: 'Hello' } }], maxTokens: 10 },
        { signal: new AbortController().signal, protocolVersion: '2025-11-25' },
      );
      const view = await decision('sampling_prompt');
      const { messages, maxTokens } = view;
      answer(view, { kind: 'sampling_prompt', outcome: { action: 'ask_model', modelId, messages, maxTokens } });
      if (model === MODELS.writes) {
        const written = await decision('sampling_reply', ({ state }) => state === 'ready');
        answer(written, { kind: 'sampling_reply', outcome: { action: 'send', content: written.content } });
      } else {
        const again = await decision('sampling_prompt', ({ problem }) => problem !== undefined);
        answer(again, { kind: 'sampling_prompt', outcome: { action: 'decline' } });
      }
      seen.push(await sampled.catch((error: unknown) => [String(error), error]));
      seen.push(await Promise.resolve(handlers['model.test']({ definition })).catch(everythingOf));
    }
  }
  events.forEach((event, index) => hostEvent.parse({ ...event, revision: index + 1 }));
  const files = [...configStore.documents.values(), readFileSync(join(folder, 'secrets.json'), 'utf8')];
  const all = JSON.stringify([seen, models.views(), events, log, records(), files]);
  // The search is worth something: the key was there and was used, and what was to be searched is in it.
  expect(server.received.every(({ headers }) => JSON.stringify(headers).includes(MODEL_KEY))).toBe(true);
  for (const word of ['MODEL_UNAUTHORIZED', 'sampling_reply', 'model.request', 'did not', 'sealed', baseUrl])
    expect(all).toContain(word);
  expect(all).not.toContain(MODEL_KEY);
});

function everythingOf(error: unknown): unknown {
  return [toErrorView(error), String(error), error instanceof Error ? [error.stack, error.cause] : error];
}
