/**
 * Takes requests of a server that want to be tasks, and answers what it asks of those tasks afterwards.
 *
 * Only in MCP 2025-11-25, the one version whose clients may be asked so. What runs as a task goes through the same handler
 * as the plain request, so that it comes to the same.
 *
 * @see MCP 2025-11-25 basic/utilities/tasks
 */
import { Client, isInitializeRequest, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/client';
import type {
  ClientCapabilities,
  ClientContext,
  ClientOptions,
  ConnectOptions,
  Implementation,
  JSONRPCRequest,
  Result,
  Transport,
} from '@modelcontextprotocol/client';
import { z } from 'zod';
import type { AskContext } from '../input/clientSide.ts';
import type { ReceivedTasks } from '../input/receivedTasks.ts';

const VERSION_WITH_TASKS = '2025-11-25';
const RELATED_TASK = 'io.modelcontextprotocol/related-task';

type Handler = (request: JSONRPCRequest, context: ClientContext) => Promise<Result>;
type TaskCapability = ClientCapabilities['tasks'];

/** Where a request type is declared (§Client Capabilities). "The set … is exhaustive." */
const DECLARED_AS = new Map<string, (tasks: TaskCapability) => object | undefined>([
  ['elicitation/create', (tasks) => tasks?.requests?.elicitation?.create],
  ['sampling/createMessage', (tasks) => tasks?.requests?.sampling?.createMessage],
]);

/** MCP 2025-11-25 schema, TaskMetadata. */
const wantedTask = z.looseObject({ ttl: z.number().optional() });
/** Ours in its place, once it is one: see `toAskContext`. */
const runningTask = z.object({ expiresAtMs: z.number() });
const relatedTask = z.looseObject({ [RELATED_TASK]: z.looseObject({ taskId: z.string() }) });

/**
 * The SDK's client, but for these two requests: it takes nothing but a plain result for an answer to them, so a task is
 * led past its check. The plain result is checked as ever.
 */
export class TaskReceiver extends Client {
  private readonly declared: TaskCapability;
  private readonly received: ReceivedTasks;

  /** @param received Ends with the connection. */
  constructor(info: Implementation, options: ClientOptions, received: ReceivedTasks) {
    const { tasks, ...capabilities } = options.capabilities ?? {};
    super(info, { ...options, capabilities });
    this.declared = tasks;
    this.received = received;
    answerTaskRequests(this, received);
    this.onclose = () => received.end();
  }

  override connect(transport: Transport, options?: ConnectOptions): Promise<void> {
    declareTasks(transport, this.declared);
    return super.connect(transport, options);
  }

  /** Called by the SDK for every handler that is registered, the first time before there is anything of ours. */
  protected override _wrapHandler(method: string, handler: Handler): Handler {
    const plain = super._wrapHandler(method, handler);
    return DECLARED_AS.has(method) ? (request, context) => this.take(plain, request, context) : plain;
  }

  private async take(plain: Handler, request: JSONRPCRequest, context: ClientContext): Promise<Result> {
    const { method } = request;
    const { task: wanted, ...params } = request.params ?? {};
    const related = relatedTaskOf(params._meta);
    if (wanted === undefined || !this.takesAsTask(method)) {
      return withRelatedTask(await plain({ ...request, params }, context), related);
    }
    const { data: asked } = wantedTask.safeParse(wanted);
    if (asked === undefined) throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'Invalid task parameters');
    const task = this.received.begin({ method, ttl: asked.ttl }, ({ signal, expiresAtMs }) =>
      plain(
        { ...request, params: { ...params, task: { expiresAtMs } } },
        { ...context, mcpReq: { ...context.mcpReq, signal } },
      ),
    );
    return withRelatedTask({ task }, related);
  }

  /** §Task Support and Handling: what was not declared MUST be processed normally, the task ignored. */
  private takesAsTask(method: string): boolean {
    return (
      this.getNegotiatedProtocolVersion() === VERSION_WITH_TASKS &&
      DECLARED_AS.get(method)?.(this.declared) !== undefined
    );
  }
}

/** Requests about tasks. Their `taskId` alone says which is meant, whatever their metadata says (§Associating Task-Related Messages). */
function answerTaskRequests(client: Client, tasks: ReceivedTasks): void {
  const params = z.looseObject({ taskId: z.string() });
  client.setRequestHandler('tasks/get', { params }, ({ taskId }) => tasks.get(taskId));
  client.setRequestHandler('tasks/cancel', { params }, ({ taskId }) => tasks.cancel(taskId));
  client.setRequestHandler('tasks/result', { params }, async ({ taskId }) =>
    withRelatedTask(await tasks.result(taskId), taskId),
  );
  const page = z.looseObject({ cursor: z.string().optional() });
  client.setRequestHandler('tasks/list', { params: page }, ({ cursor }) => tasks.list(cursor));
}

/** Says so in `initialize` and nowhere else: the SDK declares the same to the newer era, where no server can ask by itself. */
function declareTasks(transport: Transport, tasks: TaskCapability): void {
  const send = transport.send.bind(transport);
  transport.send = (message, options) => {
    const isInitialize = 'method' in message && message.method === 'initialize' && isInitializeRequest(message);
    if (!isInitialize) return send(message, options);
    const { params } = message;
    return send({ ...message, params: { ...params, capabilities: { ...params.capabilities, tasks } } }, options);
  };
}

/** What the desk is told of how a request came. */
export function toAskContext(params: Readonly<Record<string, unknown>>, { mcpReq }: ClientContext): AskContext {
  const relatedTaskId = relatedTaskOf(mcpReq._meta);
  const { data: asTask } = runningTask.safeParse(params['task']);
  return {
    signal: mcpReq.signal,
    ...(relatedTaskId === undefined ? {} : { relatedTaskId }),
    ...(asTask === undefined ? {} : { asTask }),
  };
}

function relatedTaskOf(meta: unknown): string | undefined {
  return relatedTask.safeParse(meta).data?.[RELATED_TASK].taskId;
}

/** §Associating Task-Related Messages: every message that belongs to a task MUST name it. */
function withRelatedTask(result: Result, taskId: string | undefined): Result {
  if (taskId === undefined) return result;
  return { ...result, _meta: { ...result._meta, [RELATED_TASK]: { taskId } } };
}
