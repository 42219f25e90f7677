/**
 * A bundle's manifest, read tolerantly and put into our own words.
 *
 * What the reference's tolerant schemas accept is accepted here; what no field of `Manifest` names is ignored. Every text
 * in it is the bundle's claim. Nothing is substituted yet: see `substitute.ts`.
 */
import { z } from 'zod';
import { AppError } from '../contract/errors.ts';
import { MANIFEST_VERSIONS, manifestSchema, type ManifestVersion, type RawManifest } from './manifestSchema.ts';

export type Platform = 'linux' | 'darwin' | 'win32';
export type ServerType = 'node' | 'python' | 'binary' | 'uv';

/** Command, arguments and environment as written, placeholders and all. */
export interface LaunchTemplate {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: ReadonlyMap<string, string>;
}

/** What one platform replaces: each part that is there replaces the whole part. */
export interface LaunchOverride {
  readonly command?: string;
  readonly args?: readonly string[];
  readonly env?: ReadonlyMap<string, string>;
}

export interface ManifestOption {
  readonly key: string;
  readonly type: 'string' | 'number' | 'boolean' | 'directory' | 'file';
  readonly title: string;
  readonly description: string;
  readonly required: boolean;
  readonly multiple: boolean;
  readonly sensitive: boolean;
  readonly min?: number;
  readonly max?: number;
  /** As written: `${HOME}` and the like are not expanded. */
  readonly default?: string | number | boolean | readonly string[];
}

export interface ManifestPrompt {
  readonly name: string;
  readonly description?: string;
  readonly text: string;
}

export interface Manifest {
  readonly manifestVersion: ManifestVersion;
  readonly name: string;
  readonly displayName: string;
  readonly version: string;
  readonly description: string;
  readonly longDescription?: string;
  readonly author: string;
  readonly license?: string;
  readonly links: readonly { readonly label: LinkLabel; readonly url: string }[];
  readonly privacyPolicies: readonly string[];
  readonly keywords: readonly string[];
  readonly icon?: string;
  readonly icons: readonly { readonly src: string; readonly widthPx: number; readonly theme?: string }[];
  readonly localization?: { readonly resources: string; readonly defaultLocale: string };
  readonly serverType: ServerType;
  /** Relative to the bundle, as written; never substituted. */
  readonly entryPoint: string;
  /** Absent for `uv` bundles that leave the command to the host. */
  readonly launch?: LaunchTemplate;
  readonly overrides: ReadonlyMap<string, LaunchOverride>;
  readonly tools: readonly { readonly name: string; readonly description?: string }[];
  readonly toolsGenerated: boolean;
  readonly prompts: readonly ManifestPrompt[];
  readonly promptsGenerated: boolean;
  readonly options: readonly ManifestOption[];
  readonly platforms?: readonly Platform[];
  readonly nodeRange?: string;
  readonly pythonRange?: string;
  /** The constraint under our own name; what the manifest asks of other clients says nothing about us. */
  readonly hostRange?: string;
}
export type LinkLabel = 'homepage' | 'documentation' | 'support' | 'repository' | 'author';

/** Our name among the clients of a manifest's `compatibility`. */
const CLIENT_NAME = 'gatehouse';

/**
 * Reads `manifest.json`.
 *
 * @throws {AppError} `BUNDLE_MANIFEST_INVALID` with `data.problems`, `BUNDLE_MANIFEST_VERSION_UNSUPPORTED`
 * @see MCPB MANIFEST.md, versions 0.1 to 0.4
 */
export function readManifest(bytes: Uint8Array): Manifest {
  const json = parseJson(bytes);
  const version = manifestVersion(json);
  const parsed = manifestSchema(version).safeParse(json);
  if (!parsed.success) throw invalid(problemsOf(parsed.error), parsed.error);
  return normalize(version, parsed.data);
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    // The decoder drops a byte order mark, which some editors write.
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw invalid(['not JSON in UTF-8'], cause);
  }
}

function manifestVersion(json: unknown): ManifestVersion {
  const fields = z.looseObject({ manifest_version: z.unknown(), dxt_version: z.unknown() }).partial().safeParse(json);
  if (!fields.success) throw invalid(['not an object'], fields.error);
  const written = [fields.data.manifest_version, fields.data.dxt_version];
  const known = written.map((value) => MANIFEST_VERSIONS.find((version) => version === value));
  const version = known[0] ?? known[1];
  if (version !== undefined) return version;
  const found = written.find((value) => value !== undefined);
  throw new AppError('BUNDLE_MANIFEST_VERSION_UNSUPPORTED', 'The manifest has a version that is not supported.', {
    data: {
      found: typeof found === 'string' ? found.slice(0, 100) : JSON.stringify(found ?? 'none').slice(0, 100),
      supported: MANIFEST_VERSIONS,
    },
  });
}

