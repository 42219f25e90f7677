/**
 * The servers a person has, as they are kept between runs.
 *
 * Secrets are not in here: a secret option or variable is only named, its value is in the secret store.
 */
import { z } from 'zod';
import { signInSetup } from '../contract/authorization.ts';
import { bundleView, configValue } from '../contract/bundles.ts';
import { serverId, timestampMs } from '../contract/ids.ts';
import type { ServerId } from '../contract/ids.ts';
import { remoteServer, serverPreferences, typedServer } from '../contract/servers.ts';
import type { ServerPreferences, ServerSource } from '../contract/servers.ts';
import type { ConfigStore } from '../ports/configStore.ts';

export const storedSource = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('bundle'),
    bundle: bundleView,
    /** The text of `manifest.json`, so that what was agreed to does not depend on a file that can be edited. */
    manifest: z.string(),
    config: z.record(z.string(), configValue).readonly(),
  }),
  z.strictObject({ kind: z.literal('typed'), definition: typedServer }),
  /** The setup without its secret. */
  z.strictObject({ kind: z.literal('remote'), definition: remoteServer, signIn: signInSetup.optional() }),
]);
export type StoredSource = Readonly<z.infer<typeof storedSource>>;

export const storedServer = z.strictObject({
  serverId,
  name: z.string(),
  createdAtMs: timestampMs,
  source: storedSource,
  /** What an update replaced, kept until the new version has initialised once. */
  previous: storedSource.optional(),
  /** Absent while all are as they come. */
  preferences: serverPreferences.optional(),
});
export type StoredServer = Readonly<z.infer<typeof storedServer>>;

/** How a server is spoken to until a person says otherwise. Choice: budgets that an afternoon's work stays below. */
export const DEFAULT_PREFERENCES: ServerPreferences = {
  era: 'auto',
  roots: [],
  sampling: { enabled: false, maxRequestsPerHour: 30, maxTokensPerHour: 100_000, maxRounds: 10 },
};

const documentShape = z.object({ formatVersion: z.literal(1), servers: z.array(z.unknown()) });

export interface ServerDocument {
  readonly servers: readonly StoredServer[];
  /** Entries this version can't read. They are written back as they are, so that nothing is lost. */
  readonly unreadable: readonly unknown[];
}

export function loadServers(store: ConfigStore): ServerDocument {
  const value = store.get('servers');
  if (value === undefined) return { servers: [], unreadable: [] };
  const document = documentShape.safeParse(value);
  // Another version's document: kept whole, as one entry that can't be read.
  if (!document.success) return { servers: [], unreadable: [value] };
  const servers: StoredServer[] = [];
  const unreadable: unknown[] = [];
  for (const entry of document.data.servers) {
    const parsed = storedServer.safeParse(entry);
    if (parsed.success) servers.push(parsed.data);
    else unreadable.push(entry);
  }
  return { servers, unreadable };
}

/** @throws {AppError} `STORE_DISK_FULL`, `STORE_READ_ONLY` */
export function saveServers(store: ConfigStore, document: ServerDocument): void {
  store.set('servers', { formatVersion: 1, servers: [...document.servers, ...document.unreadable] });
}

/** Digests of the installed trees that these servers need. */
export function neededBundles(servers: readonly StoredServer[]) {
  return servers.flatMap(({ source, previous }) =>
    [source, previous].flatMap((each) => (each?.kind === 'bundle' ? [each.bundle.sha256] : [])),
  );
}

/** Names of the secrets that a bundle's options need, in the version a server has and in the one it can go back to. */
export function neededConfigSecrets({ source, previous }: StoredServer): readonly string[] {
  return [source, previous].flatMap((each) =>
    Object.entries(each?.kind === 'bundle' ? each.config : {}).flatMap(([key, value]) =>
      typeof value === 'object' && 'secret' in value ? [configSecret(key)] : [],
    ),
  );
}

/** The part of a stored source that the page sees. */
export function toServerSource(source: StoredSource): ServerSource {
  if (source.kind !== 'bundle') return source;
  const { bundle, config } = source;
  return {
    kind: 'bundle',
    name: bundle.name,
    displayName: bundle.displayName,
    version: bundle.version,
    author: bundle.author,
    fileName: bundle.fileName,
    fileSha256: bundle.sha256,
    signature: bundle.signature,
    ...(bundle.iconDataUrl === undefined ? {} : { iconDataUrl: bundle.iconDataUrl }),
    options: bundle.options,
    config,
  };
}

/** Owner of a server's secrets in the secret store. */
export function secretOwner(id: ServerId): string {
  return id;
}

/** Name of a bundle option's secret, as plans refer to it. */
export function configSecret(key: string): string {
  return `user_config.${key}`;
}

/** Name of a remote server's secret header, as plans refer to it. Header names have no case (RFC 9110 §5.1). */
export function headerSecret(name: string): string {
  return `header.${name.toLowerCase()}`;
}

/** Name of a typed variable's secret, as plans refer to it. */
export function variableSecret(name: string): string {
  return `env.${name}`;
}

/** Name of the secret of a sign-in's setup: the client's, or its private key. */
export const SIGN_IN_SECRET = 'sign_in';
