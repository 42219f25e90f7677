/**
 * The two ways in which servers speak of tasks, behind one face.
 *
 * @see MCP 2025-11-25 basic/utilities/tasks; io.modelcontextprotocol/tasks (SEP-2663)
 */
import { RELATED_TASK_META_KEY } from '@modelcontextprotocol/client';
import { z } from 'zod';
import { AppError } from '../contract/errors.ts';
import type { TaskView } from '../contract/tasks.ts';
import type { McpConnection, RequestContext } from '../protocol/mcpConnection.ts';
import { wireToolResult } from '../protocol/toolResult.ts';
import type { WireToolResult } from '../protocol/toolResult.ts';
import { coreReport, extensionReport } from './taskReport.ts';
import type { TaskReport } from './taskReport.ts';

/** Pages of a list of tasks. Choice: 10,000 tasks of a server that gives ten a page. */
const MAX_PAGES = 1_000;
const MAX_LISTED = 10_000;

export interface TaskWire {
  readonly edition: TaskView['edition'];
  readonly canCancel: boolean;
  readonly canList: boolean;
  /** @throws {AppError} what a request throws; `data.rpcCode` -32602 for a task the server does not know. */
  get(taskId: string, signal: AbortSignal): Promise<TaskReport>;
  /** What the server says of it now, or nothing where it only takes note. */
  cancel(taskId: string): Promise<TaskReport | undefined>;
  /**
   * Of `core`: waits for the end, and brings what the plain call would have brought. Questions of the task come meanwhile.
   * @see MCP 2025-11-25 basic/utilities/tasks §Retrieving Task Results
   */
  result(taskId: string, context: RequestContext): Promise<WireToolResult>;
  /** Of the extension: answers to questions, by their keys. */
  update(taskId: string, inputResponses: Readonly<Record<string, unknown>>): Promise<void>;
  list(signal: AbortSignal): Promise<readonly TaskReport[]>;
  /** A report that the server sent by itself. `undefined` for what is none. */
  read(pushed: unknown): TaskReport | undefined;
}

const nothing = z.looseObject({});
/** §Associating Task-Related Messages. */
const relatedTask = z.looseObject({ [RELATED_TASK_META_KEY]: z.looseObject({ taskId: z.string() }) });
const coreList = z.looseObject({ tasks: z.array(z.unknown()), nextCursor: z.string().optional() });

/** `undefined` where the server has no tasks, in either edition. */
export function taskWireOf(connection: McpConnection): TaskWire | undefined {
  const { edition } = connection.tasks;
  if (edition === undefined) return undefined;
  return edition === 'core' ? coreWire(connection) : extensionWire(connection);
}

function coreWire(connection: McpConnection): TaskWire {
  const { canCancel, canList } = connection.tasks;
  return {
    edition: 'core',
    canCancel,
    canList,
    get: (taskId, signal) => connection.ask({ method: 'tasks/get', params: { taskId }, schema: coreReport }, signal),
    cancel: (taskId) => connection.ask({ method: 'tasks/cancel', params: { taskId }, schema: coreReport }),
    result: async (taskId, context) => {
      const request = { method: 'tasks/result', params: { taskId }, schema: wireToolResult };
      const result = await connection.askLong(request, context);
      const related = relatedTask.safeParse(result['_meta']).data?.[RELATED_TASK_META_KEY].taskId;
      if (related === undefined || related === taskId) return result;
      throw new AppError('CALL_ANSWER_LOST', 'The answer belongs to another task.');
    },
    update: () => Promise.reject(new AppError('SERVER_FEATURE_MISSING', 'This edition has no tasks/update.')),
    list: (signal) => listAll(connection, signal),
    read: (pushed) => coreReport.safeParse(pushed).data,
  };
}

function extensionWire(connection: McpConnection): TaskWire {
  return {
    edition: 'extension',
    canCancel: true,
    canList: false,
    get: (taskId, signal) =>
      // Its answer is complete; the specification's own examples have some that call themselves a task.
      connection.ask({ method: 'tasks/get', params: { taskId }, schema: extensionReport, isTask: () => false }, signal),
    cancel: async (taskId) => {
      // Only that it was noted; what comes of it is heard like everything else.
      await connection.ask({ method: 'tasks/cancel', params: { taskId }, schema: nothing });
      return undefined;
    },
    result: () => Promise.reject(new AppError('SERVER_FEATURE_MISSING', 'This edition has no tasks/result.')),
    update: async (taskId, inputResponses) => {
      await connection.ask({ method: 'tasks/update', params: { taskId, inputResponses }, schema: nothing });
    },
    list: () => Promise.resolve([]),
    read: (pushed) => extensionReport.safeParse(pushed).data,
  };
}

/** To the end, as far as that makes sense: cursors are the server's own and may lead in circles. */
async function listAll(connection: McpConnection, signal: AbortSignal): Promise<readonly TaskReport[]> {
  const tasks: TaskReport[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES && tasks.length < MAX_LISTED; page += 1) {
    const params = cursor === undefined ? {} : { cursor };
    const answer = await connection.ask({ method: 'tasks/list', params, schema: coreList }, signal);
    tasks.push(...answer.tasks.flatMap((task) => coreReport.safeParse(task).data ?? []));
    cursor = answer.nextCursor;
    if (cursor === undefined) break;
  }
  return tasks;
}
