/**
 * Opens one MCP conversation over a transport that is already there, whatever the era.
 *
 * The SDK's client negotiates: `server/discover` first, `initialize` where that is not understood, on the same process or
 * address. Everything a server asks for goes to `ClientSide`, whichever way it came.
 */
import type { Client, Transport } from '@modelcontextprotocol/client';
import { z } from 'zod';
import { AppError } from '../contract/errors.ts';
import type { ConnectionView, LogLevel } from '../contract/servers.ts';
import { answerOne } from '../input/answerInput.ts';
import type { ClientSide } from '../input/clientSide.ts';
import type { Clock } from '../ports/clock.ts';
import { TaskReceiver } from './answerTasks.ts';
import { describeConnection } from './describeConnection.ts';
import { IdleTimers } from './idleTimers.ts';
import {
  NO_PROMPTS,
  NO_RESOURCES,
  NO_TOOLS,
  promptShape,
  resourceShape,
  templateShape,
  toolShape,
  toResourceList,
} from './lists.ts';
import type { Ask, McpConnection, RequestContext } from './mcpConnection.ts';
import { mirrorHeaders } from './mirroredHeaders.ts';
import { ProgressTokens } from './progressTokens.ts';
import { ReadCache } from './readCache.ts';
import { listPage, readList } from './readList.ts';
import type { ListPage, ListShape, ReadList } from './readList.ts';
import { toConnectError, toListError, toRequestError } from './requestErrors.ts';
import type { Redact } from './requestErrors.ts';
import { Requests } from './requests.ts';
import { answerRequests, hearNotifications } from './serverMessages.ts';
import { taskOffer, toolAnswer } from './taskOffer.ts';
import { passResultsWhole } from './wholeResults.ts';
import {
  completionRequest,
  toReadResult,
  toPromptResult,
  wireCompletion,
  wirePromptResult,
  wireReadResult,
} from './wireResults.ts';
import { Watches } from './watches.ts';

/** Choice: first starts compile, migrate and warm up; a minute and a half is longer than any seen to succeed. */
const INITIALIZE_TIMEOUT_MS = 90_000;
/**
 * Choice: how long a program may be silent on `server/discover` before it counts as one that does not know it. Over HTTP
 * silence says nothing about that: whoever does not know it answers with an error.
 */
const PROBE_TIMEOUT_MS = 15_000;
/** The revision that `modern` insists on. */
const MODERN_VERSION = '2026-07-28';
/** MCP 2026-07-28 transports/streamable-http: a mirrored header disagrees with what the server expects. */
const HEADER_MISMATCH = -32020;
/** Characters of a tool's name in a log. */
const MAX_NAME_SAID = 200;
const RESOURCE_NOT_FOUND = new Set<unknown>([-32002, -32602]);

export type EraChoice = 'auto' | 'legacy' | 'modern';
export type ListKind = 'tools' | 'resources' | 'prompts';

/** What a server says by itself. */
export interface ConnectionEvents {
  onListChanged(kind: ListKind): void;
  onResourceUpdated(uri: string): void;
  onLogMessage(message: {
    readonly level: LogLevel;
    readonly logger: string | undefined;
    readonly data: unknown;
  }): void;
  /** A task, in the shape of its edition. */
  onTaskNews(task: unknown): void;
  /** Something on the wire that fits no request; for the log. */
  onOddity(text: string): void;
}

export interface ConnectionOptions {
  readonly hostVersion: string;
  readonly era: EraChoice;
  readonly transport: ConnectionView['transport'];
  readonly clientSide: ClientSide;
  readonly clock: Clock;
  readonly events: ConnectionEvents;
  /** Of what errors quote of the server. */
  readonly redact: Redact;
  readonly signal: AbortSignal;
  /** For each of `server/discover` and `initialize`, milliseconds. */
  readonly initializeTimeoutMs?: number | undefined;
}

/**
 * @throws {AppError} `SERVER_INITIALIZE_TIMEOUT`, `SERVER_VERSION_UNSUPPORTED`, `SERVER_INITIALIZE_FAILED`, `SERVER_…` of
 * the transport
 * @see MCP 2025-11-25 basic/lifecycle §Initialization; MCP 2026-07-28 basic/versioning
 */
export async function openConnection(transport: Transport, options: ConnectionOptions): Promise<McpConnection> {
  const { initializeTimeoutMs = INITIALIZE_TIMEOUT_MS, clientSide, clock, events } = options;
  const client = new TaskReceiver(
    { name: 'gatehouse', title: 'Gatehouse', version: options.hostVersion },
    {
      capabilities: clientSide.capabilities,
      versionNegotiation: {
        mode: options.era === 'modern' ? { pin: MODERN_VERSION } : options.era,
        probe: {
          timeoutMs:
            options.transport === 'stdio' ? Math.min(PROBE_TIMEOUT_MS, initializeTimeoutMs) : initializeTimeoutMs,
        },
      },
      // The rounds are ours, so that they belong to the call they came from.
      inputRequired: { autoFulfill: false },
    },
    clientSide.receivedTasks,
  );
  const timers = new IdleTimers(clock);
  const cache = new ReadCache(clock);
  const progress = new ProgressTokens(`gatehouse-${clock.nowMs().toString(36)}`);
  client.onerror = (error) => events.onOddity(error.message);
  answerRequests(client, clientSide, timers);
  hearNotifications(client, { clientSide, events, cache, progress });
  try {
    await client.connect(transport, { timeout: initializeTimeoutMs, signal: options.signal });
  } catch (cause) {
    throw toConnectError(cause, options.redact);
  }
  if (client.getProtocolEra() === 'modern') passResultsWhole(transport);
  const requests = new Requests({
    client,
    clientSide: pausing(clientSide, timers),
    timers,
    progress,
    redact: options.redact,
  });
  const watches = new Watches({ client, clock, requests, onOddity: (text) => events.onOddity(text) });
  watches.start();
  return new Connection({ client, transport, requests, progress, watches, cache, options });
}

