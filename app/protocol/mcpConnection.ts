/**
 * One MCP conversation as the rest of the core sees it, whatever its era and transport.
 */
import type { z } from 'zod';
import type { CallProgress } from '../contract/calls.ts';
import type { Completions, CompletionTarget, PromptMessage, ResourceContent } from '../contract/resources.ts';
import type { ConnectionView, LogLevel } from '../contract/servers.ts';
import type { TaskView } from '../contract/tasks.ts';
import type { PromptList, ResourceList, ToolList } from './lists.ts';
import type { ToolAnswer } from './taskOffer.ts';

export interface CallLimits {
  /** Silence after which a request is given up, milliseconds. Progress starts it anew; it stands still while a person is asked. */
  readonly idleTimeoutMs: number;
  /** The longest a request may take whatever its progress, milliseconds. */
  readonly maxTotalMs: number;
}

/** Of a request that a person waits for. */
export interface RequestContext extends CallLimits {
  readonly signal: AbortSignal;
  /** What it says is as long as the server made it, secrets included. */
  readonly onProgress?: (progress: CallProgress) => void;
  /**
   * Keeps progress coming after the answer, until it is aborted: the work goes on as a task.
   * Spec: the token "remains valid throughout the task lifetime" (2025-11-25 basic/utilities/tasks §Task Progress Notifications).
   */
  readonly progressUntil?: AbortSignal;
}

export interface ToolCall {
  readonly name: string;
  readonly arguments: Record<string, unknown>;
  /** As the server listed it: tells which arguments travel in headers as well. */
  readonly inputSchema: Readonly<Record<string, unknown>>;
  /** Asks for it to be a task (MCP 2025-11-25 basic/utilities/tasks §Creating Tasks); how long it should be kept. */
  readonly task?: { readonly ttlMs: number } | undefined;
}

/** `progressToken` is what progress goes on coming under. */
export type CallAnswer = ToolAnswer & { readonly progressToken: string };

/** What a server offers of tasks, and in which of the two editions. */
export interface TaskOffer {
  readonly edition: TaskView['edition'] | undefined;
  readonly canCancel: boolean;
  readonly canList: boolean;
}

/** A request that only one part of the core knows. */
export interface Ask<T> {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly schema: z.ZodType<T>;
  /** Tells of an answer whether work goes on as a task after it; without this none may call itself one. */
  readonly isTask?: (result: T) => boolean;
}

export interface ReadResult {
  readonly contents: readonly ResourceContent[];
  readonly cached: boolean;
}

export interface PromptResult {
  readonly description?: string;
  readonly messages: readonly PromptMessage[];
}

/** Requests throw `CALL_TIMED_OUT`, `CALL_CANCELLED`, `CALL_RESULT_INVALID`, `CALL_INPUT_…`, `CALL_ANSWER_LOST`, `SERVER_…`. */
export interface McpConnection {
  readonly view: Omit<ConnectionView, 'toolCount'>;
  /**
   * @param declared Names the bundle's manifest lists, when it says that its list is complete.
   * @throws {AppError} `SERVER_LIST_TOO_LONG`, `SERVER_PROTOCOL_ERROR`, `SERVER_CLOSED`
   */
  listTools(declared: ReadonlySet<string> | undefined): Promise<ToolList>;
  /** Empty where the server does not offer any. */
  listResources(): Promise<ResourceList>;
  listPrompts(): Promise<PromptList>;
  /**
   * Sends `tools/call`. `app/tools/calls.ts` is the only caller.
   * @see MCP 2025-11-25 server/tools §Calling Tools
   */
  callTool(call: ToolCall, context: RequestContext): Promise<CallAnswer>;
  readonly tasks: TaskOffer;
  /** A request that is answered at once, within a minute. Not for `tools/call`. */
  ask<T>(ask: Ask<T>, signal?: AbortSignal): Promise<T>;
  /** A request that may take as long as a call, with its questions. Not for `tools/call`. */
  askLong<T>(ask: Ask<T>, context: RequestContext): Promise<T>;
  /**
   * Answers one of the questions of a round or a task, as if the server had asked by itself.
   * @throws {AppError} `CALL_INPUT_REFUSED`
   */
  answerQuestion(
    question: unknown,
    context: { readonly signal: AbortSignal; readonly relatedTaskId?: string },
  ): Promise<unknown>;
  /** Goes on hearing the progress of a call of an earlier connection; the answer ends that. */
  hearProgress(progressToken: string, onProgress: (progress: CallProgress) => void): () => void;
  /** The tasks that the server is to tell news of, where it does such a thing; replaces the last set. Never throws. */
  watchTasks(taskIds: readonly string[]): void;
  /** @throws {AppError} also `RESOURCE_NOT_FOUND` */
  readResource(uri: string, context: RequestContext & { readonly evenIfCached: boolean }): Promise<ReadResult>;
  getPrompt(name: string, args: Readonly<Record<string, string>>, context: RequestContext): Promise<PromptResult>;
  complete(
    target: CompletionTarget,
    argument: { readonly name: string; readonly value: string },
    context: { readonly others: Readonly<Record<string, string>>; readonly signal: AbortSignal },
  ): Promise<Completions>;
  /** The resources that the server is to tell changes of; replaces the last set. @throws {AppError} `SERVER_FEATURE_MISSING` */
  watchResources(uris: readonly string[]): Promise<void>;
  /**
   * Severity from which log messages are wanted; `undefined` leaves it to the server. One of the older era can't be told
   * that: it keeps to the last level it heard as long as this connection lasts.
   *
   * @throws {AppError} `SERVER_FEATURE_MISSING`
   */
  setLogLevel(level: LogLevel | undefined): Promise<void>;
  /** Tells the server that its roots changed; does nothing in the modern era, where they are asked for each time. */
  rootsChanged(): Promise<void>;
  /** Asks for a sign of life, in the older era alone. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
