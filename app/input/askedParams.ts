/**
 * What the parameters of a server's questions have to look like before anything is made of them, whichever way they came:
 * the SDK checks the requests of the older era, and nobody but this file the rounds of the newer one.
 */
import { z } from 'zod';

const formParams = z.looseObject({
  // A request without a mode is a form (MCP 2025-11-25 client/elicitation §Requests).
  mode: z.literal('form').optional(),
  message: z.string(),
  // Judged by `readForm`, whole.
  requestedSchema: z.looseObject({}),
});
const urlParams = z.looseObject({
  mode: z.literal('url'),
  message: z.string(),
  url: z.string(),
  // The newer era has none: there a visit belongs to the round that asked for it.
  elicitationId: z.string().optional(),
});

/** MCP 2025-11-25 and 2026-07-28 schema, ElicitRequestParams. */
export const elicitParams = z.union([urlParams, formParams]);

/** MCP 2025-11-25 and 2026-07-28 schema, CreateMessageRequestParams. */
export const samplingParams = z.looseObject({
  messages: z.array(z.looseObject({ role: z.enum(['user', 'assistant']), content: z.unknown() })),
  modelPreferences: z
    .looseObject({ hints: z.array(z.looseObject({ name: z.string().optional() })).optional() })
    .optional(),
  systemPrompt: z.string().optional(),
  includeContext: z.enum(['none', 'thisServer', 'allServers']).optional(),
  temperature: z.number().optional(),
  maxTokens: z.int(),
  stopSequences: z.array(z.string()).optional(),
  tools: z
    .array(
      z.looseObject({
        name: z.string(),
        description: z.string().optional(),
        inputSchema: z.record(z.string(), z.unknown()),
      }),
    )
    .optional(),
  toolChoice: z.looseObject({ mode: z.enum(['auto', 'required', 'none']).optional() }).optional(),
});

export type ElicitParams = z.infer<typeof elicitParams>;
export type SamplingParams = z.infer<typeof samplingParams>;
