/**
 * What the page sees of a bundle: the manifest's claims, what was found about the file, and the form to fill in.
 */
import { z } from 'zod';
import { sha256 } from './ids.ts';
import { signatureSummary } from './plan.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** One option of a manifest's `user_config`. */
export const configOption = z.strictObject({
  key: z.string(),
  type: z.enum(['string', 'number', 'boolean', 'directory', 'file']),
  title: z.string(),
  description: z.string(),
  required: z.boolean(),
  multiple: z.boolean(),
  sensitive: z.boolean(),
  min: z.number().optional(),
  max: z.number().optional(),
  /** With `${HOME}`, `${DESKTOP}`, `${DOCUMENTS}` and `${DOWNLOADS}` already expanded. */
  default: z.union([scalar, z.array(z.string()).readonly()]).optional(),
});
export type ConfigOption = Readonly<z.infer<typeof configOption>>;

export const pathValue = z.strictObject({
  path: z.string().max(32_768),
  /** True when a person chose it in a picker, false when it was typed or came from a default. */
  picked: z.boolean(),
});
export type PathValue = Readonly<z.infer<typeof pathValue>>;

/** A stored answer to a configuration option. A secret's value is in the secret store, under the option's key. */
export const configValue = z.union([
  scalar,
  z.strictObject({ paths: z.array(pathValue).max(1_000).readonly() }),
  z.strictObject({ secret: z.literal(true) }),
]);
export type ConfigValue = Readonly<z.infer<typeof configValue>>;
export type ConfigValues = Readonly<Record<string, ConfigValue>>;

export const bundleView = z.strictObject({
  fileName: z.string(),
  sha256,
  sizeBytes: z.number(),
  entryCount: z.number(),
  expandedBytes: z.number(),
  name: z.string(),
  displayName: z.string(),
  version: z.string(),
  manifestVersion: z.string(),
  description: z.string(),
  longDescription: z.string().optional(),
  author: z.string(),
  license: z.string().optional(),
  /** http or https only; anything else in the manifest is dropped. */
  links: z
    .array(
      z.strictObject({
        label: z.enum(['homepage', 'documentation', 'support', 'repository', 'author']),
        url: z.string(),
      }),
    )
    .readonly(),
  privacyPolicies: z.array(z.string()).readonly(),
  keywords: z.array(z.string()).readonly(),
  serverType: z.enum(['node', 'python', 'binary', 'uv']),
  /** `data:image/png;base64,…`, from the bundle's own files only. */
  iconDataUrl: z.string().optional(),
  signature: signatureSummary,
  declaredTools: z.array(z.strictObject({ name: z.string(), description: z.string().optional() })).readonly(),
  /** The running server has more tools than declared, by its own word. */
  toolsGenerated: z.boolean(),
  declaredPrompts: z.array(z.string()).readonly(),
  options: z.array(configOption).readonly(),
});
export type BundleView = Readonly<z.infer<typeof bundleView>>;
