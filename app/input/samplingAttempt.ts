/**
 * One attempt to have a model answer what a person agreed to: within the server's budget, on record, and reviewed.
 */
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/client';
import type { AnswerTo } from '../contract/decisions.ts';
import { AppError } from '../contract/errors.ts';
import type { ServerPreferences } from '../contract/servers.ts';
import type { Clock } from '../ports/clock.ts';
import type { ModelOptions, ModelReply, ModelRequest } from '../ports/modelProvider.ts';
import { askModel } from './askModel.ts';
import type { AskModelDeps, ModelCall } from './askModel.ts';
import type { AskContext, Asker } from './clientSide.ts';
import type { Models } from './models.ts';
import type { Questions } from './questions.ts';
import type { SamplingBudgets } from './samplingBudgets.ts';
import { reviewReply } from './samplingReply.ts';
import type { ReviewedReply } from './samplingReply.ts';
import { messagesProblem } from './samplingRequest.ts';
import type { SamplingRequest } from './samplingRequest.ts';

export interface AttemptDeps extends AskModelDeps {
  readonly budgets: SamplingBudgets;
  readonly clock: Clock;
  readonly models: Models;
  readonly questions: Questions;
}

export type AskModelOutcome = Extract<AnswerTo<'sampling_prompt'>['outcome'], { action: 'ask_model' }>;

export interface Attempt {
  readonly asker: Asker;
  readonly limits: ServerPreferences['sampling'];
  readonly request: SamplingRequest;
  /** What the person agreed to. */
  readonly outcome: AskModelOutcome;
  readonly context: AskContext;
}

/** @throws {ProtocolError} -32603 when the budget is used up. */
export async function attemptModel(deps: AttemptDeps, attempt: Attempt): Promise<ReviewedReply> {
  const { asker, limits, request, outcome, context } = attempt;
  const { serverId } = asker;
  let connection: ModelCall['connection'];
  try {
    checkOrder(outcome);
    connection = deps.models.resolve(outcome.modelId);
  } catch (error) {
    return { kind: 'failed', error };
  }
  const { tokens, maxTokens } = deps.budgets.view(serverId, limits, request.rounds);
  if (tokens >= maxTokens) {
    // Another request of this server used them up while this one waited for the person.
    asker.log('No model was asked: the server has used as many tokens as it may within an hour.');
    throw new ProtocolError(ProtocolErrorCode.InternalError, 'The budget for sampling is used up');
  }
  const modelRequest = toModelRequest(request, outcome, maxTokens - tokens);
  const call = { subject: serverId, label: asker.serverName(), connection, request: modelRequest };
  return reviewReply({
    ...deps,
    asker,
    connection,
    context,
    generate: async (options) => {
      const settle = deps.budgets.reserve(serverId, modelRequest.maxTokens);
      return askAndSettle(deps, call, options, settle);
    },
  });
}

/** What a person changed has to keep the order of tool uses and results: no provider takes anything else. */
function checkOrder({ messages }: AskModelOutcome): void {
  const problem = messagesProblem(messages);
  if (problem === undefined) return;
  throw new AppError('DECISION_ANSWER_INVALID', 'The messages do not fit together.', { data: { problem } });
}

/** MCP 2026-07-28 client/sampling: the server's `maxTokens` is an upper bound. */
function toModelRequest(request: SamplingRequest, outcome: AskModelOutcome, tokensLeft: number): ModelRequest {
  const { temperature, stopSequences, tools, toolChoice } = request;
  return {
    messages: outcome.messages,
    ...(outcome.systemPrompt === undefined ? {} : { systemPrompt: outcome.systemPrompt }),
    maxTokens: Math.min(outcome.maxTokens, request.maxTokens, tokensLeft),
    ...(temperature === undefined ? {} : { temperature }),
    stopSequences,
    tools,
    toolChoice,
  };
}

/** Tells what it cost, also when it came to nothing. */
async function askAndSettle(
  deps: AskModelDeps,
  call: ModelCall,
  options: ModelOptions,
  settle: (tokens: number) => void,
): Promise<ModelReply> {
  const { systemPrompt, messages, tools } = call.request;
  const sentTokens = estimateTokens(JSON.stringify([systemPrompt, messages, tools]));
  let written = '';
  const onText = (text: string): void => {
    written = text;
    options.onText(text);
  };
  try {
    const reply = await askModel(deps, call, { ...options, onText });
    const writtenTokens = reply.outputTokens ?? estimateTokens(JSON.stringify(reply.content));
    settle((reply.inputTokens ?? sentTokens) + writtenTokens);
    return reply;
  } catch (error) {
    settle(written === '' ? 0 : sentTokens + estimateTokens(written));
    throw error;
  }
}

/** Choice: four characters a token, where a provider doesn't count. */
function estimateTokens(text: string): number {
  return Math.ceil(text.length / 4);
}
