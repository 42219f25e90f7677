/**
 * The states of a task and which follows which, the same in both editions. Pure.
 *
 * @see MCP 2025-11-25 basic/utilities/tasks §Task Status Lifecycle; io.modelcontextprotocol/tasks §Task Status
 */
import type { TaskStatus } from '../contract/tasks.ts';

export type EndStatus = Extract<TaskStatus, 'completed' | 'failed' | 'cancelled'>;

export function isEnd(status: TaskStatus): status is EndStatus {
  return status === 'completed' || status === 'failed' || status === 'cancelled';
}

/**
 * What holds after a server said `said`. It keeps the first end: a server that says something else later is wrong, or the
 * answers overtook each other. Every other move is one that the specification allows.
 */
export function nextStatus(before: TaskStatus, said: TaskStatus): TaskStatus {
  return isEnd(before) ? before : said;
}