function invalid(problems: readonly string[], cause: unknown): AppError {
  return new AppError('BUNDLE_MANIFEST_INVALID', 'The manifest is not valid.', { data: { problems }, cause });
}

function problemsOf(error: z.ZodError): string[] {
  return error.issues.slice(0, 10).map((issue) => `${issue.path.join('.')}: ${issue.message}`.slice(0, 300));
}

function normalize(manifestVersion: ManifestVersion, raw: RawManifest): Manifest {
  const { server, compatibility } = raw;
  const config = server.mcp_config;
  return {
    manifestVersion,
    name: raw.name,
    displayName: raw.display_name ?? raw.name,
    version: raw.version,
    description: raw.description,
    ...defined({ longDescription: raw.long_description, license: raw.license, icon: raw.icon }),
    author: raw.author.name,
    links: linksOf(raw),
    privacyPolicies: raw.privacy_policies ?? [],
    keywords: raw.keywords ?? [],
    icons: (raw.icons ?? []).map(({ src, size, theme }) => ({
      src,
      widthPx: Number.parseInt(size, 10),
      ...defined({ theme }),
    })),
    ...(raw.localization && {
      localization: { resources: raw.localization.resources, defaultLocale: raw.localization.default_locale },
    }),
    serverType: server.type,
    entryPoint: server.entry_point,
    ...(config && { launch: { command: config.command, args: config.args ?? [], env: mapOf(config.env) } }),
    overrides: new Map(
      Object.entries(config?.platform_overrides ?? {}).map(([name, part]) => [name, overrideOf(part)]),
    ),
    tools: (raw.tools ?? []).map(({ name, description }) => ({ name, ...defined({ description }) })),
    toolsGenerated: raw.tools_generated ?? false,
    prompts: (raw.prompts ?? []).map(({ name, description, text }) => ({ name, text, ...defined({ description }) })),
    promptsGenerated: raw.prompts_generated ?? false,
    options: Object.entries(raw.user_config ?? {}).map(([key, option]) => optionOf(key, option)),
    ...defined({
      platforms: compatibility?.platforms,
      nodeRange: compatibility?.runtimes?.node,
      pythonRange: compatibility?.runtimes?.python,
      hostRange: hostRangeOf(compatibility),
    }),
  };
}

type RawOption = NonNullable<RawManifest['user_config']>[string];
type RawConfig = NonNullable<RawManifest['server']['mcp_config']>;
type RawOverride = NonNullable<RawConfig['platform_overrides']>[string];

function optionOf(key: string, raw: RawOption): ManifestOption {
  return {
    key,
    type: raw.type,
    title: raw.title,
    description: raw.description,
    required: raw.required ?? false,
    // MCPB MANIFEST.md §User Configuration: `multiple` is for paths, `sensitive` for text.
    multiple: (raw.type === 'directory' || raw.type === 'file') && (raw.multiple ?? false),
    sensitive: raw.type === 'string' && (raw.sensitive ?? false),
    ...defined({ min: raw.min, max: raw.max, default: raw.default }),
  };
}

function overrideOf(raw: RawOverride): LaunchOverride {
  return { ...defined({ command: raw.command, args: raw.args }), ...(raw.env && { env: mapOf(raw.env) }) };
}

function linksOf(raw: RawManifest): Manifest['links'] {
  const links: [LinkLabel, string | undefined][] = [
    ['homepage', raw.homepage],
    ['documentation', raw.documentation],
    ['support', raw.support],
    ['repository', raw.repository?.url],
    ['author', raw.author.url],
  ];
  return links.flatMap(([label, url]) => (url === undefined ? [] : [{ label, url }]));
}

function hostRangeOf(compatibility: RawManifest['compatibility']): string | undefined {
  const range = compatibility?.[CLIENT_NAME];
  return typeof range === 'string' ? range : undefined;
}

function mapOf(record: Readonly<Record<string, string>> | undefined): ReadonlyMap<string, string> {
  return new Map(Object.entries(record ?? {}));
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Leaves out what is undefined, so that an absent field stays absent. */
function defined<T extends object>(fields: T): Defined<T> {
  // Object.fromEntries loses the keys' names; filtering changes none of them.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}
