/**
 * A call's task as it begins and as it ends, for the page and for the ledger. Pure.
 */
import { callOutcome } from '../contract/calls.ts';
import { AppError, toErrorView } from '../contract/errors.ts';
import type { TaskView } from '../contract/tasks.ts';
import type { McpConnection } from '../protocol/mcpConnection.ts';
import type { RunningServer } from '../servers/slot.ts';
import { pollInterval } from '../tasks/pollTiming.ts';
import { MAX_STATUS_MESSAGE } from '../tasks/taskReport.ts';
import type { TaskReport } from '../tasks/taskReport.ts';
import type { CallEnd } from './callStates.ts';

/** MCP 2025-11-25 basic/utilities/tasks §Creating Tasks. */
const IMMEDIATE_RESPONSE = 'io.modelcontextprotocol/model-immediate-response';
const MAX_IMMEDIATE_RESPONSE = 20_000;
/** Of one outcome in the ledger. Choice: longer than any text a person reads; larger ones are files, which tools keep elsewhere. */
const MAX_KEPT_CHARACTERS = 4 * 1024 * 1024;

/** Of a call that is about to be sent as a task, and of which nothing else is known. */
export function sentTask(edition: TaskView['edition'], server: RunningServer, nowMs: number): TaskView {
  return {
    edition,
    status: 'working',
    createdAtMs: nowMs,
    heardAtMs: nowMs,
    pollIntervalMs: pollInterval(undefined, 0, 0.5),
    following: 'active',
    canCancel: server.connection.tasks.canCancel,
    endsWithServer: server.link.pid !== undefined,
  };
}

/** @param meta Of the answer that made it. */
export function createdTask(sent: TaskView, report: TaskReport, server: RunningServer, meta: unknown): TaskView {
  const said = (text: string, max: number): string => server.link.redact(text).slice(0, max);
  const immediate =
    typeof meta === 'object' && meta !== null && IMMEDIATE_RESPONSE in meta ? meta[IMMEDIATE_RESPONSE] : undefined;
  return {
    ...sent,
    taskId: report.taskId,
    status: report.status,
    ...(report.statusMessage === undefined ? {} : { statusMessage: said(report.statusMessage, MAX_STATUS_MESSAGE) }),
    ...(report.ttlMs === undefined ? {} : { expiresAtMs: sent.createdAtMs + report.ttlMs }),
    pollIntervalMs: pollInterval(report.pollInterval, 0, 0.5),
    ...(typeof immediate === 'string' ? { immediateResponse: said(immediate, MAX_IMMEDIATE_RESPONSE) } : {}),
  };
}

/** Nothing of it is followed any more. `problem` stays only where it says how it ended. */
export function endedTask({ problem: _problem, ...task }: TaskView, end: CallEnd | undefined): TaskView {
  return { ...task, following: 'over', ...(end?.kind === 'failed' ? { problem: end.error } : {}) };
}

/** As it is kept: without the secrets of its server's start, and not at any length. SECURITY(S9) */
export function toKept(end: CallEnd, redact: (text: string) => string): CallEnd {
  const kept = redactAll(end, redact);
  const parsed = callOutcome.safeParse(kept);
  // Redacting changes texts alone, so it parses; and what has no end is not given here.
  const isKept = parsed.success && JSON.stringify(kept).length <= MAX_KEPT_CHARACTERS;
  if (isKept && parsed.data.kind !== 'task') return parsed.data;
  return {
    kind: 'failed',
    error: toErrorView(new AppError('TASK_RESULT_NOT_KEPT', 'The result was too large to keep.')),
  };
}

function redactAll(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((item) => redactAll(item, redact));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [redact(name), redactAll(member, redact)]));
}

/** Whether a call of this tool is sent as a task. @throws {AppError} `TASK_TOOL_IMPOSSIBLE` */
export function editionAsked(
  taskSupport: 'forbidden' | 'optional' | 'required' | 'impossible',
  wanted: boolean,
  { tasks }: McpConnection,
): TaskView['edition'] | undefined {
  if (taskSupport === 'impossible') {
    throw new AppError('TASK_TOOL_IMPOSSIBLE', 'The tool has to be called as a task, and the server takes none.');
  }
  return taskSupport === 'required' || (taskSupport === 'optional' && wanted) ? tasks.edition : undefined;
}
