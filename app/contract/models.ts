/**
 * Models a person has connected, for answering what servers ask of one (sampling).
 */
import { z } from 'zod';
import { modelId } from './ids.ts';

export const MODEL_PROVIDERS = ['openai_compatible', 'anthropic'] as const;

/** What is typed into the form. The key comes in once and never goes out again. SECURITY(S9) */
export const modelDefinition = z.strictObject({
  name: z.string().trim().min(1).max(200),
  provider: z.enum(MODEL_PROVIDERS),
  /** https, or http to this computer. Absent: the provider's own, which only `anthropic` has. */
  baseUrl: z.string().max(8_192).optional(),
  /** The provider's name of the model. */
  model: z.string().trim().min(1).max(500),
  /** Absent: kept as it is, or none. Empty: none. */
  apiKey: z.string().max(16_384).optional(),
});
export type ModelDefinition = Readonly<z.infer<typeof modelDefinition>>;

export const modelView = z.strictObject({
  modelId,
  name: z.string(),
  provider: z.enum(MODEL_PROVIDERS),
  baseUrl: z.string().optional(),
  model: z.string(),
  hasKey: z.boolean(),
});
export type ModelView = Readonly<z.infer<typeof modelView>>;
