import { describe, expect, test } from 'vitest';
import { modelId } from '../contract/ids.ts';
import type { ModelView } from '../contract/models.ts';
import type { SamplingParams } from './askedParams.ts';
import { readSamplingRequest, suggestModel } from './samplingRequest.ts';

type Message = SamplingParams['messages'][number];

const NOW = '2025-11-25';
const text = { type: 'text', text: 'Weather?' } as const;
const use = (id: string) => ({ type: 'tool_use', id, name: 'get_weather', input: { city: 'Paris' } }) as const;
const result = (toolUseId: string) =>
  ({ type: 'tool_result', toolUseId, content: [text] }) satisfies Message['content'];
const user = (...content: Exclude<Message['content'], unknown[]>[]): Message => ({ role: 'user', content });
const assistant = (...content: Exclude<Message['content'], unknown[]>[]): Message => ({ role: 'assistant', content });

const read = (params: Partial<SamplingParams>, version = NOW) =>
  readSamplingRequest({ messages: [user(text)], maxTokens: 10, ...params }, version);
const refused = (message: string): unknown => expect.objectContaining({ code: -32602, message });

describe('a request (MCP 2025-11-25 client/sampling)', () => {
  test('is shown with all that it sends', () => {
    const tool = { name: 'get_weather', description: 'Weather', inputSchema: { type: 'object' as const } };
    const params = { systemPrompt: 'Be short.', temperature: 0, stopSequences: ['END'], tools: [tool] };
    const modelPreferences = { hints: [{ name: 'large' }, {}, { name: 'small' }], costPriority: 1 };
    expect(read({ ...params, toolChoice: { mode: 'required' }, modelPreferences })).toEqual({
      ...params,
      messages: [{ role: 'user', content: [text] }],
      maxTokens: 10,
      toolChoice: 'required',
      hints: ['large', 'small'],
      rounds: 0,
    });
  });

  test('may have one block in place of a list, and no tools', () => {
    expect(read({ messages: [{ role: 'user', content: text }] })).toEqual({
      messages: [{ role: 'user', content: [text] }],
      maxTokens: 10,
      stopSequences: [],
      tools: [],
      toolChoice: 'auto',
      hints: [],
      rounds: 0,
    });
  });

  test('keeps `_meta` of tool uses and results (schema ToolUseContent, ToolResultContent)', () => {
    const withMeta = { ...use('a'), _meta: { cache: 1 } };
    const resultWithMeta = { ...result('a'), _meta: { cache: 2 }, structuredContent: { t: 18 } };
    const { messages } = read({ messages: [user(text), assistant(withMeta), user(resultWithMeta)] });
    expect(messages.slice(1).map(({ content }) => content)).toEqual([[withMeta], [resultWithMeta]]);
  });

  test.each([
    ['none yet', [user(text)], 0],
    ['one', [user(text), assistant(use('a'), use('b')), user(result('b'), result('a'))], 1],
    ['two', [assistant(use('a')), user(result('a')), assistant(use('b')), user(result('b')), assistant(text)], 2],
  ])('counts the rounds of tool use: %s', (_what, messages, rounds) => {
    expect(read({ messages }).rounds).toBe(rounds);
  });

  test.each([
    ['Tool result missing in request', [user(text), assistant(use('a'))]],
    ['Tool result missing in request', [assistant(use('a')), user(text)]],
    ['Tool result missing in request', [assistant(use('a'), use('b')), user(result('a')), assistant(text)]],
    ['Tool result missing in request', [assistant(use('a')), assistant(text), user(result('a'))]],
    ['Tool results mixed with other content', [assistant(use('a')), user(text, result('a'))]],
    ['Tool result without its tool use', [user(result('a'))]],
    ['Tool result without its tool use', [assistant(use('a')), user(result('b'))]],
    ['Tool result without its tool use', [assistant(use('a')), user(result('a')), user(result('a'))]],
    ['Two tool uses have one id', [assistant(use('a'), use('a')), user(result('a'), result('a'))]],
    ['A tool block in a message of the wrong role', [user(use('a'))]],
    ['A tool block in a message of the wrong role', [assistant(use('a')), assistant(result('a'))]],
    ['There is no message', []],
  ])('is refused with -32602: %s (§Message Content Constraints)', (problem, messages) => {
    expect(() => read({ messages })).toThrow(refused(problem));
  });

  test.each([
    ['maxTokens has to be positive', { maxTokens: 0 }],
    ['Too many messages', { messages: Array.from({ length: 1_001 }, () => user(text)) }],
    ['The system prompt is too long', { systemPrompt: 'x'.repeat(1_000_001) }],
    ['Two tools have one name', { tools: [1, 2].map(() => ({ name: 'a', inputSchema: { type: 'object' as const } })) }],
  ])('is refused with -32602: %s', (problem, params) => expect(() => read(params)).toThrow(refused(problem)));

  test.each([{ tools: [] }, { toolChoice: { mode: 'none' as const } }])(
    'has no tools before 2025-11-25 (SEP-1577): %j',
    (params) => {
      expect(() => read(params, '2025-06-18')).toThrow(
        refused('Tools are no part of sampling in protocol version 2025-06-18'),
      );
      expect(() => read(params, '2026-07-28')).not.toThrow();
    },
  );
});

describe('the suggested model (MCP 2025-11-25 client/sampling §Model Preferences)', () => {
  const model = (id: string, name: string, wireName: string): ModelView => ({
    modelId: modelId.parse(`mdl_${id.padStart(8, '0')}`),
    name,
    provider: 'anthropic',
    model: wireName,
    hasKey: true,
  });
  const [home, sonnet, opus] = [
    model('1', 'At home', 'qwen-small'),
    model('2', 'Work', 'claude-sonnet'),
    model('3', 'Best', 'claude-opus'),
  ];
  const models = [home, sonnet, opus];

  test.each([
    ['no hint, none set', [], undefined, undefined],
    ['no hint, one set', [], home, home],
    ['a part of a name', ['sonnet'], home, sonnet],
    ['the first hint that fits any', ['gpt', 'qwen', 'claude'], undefined, home],
    ['the order of hints before the order of models', ['claude-opus', 'claude'], undefined, opus],
    ['of several the one that is set', ['claude'], opus, opus],
    ['of several the first', ['claude'], home, sonnet],
    ['the person’s own name for it', ['at HOME'], undefined, home],
    ['a hint that says nothing', [''], opus, opus],
    ['hints that fit none', ['gpt'], opus, opus],
  ])('%s', (_what, hints, set, suggested) => {
    expect(suggestModel(hints, models, set?.modelId)).toBe(suggested?.modelId);
  });

  test('is none that was removed', () => expect(suggestModel([], [sonnet], home.modelId)).toBeUndefined());
});
