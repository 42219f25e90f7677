/**
 * What servers ask of a person: forms, addresses to open, and text for a model. Each becomes a decision at the desk.
 *
 * Everything but ids, times and the fields named as ours is a server's text: drawn as data, never as a link. SECURITY(S12)
 */
import { z } from 'zod';
import { errorView } from './errors.ts';
import { callId, decisionId, serverId, sha256, timestampMs } from './ids.ts';

/** Who asks, and how long they wait. The name and origin are Gatehouse's own, never what the server calls itself. */
export const asking = {
  decisionId,
  /** Of all that the person is shown, and what an answer must name. */
  digest: sha256,
  createdAtMs: timestampMs,
  /** When the question is taken back by itself. */
  expiresAtMs: timestampMs,
  serverId,
  serverName: z.string(),
  /** The command line that runs, or the address of a remote server. */
  serverOrigin: z.string(),
  /** Tools of that server whose calls run while it asks, most likely the reason for the question. */
  duringTools: z.array(z.string()).readonly(),
  /** The call whose task asks, where the server says which it is. */
  ofCall: callId.optional(),
} as const;

const fieldBase = {
  key: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  required: z.boolean(),
  /** Our own finding: it reads like a password, key or card number, which a form must not ask for (MCP 2025-11-25 elicitation). */
  looksSecret: z.boolean(),
} as const;
const choiceOption = z.strictObject({ value: z.string(), title: z.string().optional() });

/** One field of a form, from the restricted JSON Schema of MCP 2025-11-25 client/elicitation §Requested Schema. */
export const formField = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('text'),
    ...fieldBase,
    format: z.enum(['email', 'uri', 'date', 'date-time']).optional(),
    minLength: z.number().optional(),
    maxLength: z.number().optional(),
    pattern: z.string().optional(),
    default: z.string().optional(),
  }),
  z.strictObject({
    kind: z.literal('number'),
    ...fieldBase,
    integer: z.boolean(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    default: z.number().optional(),
  }),
  z.strictObject({ kind: z.literal('boolean'), ...fieldBase, default: z.boolean().optional() }),
  z.strictObject({
    kind: z.literal('choice'),
    ...fieldBase,
    options: z.array(choiceOption).readonly(),
    default: z.string().optional(),
  }),
  z.strictObject({
    kind: z.literal('choices'),
    ...fieldBase,
    options: z.array(choiceOption).readonly(),
    minItems: z.number().optional(),
    maxItems: z.number().optional(),
    default: z.array(z.string()).readonly().optional(),
  }),
]);
export type FormField = Readonly<z.infer<typeof formField>>;

/** Values by key; for enums the `const` values, never their titles. */
export const formContent = z
  .record(
    z.string().max(1_000),
    z.union([z.string().max(131_072), z.number(), z.boolean(), z.array(z.string()).readonly()]),
  )
  .readonly();
export type FormContent = Readonly<z.infer<typeof formContent>>;

export const formDecisionView = z.strictObject({
  kind: z.literal('elicitation_form'),
  ...asking,
  message: z.string(),
  fields: z.array(formField).readonly(),
});
export type FormDecisionView = Readonly<z.infer<typeof formDecisionView>>;

export const URL_WARNINGS = [
  'USERINFO',
  'IP_LITERAL',
  'LOOPBACK',
  'PUNYCODE',
  'MIXED_SCRIPTS',
  'UNUSUAL_PORT',
  'LONG',
] as const;
export type UrlWarning = (typeof URL_WARNINGS)[number];

/** An address taken apart, so that its host stands out. The parts in order make up `url`. */
export const urlParts = z.strictObject({
  url: z.string(),
  scheme: z.string(),
  userinfo: z.string().optional(),
  /** As it goes over the wire: ASCII, punycode where it has other letters. */
  host: z.string(),
  /** The same with its letters, where that differs. */
  hostUnicode: z.string().optional(),
  /** The part of `host` that somebody registered; absent for addresses of numbers and names without a dot. */
  registrable: z.string().optional(),
  /** Only where it is not the scheme's own. */
  port: z.string().optional(),
  /** Path, query and fragment. */
  rest: z.string(),
  warnings: z.array(z.enum(URL_WARNINGS)).readonly(),
});
export type UrlParts = Readonly<z.infer<typeof urlParts>>;

export const urlDecisionView = z.strictObject({
  kind: z.literal('elicitation_url'),
  ...asking,
  message: z.string(),
  url: urlParts,
});
export type UrlDecisionView = Readonly<z.infer<typeof urlDecisionView>>;

/** The address was opened and a call waits until the person has finished there. */
export const waitDecisionView = z.strictObject({
  kind: z.literal('elicitation_wait'),
  ...asking,
  message: z.string(),
  /** Only the host: the rest may carry one-time codes. */
  host: z.string(),
});
export type WaitDecisionView = Readonly<z.infer<typeof waitDecisionView>>;

