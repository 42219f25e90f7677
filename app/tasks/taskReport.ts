/**
 * What a server says of a task, read the same whichever edition it came in, and trusted no further than that.
 */
import { z } from 'zod';
import { taskStatus } from '../contract/tasks.ts';
import type { TaskStatus } from '../contract/tasks.ts';

/** Of a server's sentence about a task, characters. */
export const MAX_STATUS_MESSAGE = 2_000;
/** A task kept longer than this is as good as kept for ever. Choice: ten years, milliseconds. */
const WITHOUT_LIMIT_MS = 10 * 365 * 24 * 3_600_000;

export interface TaskReport {
  readonly taskId: string;
  readonly status: TaskStatus;
  readonly statusMessage?: string;
  /** For how long from its creation, milliseconds; absent without a limit, or where what it says makes no sense. */
  readonly ttlMs?: number;
  /** As it came. */
  readonly pollInterval?: unknown;
  /** When it was created, by the server's clock. */
  readonly createdAtMs?: number;
  /** Of the extension: what it wants to know, by keys of its own. */
  readonly inputRequests?: Readonly<Record<string, unknown>>;
  /** Of the extension: the end. */
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

const common = {
  taskId: z.string().min(1).max(10_000),
  status: taskStatus,
  statusMessage: z.string().optional().catch(undefined),
  createdAt: z.string().optional().catch(undefined),
};

/** MCP 2025-11-25 schema, Task. */
const coreTask = z.looseObject({ ...common, ttl: z.unknown().optional(), pollInterval: z.unknown().optional() });
/** io.modelcontextprotocol/tasks schema, DetailedTask. */
const extensionTask = z.looseObject({
  ...common,
  ttlMs: z.unknown().optional(),
  pollIntervalMs: z.unknown().optional(),
  inputRequests: z.record(z.string().max(1_000), z.unknown()).optional().catch(undefined),
  result: z.unknown().optional(),
  error: z.looseObject({ code: z.number(), message: z.string() }).optional().catch(undefined),
});

export const coreReport = coreTask.transform(({ ttl, pollInterval, ...said }): TaskReport => ({
  ...toReport(said, ttl),
  pollInterval,
}));

export const extensionReport = extensionTask.transform(
  ({ ttlMs, pollIntervalMs, inputRequests, result, error, ...said }): TaskReport => ({
    ...toReport(said, ttlMs),
    pollInterval: pollIntervalMs,
    ...(inputRequests === undefined ? {} : { inputRequests }),
    ...(result === undefined ? {} : { result }),
    ...(error === undefined ? {} : { error }),
  }),
);

type Said = Readonly<z.infer<z.ZodObject<typeof common>>>;

function toReport({ taskId, status, statusMessage, createdAt }: Said, ttl: unknown): TaskReport {
  const createdAtMs = createdAt === undefined ? Number.NaN : Date.parse(createdAt);
  return {
    taskId,
    status,
    ...(statusMessage === undefined ? {} : { statusMessage }),
    ...(Number.isNaN(createdAtMs) || createdAtMs < 0 ? {} : { createdAtMs }),
    ...(isLimit(ttl) ? { ttlMs: ttl } : {}),
  };
}

function isLimit(ttl: unknown): ttl is number {
  return typeof ttl === 'number' && Number.isSafeInteger(ttl) && ttl >= 0 && ttl < WITHOUT_LIMIT_MS;
}
