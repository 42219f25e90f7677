/**
 * A task: a call that goes on after its first answer, followed through restarts, as the page sees it.
 *
 * What the server says of it (status, message, times) is its claim; everything about following is Gatehouse's own.
 */
import { z } from 'zod';
import { errorView } from './errors.ts';
import { timestampMs } from './ids.ts';

/** The name under which the newer era has tasks (SEP-2663). */
export const TASKS_EXTENSION = 'io.modelcontextprotocol/tasks';

/** Both editions spell them alike (MCP 2025-11-25 basic/utilities/tasks §Task Status Lifecycle). */
export const TASK_STATUSES = ['working', 'input_required', 'completed', 'failed', 'cancelled'] as const;
export const taskStatus = z.enum(TASK_STATUSES);
export type TaskStatus = z.infer<typeof taskStatus>;

/** Whether a tool may be called as a task, by its own word and by what its server offers. */
export const taskSupport = z.enum([
  'forbidden',
  'optional',
  'required',
  /** The tool has to be called as a task and its server takes none: nobody can call it. */
  'impossible',
]);
export type TaskSupport = z.infer<typeof taskSupport>;

export const taskView = z.strictObject({
  /** The server's own id for it. Absent while it is asked for, and for good where nobody heard the answer. */
  taskId: z.string().optional(),
  /** `core` is part of MCP 2025-11-25, `extension` is `io.modelcontextprotocol/tasks` of the newer era. */
  edition: z.enum(['core', 'extension']),
  /** The newest the server said. In `core`, `failed` also covers results with `isError`: the call's state says which it was. */
  status: taskStatus,
  statusMessage: z.string().optional(),
  createdAtMs: timestampMs,
  /** After this the server may forget it; absent where it keeps it without limit. */
  expiresAtMs: timestampMs.optional(),
  /** When the server was last heard of it. */
  heardAtMs: timestampMs,
  /** Between two questions to the server, as it is at the moment. */
  pollIntervalMs: z.number(),
  following: z.enum([
    'active',
    /** The server is not connected or does not answer; `problem` says why. It goes on by itself once that is over. */
    'paused',
    'over',
  ]),
  problem: errorView.optional(),
  /** The server can be asked to cancel it. */
  canCancel: z.boolean(),
  /** It lives in a process on this machine and ends with it. */
  endsWithServer: z.boolean(),
  /** What the server would have a model read in the meantime. */
  immediateResponse: z.string().optional(),
});
export type TaskView = Readonly<z.infer<typeof taskView>>;
