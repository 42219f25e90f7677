import { onTestFinished, describe, expect, test, vi } from 'vitest';
import { AppError } from '../../app/contract/errors.ts';
import type { SamplingMessage } from '../../app/contract/input.ts';
import type { ModelConnection, ModelReply, ModelRequest } from '../../app/ports/modelProvider.ts';
import { MODEL_KEY, MODELS, startModelServer } from '../testing/modelServer.ts';
import type { ModelServer } from '../testing/modelServer.ts';
import { INPUT_TOKENS, OUTPUT_TOKENS } from '../testing/modelWire.ts';
import { waitUntil } from '../testing/waiting.ts';
import { createModelProvider } from './modelProvider.ts';

const PROVIDERS = ['openai_compatible', 'anthropic'] as const;
const QUESTION: SamplingMessage = { role: 'user', content: [{ type: 'text', text: 'What is the capital of France?' }] };
const WEATHER = {
  name: 'get_weather',
  description: 'Weather of a city',
  inputSchema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};
const SENTENCE = 'Paris is the capital of France.';

interface Asking {
  readonly server: ModelServer;
  readonly connection?: Partial<ModelConnection>;
  readonly request?: Partial<ModelRequest>;
  readonly signal?: AbortSignal;
  readonly onText?: (text: string) => void;
}

async function start(redirectTo?: string): Promise<ModelServer> {
  const server = await startModelServer(redirectTo === undefined ? {} : { redirectTo });
  onTestFinished(() => server.close());
  return server;
}

function ask({ server, connection, request, signal, onText }: Asking): Promise<ModelReply> {
  return createModelProvider().generate(
    { provider: 'openai_compatible', baseUrl: server.baseUrl, model: MODELS.writes, apiKey: MODEL_KEY, ...connection },
    { messages: [QUESTION], maxTokens: 100, stopSequences: [], tools: [], toolChoice: 'auto', ...request },
    { signal: signal ?? new AbortController().signal, onText: onText ?? (() => undefined) },
  );
}

/** The error, with everything that could be read from it. */
async function failure(asking: Asking): Promise<AppError> {
  const error: unknown = await ask(asking).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error(`Not an AppError: ${String(error)}`);
  expect(JSON.stringify([error.message, error.data, error.stack])).not.toContain(MODEL_KEY);
  expect(error.cause).toBeUndefined();
  return error;
}