/** Blocks of a sampling message keep the wire's spelling (MCP 2025-11-25 client/sampling §Message Content). */
export const samplingBlock = z.union([
  z.looseObject({ type: z.literal('text'), text: z.string() }),
  z.looseObject({ type: z.literal('image'), data: z.string(), mimeType: z.string() }),
  z.looseObject({ type: z.literal('audio'), data: z.string(), mimeType: z.string() }),
  z.looseObject({
    type: z.literal('tool_use'),
    id: z.string(),
    name: z.string(),
    input: z.record(z.string(), z.unknown()),
  }),
  z.looseObject({
    type: z.literal('tool_result'),
    toolUseId: z.string(),
    content: z.array(z.unknown()),
    isError: z.boolean().optional(),
  }),
]);
export type SamplingBlock = z.infer<typeof samplingBlock>;

export const samplingMessage = z.strictObject({
  role: z.enum(['user', 'assistant']),
  content: z.array(samplingBlock).readonly(),
});
export type SamplingMessage = Readonly<z.infer<typeof samplingMessage>>;

/** What a server has used of what it may use, per hour and per chain of rounds. */
export const samplingBudget = z.strictObject({
  requests: z.number(),
  maxRequests: z.number(),
  tokens: z.number(),
  maxTokens: z.number(),
  /** Rounds of tool use in this conversation, by its own tool results. */
  rounds: z.number(),
  maxRounds: z.number(),
});
export type SamplingBudget = Readonly<z.infer<typeof samplingBudget>>;

/** First half of sampling: what would be sent, before anything is. */
export const promptDecisionView = z.strictObject({
  kind: z.literal('sampling_prompt'),
  ...asking,
  messages: z.array(samplingMessage).readonly(),
  systemPrompt: z.string().optional(),
  maxTokens: z.number(),
  temperature: z.number().optional(),
  stopSequences: z.array(z.string()).readonly(),
  /** Tools of the server's that the model may ask it to use. Gatehouse never runs them. */
  tools: z
    .array(
      z.strictObject({
        name: z.string(),
        description: z.string().optional(),
        inputSchema: z.record(z.string(), z.unknown()),
      }),
    )
    .readonly(),
  toolChoice: z.enum(['auto', 'required', 'none']),
  /** Names of models the server would like, best first. */
  hints: z.array(z.string()).readonly(),
  /** Of the person's own models, the one the hints or the server's setting point at. */
  suggestedModelId: z.string().optional(),
  budget: samplingBudget,
  /** Why a model that was asked gave nothing to send back; the question then stands again as it was left. */
  problem: errorView.optional(),
});
export type PromptDecisionView = Readonly<z.infer<typeof promptDecisionView>>;

/** Second half: what a model answered, before it goes back. */
export const replyDecisionView = z.strictObject({
  kind: z.literal('sampling_reply'),
  ...asking,
  modelName: z.string(),
  state: z.enum(['generating', 'ready']),
  /** Grows while the model writes. */
  content: z.array(samplingBlock).readonly(),
  /** Absent while the model writes. */
  stopReason: z.string().optional(),
  outputTokens: z.number().optional(),
});
export type ReplyDecisionView = Readonly<z.infer<typeof replyDecisionView>>;

export const formAnswer = z.strictObject({
  kind: z.literal('elicitation_form'),
  /** Decline is an explicit no; cancel leaves the question (MCP 2025-11-25 client/elicitation §Response Actions). */
  action: z.enum(['accept', 'decline', 'cancel']),
  /** With `accept`. */
  content: formContent.optional(),
  /** Asked for where a field looks like a secret. */
  secretsConfirmed: z.boolean(),
});
export const urlAnswer = z.strictObject({
  kind: z.literal('elicitation_url'),
  action: z.enum(['open', 'decline', 'cancel']),
});
export const waitAnswer = z.strictObject({
  kind: z.literal('elicitation_wait'),
  action: z.enum(['finished', 'cancel']),
});
export const promptAnswer = z.strictObject({
  kind: z.literal('sampling_prompt'),
  outcome: z.discriminatedUnion('action', [
    z.strictObject({
      action: z.literal('ask_model'),
      modelId: z.string().max(100),
      /** As the person left them. */
      messages: z.array(samplingMessage).max(1_000).readonly(),
      systemPrompt: z.string().max(1_000_000).optional(),
      maxTokens: z.number().int().positive(),
    }),
    z.strictObject({ action: z.literal('by_hand'), text: z.string().max(1_000_000) }),
    z.strictObject({ action: z.literal('decline') }),
    z.strictObject({ action: z.literal('cancel') }),
  ]),
});
export const replyAnswer = z.strictObject({
  kind: z.literal('sampling_reply'),
  outcome: z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('send'), content: z.array(samplingBlock).max(1_000).readonly() }),
    z.strictObject({ action: z.literal('decline') }),
    z.strictObject({ action: z.literal('cancel') }),
  ]),
});
