/**
 * Calls of tools: the one path by which any tool is called, and one record for each call from click to last byte.
 *
 * `tools/call` is sent nowhere else. A row is in the ledger before the request goes out, and a second one completes it.
 */
import type { Audit, BegunEntry } from '../audit/audit.ts';
import type { CallDetail, CallOutcome, CallProgress, CallView } from '../contract/calls.ts';
import { AppError, toErrorView } from '../contract/errors.ts';
import { SNAPSHOT_CALLS } from '../contract/events.ts';
import type { HostChange } from '../contract/events.ts';
import type { CallId, ServerId } from '../contract/ids.ts';
import type { ToolView } from '../contract/servers.ts';
import type { Clock } from '../ports/clock.ts';
import type { JsonSchemaValidator } from '../ports/jsonSchemaValidator.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { CallLimits } from '../protocol/mcpConnection.ts';
import { redactError } from '../protocol/redactError.ts';
import { toContentBlocks } from '../protocol/toolResult.ts';
import type { WireToolResult } from '../protocol/toolResult.ts';
import type { Servers } from '../servers/servers.ts';
import type { RunningServer } from '../servers/slot.ts';
import { isOver, isProgress, stateOf } from './callStates.ts';

/**
 * Choice: people lose long calls to limits of a minute; silence of ten minutes without any progress is a hang, and no
 * call that a person waits for takes half a day.
 */
export const CALL_LIMITS: CallLimits = { idleTimeoutMs: 10 * 60_000, maxTotalMs: 12 * 3_600_000 };
/** Outcomes kept in memory for pages that ask again, such as after a lost connection. */
const OUTCOMES_KEPT = 50;
/** All of them together, characters. */
const OUTCOME_CHARACTERS_KEPT = 64 * 1024 * 1024;
/** Characters kept of what a server says of its progress. */
const MAX_PROGRESS_MESSAGE = 2_000;

export interface CallsDeps {
  readonly audit: Audit;
  readonly clock: Clock;
  readonly jsonSchemaValidator: JsonSchemaValidator;
  readonly ledger: Ledger;
  readonly servers: Servers;
  readonly emit: (change: HostChange) => void;
  /** Told when the end of a call could not be recorded. */
  readonly onTrouble: (error: unknown) => void;
  readonly limits?: CallLimits | undefined;
}

export interface CallRequest {
  readonly callId: CallId;
  readonly serverId: ServerId;
  readonly toolName: string;
  readonly arguments: Record<string, unknown>;
}

interface RunningCall {
  view: CallView;
  readonly arguments: Record<string, unknown>;
  readonly abort: AbortController;
}

export class Calls {
  private readonly deps: CallsDeps;
  private readonly running = new Map<CallId, RunningCall>();
  /** Newest last. */
  private readonly ended = new Map<CallId, { readonly detail: CallDetail; readonly weight: number }>();
  private endedWeight = 0;
  private readonly recent: CallView[];

  constructor(deps: CallsDeps) {
    this.deps = deps;
    this.recent = deps.ledger
      .recentCalls(SNAPSHOT_CALLS)
      .toReversed()
      .map((call) => this.settleInterrupted(call));
  }

  runningCount(): number {
    return this.running.size;
  }

  /** All that run, and the newest that ended. */
  views(): readonly CallView[] {
    return [...this.recent, ...[...this.running.values()].map((call) => call.view)].slice(-SNAPSHOT_CALLS);
  }

  /**
   * Calls a tool, starting its server if need be. What a server or a person chooses is an outcome, not an error.
   *
   * @throws {AppError} `COMMAND_INVALID` when the id was used before
   */
  async call(request: CallRequest): Promise<CallOutcome> {
    const { clock, servers } = this.deps;
    if (this.running.has(request.callId)) throw idUsedBefore(request.callId);
    const serverName = servers.get(request.serverId).name;
    const call: RunningCall = {
      view: {
        callId: request.callId,
        serverId: request.serverId,
        serverName,
        toolName: request.toolName,
        state: 'running',
        startedAtMs: clock.nowMs(),
      },
      arguments: request.arguments,
      abort: new AbortController(),
    };
    this.running.set(request.callId, call);
    const record = await this.begin(call);
    let outcome: CallOutcome = { kind: 'failed', error: toErrorView(undefined) };
    try {
      outcome = await this.perform(request, call);
    } finally {
      // Also after a bug of ours, which goes on to whoever logs it.
      this.end(call, outcome, record);
    }
    return outcome;
  }

