/**
 * Messages of MCP sampling as the `ai` package takes them. Pure; imports its types only.
 *
 * What a provider would leave out without a word is refused: what a person agreed to is what is sent.
 */
import type { AssistantModelMessage, ModelMessage, ToolModelMessage, UserModelMessage } from 'ai';
import { z } from 'zod';
import { AppError } from '../../app/contract/errors.ts';
import type { SamplingBlock, SamplingMessage } from '../../app/contract/input.ts';
import type { ModelDefinition } from '../../app/contract/models.ts';

type Provider = ModelDefinition['provider'];
type ToolResultBlock = Extract<SamplingBlock, { type: 'tool_result' }>;
type ToolOutput = Extract<ToolModelMessage['content'][number], { type: 'tool-result' }>['output'];
type OutputPart = { readonly type: 'text'; readonly text: string } | ReturnType<typeof toFilePart>;

/** @throws {AppError} `MODEL_FAILED` for what this provider can't be given. */
export function toModelMessages(messages: readonly SamplingMessage[], provider: Provider): ModelMessage[] {
  /** The results name the use they belong to, and providers want the tool's name as well. */
  const toolNames = new Map<string, string>();
  return messages.map(({ role, content }): ModelMessage => {
    if (role === 'assistant') return { role, content: content.map((block) => toAssistantPart(block, toolNames)) };
    const results = content.filter((block) => block.type === 'tool_result');
    if (results.length > 0)
      return { role: 'tool', content: results.map((block) => toResultPart(block, toolNames, provider)) };
    return { role, content: content.map(toUserPart) };
  });
}

function toUserPart(block: SamplingBlock): Exclude<UserModelMessage['content'], string>[number] {
  switch (block.type) {
    case 'text':
      return { type: 'text', text: block.text };
    case 'image':
    case 'audio':
      return toFilePart(block);
    case 'tool_use':
    case 'tool_result':
      throw unsupported(block.type);
  }
}

function toAssistantPart(
  block: SamplingBlock,
  toolNames: Map<string, string>,
): Exclude<AssistantModelMessage['content'], string>[number] {
  switch (block.type) {
    case 'text':
      return { type: 'text', text: block.text };
    case 'tool_use':
      toolNames.set(block.id, block.name);
      return { type: 'tool-call', toolCallId: block.id, toolName: block.name, input: block.input };
    case 'image':
    case 'audio':
    case 'tool_result':
      throw unsupported(`${block.type} from the assistant`);
  }
}

/** SECURITY(S11): tagged as data; as a bare string a server's `https:` address would be fetched from here. */
function toFilePart({ data, mimeType }: { readonly data: string; readonly mimeType: string }) {
  return { type: 'file' as const, data: { type: 'data' as const, data }, mediaType: mimeType };
}

function toResultPart(
  block: ToolResultBlock,
  toolNames: ReadonlyMap<string, string>,
  provider: Provider,
): ToolModelMessage['content'][number] {
  return {
    type: 'tool-result',
    toolCallId: block.toolUseId,
    toolName: toolNames.get(block.toolUseId) ?? '',
    output: toOutput(block, provider),
  };
}

const textItem = z.looseObject({ type: z.literal('text'), text: z.string() });
const mediaItem = z.looseObject({ type: z.enum(['image', 'audio']), data: z.string(), mimeType: z.string() });

function toOutput({ content, isError, ...rest }: ToolResultBlock, provider: Provider): ToolOutput {
  const parts = content.map((item) => toOutputPart(item, provider));
  // A result may have structured content alone (MCP 2025-11-25 server/tools §Structured Content).
  const structured = rest['structuredContent'];
  if (parts.length === 0 && structured !== undefined) parts.push({ type: 'text', text: JSON.stringify(structured) });
  const texts = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  if (texts.length === parts.length) return { type: isError === true ? 'error-text' : 'text', value: texts.join('\n') };
  if (isError === true) throw unsupported('media in the result of a tool that failed');
  return { type: 'content', value: parts };
}

/** Links and embedded resources go as the JSON they are: a model is told of them, and nothing is fetched. */
function toOutputPart(item: unknown, provider: Provider): OutputPart {
  const text = textItem.safeParse(item);
  if (text.success) return { type: 'text', text: text.data.text };
  const media = mediaItem.safeParse(item);
  if (!media.success) return { type: 'text', text: JSON.stringify(item) };
  if (provider !== 'anthropic' || media.data.type === 'audio') throw unsupported(`${media.data.type} in a tool result`);
  return toFilePart(media.data);
}

function unsupported(what: string): AppError {
  return new AppError('MODEL_FAILED', 'The provider can’t be given this.', { data: { unsupported: what } });
}
