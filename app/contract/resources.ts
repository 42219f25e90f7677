/**
 * Resources and prompts as a server describes them, and what reading them brings.
 *
 * All of it is the server's word: addresses are never opened or fetched by us. SECURITY(S12)
 */
import { z } from 'zod';
import { contentBlock } from './calls.ts';
import { errorView } from './errors.ts';

/** One icon a server offers for itself or something of its own; loaded only through `icon.load` (MCP 2025-11-25 basic §Icons). */
export const iconView = z.strictObject({
  src: z.string(),
  mimeType: z.string().optional(),
  /** `48x48`, or `any`. Absent means any size. */
  sizes: z.array(z.string()).readonly().optional(),
  /** Absent means any theme. */
  theme: z.enum(['light', 'dark']).optional(),
});
export type IconView = Readonly<z.infer<typeof iconView>>;

const described = {
  name: z.string(),
  /** `title`, else `name` (MCP 2025-11-25 schema, BaseMetadata). */
  label: z.string(),
  description: z.string().optional(),
  icons: z.array(iconView).readonly(),
} as const;

export const resourceView = z.strictObject({
  uri: z.string(),
  ...described,
  mimeType: z.string().optional(),
  sizeBytes: z.number().optional(),
  audience: z.array(z.string()).readonly().optional(),
  priority: z.number().optional(),
  lastModified: z.string().optional(),
});
export type ResourceView = Readonly<z.infer<typeof resourceView>>;

export const resourceTemplateView = z.strictObject({
  /** RFC 6570. */
  uriTemplate: z.string(),
  ...described,
  mimeType: z.string().optional(),
  /** Names of the template's variables, in order; empty when it can't be read. */
  variables: z.array(z.string()).readonly(),
});
export type ResourceTemplateView = Readonly<z.infer<typeof resourceTemplateView>>;

export const promptView = z.strictObject({
  ...described,
  arguments: z
    .array(
      z.strictObject({
        name: z.string(),
        title: z.string().optional(),
        description: z.string().optional(),
        required: z.boolean(),
      }),
    )
    .readonly(),
});
export type PromptView = Readonly<z.infer<typeof promptView>>;

export const resourceContent = z.strictObject({
  uri: z.string(),
  mimeType: z.string().optional(),
  /** One of the two. */
  text: z.string().optional(),
  base64: z.string().optional(),
});
export type ResourceContent = Readonly<z.infer<typeof resourceContent>>;

/** What became of a request that a server may answer with questions of its own, and that a person may cancel. */
const outcomeOf = <T extends z.ZodType>(result: T) =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('complete'), result }),
    z.strictObject({ kind: z.literal('failed'), error: errorView }),
    z.strictObject({ kind: z.literal('cancelled') }),
  ]);

export const readOutcome = outcomeOf(
  z.strictObject({
    contents: z.array(resourceContent).readonly(),
    /** Served from memory, since the server said it stays fresh (MCP 2026-07-28 server/utilities/caching). */
    cached: z.boolean(),
  }),
);
export type ReadOutcome = z.infer<typeof readOutcome>;

export const promptMessage = z.strictObject({ role: z.enum(['user', 'assistant']), content: contentBlock });
export type PromptMessage = Readonly<z.infer<typeof promptMessage>>;
export const promptOutcome = outcomeOf(
  z.strictObject({ description: z.string().optional(), messages: z.array(promptMessage).readonly() }),
);
export type PromptOutcome = z.infer<typeof promptOutcome>;

/** What is being completed (MCP 2025-11-25 server/utilities/completion §Reference Types). */
export const completionTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('prompt'), name: z.string().max(1_000) }),
  z.strictObject({ kind: z.literal('template'), uriTemplate: z.string().max(8_192) }),
]);
export type CompletionTarget = Readonly<z.infer<typeof completionTarget>>;

export const completions = z.strictObject({
  /** At most 100. */
  values: z.array(z.string()).readonly(),
  hasMore: z.boolean(),
});
export type Completions = Readonly<z.infer<typeof completions>>;