interface ConnectionParts {
  readonly client: Client;
  readonly transport: Transport;
  readonly requests: Requests;
  readonly progress: ProgressTokens;
  readonly watches: Watches;
  readonly cache: ReadCache;
  readonly options: ConnectionOptions;
}

class Connection implements McpConnection {
  readonly view: McpConnection['view'];
  readonly tasks: McpConnection['tasks'];
  private readonly parts: ConnectionParts;

  constructor(parts: ConnectionParts) {
    this.parts = parts;
    const { client, transport, options } = parts;
    const { tasks, ...capabilities } = options.clientSide.capabilities;
    const isLegacy = client.getProtocolEra() === 'legacy';
    this.view = describeConnection(client, {
      transport: options.transport,
      clientCapabilities: isLegacy ? { ...capabilities, tasks } : capabilities,
      hasSession: transport.sessionId !== undefined,
    });
    this.tasks = taskOffer(this.view);
  }

  async listTools(declared: ReadonlySet<string> | undefined) {
    if (this.offers('tools') === undefined) return NO_TOOLS;
    const mirrors = this.hasHeaders && this.view.era === 'modern';
    const shape = toolShape({
      declared,
      tasksByChoice: this.view.era === 'modern' ? 'never' : this.tasks.edition === 'core' ? 'offered' : 'not_offered',
      onInvalidMirror: mirrors ? (name, why) => this.tellLeftOut(name, why) : undefined,
    });
    const { entries, dropped, ttlMs } = await this.list('tools/list', shape);
    return { tools: entries, dropped, ttlMs };
  }

  async listResources() {
    if (this.offers('resources') === undefined) return NO_RESOURCES;
    const resources = await this.list('resources/list', resourceShape);
    return toResourceList(resources, await this.listTemplates());
  }

  async listPrompts() {
    if (this.offers('prompts') === undefined) return NO_PROMPTS;
    const { entries, dropped, ttlMs } = await this.list('prompts/list', promptShape);
    return { prompts: entries, dropped, ttlMs };
  }

  async callTool(call: Parameters<McpConnection['callTool']>[0], context: Parameters<McpConnection['callTool']>[1]) {
    const { name, arguments: args, task } = call;
    const send = async (inputSchema: typeof call.inputSchema) => {
      const { result, progressToken } = await this.parts.requests.long(
        {
          method: 'tools/call',
          params: { name, arguments: args, ...(task === undefined ? {} : { task: { ttl: task.ttlMs } }) },
          schema: toolAnswer(task !== undefined),
          headers: () => (this.hasHeaders && this.view.era === 'modern' ? mirrorHeaders(inputSchema, args) : {}),
          isTask: ({ kind }) => kind === 'task',
        },
        context,
      );
      return { ...result, progressToken };
    };
    try {
      return await send(call.inputSchema);
    } catch (error) {
      if (!isHeaderMismatch(error)) throw error;
      // MCP 2026-07-28: what mirrors what has changed; once, with the tool as it is listed at this moment.
      const { tools } = await this.listTools(undefined);
      const tool = tools.find((each) => each.name === name);
      if (tool === undefined) throw error;
      return send(tool.inputSchema);
    }
  }

  ask<T>(...[request, signal]: [Ask<T>, AbortSignal?]): Promise<T> {
    return this.short(request, signal);
  }

  async askLong<T>(request: Ask<T>, context: RequestContext): Promise<T> {
    return (await this.parts.requests.long(request, context)).result;
  }

  answerQuestion(...[question, context]: Parameters<McpConnection['answerQuestion']>): Promise<unknown> {
    const { clientSide } = this.parts.options;
    return answerOne(question, clientSide, { ...context, protocolVersion: this.view.protocolVersion });
  }

  hearProgress(...[token, onProgress]: Parameters<McpConnection['hearProgress']>) {
    return this.parts.progress.hearAgain(token, onProgress);
  }

  watchTasks(taskIds: readonly string[]): void {
    this.parts.watches.watchTasks(taskIds);
  }