  /** @throws {AppError} `CALL_NOT_FOUND` when it is not running. */
  cancel(callId: CallId): void {
    const call = this.running.get(callId);
    if (call === undefined) throw new AppError('CALL_NOT_FOUND', 'The call is not running.');
    this.update(call, { ...call.view, state: 'cancelling' });
    call.abort.abort('cancelled by the person');
  }

  /** @throws {AppError} `CALL_NOT_FOUND` */
  get(callId: CallId): CallDetail {
    const running = this.running.get(callId);
    if (running !== undefined) return { call: running.view, arguments: running.arguments };
    const ended = this.ended.get(callId);
    if (ended !== undefined) return ended.detail;
    const stored = this.deps.ledger.getCall(callId);
    if (stored === undefined) throw new AppError('CALL_NOT_FOUND', 'There is no such call.');
    return { call: stored.call, arguments: { ...stored.arguments } };
  }

  /** SECURITY(S10): the call is on record before anything of it is sent. */
  private async begin({ view, arguments: args }: RunningCall): Promise<BegunEntry> {
    const { audit, ledger } = this.deps;
    const { callId, serverId, serverName, toolName } = view;
    try {
      return await ledger.together(() => {
        if (!ledger.beginCall({ call: view, arguments: args })) throw idUsedBefore(callId);
        return audit.begin({
          kind: 'tool.call',
          subject: callId,
          label: `${serverName}: ${toolName}`,
          decision: 'agreed',
          decidedBy: 'person',
          details: { serverId, toolName },
        });
      });
    } catch (error) {
      this.running.delete(callId);
      throw error;
    } finally {
      if (this.running.has(callId)) this.emit(view);
    }
  }

  private async perform(request: CallRequest, call: RunningCall): Promise<CallOutcome> {
    const { signal } = call.abort;
    try {
      const lease = this.deps.servers.acquire(request.serverId, { kind: 'tool', name: request.toolName });
      const { server, release } = await orAbort(lease, signal).catch((error: unknown) => {
        // Whoever went on waiting would hold it for ever.
        lease.then(({ release: letGo }) => letGo()).catch(() => undefined);
        throw error;
      });
      try {
        return await this.send(request, call, server);
      } finally {
        release();
      }
    } catch (error) {
      if (signal.aborted) return { kind: 'cancelled' };
      if (!(error instanceof AppError)) throw error;
      return { kind: 'failed', error: toErrorView(error) };
    }
  }

  private async send({ toolName, arguments: args }: CallRequest, call: RunningCall, server: RunningServer) {
    const tool = server.tools.known?.tools.find((each) => each.name === toolName);
    if (tool === undefined) throw new AppError('TOOL_NOT_FOUND', 'The server has no such tool.');
    const context = {
      ...(this.deps.limits ?? CALL_LIMITS),
      signal: call.abort.signal,
      onProgress: (progress: CallProgress): void => {
        if (!isProgress(call.view.progress, progress)) return;
        this.update(call, { ...call.view, progress: withoutSecrets(progress, (text) => server.link.redact(text)) });
      },
    };
    const request = { name: toolName, arguments: args, inputSchema: tool.inputSchema };
    const result = await server.connection.callTool(request, context).catch((error: unknown) => {
      // Ended by Gatehouse: that says more than that the server is gone.
      throw server.fault() ?? redactError(error, (text) => server.link.redact(text));
    });
    return this.toOutcome(result, tool);
  }

  private toOutcome(result: WireToolResult, tool: ToolView): CallOutcome {
    const { structuredContent, isError = false } = result;
    return {
      kind: 'complete',
      content: toContentBlocks(result.content),
      ...(structuredContent === undefined ? {} : { structuredContent }),
      ...this.checkStructured(tool, structuredContent, isError),
      isError,
    };
  }

