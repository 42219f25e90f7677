/**
 * A server as the page sees it: what it is, what state it is in, what it says it offers.
 */
import { z } from 'zod';
import { errorView } from './errors.ts';
import { decisionId, serverId, sha256, timestampMs } from './ids.ts';
import { configOption, configValue } from './bundles.ts';
import { signatureSummary } from './plan.ts';

/** What is typed into the form for a local command. Secret values come in once and never go out again. */
export const typedServer = z.strictObject({
  name: z.string().trim().min(1).max(200),
  command: z.string().min(1).max(32_768),
  args: z.array(z.string().max(131_072)).max(1_000).readonly(),
  env: z
    .array(
      z.strictObject({
        name: z
          .string()
          .min(1)
          .max(1_000)
          .regex(/^[^=\0]+$/),
        /** Absent for a secret that is kept as it is. */
        value: z.string().max(131_072).optional(),
        secret: z.boolean(),
      }),
    )
    .max(500)
    .readonly(),
  cwd: z.string().max(32_768).optional(),
});
export type TypedServer = Readonly<z.infer<typeof typedServer>>;

export const serverSource = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('bundle'),
    name: z.string(),
    displayName: z.string(),
    version: z.string(),
    author: z.string(),
    fileName: z.string(),
    fileSha256: sha256,
    signature: signatureSummary,
    iconDataUrl: z.string().optional(),
    options: z.array(configOption).readonly(),
    config: z.record(z.string(), configValue).readonly(),
  }),
  z.strictObject({ kind: z.literal('typed'), definition: typedServer }),
]);
export type ServerSource = Readonly<z.infer<typeof serverSource>>;

/** What a connection negotiated. Everything in it but `era` and `protocolVersion` is the server's claim. */
export const connectionView = z.strictObject({
  era: z.enum(['legacy', 'modern']),
  protocolVersion: z.string(),
  serverName: z.string(),
  serverTitle: z.string().optional(),
  serverVersion: z.string(),
  instructions: z.string().optional(),
  capabilities: z.array(z.string()).readonly(),
  toolCount: z.number(),
});
export type ConnectionView = Readonly<z.infer<typeof connectionView>>;

export const serverState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('stopped') }),
  z.strictObject({ kind: z.literal('needs_configuration'), missing: z.array(z.string()).readonly() }),
  z.strictObject({ kind: z.literal('preparing') }),
  z.strictObject({ kind: z.literal('awaiting_decision'), decisionId }),
  z.strictObject({ kind: z.literal('starting') }),
  z.strictObject({ kind: z.literal('running'), connection: connectionView, startedAtMs: timestampMs }),
  z.strictObject({ kind: z.literal('stopping') }),
  /** `retryAtMs` is set while Gatehouse will try again by itself. */
  z.strictObject({ kind: z.literal('failed'), error: errorView, retryAtMs: timestampMs.optional() }),
]);
export type ServerState = Readonly<z.infer<typeof serverState>>;

export const serverView = z.strictObject({
  serverId,
  name: z.string(),
  source: serverSource,
  state: serverState,
  /** `invalid`: a record of agreement is there but its HMAC is missing or wrong, so it counts for nothing. */
  grant: z.enum(['none', 'agreed', 'invalid']),
  /** Grows when the list of tools changes. */
  toolsRevision: z.number(),
  /** Sequence number of the newest line in the log. */
  logSeq: z.number(),
  /** Set while a removal can be undone. */
  removedUntilMs: timestampMs.optional(),
  /** The version an update replaced, while it can still be put back. */
  previousVersion: z.string().optional(),
  createdAtMs: timestampMs,
});
export type ServerView = Readonly<z.infer<typeof serverView>>;

/** A tool as its server describes it. Names, texts and annotations are claims: drawn as quoted data. SECURITY(S12) */
export const toolView = z.strictObject({
  name: z.string(),
  /** `title`, else `annotations.title`, else `name` (MCP 2025-11-25 schema, BaseMetadata). */
  label: z.string(),
  description: z.string().optional(),
  inputSchema: z.record(z.string(), z.unknown()),
  outputSchema: z.record(z.string(), z.unknown()).optional(),
  annotations: z.strictObject({
    readOnlyHint: z.boolean().optional(),
    destructiveHint: z.boolean().optional(),
    idempotentHint: z.boolean().optional(),
    openWorldHint: z.boolean().optional(),
  }),
  /** The manifest of the bundle does not list it although it says its list is complete (MCPB manifest §tools). */
  undeclared: z.boolean(),
});
export type ToolView = Readonly<z.infer<typeof toolView>>;

export const logLine = z.strictObject({
  seq: z.number(),
  atMs: timestampMs,
  /** `host` lines are Gatehouse's own words about the process. */
  from: z.enum(['stderr', 'stdout_noise', 'host']),
  text: z.string(),
});
export type LogLine = Readonly<z.infer<typeof logLine>>;
