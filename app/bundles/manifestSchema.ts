/**
 * The shape of `manifest.json`, one schema for each version.
 *
 * As tolerant as the reference implementation's schemas for reading: unknown keys are ignored, other clients may stand
 * under `compatibility`, and a field that a version doesn't know is no error. Lengths are capped, since all of it is shown.
 * Our own rather than the reference's, which bring a second zod and would have to be normalised again.
 */
import { z } from 'zod';

export const MANIFEST_VERSIONS = ['0.1', '0.2', '0.3', '0.4'] as const;
export type ManifestVersion = (typeof MANIFEST_VERSIONS)[number];

const name = z.string().max(500);
const line = z.string().max(10_000);
const text = z.string().max(200_000);
const path = z.string().max(4_096);
const url = z
  .string()
  .max(4_096)
  .refine((value) => URL.canParse(value), 'not a URL');
const list = <T extends z.ZodType>(item: T) => z.array(item).max(10_000);

const launch = z.object({
  command: z.string().min(1).max(32_768),
  args: z.array(z.string().max(131_072)).max(1_000).optional(),
  // A name with `=` or NUL in it would become another variable.
  env: z
    .record(
      z
        .string()
        .max(1_000)
        .regex(/^[^=\0]+$/),
      z.string().max(131_072),
    )
    .optional(),
});
const mcpConfig = launch.extend({ platform_overrides: z.record(name, launch.partial()).optional() });

const option = z.object({
  type: z.enum(['string', 'number', 'boolean', 'directory', 'file']),
  title: line,
  description: line,
  required: z.boolean().optional(),
  default: z.union([line, z.number(), z.boolean(), list(path)]).optional(),
  multiple: z.boolean().optional(),
  sensitive: z.boolean().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
});

const fields = z.object({
  name: name.min(1),
  display_name: name.optional(),
  version: name,
  description: line,
  long_description: text.optional(),
  author: z.object({ name, url: url.optional() }),
  repository: z.object({ url }).optional(),
  homepage: url.optional(),
  documentation: url.optional(),
  support: url.optional(),
  icon: path.optional(),
  server: z.object({
    type: z.enum(['node', 'python', 'binary', 'uv']),
    entry_point: path,
    mcp_config: mcpConfig.optional(),
  }),
  tools: list(z.object({ name, description: text.optional() })).optional(),
  tools_generated: z.boolean().optional(),
  prompts: list(z.object({ name, description: text.optional(), text })).optional(),
  prompts_generated: z.boolean().optional(),
  keywords: list(name).optional(),
  license: name.optional(),
  compatibility: z
    .looseObject({
      platforms: z.array(z.enum(['darwin', 'win32', 'linux'])).optional(),
      runtimes: z.object({ python: name.optional(), node: name.optional() }).optional(),
    })
    .optional(),
  user_config: z.record(name, option).optional(),
});

const since02 = { privacy_policies: list(url).optional() };
const since03 = {
  icons: list(
    z.object({ src: path, size: z.string().regex(/^\d{1,6}x\d{1,6}$/), theme: name.min(1).optional() }),
  ).optional(),
  localization: z
    .object({
      resources: path.regex(/\$\{locale\}/i, 'has no ${locale}'),
      default_locale: z.string().regex(/^[A-Za-z0-9]{2,8}(?:-[A-Za-z0-9]{1,8})*$/, 'not a BCP 47 locale'),
    })
    .optional(),
};
const complete = fields.extend({ ...since02, ...since03 });
export type RawManifest = z.infer<typeof complete>;

/** MCPB MANIFEST.md §UV Runtime: only `uv` may leave the command to the host, and only 0.4 knows `uv`. */
function serverProblem({ server }: RawManifest, version: ManifestVersion): string | undefined {
  if (server.type === 'uv') return version === '0.4' ? undefined : 'uv needs manifest version 0.4';
  return server.mcp_config === undefined ? 'mcp_config is missing' : undefined;
}

/** A key that its version does not know yet is ignored, as any unknown key is. */
const knownKeys = {
  '0.1': fields,
  '0.2': fields.extend(since02),
  '0.3': complete,
  '0.4': complete,
} satisfies Record<ManifestVersion, z.ZodType>;

export function manifestSchema(version: ManifestVersion): z.ZodType<RawManifest> {
  return knownKeys[version].superRefine((manifest: RawManifest, context) => {
    const problem = serverProblem(manifest, version);
    if (problem !== undefined) context.addIssue({ code: 'custom', path: ['server'], message: problem });
  });
}
