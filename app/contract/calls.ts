/**
 * One tool call, from the click to the last byte, as the page sees it.
 */
import { z } from 'zod';
import { errorView } from './errors.ts';
import { callId, serverId, timestampMs } from './ids.ts';

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
});
export type CallView = Readonly<z.infer<typeof callView>>;

export const callDetail = z.strictObject({
  call: callView,
  arguments: z.record(z.string(), z.unknown()),
  /** Absent while the call runs, and for calls of an earlier run of Gatehouse, whose results are not kept. */
  outcome: callOutcome.optional(),
});
export type CallDetail = Readonly<z.infer<typeof callDetail>>;