describe.each(PROVIDERS)('a model of %s', (provider) => {
  test('answers, and its text grows meanwhile', async () => {
    const server = await start();
    const texts: string[] = [];
    const reply = await ask({ server, connection: { provider }, onText: (text) => texts.push(text) });
    expect(reply).toEqual({
      content: [{ type: 'text', text: SENTENCE }],
      stopReason: 'endTurn',
      inputTokens: INPUT_TOKENS,
      outputTokens: OUTPUT_TOKENS,
    });
    expect(texts.length).toBeGreaterThan(1);
    expect(texts.every((text, index) => text.startsWith(texts[index - 1] ?? ''))).toBe(true);
  });

  test('is asked for exactly what was agreed to, and nothing is added', async () => {
    const server = await start();
    const request = { systemPrompt: 'Be short.', maxTokens: 23, temperature: 0.5, stopSequences: ['END'] };
    await ask({ server, connection: { provider }, request });
    const [received] = server.received;
    const common = { model: MODELS.writes, max_tokens: 23, temperature: 0.5, stream: true };
    expect(received?.body).toEqual(
      provider === 'anthropic'
        ? {
            ...common,
            system: [{ type: 'text', text: 'Be short.' }],
            messages: [{ role: 'user', content: [{ type: 'text', text: 'What is the capital of France?' }] }],
            stop_sequences: ['END'],
          }
        : {
            ...common,
            messages: [
              { role: 'system', content: 'Be short.' },
              { role: 'user', content: 'What is the capital of France?' },
            ],
            stop: ['END'],
            stream_options: { include_usage: true },
          },
    );
  });

  test('hands out tool uses and runs none (MCP 2025-11-25 client/sampling §Sampling with Tools)', async () => {
    const server = await start();
    const request = { tools: [WEATHER] };
    const reply = await ask({ server, connection: { provider, model: MODELS.usesTools }, request });
    expect(reply.content).toEqual([
      { type: 'text', text: 'Let me look.' },
      {
        type: 'tool_use',
        id: expect.stringMatching(/^(call|toolu)_0$/) as string,
        name: 'get_weather',
        input: { city: 'Paris' },
      },
    ]);
    expect([reply.stopReason, server.received.length]).toEqual(['toolUse', 1]);
  });

  test('gets the results of tools with the use they belong to', async () => {
    const server = await start();
    const messages: SamplingMessage[] = [
      QUESTION,
      { role: 'assistant', content: [{ type: 'tool_use', id: 'a1', name: 'get_weather', input: { city: 'Paris' } }] },
      {
        role: 'user',
        content: [{ type: 'tool_result', toolUseId: 'a1', content: [{ type: 'text', text: '18 °C' }], isError: false }],
      },
    ];
    const reply = await ask({
      server,
      connection: { provider, model: MODELS.usesTools },
      request: { messages, tools: [WEATHER] },
    });
    expect(reply.stopReason).toBe('endTurn');
    const sent = JSON.stringify(server.received[0]?.body.messages.slice(1));
    expect(sent).toContain('get_weather');
    expect(sent).toContain('18 °C');
    expect(sent.match(/"(id|tool_call_id|tool_use_id)":"a1"/g)).toHaveLength(2);
  });

  test.each([
    ['auto', 'auto'],
    ['required', provider === 'anthropic' ? 'any' : 'required'],
  ] as const)('is told that tool choice is %s', async (toolChoice, wire) => {
    const server = await start();
    const connection = { provider, model: MODELS.usesTools };
    await ask({ server, connection, request: { tools: [WEATHER], toolChoice } });
    expect(JSON.stringify(server.received[0]?.body['tool_choice'])).toContain(wire);
  });

  test('says that it reached the limit', async () => {
    const server = await start();
    const reply = await ask({ server, connection: { provider, model: MODELS.long } });
    expect([reply.stopReason, reply.content]).toEqual(['maxTokens', [{ type: 'text', text: 'Once upon a' }]]);
  });

  test('sees a picture that a server sent', async () => {
    const server = await start();
    const picture = { type: 'image', data: 'iVBORw0KGgo=', mimeType: 'image/png' } as const;
    await ask({ server, connection: { provider }, request: { messages: [{ role: 'user', content: [picture] }] } });
    expect(JSON.stringify(server.received[0]?.body.messages)).toContain('iVBORw0KGgo=');
  });

  test.each([
    ['loopback', (other: ModelServer) => other.baseUrl],
    ['the web', () => 'https://pictures.example/a.png'],
  ])('is sent no address in place of a picture, and nobody goes there: %s (S11)', async (_where, address) => {
    const [server, other] = [await start(), await start()];
    const picture = { type: 'image', data: address(other), mimeType: 'image/png' } as const;
    const request = { messages: [{ role: 'user' as const, content: [picture] }] };
    expect((await failure({ server, connection: { provider }, request })).code).toBe('MODEL_FAILED');
    expect([server.received, other.received]).toEqual([[], []]);
  });

  test.each([
    ['a missing key', { apiKey: undefined }, 'MODEL_UNAUTHORIZED'],
    ['a wrong key', { apiKey: 'another-key-of-mine' }, 'MODEL_UNAUTHORIZED'],
    ['a key without the right', { model: MODELS.quotesKey }, 'MODEL_UNAUTHORIZED'],
    ['an answer that breaks off', { model: MODELS.cuts }, 'MODEL_UNREACHABLE'],
    ['an answer without an end', { model: MODELS.stops }, 'MODEL_FAILED'],
    ['a web page', { model: MODELS.nonsense }, 'MODEL_FAILED'],
    ['a provider out of order', { model: MODELS.fails }, 'MODEL_FAILED'],
  ] satisfies [string, Partial<ModelConnection>, string][])(
    'fails with words of ours over %s, without the key (S9)',
    async (_what, change, code) => {
      const server = await start();
      expect((await failure({ server, connection: { provider, ...change } })).code).toBe(code);
    },
  );

  test('uses no tool in a way nobody can follow', async () => {
    const server = await start();
    for (const model of [MODELS.garblesTools, MODELS.inventsTools]) {
      const error = await failure({ server, connection: { provider, model }, request: { tools: [WEATHER] } });
      expect(error.code).toBe('MODEL_FAILED');
    }
  });

  test('takes no key from the environment (S9)', async () => {
    const server = await start();
    vi.stubEnv('ANTHROPIC_API_KEY', MODEL_KEY);
    vi.stubEnv('OPENAI_API_KEY', MODEL_KEY);
    onTestFinished(() => void vi.unstubAllEnvs());
    const { code } = await failure({ server, connection: { provider, apiKey: undefined } });
    expect([code, JSON.stringify(server.received)]).toEqual([
      'MODEL_UNAUTHORIZED',
      expect.not.stringContaining(MODEL_KEY),
    ]);
  });

  test('follows no redirect, so that neither prompt nor key get elsewhere (S9)', async () => {
    const other = await start();
    const server = await start(`${other.baseUrl}/chat/completions`);
    const { code, data } = await failure({ server, connection: { provider, model: MODELS.redirects } });
    expect([code, data['status'], other.received]).toEqual(['MODEL_FAILED', 307, []]);
  });

  test('stops writing when nobody waits any more', async () => {
    const server = await start();
    const controller = new AbortController();
    const reason = new Error('turned down');
    const asked = ask({
      server,
      connection: { provider, model: MODELS.endless },
      signal: controller.signal,
      onText: (text) => {
        if (text.length > 20) controller.abort(reason);
      },
    });
    await expect(asked).rejects.toBe(reason);
    await waitUntil('the provider sees that nobody reads', () => server.abandoned === 1);
  });
});

