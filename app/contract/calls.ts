/**
 * One tool call, from the click to the last byte, as the page sees it.
 */
import { z } from 'zod';
import { errorView } from './errors.ts';
import { callId, serverId, timestampMs } from './ids.ts';
import { taskView } from './tasks.ts';

const annotations = z
  .looseObject({ audience: z.array(z.string()).optional(), priority: z.number().optional() })
  .optional();

const embeddedResource = z.looseObject({
  uri: z.string(),
  mimeType: z.string().optional(),
  text: z.string().optional(),
  blob: z.string().optional(),
});

/** Content blocks keep the wire's spelling; a type this table does not know travels whole as `unknown` (MCP §Tool Result). */
export const contentBlock = z.union([
  z.looseObject({ type: z.literal('text'), text: z.string(), annotations }),
  z.looseObject({ type: z.literal('image'), data: z.string(), mimeType: z.string(), annotations }),
  z.looseObject({ type: z.literal('audio'), data: z.string(), mimeType: z.string(), annotations }),
  z.looseObject({
    type: z.literal('resource_link'),
    uri: z.string(),
    name: z.string(),
    title: z.string().optional(),
    description: z.string().optional(),
    mimeType: z.string().optional(),
    annotations,
  }),
  z.looseObject({ type: z.literal('resource'), resource: embeddedResource, annotations }),
  z.strictObject({ type: z.literal('unknown'), block: z.unknown() }),
]);
export type ContentBlock = z.infer<typeof contentBlock>;

export const callOutcome = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('complete'),
    content: z.array(contentBlock).readonly(),
    structuredContent: z.unknown().optional(),
    /** Against the tool's `outputSchema`; `not_declared` when it has none. */
    structuredCheck: z.enum(['not_declared', 'valid', 'invalid', 'missing', 'schema_unsupported']),
    structuredProblem: z.string().optional(),
    /** The tool's own word that it failed (`isError`). */
    isError: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('failed'), error: errorView }),
  z.strictObject({ kind: z.literal('cancelled') }),
  /** It became a task and goes on: `call.changed` tells how, `call.get` brings the outcome in the end. */
  z.strictObject({ kind: z.literal('task'), task: taskView }),
]);
export type CallOutcome = z.infer<typeof callOutcome>;

export const callProgress = z.strictObject({
  progress: z.number(),
  total: z.number().optional(),
  message: z.string().optional(),
});
export type CallProgress = Readonly<z.infer<typeof callProgress>>;

export const callState = z.enum([
  'running',
  'cancelling',
  'complete',
  'tool_error',
  'failed',
  'cancelled',
  'interrupted',
]);
export type CallState = z.infer<typeof callState>;

/** Without arguments and result, which can be large: `call.get` brings those. */
export const callView = z.strictObject({
  callId,
  serverId,
  serverName: z.string(),
  toolName: z.string(),
  state: callState,
  startedAtMs: timestampMs,
  endedAtMs: timestampMs.optional(),
  progress: callProgress.optional(),
  /** Of a call that became a task, or was to become one. */
  task: taskView.optional(),
  /** Of such a call: its arguments as JSON in one line, for lists. Cut where it is long, without what is withheld. */
  argumentsLine: z.string().optional(),
});
export type CallView = Readonly<z.infer<typeof callView>>;

export const callDetail = z.strictObject({
  call: callView,
  arguments: z.record(z.string(), z.unknown()),
  /** Argument names, as JSON Pointers, whose values were not kept: their schema says that they are secret. */
  withheld: z.array(z.string()).readonly(),
  /** Absent while the call runs, and for calls of an earlier run of Gatehouse that were no tasks: their results are not kept. */
  outcome: callOutcome.optional(),
});
export type CallDetail = Readonly<z.infer<typeof callDetail>>;

/** What goes on when somebody quits, and would not outlive that. */
export interface EndsWithQuit {
  readonly calls: number;
  /** Of local servers, with whose processes they end. */
  readonly tasks: number;
}
