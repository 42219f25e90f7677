/**
 * An answer of a model as server-sent events, in OpenAI's and in Anthropic's spelling.
 */

export interface ModelAnswer {
  readonly words: Iterable<string>;
  readonly uses?: readonly { readonly name: string; readonly input: string }[];
  /** `cut` and `nothing` say nothing about the end. */
  readonly end: 'stop' | 'length' | 'tools' | 'cut' | 'nothing';
}

/** What both say they took. */
export const INPUT_TOKENS = 11;
export const OUTPUT_TOKENS = 7;

/** @see https://platform.openai.com/docs/api-reference/chat-streaming */
export function* openAiEvents({ words, uses = [], end }: ModelAnswer): Generator<string> {
  const chunk = (delta: object, finish_reason: string | null = null): string =>
    `data: ${JSON.stringify({
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      created: 1,
      model: 'test',
      choices: [{ index: 0, delta, finish_reason }],
    })}\n\n`;
  yield chunk({ role: 'assistant', content: '' });
  for (const word of words) yield chunk({ content: word });
  for (const [index, { name, input }] of uses.entries()) {
    yield chunk({ tool_calls: [{ index, id: `call_${index}`, type: 'function', function: { name, arguments: '' } }] });
    yield chunk({ tool_calls: [{ index, function: { arguments: input } }] });
  }
  if (end === 'cut' || end === 'nothing') return;
  yield chunk({}, { stop: 'stop', length: 'length', tools: 'tool_calls' }[end]);
  const usage = {
    prompt_tokens: INPUT_TOKENS,
    completion_tokens: OUTPUT_TOKENS,
    total_tokens: INPUT_TOKENS + OUTPUT_TOKENS,
  };
  yield `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', choices: [], usage })}\n\n`;
  yield 'data: [DONE]\n\n';
}

/** @see https://docs.anthropic.com/en/api/messages-streaming */
export function* anthropicEvents({ words, uses = [], end }: ModelAnswer): Generator<string> {
  const event = (type: string, fields: object): string =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
  const usage = { input_tokens: INPUT_TOKENS, output_tokens: 1 };
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model: 'test', content: [], usage };
  yield event('message_start', { message: { ...message, stop_reason: null, stop_sequence: null } });
  yield event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } });
  for (const text of words) yield event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } });
  yield event('content_block_stop', { index: 0 });
  for (const [use, { name, input }] of uses.entries()) {
    const index = use + 1;
    yield event('content_block_start', {
      index,
      content_block: { type: 'tool_use', id: `toolu_${use}`, name, input: {} },
    });
    yield event('content_block_delta', { index, delta: { type: 'input_json_delta', partial_json: input } });
    yield event('content_block_stop', { index });
  }
  if (end === 'cut' || end === 'nothing') return;
  const stop_reason = { stop: 'end_turn', length: 'max_tokens', tools: 'tool_use' }[end];
  yield event('message_delta', {
    delta: { stop_reason, stop_sequence: null },
    usage: { output_tokens: OUTPUT_TOKENS },
  });
  yield event('message_stop', {});
}