test('a provider that never stops is hung up on', async () => {
  const server = await start();
  expect((await failure({ server, connection: { model: MODELS.floods } })).code).toBe('MODEL_FAILED');
  await waitUntil('the provider sees that nobody reads', () => server.abandoned === 1);
});

describe('asking again', () => {
  test('happens once', async () => {
    const server = await start();
    const reply = await ask({ server, connection: { model: MODELS.failsOnce } });
    expect([reply.content, server.received.length]).toEqual([[{ type: 'text', text: SENTENCE }], 2]);
    const failing = await start();
    await failure({ server: failing, connection: { model: MODELS.fails } });
    expect(failing.received).toHaveLength(2);
  });
});

test('a provider that is not there is unreachable', async () => {
  const server = await startModelServer();
  await server.close();
  expect((await failure({ server })).code).toBe('MODEL_UNREACHABLE');
});

test('nothing is printed, whatever happens (S9)', async () => {
  const printed = (['log', 'warn', 'error', 'info'] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation(() => undefined),
  );
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  onTestFinished(() => void vi.restoreAllMocks());
  const server = await start();
  for (const model of [MODELS.quotesKey, MODELS.cuts, MODELS.stops, MODELS.fails])
    await failure({ server, connection: { model } });
  // Too warm for this provider, which the package would warn of.
  await ask({ server, connection: { provider: 'anthropic' }, request: { temperature: 1.5 } });
  expect([...printed, warned].flatMap(({ mock }) => mock.calls)).toEqual([]);
});

test.each([
  [
    'a picture from the assistant',
    [{ role: 'assistant', content: [{ type: 'image', data: 'AA==', mimeType: 'image/png' }] }],
  ],
  [
    'a sound in the result of a tool',
    [
      { role: 'assistant', content: [{ type: 'tool_use', id: 'a1', name: 'get_weather', input: {} }] },
      {
        role: 'user',
        content: [
          { type: 'tool_result', toolUseId: 'a1', content: [{ type: 'audio', data: 'AA==', mimeType: 'audio/wav' }] },
        ],
      },
    ],
  ],
  [
    'a sound of a kind no provider takes',
    [{ role: 'user', content: [{ type: 'audio', data: 'AA==', mimeType: 'audio/x' }] }],
  ],
] satisfies [string, SamplingMessage[]][])('%s is refused, never left out without a word', async (_what, messages) => {
  const server = await start();
  expect((await failure({ server, request: { messages } })).code).toBe('MODEL_FAILED');
  expect(server.received).toEqual([]);
});
