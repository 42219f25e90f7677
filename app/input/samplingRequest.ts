/**
 * What a server sends with `sampling/createMessage`, checked and brought into the shape that a person is shown. Pure.
 */
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/client';
import { samplingMessage } from '../contract/input.ts';
import type { PromptDecisionView, SamplingBlock, SamplingMessage } from '../contract/input.ts';
import type { ModelView } from '../contract/models.ts';
import type { SamplingParams } from './askedParams.ts';

/** Tools in sampling, and several blocks in one message, came with this version. */
const TOOLS_SINCE = '2025-11-25';
/** As many, and as long, as an answer at the desk may have. */
const MAX_MESSAGES = 1_000;
const MAX_SYSTEM_PROMPT_CHARS = 1_000_000;

export type SamplingRequest = Pick<
  PromptDecisionView,
  'messages' | 'systemPrompt' | 'maxTokens' | 'temperature' | 'stopSequences' | 'tools' | 'toolChoice' | 'hints'
> & {
  /** Rounds of tool use that this conversation has had. */
  readonly rounds: number;
};

/** @throws {ProtocolError} -32602 for what the specification forbids. */
export function readSamplingRequest(params: SamplingParams, protocolVersion: string): SamplingRequest {
  if (protocolVersion < TOOLS_SINCE && (params.tools !== undefined || params.toolChoice !== undefined)) {
    throw refusal(`Tools are no part of sampling in protocol version ${protocolVersion}`);
  }
  if (params.messages.length > MAX_MESSAGES) throw refusal('Too many messages');
  if ((params.systemPrompt?.length ?? 0) > MAX_SYSTEM_PROMPT_CHARS) throw refusal('The system prompt is too long');
  if (params.maxTokens < 1) throw refusal('maxTokens has to be positive');
  const messages = params.messages.map(({ role, content }) => {
    const parsed = samplingMessage.safeParse({ role, content: Array.isArray(content) ? content : [content] });
    if (!parsed.success) throw refusal('A message can’t be understood');
    return parsed.data;
  });
  const problem = messagesProblem(messages);
  if (problem !== undefined) throw refusal(problem);
  const tools = (params.tools ?? []).map(({ name, description, inputSchema }) => ({
    name,
    ...(description === undefined ? {} : { description }),
    inputSchema,
  }));
  if (new Set(tools.map(({ name }) => name)).size < tools.length) throw refusal('Two tools have one name');
  return {
    messages,
    ...(params.systemPrompt === undefined ? {} : { systemPrompt: params.systemPrompt }),
    maxTokens: params.maxTokens,
    ...(params.temperature === undefined ? {} : { temperature: params.temperature }),
    stopSequences: params.stopSequences ?? [],
    tools,
    toolChoice: params.toolChoice?.mode ?? 'auto',
    hints: (params.modelPreferences?.hints ?? []).flatMap(({ name }) => (name === undefined ? [] : [name])),
    rounds: messages.filter(({ content }) => content.some(isToolResult)).length,
  };
}

/** What is wrong with the order of tool uses and results. MCP 2025-11-25 client/sampling §Message Content Constraints. */
export function messagesProblem(messages: readonly SamplingMessage[]): string | undefined {
  if (messages.length === 0) return 'There is no message';
  /** Ids of the message before that wait for their results. */
  let waiting: readonly string[] = [];
  for (const { role, content } of messages) {
    const results = content.filter(isToolResult);
    const uses = content.filter(isToolUse);
    if (role === 'assistant' ? results.length > 0 : uses.length > 0)
      return 'A tool block in a message of the wrong role';
    if (results.length > 0 && results.length < content.length) return 'Tool results mixed with other content';
    if (
      !isSameSet(
        waiting,
        results.map(({ toolUseId }) => toolUseId),
      )
    ) {
      return waiting.length > results.length ? 'Tool result missing in request' : 'Tool result without its tool use';
    }
    waiting = uses.map(({ id }) => id);
    if (new Set(waiting).size < waiting.length) return 'Two tool uses have one id';
  }
  return waiting.length > 0 ? 'Tool result missing in request' : undefined;
}

/**
 * The person's model that a server's hints point at, else the one that is set for the server.
 *
 * Spec: hints are evaluated in order, the first match is taken, each is a substring (MCP 2025-11-25 client/sampling §Model
 * Preferences). Choice: of several matches the one that is set for the server, else the first; letter case is ignored.
 */
export function suggestModel(
  hints: readonly string[],
  models: readonly ModelView[],
  setModelId: string | undefined,
): string | undefined {
  const setModel = models.find(({ modelId }) => modelId === setModelId);
  for (const hint of hints.map((each) => each.toLowerCase()).filter((each) => each !== '')) {
    const matches = models.filter(({ name, model }) => `${model}\n${name}`.toLowerCase().includes(hint));
    const [first] = matches;
    if (first !== undefined) return setModel !== undefined && matches.includes(setModel) ? setModelId : first.modelId;
  }
  return setModel?.modelId;
}

function isToolResult(block: SamplingBlock): block is Extract<SamplingBlock, { type: 'tool_result' }> {
  return block.type === 'tool_result';
}

function isToolUse(block: SamplingBlock): block is Extract<SamplingBlock, { type: 'tool_use' }> {
  return block.type === 'tool_use';
}

function isSameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((each) => right.includes(each));
}

function refusal(message: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, message);
}
