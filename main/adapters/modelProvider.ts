/**
 * Models over HTTP through the `ai` package: OpenAI-compatible providers, and Anthropic's.
 *
 * The package is loaded when the first model is asked. Nothing comes from the environment: no key, no address.
 */
import type * as AiPackage from 'ai';
import type { LanguageModel, ToolSet } from 'ai';
import { z } from 'zod';
import { AppError } from '../../app/contract/errors.ts';
import type { SamplingBlock } from '../../app/contract/input.ts';
import type {
  ModelConnection,
  ModelOptions,
  ModelProvider,
  ModelReply,
  ModelRequest,
} from '../../app/ports/modelProvider.ts';
import { toModelError } from './modelErrors.ts';
import { toModelMessages } from './modelMessages.ts';

const ANTHROPIC_URL = 'https://api.anthropic.com/v1';
/** Of a request that was not answered, or with a server's error. Choice: a person waits, and can try again. */
const MAX_RETRIES = 1;
/** Choice: what the desk lets a person send. A provider that ignores `maxTokens` fills no memory. */
const MAX_REPLY_CHARS = 1_000_000;

type Ai = Pick<typeof AiPackage, 'streamText' | 'jsonSchema' | 'tool' | 'APICallError' | 'RetryError'>;
type StreamPart = ReturnType<typeof AiPackage.streamText<ToolSet>>['stream'] extends AsyncIterable<infer P> ? P : never;

export function createModelProvider(): ModelProvider {
  let loading: Promise<Ai> | undefined;
  return {
    generate: async (connection, request, options) => {
      const ai = await (loading ??= loadAi());
      const ended = new AbortController();
      try {
        return await generate(ai, connection, request, {
          ...options,
          signal: AbortSignal.any([options.signal, ended.signal]),
        });
      } catch (error) {
        options.signal.throwIfAborted();
        throw toModelError(error, connection.apiKey, ai);
      } finally {
        // An answer that is not read to its end is not written to its end.
        ended.abort();
      }
    },
  };
}

async function loadAi(): Promise<Ai> {
  const ai = await import('ai');
  // It would print to the terminal what a provider does not support.
  globalThis.AI_SDK_LOG_WARNINGS = false;
  return ai;
}

async function generate(
  ai: Ai,
  connection: ModelConnection,
  request: ModelRequest,
  { signal, onText }: ModelOptions,
): Promise<ModelReply> {
  const { systemPrompt, maxTokens, temperature, stopSequences, tools, toolChoice } = request;
  const { stream } = ai.streamText({
    model: await languageModel(connection),
    messages: toModelMessages(request.messages, connection.provider),
    ...(systemPrompt === undefined || systemPrompt === '' ? {} : { instructions: systemPrompt }),
    maxOutputTokens: maxTokens,
    ...(temperature === undefined ? {} : { temperature }),
    ...(stopSequences.length === 0 ? {} : { stopSequences: [...stopSequences] }),
    ...(tools.length === 0 ? {} : { tools: toToolSet(ai, tools), toolChoice }),
    maxRetries: MAX_RETRIES,
    abortSignal: signal,
    telemetry: { isEnabled: false },
    // SECURITY(S9): by itself it prints errors, with the whole request in them.
    onError: () => undefined,
  });
  return readReply(stream, onText);
}

/** Without `execute` a tool is only declared: the package hands its uses out and runs none. */
function toToolSet(ai: Ai, tools: ModelRequest['tools']): ToolSet {
  return Object.fromEntries(
    tools.map(({ name, description, inputSchema }) => [
      name,
      ai.tool({ ...(description === undefined ? {} : { description }), inputSchema: ai.jsonSchema(inputSchema) }),
    ]),
  );
}

async function languageModel({ provider, baseUrl, model, apiKey }: ModelConnection): Promise<LanguageModel> {
  switch (provider) {
    case 'anthropic': {
      const { createAnthropic } = await import('@ai-sdk/anthropic');
      // Both are given also when there is none: the package would take them from the environment.
      return createAnthropic({ baseURL: baseUrl ?? ANTHROPIC_URL, apiKey: apiKey ?? '', fetch: fetchHere })(model);
    }
    case 'openai_compatible': {
      if (baseUrl === undefined) throw new AppError('MODEL_URL_INVALID', 'The model has no address.');
      const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
      return createOpenAICompatible({
        name: 'model',
        baseURL: baseUrl,
        ...(apiKey === undefined ? {} : { apiKey }),
        includeUsage: true,
        fetch: fetchHere,
      })(model);
    }
  }
}

/** SECURITY(S9): a redirect is no answer. It would take the key and the prompt to an address nobody agreed to. */
const fetchHere: typeof fetch = (input, init) => fetch(input, { ...init, redirect: 'manual', credentials: 'omit' });

async function readReply(stream: AsyncIterable<StreamPart>, onText: ModelOptions['onText']): Promise<ModelReply> {
  const content: SamplingBlock[] = [];
  let length = 0;
  for await (const part of stream) {
    switch (part.type) {
      case 'text-delta': {
        length += part.text.length;
        if (length > MAX_REPLY_CHARS) throw failed('The answer has no end.');
        addText(content, part.text);
        onText(textOf(content));
        break;
      }
      case 'tool-call':
        content.push(toToolUse(part));
        break;
      case 'error':
        throw part.error;
      case 'abort':
        throw failed('The answer was not waited for.');
      case 'finish': {
        if (part.finishReason === 'interrupted') throw failed('The answer broke off.');
        const { inputTokens, outputTokens } = part.totalUsage;
        return {
          content,
          stopReason: toStopReason(part, content),
          ...(inputTokens === undefined ? {} : { inputTokens }),
          ...(outputTokens === undefined ? {} : { outputTokens }),
        };
      }
      default: // What a model thinks, and marks where parts begin and end.
    }
  }
  throw failed('The answer broke off.');
}

function addText(content: SamplingBlock[], delta: string): void {
  const last = content.at(-1);
  if (last?.type === 'text') content.splice(-1, 1, { type: 'text', text: last.text + delta });
  else content.push({ type: 'text', text: delta });
}

function textOf(content: readonly SamplingBlock[]): string {
  return content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n\n');
}

const toolInput = z.record(z.string(), z.unknown());

/** A use of a tool that was not offered, or with arguments that are no object, is no answer. */
function toToolUse(part: Extract<StreamPart, { type: 'tool-call' }>): SamplingBlock {
  const input = toolInput.safeParse(part.input);
  if (part.invalid === true || !input.success) throw failed('The model used a tool in a way that can’t be understood.');
  return { type: 'tool_use', id: part.toolCallId, name: part.toolName, input: input.data };
}

type Finish = Extract<StreamPart, { type: 'finish' }>;

/** MCP 2025-11-25 schema, CreateMessageResult.stopReason: an open string with four standard values. */
function toStopReason({ finishReason, rawFinishReason }: Finish, content: readonly SamplingBlock[]): string {
  if (content.some(({ type }) => type === 'tool_use')) return 'toolUse';
  if (finishReason === 'length') return 'maxTokens';
  if (finishReason === 'stop') return rawFinishReason === 'stop_sequence' ? 'stopSequence' : 'endTurn';
  return rawFinishReason ?? finishReason;
}

function failed(message: string): AppError {
  return new AppError('MODEL_FAILED', message);
}
