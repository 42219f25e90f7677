/**
 * A server as the page sees it: what it is, what state it is in, what it says it offers.
 */
import { z } from 'zod';
import { errorView } from './errors.ts';
import { decisionId, serverId, sha256, timestampMs } from './ids.ts';
import { configOption, configValue } from './bundles.ts';
import { signInSetup } from './authorization.ts';
import { signatureSummary } from './plan.ts';
import { iconView } from './resources.ts';
import { taskSupport } from './tasks.ts';

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

/** What is typed into the form for a remote server. Secret values come in once and never go out again. */
export const remoteServer = z.strictObject({
  name: z.string().trim().min(1).max(200),
  url: z.string().trim().min(1).max(8_192),
  /** `auto`: Streamable HTTP, and HTTP+SSE where a server knows no other. */
  transport: z.enum(['auto', 'streamable_http', 'sse']),
  headers: z
    .array(
      z.strictObject({
        /** A token of RFC 9110 §5.6.2. */
        name: z
          .string()
          .max(200)
          .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/),
        /** Absent for a secret that is kept as it is. */
        value: z.string().max(16_384).optional(),
        secret: z.boolean(),
      }),
    )
    .max(50)
    .readonly(),
});
export type RemoteServer = Readonly<z.infer<typeof remoteServer>>;

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
  z.strictObject({ kind: z.literal('remote'), definition: remoteServer, signIn: signInSetup.optional() }),
]);
export type ServerSource = Readonly<z.infer<typeof serverSource>>;

/** Severities of a server's log messages, least first (RFC 5424, MCP 2025-11-25 server/utilities/logging). */
export const LOG_LEVELS = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'] as const;
export const logLevel = z.enum(LOG_LEVELS);
export type LogLevel = z.infer<typeof logLevel>;

/** How a person wants a server to be spoken to. Takes effect at its next start, but for roots and the log level. */
export const serverPreferences = z.strictObject({
  /** `auto` asks which protocol the server speaks; the others insist. */
  era: z.enum(['auto', 'legacy', 'modern']),
  /** Severity from which the server is asked to send log messages; absent: its own choice. */
  logLevel: logLevel.optional(),
  /** Folders the person picked for this server: what it is told it may work in. Guidance, not a wall (MCP client/roots). */
  roots: z
    .array(z.strictObject({ path: z.string() }))
    .max(100)
    .readonly(),
  sampling: z.strictObject({
    /** Off until switched on. */
    enabled: z.boolean(),
    /** The model to suggest, one of the person's. */
    modelId: z.string().max(100).optional(),
    maxRequestsPerHour: z.number().int().min(1).max(10_000),
    maxTokensPerHour: z.number().int().min(1).max(100_000_000),
    maxRounds: z.number().int().min(1).max(100),
  }),
  /** Tools that may be called as a task or not, and that the person wants called as one. */
  taskTools: z.array(z.string().max(1_000)).max(1_000).readonly().optional(),
});
export type ServerPreferences = Readonly<z.infer<typeof serverPreferences>>;

/** `server`: its own choice. */
export const logLevelChoice = logLevel.or(z.literal('server'));

/** What of them is to be another way; what is left out stays. */
export const preferenceChange = serverPreferences.partial().extend({ logLevel: logLevelChoice.optional() }).strict();
export type PreferenceChange = Partial<
  Omit<ServerPreferences, 'logLevel'> & { readonly logLevel: z.infer<typeof logLevelChoice> }
>;

const jsonObject = z.record(z.string(), z.unknown());

/** What a connection negotiated. What is named `server…`, and the instructions, are the server's claim. */
export const connectionView = z.strictObject({
  transport: z.enum(['stdio', 'streamable_http', 'sse']),
  era: z.enum(['legacy', 'modern']),
  protocolVersion: z.string(),
  serverName: z.string(),
  serverTitle: z.string().optional(),
  serverVersion: z.string(),
  serverWebsite: z.string().optional(),
  serverIcons: z.array(iconView).readonly(),
  instructions: z.string().optional(),
  /** As the wire has it, cut where it is longer than is sane; extensions are under `extensions`. */
  serverCapabilities: jsonObject,
  /** What Gatehouse offered, likewise. */
  clientCapabilities: jsonObject,
  /** Whether the server keeps a session (MCP 2025-11-25 transports §Session Management). Its id is a secret. */
  hasSession: z.boolean(),
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
  preferences: serverPreferences,
  /** Each grows when that list changes. */
  toolsRevision: z.number(),
  resourcesRevision: z.number(),
  promptsRevision: z.number(),
  /** Resources that are watched, and when the server last said that one changed. */
  subscriptions: z.array(z.strictObject({ uri: z.string(), updatedAtMs: timestampMs.optional() })).readonly(),
  /** Sequence number of the newest line in the log, and of the newest message of the protocol log. */
  logSeq: z.number(),
  wireSeq: z.number(),
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
  icons: z.array(iconView).readonly(),
  /** Its name is none that the specification expects (MCP 2025-11-25 server/tools §Tool Names): shown as it is, and flagged. */
  unusualName: z.boolean(),
  /** Arguments that travel in an HTTP header as well, where every intermediary can read them (MCP 2026-07-28 `x-mcp-header`). */
  mirroredArguments: z.array(z.string()).readonly(),
  taskSupport,
});
export type ToolView = Readonly<z.infer<typeof toolView>>;

export const logLine = z.strictObject({
  seq: z.number(),
  atMs: timestampMs,
  /** `host` lines are Gatehouse's own words; `message` lines came over the protocol (`notifications/message`). */
  from: z.enum(['stderr', 'stdout_noise', 'host', 'message']),
  /** Of a `message`. */
  level: logLevel.optional(),
  text: z.string(),
});
export type LogLine = Readonly<z.infer<typeof logLine>>;

/** One message of the protocol, secrets removed. */
export const wireMessage = z.strictObject({
  seq: z.number(),
  atMs: timestampMs,
  direction: z.enum(['sent', 'received']),
  kind: z.enum(['request', 'notification', 'result', 'error']),
  /** Of a request or notification, and of the request that a result or error answers where that is known. */
  method: z.string().optional(),
  /** The JSON-RPC id. */
  id: z.union([z.string(), z.number()]).optional(),
  sizeChars: z.number(),
  /** JSON, cut where it is long. */
  text: z.string(),
});
export type WireMessage = Readonly<z.infer<typeof wireMessage>>;