  /** MCP 2025-11-25 server/tools §Output Schema: a client SHOULD validate; we show the verdict and keep the result. */
  private checkStructured(tool: ToolView, structured: unknown, isError: boolean) {
    if (tool.outputSchema === undefined || (isError && structured === undefined)) {
      return { structuredCheck: 'not_declared' } as const;
    }
    if (structured === undefined) return { structuredCheck: 'missing' } as const;
    const check = this.deps.jsonSchemaValidator.check(tool.outputSchema, structured);
    switch (check.kind) {
      case 'valid':
        return { structuredCheck: 'valid' } as const;
      case 'invalid':
        return { structuredCheck: 'invalid', structuredProblem: check.problem } as const;
      case 'unsupported':
        return { structuredCheck: 'schema_unsupported', structuredProblem: check.problem } as const;
    }
  }

  private update(call: RunningCall, view: CallView): void {
    if (!this.running.has(view.callId)) return;
    call.view = view;
    this.emit(view);
  }

  /** The answer does not wait for its record: that is on its way to the disk before the turn ends. */
  private end(call: RunningCall, outcome: CallOutcome, record: BegunEntry): void {
    const { clock, ledger, onTrouble } = this.deps;
    call.view = { ...call.view, state: stateOf(outcome), endedAtMs: clock.nowMs() };
    this.running.delete(call.view.callId);
    this.recent.push(call.view);
    if (this.recent.length > SNAPSHOT_CALLS * 2) this.recent.splice(0, SNAPSHOT_CALLS);
    const weight = weightOf(outcome);
    this.ended.set(call.view.callId, { detail: { call: call.view, arguments: call.arguments, outcome }, weight });
    this.endedWeight += weight;
    for (const [oldest, { weight: freed }] of this.ended) {
      if (this.ended.size <= OUTCOMES_KEPT && this.endedWeight <= OUTCOME_CHARACTERS_KEPT) break;
      this.ended.delete(oldest);
      this.endedWeight -= freed;
    }
    const details = outcome.kind === 'failed' ? { details: { code: outcome.error.code } } : {};
    ledger
      .together(() => {
        ledger.updateCall(call.view);
        record.end({ outcome: call.view.state, ...details });
      })
      .catch(onTrouble);
    this.emit(call.view);
  }

  /** A call that ran when Gatehouse ended has an answer that nobody will hear. */
  private settleInterrupted(call: CallView): CallView {
    if (isOver(call.state)) return call;
    const { audit, clock, ledger, onTrouble } = this.deps;
    const settled: CallView = { ...call, state: 'interrupted', endedAtMs: clock.nowMs() };
    ledger
      .together(() => {
        ledger.updateCall(settled);
        const [begun] = ledger.list({ kinds: ['tool.call'], subject: call.callId, limit: 1 }).records;
        if (begun?.phase === 'begun') audit.complete(begun, { outcome: settled.state });
      })
      .catch(onTrouble);
    return settled;
  }

  private emit(call: CallView): void {
    this.deps.emit({ type: 'call.changed', call });
  }
}

function idUsedBefore(callId: CallId): AppError {
  return new AppError('COMMAND_INVALID', 'A call has this id already.', { data: { callId } });
}

/**
 * SECURITY(S9): the view goes to the ledger, and a server knows the secrets of its own environment. Cut only afterwards: the
 * first half of a secret would be found no more.
 */
function withoutSecrets(progress: CallProgress, redact: (text: string) => string): CallProgress {
  if (progress.message === undefined) return progress;
  return { ...progress, message: redact(progress.message).slice(0, MAX_PROGRESS_MESSAGE) };
}

/** Waits for a promise or the signal, whichever is first. */
async function orAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_resolve, reject) => {
    const abort = (): void => reject(new AppError('CALL_CANCELLED', 'The call was cancelled.'));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
  return Promise.race([promise, aborted]);
}

/** About how much memory an outcome takes, characters: texts and encoded files are nearly all of it. */
function weightOf(outcome: CallOutcome): number {
  if (outcome.kind !== 'complete') return 0;
  const weights = outcome.content.map((block) => {
    if (block.type === 'text') return block.text.length;
    if (block.type === 'image' || block.type === 'audio') return block.data.length;
    return JSON.stringify(block).length;
  });
  return weights.reduce((sum, weight) => sum + weight, 0);
}