  async readResource(uri: string, context: Parameters<McpConnection['readResource']>[1]) {
    this.need('resources');
    const { cache, requests } = this.parts;
    const known = context.evenIfCached ? undefined : cache.get(uri);
    if (known !== undefined) return { contents: known, cached: true };
    const { generation } = cache;
    try {
      const read = await requests.long({ method: 'resources/read', params: { uri }, schema: wireReadResult }, context);
      const contents = toReadResult(read.result, uri);
      // MCP 2026-07-28 caching §Cache Key: what came of answers a person gave is for this once.
      cache.put(uri, contents, { ttlMs: read.asked ? 0 : read.result.ttlMs, generation });
      return { contents, cached: false };
    } catch (error) {
      if (error instanceof AppError && RESOURCE_NOT_FOUND.has(error.data['rpcCode'])) {
        throw new AppError('RESOURCE_NOT_FOUND', 'The server has no such resource.', {
          data: error.data,
          cause: error,
        });
      }
      throw error;
    }
  }

  async getPrompt(
    name: string,
    args: Readonly<Record<string, string>>,
    context: Parameters<McpConnection['getPrompt']>[2],
  ) {
    this.need('prompts');
    const params = { name, arguments: args };
    const { result } = await this.parts.requests.long(
      { method: 'prompts/get', params, schema: wirePromptResult },
      context,
    );
    return toPromptResult(result);
  }

  async complete(...[target, argument, { others, signal }]: Parameters<McpConnection['complete']>) {
    this.need('completions');
    const params = completionRequest(target, argument, others);
    const request = { method: 'completion/complete', params, schema: wireCompletion };
    return (await this.short(request, signal)).completion;
  }

  async watchResources(uris: readonly string[]): Promise<void> {
    await this.parts.watches.watch(uris).catch((cause: unknown) => {
      throw toRequestError(cause, this.parts.options.redact);
    });
  }

  async setLogLevel(level: LogLevel | undefined): Promise<void> {
    if (level !== undefined) this.need('logging');
    this.parts.requests.logLevel = level;
    // The modern era has no such request: every request says what it wants to hear.
    if (this.view.era === 'legacy' && level !== undefined) {
      await this.short({ method: 'logging/setLevel', params: { level }, schema: z.looseObject({}) });
    }
  }

  async rootsChanged(): Promise<void> {
    if (this.view.era === 'legacy') await this.parts.client.sendRootsListChanged();
  }

  async ping(): Promise<void> {
    await this.short({ method: 'ping', params: {}, schema: z.looseObject({}) });
  }

  async close(): Promise<void> {
    await this.parts.watches.close();
    await this.parts.client.close();
  }

  private offers(feature: 'tools' | 'resources' | 'prompts' | 'completions' | 'logging'): object | undefined {
    return this.parts.client.getServerCapabilities()?.[feature];
  }

  /** MCP 2025-11-25 lifecycle §Operation: only what was negotiated is used. */
  private need(feature: Parameters<Connection['offers']>[0]): void {
    if (this.offers(feature) === undefined) {
      throw new AppError('SERVER_FEATURE_MISSING', 'The server does not offer this.', { data: { feature } });
    }
  }

  private tellLeftOut(toolName: string, reason: string): void {
    const name = JSON.stringify(toolName.slice(0, MAX_NAME_SAID));
    this.parts.options.events.onOddity(`The tool ${name} was left out, its x-mcp-header is invalid: ${reason}`);
  }

  private get hasHeaders(): boolean {
    return this.parts.options.transport === 'streamable_http';
  }

  private list<T>(method: string, shape: ListShape<T>): Promise<ReadList<T>> {
    const readPage = async (cursor: string | undefined): Promise<ListPage> => {
      const params = cursor === undefined ? {} : { cursor };
      return this.parts.requests.short({ method, params, schema: listPage });
    };
    return readList(readPage, shape).catch((cause: unknown) => {
      throw toListError(cause, this.parts.options.redact);
    });
  }

  /** Servers that list resources need not know of templates. */
  private listTemplates() {
    return this.list('resources/templates/list', templateShape).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'SERVER_PROTOCOL_ERROR')
        return { entries: [], dropped: 0, ttlMs: 0 };
      throw error;
    });
  }

  private short<T>(request: Ask<T>, signal?: AbortSignal): Promise<T> {
    return this.parts.requests.short(request, signal).catch((cause: unknown) => {
      if (signal?.aborted === true) throw new AppError('CALL_CANCELLED', 'It was cancelled.', { cause });
      throw toRequestError(cause, this.parts.options.redact);
    });
  }
}

/** Questions inside a request stop its clock as well. */
function pausing(clientSide: ClientSide, timers: IdleTimers): ClientSide {
  return {
    capabilities: clientSide.capabilities,
    receivedTasks: clientSide.receivedTasks,
    elicit: (params, context) => timers.pausedFor(() => clientSide.elicit(params, context)),
    visit: (params, context) => timers.pausedFor(() => clientSide.visit(params, context)),
    sample: (params, context) => timers.pausedFor(() => clientSide.sample(params, context)),
    listRoots: () => clientSide.listRoots(),
    elicitationComplete: (id) => clientSide.elicitationComplete(id),
  };
}

function isHeaderMismatch(error: unknown): boolean {
  return error instanceof AppError && error.data['rpcCode'] === HEADER_MISMATCH;
}
